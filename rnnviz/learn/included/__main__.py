"""Trains the runs that come with rnnviz anew and writes their folders: a minute on one core.

python -m rnnviz.learn.included
python -m rnnviz.learn.included --only names weather
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from rnnviz.learn.folder import disk
from rnnviz.learn.included.keys import ROOT
from rnnviz.learn.included.making import make
from rnnviz.learn.included.runs import included_folder, included_plans
from rnnviz.learn.records import Evaluation


def main() -> None:
    asked = argparse.ArgumentParser(description="Train the runs that come along.")
    asked.add_argument("--only", nargs="*", choices=included_plans(), default=None)
    for name in asked.parse_args().only or included_plans():
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            made = make(included_plans()[name], Path(folder))
            where = included_folder(name).path
            shutil.rmtree(where, ignore_errors=True)
            shutil.copytree(made.path, where)
        scores = [it.scores for it in included_folder(name).read()[0] if isinstance(it, Evaluation)]
        print(f"{name:16} {time.perf_counter() - began:6.1f} s  {disk(where):8} bytes  {scores[-1]}", flush=True)
    print(f"{ROOT.name}: {disk(ROOT)} bytes")


if __name__ == "__main__":
    main()
