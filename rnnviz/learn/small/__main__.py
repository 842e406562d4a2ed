"""Trains the small nets anew and writes their file: two minutes on one core, the same numbers every time.

python -m rnnviz.learn.small
python -m rnnviz.learn.small --only word tags        (prints their scores and writes nothing)
python -m rnnviz.learn.small --add pattern           (puts them into the file and leaves the others as they are)
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import torch
from safetensors import safe_open

from rnnviz.core.small.store import FILE
from rnnviz.learn import trained
from rnnviz.learn.small import nets
from rnnviz.learn.small.fitting import Made

NETS: dict[str, Callable[[Made], None]] = {
    "odd": nets.odd,
    "name": nets.name,
    "word": nets.word,
    "tags": nets.tags,
    "date": nets.rewrite,
    "opinion": nets.opinion,
    "hours": nets.hours,
    "pattern": nets.pattern,
}


def main() -> None:
    asked = argparse.ArgumentParser(description="Train the small nets that come along.")
    asked.add_argument("--only", nargs="*", choices=NETS, default=None)
    asked.add_argument("--add", nargs="*", choices=NETS, default=None)
    given = asked.parse_args()
    torch.set_num_threads(1)
    made = saved_nets() if given.add else Made()
    for name in given.only or given.add or NETS:
        began = time.perf_counter()
        torch.manual_seed(0)
        NETS[name](made)
        print(f"{name:8} {time.perf_counter() - began:6.1f} s", flush=True)
    for name, about in made.notes.items():
        print(name, about)
    if not given.only:
        FILE.write_bytes(trained.save_weights(made.tensors, made.notes))
        print(f"{FILE.name}: {FILE.stat().st_size} bytes")


def saved_nets() -> Made:
    """What the file holds now."""
    with safe_open(FILE, "pt") as file:
        return Made({name: file.get_tensor(name) for name in file.keys()}, dict(file.metadata()))  # noqa: SIM118


if __name__ == "__main__":
    main()
