"""The vanishing page's charts: their data against the numbers they were given, and axes that never move."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from rnnviz.figures.axes import CEILING, FLOOR, drawn, hover_texts
from rnnviz.lessons.vanishing import KINDS, PRESETS, VanishingState, comparison, remedies, spread
from rnnviz.lessons.vanishing.decay import CELL_COLOURS, comparison_figure, remedies_figure, spread_figure
from rnnviz.lessons.vanishing.radius import eigenvalues_figure

SMALL = VanishingState(steps=20, hidden=4)


def named(figure: go.Figure, name: str) -> go.Scatter:
    return next(trace for trace in figure.data if trace.name == name)


def test_what_is_beyond_the_axis_is_drawn_on_its_edge_and_said_in_full() -> None:
    values = np.array([0.0, 1e-300, FLOOR, 0.5, 1e8, 1e20, np.inf, np.nan])
    np.testing.assert_array_equal(drawn(values), [FLOOR, FLOOR, FLOOR, 0.5, CEILING, CEILING, CEILING, CEILING])
    assert hover_texts(values)[1] == "1e-300"
    assert hover_texts(values)[-2:] == ["beyond float64"] * 2


def test_the_axes_never_move_and_name_their_edges() -> None:
    setups = [replace(SMALL, radius=radius, activation="identity") for radius in (0.0, 0.9, 2.0)]
    figures = [go.Figure(spread_figure(spread(setup))) for setup in setups]
    figures += [go.Figure(comparison_figure(comparison(setup), tuple(KINDS))) for setup in setups]
    figures += [go.Figure(remedies_figure(remedies(setup))) for setup in setups]
    assert len({(tuple(f.layout.xaxis.range), tuple(f.layout.yaxis.range)) for f in figures}) == 1
    axis = figures[0].layout.yaxis
    assert axis.type == "log"
    assert list(axis.range) == [math.log10(FLOOR), math.log10(CEILING)]
    assert (axis.ticktext[0], axis.ticktext[-1]) == ("≤10⁻¹⁶", "≥10⁸")
    assert figures[0].layout.xaxis.range[1] >= 100


def test_the_norm_that_is_kept_is_1_in_the_picture() -> None:
    figure = go.Figure(spread_figure(spread(PRESETS["keeps"].setup)))
    np.testing.assert_allclose(named(figure, "norm (the largest)").y, np.ones(100), atol=1e-12)
    np.testing.assert_array_equal(named(figure, "norm (the largest)").x, np.arange(100))
    assert not [trace for trace in figure.data if trace.mode == "markers+text"]


def test_every_singular_value_is_a_thread_and_the_first_the_norm() -> None:
    found = spread(SMALL)
    figure = go.Figure(spread_figure(found))
    threads = named(figure, "all singular values")
    split = np.reshape(threads.y, (4, 21))
    np.testing.assert_array_equal(split[:, :20].T, drawn(found.singular_values))
    assert np.isnan(split[:, 20]).all()
    np.testing.assert_array_equal(np.reshape(threads.x, (4, 21))[0], np.arange(21))
    np.testing.assert_array_equal(named(figure, "norm (the largest)").y, split[0, :20])
    bound = next(trace for trace in figure.data if str(trace.name).startswith("bound"))
    np.testing.assert_array_equal(bound.y, drawn(found.bound))
    assert bound.line.dash == "dash"


def test_the_horizon_is_marked_with_its_number() -> None:
    found = spread(SMALL)
    assert found.horizon is not None
    mark = next(trace for trace in go.Figure(spread_figure(found)).data if trace.mode == "markers+text")
    assert (mark.x[0], mark.text[0]) == (found.horizon, f"<b>{found.horizon}</b>")
    assert mark.y[0] == found.norm[found.horizon] < 0.01 <= found.norm[found.horizon - 1]


def test_only_the_chosen_curves_are_drawn_in_their_cells_colour() -> None:
    found = comparison(SMALL)
    figure = go.Figure(comparison_figure(found, ("gru", "cell")))
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [trace.name for trace in lines] == [KINDS["gru"].title, KINDS["cell"].title]
    assert [trace.line.color for trace in lines] == [CELL_COLOURS["gru"], CELL_COLOURS["lstm"]]
    for key, trace in zip(("gru", "cell"), lines, strict=True):
        np.testing.assert_array_equal(trace.y, drawn(found.lines[key].norm))
    dashes = {
        trace.line.dash
        for trace in go.Figure(comparison_figure(found, ("lstm", "cell", "gates"))).data
        if trace.mode == "lines"
    }
    assert len(dashes) == 3


def test_the_cells_colours_differ() -> None:
    assert len(set(CELL_COLOURS.values())) == 3


def test_bars_are_the_parts_before_and_after() -> None:
    found = remedies(replace(SMALL, window=5, clip=0.01))
    before, after = go.Figure(remedies_figure(found)).data
    np.testing.assert_array_equal(before.y, drawn(found.whole.parts))
    np.testing.assert_array_equal(after.y, drawn(found.both.parts))
    assert (after.y[5:] == FLOOR).all()


@pytest.mark.parametrize("radius", [0.5, 2.0])
def test_eigenvalues_lie_where_they_are_and_the_plane_stays(radius: float) -> None:
    found = spread(replace(SMALL, radius=radius))
    figure = go.Figure(eigenvalues_figure(found))
    unit, limit, dots = figure.data
    np.testing.assert_array_equal(dots.x + 1j * dots.y, found.eigenvalues)
    assert np.hypot(dots.x, dots.y).max() == pytest.approx(radius)
    np.testing.assert_allclose(np.hypot(unit.x, unit.y), 1.0)
    np.testing.assert_allclose(np.hypot(limit.x, limit.y), found.largest)
    assert list(figure.layout.xaxis.range) == list(figure.layout.yaxis.range) == [-2.15, 2.15]
    assert figure.layout.yaxis.scaleanchor == "x"
