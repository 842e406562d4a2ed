"""The update page's charts: bars that are the weights, axes that seldom move, losses of 0 drawn at a floor."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from rnnviz.lessons.update.learning import (
    DOWN,
    FLOOR,
    MOST_BARS,
    UP,
    ceiling,
    decades,
    history_figure,
    largest,
    weights_figure,
)


def test_bars_are_before_after_and_their_difference() -> None:
    before, after = np.array([1.0, -2.0, 0.5]), np.array([0.9, -1.5, 0.5])
    old, new, change = go.Figure(weights_figure(["a", "b", "c"], before, after)).data
    np.testing.assert_array_equal(old.y, before)
    np.testing.assert_array_equal(new.y, after)
    np.testing.assert_allclose(change.y, [-0.1, 0.5, 0.0])
    assert list(change.marker.color) == [DOWN, UP, UP]
    assert list(old.x) == ["a", "b", "c"]


def test_of_many_weights_those_that_move_most_are_drawn_in_their_order() -> None:
    change = np.random.default_rng(0).normal(size=200)
    places = largest(change)
    assert len(places) == MOST_BARS
    assert (np.diff(places) > 0).all()
    assert np.abs(np.delete(change, places)).max() <= np.abs(change[places]).min()
    figure = go.Figure(weights_figure([str(n) for n in range(200)], np.zeros(200), change))
    assert list(figure.data[0].x) == [str(n) for n in places]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([0.0], 1.0), ([1.0], 1.0), ([-1.01], 2.0), ([3.0], 5.0), ([0.06, -0.02], 0.1), ([7e9], 1e10)],
)
def test_a_range_is_a_round_number(values: list[float], expected: float) -> None:
    assert ceiling(np.array(values)) == pytest.approx(expected)


def test_ranges_stay_while_a_weight_moves_a_little() -> None:
    figures = [
        go.Figure(weights_figure(["a"], np.array([1.2]), np.array([1.2 + step]))) for step in (0.021, 0.04, 0.049)
    ]
    assert len({(*f.layout.yaxis.range, *f.layout.yaxis2.range) for f in figures}) == 1


def test_the_history_has_every_loss_and_the_one_to_come() -> None:
    line, ahead = go.Figure(history_figure(np.array([30.0, 3.0, 0.3]), 0.03)).data
    assert (list(line.x), list(line.y)) == ([0, 1, 2], [30.0, 3.0, 0.3])
    assert (list(ahead.x), list(ahead.y)) == ([2, 3], [0.3, 0.03])
    assert len(go.Figure(history_figure(np.array([30.0]), None)).data) == 1


def test_a_loss_of_0_is_drawn_at_the_floor() -> None:
    figure = go.Figure(history_figure(np.array([1.0, 0.0]), 0.0))
    assert figure.data[0].y[1] == FLOOR
    assert figure.layout.yaxis.range[0] == -16
    assert decades(np.array([2.0, 3.0])) == (-1, 1)
    assert decades(np.array([0.5, 2000.0])) == (-1, 4)
