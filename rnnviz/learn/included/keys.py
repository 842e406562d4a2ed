"""What the runs that come with rnnviz are called, in a link as well. Without torch, so that any page may ask."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] / "assets" / "runs"
BEGINS = "included-"
"""How their keys begin; a learner's own begin with what no other browser has."""


@cache
def names() -> frozenset[str]:
    """Of all that are there."""
    return frozenset(folder.parent.name for folder in ROOT.glob("*/plan.json"))


def key_of(name: str) -> str:
    """The key of the run called so."""
    return f"{BEGINS}{name}"


def is_included(key: str) -> bool:
    return key.startswith(BEGINS) and key.removeprefix(BEGINS) in names()
