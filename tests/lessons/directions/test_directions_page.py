"""The lesson on two directions without a browser: training, sentences, tags beside the stage, slip i, links."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.jobs.queue import Queue
from rnnviz.learn import tagger
from rnnviz.learn.data.tags import SLIDES
from rnnviz.learn.tagger import sentence_of
from rnnviz.lessons.directions import slip_i, state
from tests.jobs import at_once
from tests.pages.visiting import answered, link, visit, words
from tests.received import received

opened = partial(visit, "directions")


def sent(app: AppTest) -> dict[str, Any]:
    (stage,) = (received(e.proto) for e in app.get("bidi_component") if "cells" in e.proto.json)
    return stage


def shown(app: AppTest) -> str:
    return "\n".join(text.value for text in app.markdown).replace("\\", "")


def test_both_are_trained_at_a_click_and_only_two_ways_know_what_general_is():
    app = opened(cell="rnn", seed="3")  # none that came along
    assert app.title[0].value == "Two directions"
    assert "Not trained yet" in shown(app)
    before = sent(app)["cells"][0]["table"]
    app.button(key="directions_train").click().run()
    assert not app.exception, app.exception
    assert link(app)["trained"] == "1"
    assert (sent(app)["cells"][0]["table"], sent(app)["note"][:14]) == (before, "Random weights"), "while it is trained"
    assert app.button(key="work_stop_directions_taggers")
    answered(app, "directions_taggers")
    assert sent(app)["cells"][0]["table"] != before
    figure = next(received(e.proto)["figure"] for e in app.get("bidi_component") if "figure" in e.proto.json)
    assert {trace["name"] for trace in figure["traces"]} == {"one way", "two ways"}
    for text, tag in SLIDES:
        app.selectbox(key="directions_sentence").set_value(text).run()
        row = next(line for line in shown(app).splitlines() if line.startswith("| **general**"))
        assert row.split("|")[3].split("**")[1] == tag
        assert sent(app)["labels"] == text.split()
        assert f"T × 2H = {len(text.split())} × 8" in sent(app)["note"]


def test_the_page_opens_on_taggers_that_came_with_rnnviz_and_they_can_be_trained_again(monkeypatch):
    trained, train = [], tagger.train
    monkeypatch.setattr(tagger, "train", lambda *how: trained.append(how[:3]) or train(*how))
    monkeypatch.setattr(Queue, "ask", at_once.ask)
    app = opened()
    assert "These taggers came with rnnviz" in words(app)
    assert not link(app)
    one, two = state.included_taggers().one, state.included_taggers().two
    assert two.curve[-1] > 0.95
    assert one.curve[-1] < 0.5
    table = sent(app)["cells"][0]["table"]
    np.testing.assert_array_equal(table["weight_hh"], two.weights[0][0].weight_hh)
    app.button(key="directions_train").click().run()
    assert trained == [("rnn", 1, 0), ("rnn", 2, 0)]
    assert "These taggers came with rnnviz" not in words(app)
    assert link(app) == {"trained": "1"}
    np.testing.assert_allclose(sent(app)["cells"][0]["table"]["weight_hh"], table["weight_hh"], rtol=0.05, atol=0.05)
    assert app.button(key="directions_train").disabled


def test_the_untrained_taggers_have_a_link_of_their_own():
    app = opened(trained="1", seed="3", cell="gru")
    app.number_input(key="directions_seed").set_value(0).run()
    app.button_group(key="directions_cell").set_value("rnn").run()
    assert link(app) == {"cell": "rnn"}
    assert "Not trained yet" in shown(app)


def test_the_stage_has_the_taggers_own_numbers():
    app = opened(way="backward", t="2")
    data, two = sent(app), tagger.untrained("rnn", 2, 0)
    np.testing.assert_array_equal(data["x"], two.read(sentence_of(SLIDES[0][0])))
    for cell, weights in zip(data["cells"], two.weights[0], strict=True):
        np.testing.assert_array_equal(cell["table"]["weight_hh"], weights.weight_hh)
    assert (data["at"], data["t"], data["query"]) == (1, 1, {})


def test_moved_numbers_are_not_called_the_taggers():
    """The table of tags stays the tagger's; the stage's numbers are no longer."""
    assert sent(opened(cell="rnn"))["note"].startswith("Random weights")
    for moved in ({"bias_ih_l0": "1,2,3,4"}, {"h0_l0_reverse": "1,1,1,1"}):
        note = sent(opened(**moved))["note"]
        assert note.startswith("You moved some numbers here")
        assert "Random weights" not in note


def test_own_words_are_read_and_unknown_ones_get_a_sentence():
    app = opened()
    app.text_input(key="directions_text").set_value("Royal Omar sells cars!").run()
    assert sent(app)["labels"] == ["royal", "omar", "sells", "cars"]
    app.text_input(key="directions_text").set_value("general xylophone").run()
    assert any("never seen" in error.value for error in app.error)
    assert sent(app)["labels"] == ["royal", "omar", "sells", "cars"]


def test_another_cell_or_seed_is_another_net_not_yet_trained():
    app = opened()
    app.number_input(key="directions_seed").set_value(4).run()
    app.button_group(key="directions_cell").set_value("gru").run()
    assert not app.exception, app.exception
    assert link(app) == {"cell": "gru", "seed": "4"}
    assert sent(app)["cells"][0]["table"]["cell"] == "gru"
    assert "Not trained yet" in shown(app)


def test_slip_i_is_measured_on_the_page(monkeypatch):
    asked = []
    monkeypatch.setattr(tagger, "verdict_accuracy", lambda *how: asked.append(how[:3]) or 0.875)
    monkeypatch.setattr(Queue, "ask", at_once.ask)
    app = opened(cell="lstm", seed="2")
    app.button(key="directions_measure").click().run()
    assert asked == [("lstm", "hidden[-1]", 2), ("lstm", "both", 2)]
    assert shown(app).count("**88 % (") == 2
    assert "can be chance" in words(app)
    assert "39 steps ago" not in words(app)


def test_slip_i_has_a_cause_where_it_costs_something():
    assert "39 steps ago" in slip_i.compare({"hidden[-1]": 0.52, "both": 0.99})
    for one, other in ((0.52, 0.53), (0.99, 0.52)):
        assert "39 steps ago" not in slip_i.compare({"hidden[-1]": one, "both": other})


def test_a_seed_that_cannot_be_used_stays_and_nothing_is_trained(monkeypatch):
    asked = []
    monkeypatch.setattr(Queue, "ask", lambda *how: asked.append(how))
    for button in ("directions_train", "directions_measure"):
        app = opened(cell="rnn")
        app.number_input(key="directions_seed").set_value(10_000)
        app.button(key=button).click().run()
        app.run()
        assert not app.exception
        assert not asked
        assert app.number_input(key="directions_seed").value == 10_000
        assert "9999\\. **Train both yourself** waits" in app.error[0].value
        assert app.button(key=button).disabled
        app.number_input(key="directions_seed").set_value(9).run()
        assert not app.button(key=button).disabled


BAD = {
    "cell": ({"cell": "elman"}, "cell is “elman”: it must be one of rnn, lstm, gru"),
    "word": ({"text": "general xylophone"}, "never seen"),
    "empty": ({"text": "!"}, "no word here"),
    "seed": ({"seed": "-1"}, "seed is"),
    "step": ({"t": "12"}, "from 1 to 9"),
    "array": ({"weight_hh_l1": "1"}, "another net"),
    "unknown": ({"colour": "red"}, "does not know"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_link_is_said_and_the_first_example_stands(name):
    asked, words = BAD[name]
    app = opened(**asked)
    assert words in app.warning[0].value.replace("\\", "")
    assert sent(app)["labels"] == SLIDES[0][0].split()


def test_the_shelf_of_trained_pairs_is_bounded():
    state.shelf().clear()
    for seed in range(state.KEEP + 3):
        state.DirectionsState(seed=seed, trained=True).save(state.Taggers(None, None))
    assert [seed for _, seed in state.shelf()] == list(range(3, state.KEEP + 3))
    state.shelf().clear()


def test_the_slide_is_credited_with_the_labels_that_it_prints():
    """S3 prints Person under the second sentence and Company under the third, and nothing under the first."""
    said = [words(opened(text=text)) for text, _ in SLIDES]
    assert "The slide gives this General no label; here it is **other**" in said[0]
    assert "On the slide, General is: **person**" in said[1]
    assert "On the slide, General is: **company**" in said[2]
