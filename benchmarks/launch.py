"""Starts a server after loading what it is told to, and notes which modules it has loaded when it stops.

    python benchmarks/launch.py plan.json

The plan: `argv`, the server's command line; `module`, whether its first word is a module (``python -m``); `load`, what
to import first; `frozen`, whether gc.freeze may do its work; `modules`, the file for the names of the modules.
"""

from __future__ import annotations

import gc
import importlib
import json
import runpy
import sys
from pathlib import Path
from typing import Any


def start(plan: dict[str, Any]) -> None:
    """Serve until Ctrl+C."""
    for name in plan["load"]:
        importlib.import_module(name)
    if not plan["frozen"]:
        gc.freeze = lambda: None
    sys.path[0] = str(Path.cwd())  # as both `python app.py` and `python -m` have it
    sys.argv = list(plan["argv"])
    try:
        if plan["module"]:
            runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(sys.argv[0], run_name="__main__")
    finally:
        Path(plan["modules"]).write_text("\n".join(sorted(sys.modules)))


if __name__ == "__main__":
    start(json.loads(Path(sys.argv[1]).read_text()))
