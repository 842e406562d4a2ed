"""The chart that is redrawn in place: what is sent to its script, and what stands in where the library is not found."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.stage import chart as chart_module
from tests.received import received


def page() -> None:
    import numpy as np
    import plotly.graph_objects as go

    from rnnviz.stage.chart import chart

    figure = go.Figure({"data": [{"type": "scatter", "y": np.array([1.0, np.nan, 3.0])}], "layout": {"height": 200}})
    chart("one", figure, "A line.")


@pytest.fixture(autouse=True)
def fresh():
    chart_module.library.cache_clear()
    yield
    chart_module.library.cache_clear()


def test_a_figure_is_sent_as_plain_json_with_its_words():
    app = AppTest.from_function(page).run()
    assert not app.exception
    data = received(app.get("bidi_component")[0].proto)
    assert data["alt"] == "A line."
    assert data["figure"]["traces"][0]["type"] == "scatter"
    assert data["figure"]["layout"]["height"] == 200
    assert data["figure"]["layout"]["template"] is None
    assert set(data["figure"]["traces"][0]["y"]) == {"dtype", "bdata"}


def test_the_library_is_the_one_that_streamlit_brings():
    assert re.fullmatch(r"static/js/PlotlyChart\.[\w-]+\.js", str(chart_module.library()))


def test_without_it_streamlits_own_chart_stands_in(monkeypatch, tmp_path):
    monkeypatch.setattr(chart_module.st, "__file__", str(tmp_path / "__init__.py"))
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert not app.get("bidi_component")
    assert len(app.get("plotly_chart")) == 1
