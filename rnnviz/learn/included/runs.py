"""The plans of the runs that come with rnnviz, and their folders: a page opens on one before anything is trained."""

from __future__ import annotations

import shutil
from pathlib import Path

from rnnviz.learn.folder import RunFolder
from rnnviz.learn.included.keys import BEGINS, ROOT
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import EXHIBITS, TASKS, usual


def included_plans() -> dict[str, Plan]:
    """Each run's plan by its name: a task of the lab as it starts, and the nets of the pages that train two."""
    pairs = {"digits": ("single", "dual"), "tags": ("one way", "two ways")}
    return {task: usual(task) for task in TASKS} | {
        f"{task}-{preset.replace(' ', '-')}": EXHIBITS[task].presets[preset]
        for task, presets in pairs.items()
        for preset in presets
    }


def included_folder(name: str) -> RunFolder:
    """Where it lies among rnnviz's own files: to be read, never written."""
    return RunFolder(ROOT / name)


def lay_out(key: str, where: Path) -> RunFolder:
    """A copy in the server's own room, which may be touched and wished upon like any run. Raises OSError."""
    shutil.copytree(included_folder(key.removeprefix(BEGINS)).path, where, dirs_exist_ok=True)
    return RunFolder(where)
