"""The whole run as curves: the figure's data are the record's numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

from rnnviz.figures.axes import panels
from rnnviz.figures.run import run_figure
from rnnviz.state.settings import from_preset
from rnnviz.theme import QUANTITIES


def traces(figure) -> dict[str, object]:
    return {trace.name: trace for trace in go.Figure(figure).data}


@pytest.mark.parametrize(("cell", "names"), [("rnn", "xh"), ("lstm", "xhc"), ("gru", "xh")])
def test_a_curve_a_unit_with_the_records_numbers_in_the_quantitys_colour(cell: str, names: str) -> None:
    settings = from_preset(cell, "worked")
    outcome = settings.run()
    found = traces(run_figure(outcome, settings.labels))
    for name in names:
        values = getattr(outcome.record, name)
        for unit in range(values.shape[1]):
            trace = found.pop(f"{name}[{unit + 1}]")
            assert np.array_equal(trace.y, values[:, unit])
            assert list(trace.x) == list(range(1, 25))
            assert trace.line.color == QUANTITIES[name].colour
            assert list(trace.customdata) == list(settings.labels)
    assert not found


def test_a_slip_stands_beside_the_right_form() -> None:
    settings = replace(from_preset("lstm", "worked"), slip="b")
    outcome = settings.run()
    found = traces(run_figure(outcome, settings.labels))
    assert np.array_equal(found["h[2] on the slide"].y, outcome.slip_record.h[:, 1])
    assert not np.array_equal(found["h[2] on the slide"].y, found["h[2]"].y)


def test_the_output_is_a_panel_of_its_own() -> None:
    settings = from_preset("gru", "worked").with_head(3, softmax=True)
    outcome = settings.run()
    found = traces(run_figure(outcome, settings.labels))
    assert np.array_equal(found["p[3]"].y, outcome.head.p[:, 2])
    assert "y[1]" not in found


def test_of_many_units_the_first_four_are_drawn() -> None:
    settings = from_preset("rnn", "random").resized(1, 32)
    names = traces(run_figure(settings.run(), settings.labels))
    assert set(names) == {"x[1]", "h[1]", "h[2]", "h[3]", "h[4]"}


@pytest.mark.parametrize("count", [1, 2, 4])
def test_panels_stand_as_plotly_would_set_them(count: int) -> None:
    theirs = make_subplots(count, 1, shared_xaxes=True, vertical_spacing=0.06)
    names = [str(row) for row in range(count)]
    for row, name in enumerate(names, start=1):
        theirs.update_yaxes(title_text=name, row=row, col=1)
    theirs.update_xaxes(zeroline=False).update_xaxes(title_text="t", row=count, col=1)
    ours = go.Figure(layout=panels(names, "t", 0.06))
    for axis in theirs.layout.to_plotly_json().keys() - {"template"}:
        found, wanted = ours.layout[axis].to_plotly_json(), theirs.layout[axis].to_plotly_json()
        assert found.pop("domain") == pytest.approx(wanted.pop("domain")), axis
        assert found == wanted, axis
