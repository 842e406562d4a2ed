"""Sentences whose first name can be a person's rank, a company or a plain adjective: what follows decides (S3)."""

from __future__ import annotations

import random
from itertools import product

import torch

from rnnviz.learn.data.examples import Dataset, Examples, pad
from rnnviz.texts import _

TAGS = ("other", "person", "company")
IGNORED = -100  # what cross_entropy leaves out
SLIDES = (
    ("general psychology is the study of behaviour of mind", "other"),
    ("general zaid is the top most commander in the history of warfare", "person"),
    ("general are the manufacturers of fans ac refrigerators", "company"),
)
"""S3's three sentences, without their punctuation, and what General is in each: of the first S3 does not say it."""
LABELLED = frozenset({"person", "company"})
"""The tags that the slide itself prints."""
HEADS = ("general", "major", "standard", "common", "prime", "royal")
OPENINGS = ("", "today", "they say", "in short")
PEOPLE = ("zaid", "omar", "lee", "patton", "marie", "grant")
SUBJECTS = ("psychology", "knowledge", "education", "history", "physics", "music")
GOODS = ("fans", "ac", "refrigerators", "cars", "phones", "shoes")
PERSON = ("is the top most commander in the history of warfare", "was born in the north", "is a friend of {}")
OTHER = ("is the study of behaviour of mind", "is taught in the north", "is for the friend of {}")
COMPANY = (
    "are the manufacturers of {} {} {}",
    "makes {} and {}",
    "was the top most seller of {}",
    "sells {} in the north",
)
HELD_OUT = 0.3
Tagged = tuple[tuple[str, ...], tuple[str, ...]]


def sentences(seed: int) -> list[Tagged]:
    """Every head with every opening, kind and continuation, the goods and people drawn; words and their tags."""
    drawn = random.Random(seed)
    found: list[Tagged] = []
    for opening, head in product(OPENINGS, HEADS):
        for ending, person in product(PERSON, PEOPLE):
            found.append(tagged(opening, head, person, filled(ending, drawn, PEOPLE), "person"))
        for ending, subject in product(OTHER, SUBJECTS):
            found.append(tagged(opening, head, subject, filled(ending, drawn, PEOPLE), "other"))
        for ending in COMPANY * 5:
            found.append(tagged(opening, head, "", filled(ending, drawn, GOODS), "company"))
    return sorted(set(found))


def filled(ending: str, drawn: random.Random, words: tuple[str, ...]) -> str:
    return ending.format(*drawn.sample(words, ending.count("{}")))


def tagged(opening: str, head: str, follower: str, ending: str, tag: str) -> Tagged:
    words = tuple(f"{opening} {head} {follower} {ending}".split())
    people = {follower, *PEOPLE} if tag == "person" else set(PEOPLE)
    at = len(opening.split())
    labels = [tag if k == at else "person" if word in people else "other" for k, word in enumerate(words)]
    return words, tuple(labels)


def vocabulary() -> tuple[str, ...]:
    """Every word by its id; 0 is the padding."""
    texts = [*OPENINGS, *HEADS, *PEOPLE, *SUBJECTS, *GOODS, *PERSON, *OTHER, *COMPANY]
    return ("<pad>", *sorted({word for text in texts for word in text.replace("{}", "").split()}))


def split(seed: int) -> tuple[list[Tagged], list[Tagged]]:
    """Learned from and held out: no sentence is on both sides, and the slides' three are held out."""
    ours = [words.split() for words, _ in SLIDES]
    shuffled = [sentence for sentence in sentences(seed) if list(sentence[0]) not in ours]
    random.Random(seed).shuffle(shuffled)
    slides = [tagged("", words.split()[0], "", " ".join(words.split()[1:]), tag) for words, tag in SLIDES]
    cut = round(HELD_OUT * len(shuffled))
    return shuffled[cut:], slides + shuffled[:cut]


def dataset(seed: int) -> Dataset:
    """Both sides as ids (M, T) with a tag at every step."""
    words = vocabulary()
    train, held_out = (side(part, words) for part in split(seed))
    return Dataset(train, held_out, len(words), len(TAGS), _("sentences put together for rnnviz"), TAGS, words)


def side(part: list[Tagged], words: tuple[str, ...]) -> Examples:
    ids = {word: k for k, word in enumerate(words)}
    x, lengths = pad([[ids[word] for word in sentence] for sentence, _ in part])
    y = torch.full(x.shape, IGNORED)
    for row, (_words, labels) in enumerate(part):
        y[row, : len(labels)] = torch.tensor([TAGS.index(label) for label in labels])
    return Examples(x, y, lengths)
