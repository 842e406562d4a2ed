"""The bars of every step's part: their numbers, their sum, and what they are coloured by."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.lessons.gradient.sums import MOST_TEXTS, contributions_figure
from rnnviz.theme import diverging, format_number

PARTS = np.array([0.001, -0.25, 0.5])


def test_the_bars_are_the_numbers() -> None:
    steps, total, reference = contributions_figure(PARTS, 0.251, 0.2510001, "∂L/∂W").data
    assert list(steps.x) == ["1", "2", "3"]
    assert list(steps.y) == PARTS.tolist()
    assert (list(total.x), list(total.y)) == (["sum"], [0.251])
    assert (list(reference.x), list(reference.y)) == (["autograd"], [0.2510001])
    assert reference.marker.pattern.shape == "/", "told apart without colour"
    assert list(steps.customdata) == ["0.001", "-0.25", "0.5"], "in full on pointing"
    assert list(steps.text) == [format_number(value) for value in PARTS]


def test_the_axis_says_what_they_are_parts_of() -> None:
    figure = contributions_figure(PARTS, 1.0, 1.0, "∂E_2/∂W", of=1)
    assert figure.layout.yaxis.title.text == "∂E_2/∂W"
    assert figure.layout.xaxis.title.text == "step k, up to 2"
    assert contributions_figure(PARTS, 1.0, 1.0, "").layout.xaxis.title.text == "step k"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_bars_share_one_scale_around_zero(theme: str) -> None:
    for trace in contributions_figure(PARTS, -2.0, -2.0, "", theme).data:
        assert (trace.marker.cmin, trace.marker.cmax) == (-2.0, 2.0)
        assert [list(stop) for stop in trace.marker.colorscale] == [list(stop) for stop in diverging(theme)]


def test_many_bars_carry_no_numbers() -> None:
    steps, total, _ = contributions_figure(np.ones(MOST_TEXTS + 1), 1.0, 1.0, "").data
    assert steps.text is None
    assert total.text is not None


@pytest.mark.parametrize("parts", [np.zeros(2), np.array([np.inf, np.nan])])
def test_zero_and_what_passes_float64_are_drawn(parts: np.ndarray) -> None:
    figure = contributions_figure(parts, float(parts[0]), float(parts[0]), "")
    assert figure.to_json()
    assert np.isfinite(figure.data[0].marker.cmax)
