"""What a map does not say: the examples, on maps whose lie is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from rnnviz.maps import truth
from rnnviz.maps.points import Points

DRAW = np.random.default_rng(2)
KINDS = tuple("abc"[row % 3] for row in range(90))
CENTRES = {"a": (0.0, 0.0), "b": (10.0, 0.0), "c": (0.0, 10.0)}
PLACES = np.array([CENTRES[kind] for kind in KINDS]) + DRAW.normal(0, 1, (90, 2))
POINTS = Points("three", PLACES, tuple(map(str, range(90))), KINDS)


def of(kind: str) -> np.ndarray:
    return np.array([it == kind for it in KINDS])


def test_a_faithful_map_agrees_wholly_and_a_shuffled_one_does_not() -> None:
    assert truth.agreement(POINTS, 3 * POINTS.vectors + 5, "euclidean") == pytest.approx(1, abs=1e-5)
    shuffled = DRAW.permutation(POINTS.vectors)
    assert abs(truth.agreement(POINTS, shuffled, "euclidean")) < 0.2


def test_the_correlation_is_spearmans() -> None:
    for _ in range(20):
        one, other = DRAW.normal(size=(2, 60))
        for digits in (9, 0):  # without ties and with many
            pair = one.round(digits), (one + other).round(digits)
            assert truth.spearman(*pair) == pytest.approx(spearmanr(*pair).statistic)
    assert truth.spearman(one, np.ones(60)) == 0


def test_a_gap_that_the_map_stretched_is_found() -> None:
    drawn = POINTS.vectors.copy()
    drawn[of("c")] += (0.0, 30.0)
    found = truth.gap(POINTS, drawn, "euclidean")
    assert found is not None
    assert "c" in found.first
    assert set(found.second) == {"a", "b"}
    middle = {kind: drawn[of(kind)].mean(axis=0) for kind in "abc"}
    far = np.linalg.norm(middle[found.first[0]] - middle[found.first[1]]) / np.linalg.norm(middle["a"] - middle["b"])
    assert found.drawn == pytest.approx(far, rel=1e-4)
    assert 0.8 < found.true < 1.6


def test_a_kind_that_the_map_blew_up_is_found() -> None:
    drawn = POINTS.vectors.copy()
    middle = drawn[of("b")].mean(axis=0)
    drawn[of("b")] = middle + 4 * (drawn[of("b")] - middle)
    found = truth.size(POINTS, drawn, "euclidean")
    assert found is not None
    assert found.first == ("b",)
    assert found.drawn == pytest.approx(4 * found.true, rel=0.2)


def test_without_kinds_there_is_no_example() -> None:
    alone = Points("alone", PLACES, tuple(map(str, range(90))))
    assert truth.gap(alone, alone.vectors, "cosine") is None
    assert truth.size(alone, alone.vectors, "cosine") is None
