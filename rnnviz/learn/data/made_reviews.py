"""Film reviews made by a grammar, so that each label is known: the last judgement decides, and "not" turns it."""

from __future__ import annotations

import random

COUNT = 1200
PRAISE = (
    "brilliant", "wonderful", "funny", "moving", "clever", "gripping", "charming", "superb", "warm", "great", "good",
    "lovely", "fresh", "honest", "thrilling",
)  # fmt: skip
BLAME = (
    "dull", "awful", "boring", "clumsy", "terrible", "weak", "tired", "silly", "bad", "cold", "stale", "shallow",
    "tedious", "noisy", "flat",
)  # fmt: skip
PARTS = (
    "story", "acting", "music", "ending", "script", "cast", "first half", "second half", "dialogue", "camera work",
    "lead", "humour", "pace", "film",
)  # fmt: skip
TURNS = ("but", "yet", "however")
SCENES = (
    "It is set in a small town by the sea.", "Two brothers meet again after many years.",
    "I saw it on a Sunday evening.", "The cinema was half full.", "It runs for about two hours.",
    "A teacher finds a letter in an old book.", "It was made by the team of a well known series.",
    "My sister came with me.", "The first scene shows a train at night.", "It is based on a novel that I have read.",
    "A detective follows a man through the rain.", "There is a dog in nearly every scene.",
    "Most of it happens in one house.", "The tickets were not cheap.", "They shot it in Norway in winter.",
)  # fmt: skip
AFTER = ("", "", "", "That is all.", "So much for this one.", "I went home by bus.")


def made(seed: int, count: int = COUNT) -> list[tuple[str, int]]:
    """`count` different reviews, half of them positive (1), in a shuffled order."""
    drawn, found = random.Random(seed), dict[str, int]()
    while len(found) < count:
        label = len(found) % 2
        found[review(drawn, label)] = label
    rows = list(found.items())
    drawn.shuffle(rows)
    return rows


def review(drawn: random.Random, label: int) -> str:
    """No, some or many scenes; a judgement, the other way before a turn or the same way before "and"; an afterword."""
    scenes = drawn.sample(SCENES, drawn.choice((0, 0, 1, 1, 2, 3, 6)))
    last = judgement(drawn, label)
    kind = drawn.random()
    if kind < 0.5:
        last = f"{judgement(drawn, 1 - label)}, {drawn.choice(TURNS)} {last}"
    elif kind < 0.7:
        last = f"{judgement(drawn, label)} and {last}"
    return " ".join(filter(None, (*scenes, last[0].upper() + last[1:] + ".", drawn.choice(AFTER))))


def judgement(drawn: random.Random, label: int) -> str:
    negated = drawn.random() < 0.3
    word = drawn.choice(PRAISE if bool(label) != negated else BLAME)
    return f"the {drawn.choice(PARTS)} is {'not ' if negated else ''}{drawn.choice(('', 'very ', 'rather '))}{word}"
