"""From visit to visit: links that are rare but right, and what one visit may and may not leave behind for the next."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.state.link import from_query
from rnnviz.state.opening import first_example
from rnnviz.state.settings import Settings, from_json, from_preset
from tests.received import received

MAIN = str(Path(__file__).resolve().parents[2] / "rnnviz" / "main.py")
FORTY = ",".join(["0.5"] * 40)


def visit(app: AppTest, cell: str, **query: str) -> AppTest:
    """Come to a cell's page by a link, in the same session."""
    app.query_params.clear()
    app.query_params.update(query)
    app.switch_page(f"../pages/{cell}.py").run()
    assert not app.exception
    return app


def opened(cell: str, **query: str) -> AppTest:
    return visit(AppTest.from_file(MAIN, default_timeout=30).run(), cell, **query)


def data(app: AppTest) -> dict:
    """What the stage was sent."""
    [stage] = [part for part in app.get("bidi_component") if part.proto.component_name.endswith("cell_stage")]
    return received(stage.proto)


def settings(app: AppTest) -> Settings:
    return from_json(data(app)["table"])


@pytest.mark.parametrize(("cell", "query"), [
    ("rnn", {"seed": "123456", "preset": "random"}),
    ("rnn", {"source": "noise", "noise": "54321"}),
    ("lstm", {"outputs": "8", "softmax": "1"}),
    ("rnn", {"x": FORTY}),
    ("rnn", {"steps": "2", "x": FORTY, "t": "40"}),
    ("gru", {"source": "sine", "steps": "1"}),
    ("gru", {"start": "28", "steps": "1"}),
    ("lstm", {"hidden": "32", "inputs": "4", "outputs": "4"}),
    ("gru", {"source": "sine", "period": "1000", "steps": "64"}),
    ("lstm", {"utm_source": "mail", "t": "2"}),
])  # fmt: skip
def test_what_the_core_reads_the_page_can_show(cell: str, query: dict[str, str]) -> None:
    """Menus and all: no value of a link is beyond what its control can hold."""
    app = opened(cell, **query)
    assert not app.warning
    assert not app.error
    assert settings(app) == from_query(cell, query)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_slip_of_the_output_layer_has_an_output_layer(cell: str) -> None:
    """By a link that brings none, and when the layer is taken away from under it: what Python sends, the stage has."""
    app = opened(cell, slip="c")
    assert ("y" in data(app)["truth"]) == (settings(app).head is not None)
    assert settings(app).slip == "c"
    assert settings(app).head is not None
    app.slider(f"{cell}_outputs").set_value(0).run()
    assert ("y" in data(app)["truth"]) == (settings(app).head is not None)


def test_a_link_wins_over_what_a_control_did_on_an_earlier_visit() -> None:
    app = opened("lstm")
    app.selectbox("lstm_preset").select("counts").run()
    assert settings(app) == from_preset("lstm", "counts")
    visit(app, "rnn", source="noise", steps="7")
    visit(app, "lstm", preset="latch", t="3")
    assert settings(app) == from_query("lstm", {"preset": "latch", "t": "3"})
    visit(app, "rnn")
    visit(app, "lstm")
    assert settings(app) == from_preset("lstm", "worked")


def test_a_sentence_about_a_text_goes_with_the_text() -> None:
    """Another kind of input, or another preset, brings a text of its own."""
    app = opened("rnn", source="typed", text="0 1")
    app.text_area("rnn_text").set_value("two").run()
    assert len(app.error) == 1
    app.selectbox("rnn_preset").select("counts").run()
    assert not app.error
    assert app.text_area("rnn_text").value == from_preset("rnn", "counts").source.text
    app.text_area("rnn_text").set_value("two").run()
    app.selectbox("rnn_kind").select("sine").run()
    app.selectbox("rnn_kind").select("typed").run()
    assert not app.error
    assert app.text_area("rnn_text").value == settings(app).source.text


@pytest.mark.parametrize("hostile", ["![](//evil.example)", "[a](//evil.example)", ":red[a] $x$ **b**"])
def test_a_link_s_own_words_are_shown_letter_for_letter(hostile: str) -> None:
    """Streamlit reads Markdown: a picture in it would be fetched from wherever the link says."""
    app = opened("rnn", preset=hostile)
    [warning] = app.warning
    for sign in "![]()$*:":
        assert warning.value.count(sign) == warning.value.count(f"\\{sign}"), sign
    assert settings(app) == first_example("rnn")


def test_a_link_of_the_rnn_from_before_it_opened_on_standardised_hours_shows_raw_degrees() -> None:
    for query in ({"preset": "worked"}, {"t": "1", "op": "3"}, {"notation": "torch"}):
        app = opened("rnn", **query)
        assert settings(app) == from_preset("rnn", "worked")
        assert "raw degrees are too big" in data(app)["look_for"]
    app = opened("rnn")
    app.selectbox("rnn_preset").select("raw").run()
    assert settings(app).x.tolist() == from_preset("rnn", "worked").x.tolist()
    assert "raw degrees are too big" in data(app)["look_for"]
    app.selectbox("rnn_preset").select("worked").run()
    assert settings(app) == first_example("rnn")
    assert "follows the day" in data(app)["look_for"]


def test_another_seed_keeps_the_input() -> None:
    app = opened("gru", source="sine", steps="9", hidden="3")
    before = settings(app)
    app.number_input("gru_seed").set_value(8).run()
    after = settings(app)
    assert (after.preset, after.seed, after.hidden_size) == ("random", 8, 3)
    assert np.array_equal(after.x, before.x)
