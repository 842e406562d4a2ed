"""A room as text, for a bus that keeps it elsewhere; what is read runs nothing, whoever wrote it."""

from __future__ import annotations

import json
from typing import Any

from rnnviz.room.asked import Asked
from rnnviz.room.faces import Face
from rnnviz.room.room import Offer, Room, Student


def to_json(room: Room) -> str:
    """Every field by its name."""
    return json.dumps(room, default=vars)


def from_json(text: str) -> Room:
    """What `to_json` wrote. Raises ValueError, TypeError, KeyError for anything else."""
    found = json.loads(text)
    parts = {
        "students": {name: _student(one) for name, one in found["students"].items()},
        "asked": tuple(map(_asked, found["asked"])),
        "offers": tuple(Offer(**one) for one in found["offers"]),
    }
    return Room(**found | parts)


def _student(found: dict[str, Any]) -> Student:
    return Student(**found | {"face": Face(**found["face"])})


def _asked(found: dict[str, Any]) -> Asked:
    return Asked(**found | {"options": tuple(found["options"]), "rounds": tuple(found["rounds"])})
