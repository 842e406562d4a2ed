"""Who is in a room: an animal and a colour each, no name."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass

ANIMALS = (
    "ant", "bat", "bear", "bee", "bird", "camel", "cat", "cow", "crab", "deer", "dog", "duck", "eagle", "fish", "fox",
    "frog", "goat", "goose", "hare", "hen", "horse", "lamb", "lion", "mole", "moose", "mouse", "owl", "panda", "pig",
    "pony", "rabbit", "seal", "shark", "sheep", "snail", "snake", "swan", "tiger", "whale", "wolf",
)  # fmt: skip
COLOURS = ("blue", "green", "pink", "orange", "brown", "grey", "purple", "red")
"""Named, so that a colour is read too; the style sheet of the room has their hues."""


@dataclass(frozen=True)
class Face:
    """What a student and the teacher see."""

    animal: str
    colour: str

    def __str__(self) -> str:
        return f"{self.colour} {self.animal}"


def free_face(taken: Collection[Face], luck: random.Random) -> Face:
    """One that nobody has; an animal comes twice only when each has come once. Raises IndexError when all are taken."""
    for rows in range(1, len(COLOURS) + 1):
        used = [face.animal for face in taken]
        animals = [animal for animal in ANIMALS if used.count(animal) < rows]
        free = [Face(animal, colour) for animal in animals for colour in COLOURS if Face(animal, colour) not in taken]
        if free:
            return luck.choice(free)
    raise IndexError("every face is taken")


MOST = len(ANIMALS) * len(COLOURS)
