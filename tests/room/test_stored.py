"""A room as text is the same room again."""

from __future__ import annotations

import random
from dataclasses import fields

import pytest

from rnnviz.room.asked import KINDS, Asked
from rnnviz.room.faces import ANIMALS, COLOURS, Face
from rnnviz.room.room import Offer, Room, Student
from rnnviz.room.stored import from_json, to_json

WORDS = ("", "why?", "Ü $z_t$ 雨", "\ud800", "0\u0000", '"\\', "x" * 300)


def a_room(luck: random.Random) -> Room:
    """One with every field set by chance."""

    def word() -> str:
        return luck.choice(WORDS)

    def yes() -> bool:
        return luck.random() < 0.5

    def asked() -> Asked:
        kind = luck.choice(list(KINDS))
        reply = {"choice": 1, "mark": 3, "number": luck.choice([0.1 + 0.2, 5.0, -0.0, 1e-310]), "text": word()}[kind]
        rounds = tuple({f"s{k}": reply for k in range(luck.randrange(4))} for _ in range(luck.randrange(1, 3)))
        truth, ends = luck.choice([None, reply]), (yes(), yes())
        return Asked(kind, word(), (word(), word()), 9, word(), truth, yes(), word(), rounds, *ends)

    faces = [Face(luck.choice(ANIMALS), luck.choice(COLOURS)) for _ in range(luck.randrange(5))]
    students = {f"s{k}": Student(face, luck.random() * 1e9, k, yes(), yes()) for k, face in enumerate(faces)}
    offers = tuple(Offer(f"s{k}", word(), word(), k) for k in range(luck.randrange(3)))
    questions = tuple(asked() for _ in range(luck.randrange(4)))
    opened = luck.random() * 2e9
    return Room("K7XQ2", word(), word(), opened, opened + 0.1, yes(), students, word(), 7, yes(), questions, offers, 3)


@pytest.mark.parametrize("seed", range(50))
def test_what_was_written_is_read_with_the_same_types(seed):
    room = a_room(random.Random(seed))
    again = from_json(to_json(room))
    assert again == room
    for one, other in zip(room.asked, again.asked, strict=True):
        assert repr(other) == repr(one), "1 is not 1.0, and no list a tuple"
    assert all(type(getattr(again, it.name)) is type(getattr(room, it.name)) for it in fields(Room))


@pytest.mark.parametrize("text", ["", "3", "{}", "[]", '{"students": {}, "asked": [], "offers": []}'])
def test_what_nobody_wrote_is_refused(text):
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_json(text)
