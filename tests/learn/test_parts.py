"""Train, validation and test share no window, no target, no text and no duplicate; checked by brute force."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
import torch

from rnnviz.core.typed import InputError
from rnnviz.core.windows import starts, three_parts, whole
from rnnviz.learn.data import reviews
from rnnviz.learn.data.examples import Dataset, Examples, parted
from rnnviz.learn.data.labelled import reading
from rnnviz.learn.tasks import EXHIBITS, TASKS, usual
from tests.learn.conftest import Real

ROUNDED = {"built in": 1.0, "real": 15.0}
"""Texts of a class in a part, beside its share of all texts: 1 in 40 of the real names is of two languages or more."""


@pytest.mark.parametrize("seed", range(40))
def test_no_part_of_a_series_has_a_window_or_a_target_that_an_earlier_part_has_seen(seed: int) -> None:
    """Hour by hour, with gaps; and no window is left out but those whose targets cross a line."""
    rng = np.random.default_rng(seed)
    lag, ahead = int(rng.integers(1, 9)), int(rng.integers(1, 6))
    length = int(rng.integers(20, 300))
    after = np.flatnonzero(rng.random(length - 1) < 0.02)
    begins = whole(starts(length, lag, ahead), after, lag, ahead)
    try:
        found = three_parts(begins, lag, ahead)
    except InputError:
        assert (len(begins) - int(0.8 * len(begins))) // 2 < ahead
        return
    parts = [found.train.tolist(), found.validation.tolist(), found.test.tolist()]
    targets = [{hour for i in part for hour in range(i + lag, i + lag + ahead)} for part in parts]
    for early, late in ((0, 1), (0, 2), (1, 2)):
        assert max(parts[early]) < min(parts[late])
        assert not {hour for i in parts[early] for hour in range(i, i + lag + ahead)} & targets[late]
    left_out = set(begins.tolist()) - {i for part in parts for i in part}
    lines = [min(targets[1]), min(targets[2])]
    assert all(any(i + lag < line < i + lag + ahead for line in lines) for i in left_out)
    assert found.boundary == lines[0]


@pytest.mark.parametrize("seed", range(40))
def test_no_text_is_in_two_parts_and_each_class_is_split_alike(seed: int) -> None:
    """Texts come twice, in other capitals, in two classes; some classes have one text alone."""
    drawn = random.Random(seed)
    texts = [f"text {k}" for k in range(drawn.randint(10, 60))]
    rows = [(drawn.choice((str.upper, str.title, str))(text), drawn.randint(0, 5)) for text in texts * 2]
    rows += [(f"alone {label}", label) for label in (6, 7)]
    parts = parted(rows, seed, 0.8, reviews.read_alike)
    assert sorted(row for part in parts for row in part) == sorted(rows)
    keys = [{text.lower() for text, _ in part} for part in parts]
    assert not any(one & other for one, other in combinations(keys, 2))
    assert 0 <= len(keys[1]) - len(keys[2]) <= 1
    first = {text.lower(): label for text, label in reversed(rows)}
    for label in range(8):
        train, validation, test = (sum(first[text] == label for text in part) for part in keys)
        own = train + validation + test
        assert train == (max(1, min(round(0.8 * own), own - 2)) if own else 0)
        assert abs(validation - test) <= 1


def read(part: Examples) -> set[tuple[float, ...]]:
    """What the net reads of each example, its padding left out."""
    rows = range(len(part)) if part.rows is None else part.rows.tolist()
    lengths = part.lengths.tolist()
    return {tuple(part.x[row][:length].flatten().tolist()) for row, length in zip(rows, lengths, strict=True)}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("seed", [0, 3])
def test_the_data_that_comes_along_has_three_parts_that_share_no_example(task: str, seed: int) -> None:
    data = TASKS[task].load(usual(task).but(seed=seed), lambda share: None)
    assert data.test is not None
    assert 0 <= len(data.validation) - len(data.test) <= 1
    assert not any(one & other for one, other in combinations(map(read, data.parts), 2))
    assert data.asked().validation is data.test


@pytest.mark.parametrize("seed", [0, 3])
@pytest.mark.parametrize(("task", "source"), [("names", "built in"), ("names", "real"), ("sentiment", "built in")])
def test_each_class_of_the_data_that_comes_along_has_the_same_share_of_each_part(
    task: str, source: str, seed: int, real: Real
) -> None:
    """But for what does not divide, and for names of two languages."""
    if source == "real":
        real(task)
    data = TASKS[task].load(usual(task).but(seed=seed, source=source), lambda share: None)
    counts = torch.stack([torch.bincount(part.y, minlength=data.outputs) for part in data.parts]).double()
    wanted = counts.sum(0) * (counts.sum(1) / counts.sum())[:, None]
    assert (counts - wanted).abs().max() <= ROUNDED[source]


def test_a_page_without_a_test_part_says_so() -> None:
    data: Dataset = EXHIBITS["tags"].load(EXHIBITS["tags"].presets["one way"], lambda share: None)
    with pytest.raises(InputError, match="has no test part"):
        data.asked()


@pytest.mark.parametrize("seed", range(3))
def test_a_file_of_reviews_that_repeats_itself_has_parts_that_share_no_text(seed: int) -> None:
    drawn = random.Random(seed)
    texts = [f"film {drawn.randint(0, 12)}  was {drawn.choice(('Good', 'good', 'GOOD', 'bad'))}" for _ in range(80)]
    lines = [f"{drawn.choice(('up', 'down', 'flat'))},{text}" for text in texts]
    found = reading.read("\n".join(["label,text", *lines]).encode(), "own.csv", "sentiment", "label", "text")
    sides = reviews.own(found, seed)
    keys = [{tuple(reviews.tokenize(text)) for text, _ in part} for part in (sides.train, sides.validation, sides.test)]
    assert not any(one & other for one, other in combinations(keys, 2))
    assert all(keys)


@pytest.mark.parametrize("seed", range(6))
def test_each_class_of_a_learners_own_texts_is_in_each_part(seed: int) -> None:
    """50 classes of 3 to 40 texts, some texts written in two ways, some of two classes."""
    drawn = random.Random(seed)
    rows = [(f"text {label} {k}", label) for label in range(50) for k in range(drawn.choice((3, 4, 5, 40)))]
    rows += [(text.upper(), label) for text, label in drawn.sample(rows, 20)]
    rows += [(text, (label + 1) % 50) for text, label in drawn.sample(rows, 5) if label < 49]
    drawn.shuffle(rows)
    parts = parted(rows, seed, 0.8, str.casefold)
    assert sorted(row for part in parts for row in part) == sorted(rows)
    alike = [{text.casefold() for text, _ in part} for part in parts]
    first = {text.casefold(): label for text, label in reversed(rows)}
    assert not alike[0] & alike[1] | alike[1] & alike[2] | alike[0] & alike[2]
    for label in range(50):
        own = {text for text, of in first.items() if of == label}
        counts = [len(own & part) for part in alike]
        assert all(counts) or len(own) < 3, (label, counts)
        assert abs(counts[0] - 0.8 * len(own)) <= 1.7, "three texts are one a part"
        assert abs(counts[1] - counts[2]) <= 1
    assert parts == parted(rows, seed, 0.8, str.casefold)
    assert parts[0] != parted(rows, seed + 1, 0.8, str.casefold)[0]
