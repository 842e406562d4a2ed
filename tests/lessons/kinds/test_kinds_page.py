"""The page of kinds without a browser: each kind has its net on the stage, its input, its count and its sentences."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.small.kinds import KINDS, fixed_window, many_to_one, parameters
from rnnviz.core.small.store import net
from rnnviz.core.typed import grouped
from tests.pages.visiting import visit, words
from tests.received import received

opened = partial(visit, "kinds")


def shown(app: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = received(app.get("bidi_component")[0].proto)
    return found


def said(app: AppTest) -> list[str]:
    return [column["said"] for column in shown(app)["columns"] if column["said"] is not None]


ANSWERS = {
    "one-to-one": (1, ["odd"]),
    "one-to-many": (5, ["f", "i", "v", "e", "·"]),
    "many-to-one": (9, ["English"]),
    "many-to-many": (5, ["pronoun", "auxiliary", "verb", "article", "noun"]),
    "encoder-decoder": (21, [*"2026-03-07", "·"]),
}


def test_every_kind_runs_its_net():
    app = opened()
    for kind, (steps, answer) in ANSWERS.items():
        app.button_group("kinds_kind").set_value(kind).run()
        assert not app.exception
        assert app.query_params.get("kind", ["many-to-one"]) in ([kind], kind)
        assert (len(shown(app)["columns"]), said(app)) == (steps, answer)
        assert grouped(parameters(kind)) in words(app)
        assert KINDS[kind].task in words(app)


def test_each_kind_says_its_cell():
    cells = {
        "one-to-one": "1 RNN cell of 16 units",
        "many-to-many": "1 RNN cell of 16 units",
        "encoder-decoder": "2 GRU cells (encoder, decoder) of 48 units",
    }
    blocks = {"RNN": 1, "GRU": 3, "LSTM": 4}
    for kind, said in cells.items():
        weights = net(KINDS[kind].nets[-1]).weights
        assert len(weights.weight_hh) == blocks[said.split()[1]] * weights.hidden_size
        assert said in words(opened(kind=kind))


CREDITS = {
    "one-to-one": "a plain net: nothing recurs",
    "one-to-many": "captions of images, music of a genre",
    "many-to-one": "sentiment, the speaker of a sentence",
    "many-to-many": "named entities, speech recognition",
    "encoder-decoder": "translation",
}


@pytest.mark.parametrize("kind", CREDITS)
def test_each_kind_credits_the_decks_that_have_it(kind):
    """By hand from the decks."""
    assert CREDITS[kind] in words(opened(kind=kind))


def test_what_is_typed_is_read_and_what_cannot_be_gets_a_sentence():
    app = opened()
    app.text_input("kinds_text").set_value("Freiheit").run()
    wanted = many_to_one("freiheit")
    assert [column["x"] for column in shown(app)["columns"]] == list("freiheit")
    assert shown(app)["columns"][3]["h"] == wanted.columns[3].h.tolist()
    assert said(app) == list(wanted.answer)
    app.text_input("kinds_text").set_value("42").run()
    assert "The net has no letter" in words(app)
    assert said(app) == list(wanted.answer)
    app.text_input("kinds_text").set_value("talvi").run()
    assert "The net has no letter" not in words(app)
    app = opened(kind="encoder-decoder")
    app.selectbox("kinds_example").select("24 dec 1999").run()
    assert said(app) == [*"1999-12-24", "·"]
    assert app.text_input("kinds_text").value == "24 dec 1999"


def test_another_picture_is_another_input():
    app = opened(kind="one-to-many")
    before = shown(app)["picture"]
    app.number_input("kinds_picture").set_value(9).run()
    assert shown(app)["picture"] != before


@pytest.mark.parametrize("kind", ["one-to-many", "many-to-one", "many-to-many", "encoder-decoder"])
def test_the_count_stays_while_t_moves(kind):
    app = opened(kind=kind)
    for steps in (3, 60):
        app.slider("kinds_steps").set_value(steps).run()
        assert f"**{grouped(parameters(kind))}** parameters at T = 1, at T = {steps}" in words(app)
        assert f"**{grouped(fixed_window(kind, steps))}**" in words(app)


def test_a_wrong_link_gets_a_sentence():
    assert "must be one of" in words(opened(kind="none"))
    assert "whole number" in words(opened(picture="999"))
    assert "no date like" in words(opened(kind="encoder-decoder", text="now"))
