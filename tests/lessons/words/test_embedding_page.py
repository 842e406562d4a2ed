"""The embedding page without a browser: every control, the steps, the slides' table found again, wrong links."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.core.course import Rule
from rnnviz.lessons.words.embedding import CODEC, PRESETS, EmbeddingState
from rnnviz.lessons.words.presets import AFTER, BEFORE
from tests.lessons.words.test_words_page import sent
from tests.pages.visiting import link, visit, words


def test_it_opens_with_sgd_which_does_not_make_the_slides_table():
    app = visit("embedding")
    data = sent(app)
    assert data["before"] == BEFORE.tolist()
    assert data["printed"] == AFTER.tolist()
    assert data["counts"] == [1, 1, 1, 0, 1, 0, 0, 1]
    assert any("**12 of 32** entries are as printed" in text.value for text in app.caption)


def test_a_learner_finds_adam():
    app = visit("embedding")
    app.button_group(key="embedding_optimiser").set_value("adam").run()
    data = sent(app)
    np.testing.assert_array_equal(np.round(data["after"], 4), AFTER)
    assert any("**32 of 32** entries are as printed: this is it" in text.value for text in app.caption)
    assert "padding_idx is not set" in data["why"][1]
    assert "every entry moves by 0.001" in data["why"][4]
    assert "is not read" in data["why"][3]
    assert any("rows **0, 1, 2, 4, 7** move" in text.value for text in app.markdown)
    app.selectbox(key="embedding_padding").set_value(1).run()
    assert sent(app)["change"][1] == [0.0] * 4
    assert "it is the padding_idx" in sent(app)["why"][1]


MOVES = {
    "text": ("text_area", "AI is learning AI", "slides"),
    "length": ("slider", 7, "slides"),
    "turn": ("button_group", "all", "memory"),
    "loss": ("button_group", "mean", "slides"),
    "target": ("text_input", "2", "slides"),
    "lr": ("select_slider", 0.1, "slides"),
    "optimiser": ("button_group", "adam", "slides"),
    "padding": ("selectbox", 4, "slides"),
}


@pytest.mark.parametrize("name", MOVES)
def test_every_control_changes_the_address_and_the_step(name):
    kind, value, preset = MOVES[name]
    app = visit("embedding", preset=preset)
    before = sent(app)
    getattr(app, kind)(key=f"embedding_{name}").set_value(value).run()
    assert not app.exception
    assert not app.error
    assert getattr(CODEC.read(link(app)), name) == value
    assert sent(app)["change"] != before["change"]
    again = visit("embedding", **link(app))
    assert sent(again) == sent(app)
    assert getattr(again, kind)(key=f"embedding_{name}").value == value


def test_steps_are_taken_undone_and_reset():
    app = visit("embedding", preset="memory")
    app.button(key="embedding_take").click().run()
    second = sent(app)
    assert second["number"] == 2
    assert "Adam remembers" in second["why"][2]
    assert any("It reads line 2" in text.value for text in app.markdown)
    app.button(key="embedding_take_many").click().run()
    assert CODEC.read(link(app)).taken == (Rule("adam", 0.1),) * 11
    app.button(key="embedding_undo").click().run()
    assert sent(app)["number"] == 11
    app.button(key="embedding_reset").click().run()
    assert sent(app)["number"] == 1
    assert app.button(key="embedding_undo").disabled
    assert link(app) == {"preset": "memory"}


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_opens_from_its_menu(preset):
    app = visit("embedding", preset="twice" if preset != "twice" else "memory")
    app.selectbox(key="embedding_preset").select(preset).run()
    assert CODEC.read(link(app)) == PRESETS[preset].setup
    assert PRESETS[preset].look_for in words(app)


def test_another_loss_and_other_lines_bring_targets_that_fit():
    app = visit("embedding")
    app.button_group(key="embedding_loss").set_value("target").run()
    assert app.text_input(key="embedding_target").value == "0, 0, 0, 0"
    app.button_group(key="embedding_loss").set_value("mean").run()
    app.text_area(key="embedding_text").set_value("AI is\nAI is learning").run()
    assert not app.error
    assert app.text_input(key="embedding_target").value == "1, 2"
    assert sent(app)["counts"][1] == 5


@pytest.mark.parametrize(
    ("kind", "name", "value", "says"),
    [("text_input", "target", "3", "type 1 or 2"), ("text_area", "text", "", "no word here yet")],
)
def test_what_cannot_be_used_gets_a_sentence_and_the_table_stays(kind, name, value, says):
    app = visit("embedding")
    before = sent(app)
    getattr(app, kind)(key=f"embedding_{name}").set_value(value).run()
    assert says in app.error[0].value
    assert sent(app) == before
    getattr(app, kind)(key=f"embedding_{name}").set_value(getattr(EmbeddingState(), name)).run()
    assert not app.error


def test_a_step_that_runs_away_is_said_and_cannot_be_taken():
    app = visit("embedding", preset="twice", lr="10000", taken="sgd:10000*9")
    assert any("The loss explodes" in text.value for text in app.markdown)
    assert app.button(key="embedding_take").disabled


def test_a_wrong_link_gets_a_sentence_and_the_first_example():
    app = visit("embedding", padding="8")
    assert "0 to 7" in app.warning[0].value
    assert sent(app) == sent(visit("embedding"))
