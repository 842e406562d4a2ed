"""The page of sequences without a browser: every control moves address and stage; bad input gets a sentence."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.small import order, pattern
from rnnviz.lessons.sequences.look import CODEC
from rnnviz.lessons.sequences.practice import question
from rnnviz.lessons.sequences.setup import PRESETS, SequencesState
from tests.pages.visiting import link, visit, words
from tests.received import received

opened = partial(visit, "sequences")


def setup_of(app: AppTest) -> SequencesState:
    return CODEC.read(link(app))


def shown(app: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = received(app.get("bidi_component")[0].proto)
    return found


def test_the_bag_is_the_same_and_the_rnn_is_not():
    app = opened()
    assert "identical to the last bit" in words(app)
    before = setup_of(app).seed
    app.button("sequences_again").click().run()
    assert setup_of(app).seed == before + 1
    app.button("sequences_straight").click().run()
    assert "the RNN's differ by **0.0000**" in words(app)
    app.text_input("sequences_text").set_value("not bad but good it is").run()
    assert f"**{order.words(('not', 'bad', 'but', 'good', 'it', 'is')).said[-1]:.4f}**" in words(app)
    app.text_input("sequences_text").set_value("hello").run()
    assert "Type two or more" in words(app)
    assert setup_of(app).text == "not bad but good it is"
    app.selectbox("sequences_preset").select("hours").run()
    app.number_input("sequences_start").set_value(3).run()
    assert setup_of(app).start == 3
    assert f"**{order.window(3)[1]:.1f} °C**" in words(app)


@pytest.mark.parametrize("preset", [key for key, preset in PRESETS.items() if preset.setup.view != "order"])
def test_every_preset_opens_from_its_link(preset):
    app = opened(preset=preset)
    assert setup_of(app) == PRESETS[preset].setup
    assert app.selectbox("sequences_preset").value == preset
    assert PRESETS[preset].look_for in words(app)
    assert not app.warning


MOVES = {
    "lag": ("number_input", 30, "fifty", "971"),
    "stride": ("number_input", 50, "fifty", "with stride 50: **20**"),
    "batch": ("number_input", 32, "fifty", "**30** of them, the last with 23"),
    "channels": ("number_input", 2, "three", "source 1, source 2"),
    "first": ("toggle", False, "fifty", "(T, N, D)"),
    "sentence": ("text_input", "yes I am very happy", "happy", "yes, i, am, very, happy"),
    "ahead": ("number_input", 2, "n", "29 − 6 − 2 + 1"),
    "formula": ("selectbox", "right", "n", "range(21)"),
    "split": ("selectbox", "time", "leak", "learning: **0**"),
    "share": ("number_input", 0.5, "j", "Learned from **354**, held out **354**"),
    "sort": ("toggle", True, "j", "Learned from"),
    "data": ("selectbox", "hours", "j", "29 − 12 − 1 + 1"),
}


@pytest.mark.parametrize("name", MOVES)
def test_every_control_moves_the_address_and_the_stage(name):
    kind, value, preset, said = MOVES[name]
    app = opened(preset=preset)
    before = shown(app)
    getattr(app, kind)(f"sequences_{name}").set_value(value).run()
    assert not app.exception
    assert getattr(setup_of(app), name) == value
    assert shown(app) != before
    assert said in words(app)


def test_what_was_left_out_is_said_only_where_something_was():
    """Counts by hand: of 980 − ahead windows the last 196 are held out; 5 − 1 targets ahead reach over the line."""
    assert "left out" not in words(opened(preset="leak"))
    assert "were held" not in words(opened(preset="leak"))
    assert "196** . Held-out" not in words(opened(preset="leak"))
    app = opened(preset="leak", split="time")
    assert "**4** windows were left out: their targets lie behind the split line at" in words(app)
    assert "left out" not in words(opened(preset="leak", split="time", ahead="1"))
    assert "**1** window was left out: its target lies" in words(opened(preset="leak", split="time", ahead="2"))
    assert "jump" not in words(opened(preset="leak", split="time"))
    gap = opened(preset="j", data="hours", lag="4", sort="1")
    assert "**4 windows** with a jump in time were left out" in words(gap)
    assert "windows** contain" not in words(opened(preset="j", sort="1"))
    assert "**72 windows** contain one of" in words(opened(preset="j"))


def test_a_range_has_the_stride_and_large_counts_are_grouped():
    app = opened(preset="years", stride="10")
    assert "`range(0, 96389, 10)`" in words(app)
    assert len(range(0, 96389, 10)) == 9639
    assert "with stride 10: **9639**" in words(app)
    assert "96\u202f453 − 64 − 1 + 1 = **96\u202f389**" in words(opened(preset="years"))


def test_own_numbers_and_lengths_are_typed_and_n_is_said():
    app = opened(preset="fifty")
    assert "**N = 951**: all windows in one batch" in words(app)
    app.selectbox("sequences_data").select("length").run()
    app.number_input("sequences_length").set_value(730).run()
    app.number_input("sequences_batch").set_value(32).run()
    assert "730 − 50 + 1 = 681" in words(app)
    assert "**N = 32**: the batch size, not the number of windows" in words(app)
    app.selectbox("sequences_data").select("own").run()
    app.text_area("sequences_own").set_value("1 2\n3 4\n5 6").run()
    assert shown(app)["values"] == [[1, 2], [3, 4], [5, 6]]
    app.text_area("sequences_own").set_value("1 2\n3").run()
    assert shown(app)["values"] == [[1, 2], [3, 4], [5, 6]]
    assert app.warning


def test_shapes_are_asked_for_and_mistakes_are_named():
    app = opened(preset="fifty")
    app.text_input("sequences_windows_0").set_value("950").run()
    assert ":red[✗] You said **950**. That is len − window" in words(app)
    app.text_input("sequences_typed_0").set_value("(32, 50, 1)").run()
    assert ":green[✓] You said" in words(app)
    app.text_input("sequences_typed_0").set_value("*x*").run()
    assert "is not a number" in words(app)
    app.button("sequences_another").click().run()
    assert setup_of(app).ask == 1
    app.button("sequences_show").click().run()
    asked = question(1)
    assert tuple(shown(app)["shape"]) == asked.shape


def test_what_cannot_be_cut_gets_a_sentence():
    app = opened(preset="two")
    app.number_input("sequences_lag").set_value(9).run()
    assert "choose a shorter window" in words(app)
    assert (setup_of(app).lag, shown(app)["lag"]) == (3, 3)
    assert "must be a whole number" in words(opened(lag="x"))
    app = opened(preset="happy")
    app.text_input("sequences_sentence").set_value("a b c d e f g h i j k l m n").run()
    assert "one word too many" in words(app)
    assert shown(app)["labels"] == ["i", "am", "happy"]
    assert "contains a jump in time" in words(opened(preset="j", data="hours", lag="26", sort="1", share="0.5"))


def test_the_views_take_an_own_setup_along_and_a_table_has_no_targets():
    app = opened(preset="iris")
    app.button_group("sequences_view").set_value("split").run()
    assert setup_of(app) == PRESETS["two"].setup
    app = opened(preset="iris", stride="2")
    app.button_group("sequences_view").set_value("split").run()
    assert (setup_of(app).data, setup_of(app).stride) == ("thousand", 2)


def test_the_moved_pattern_is_asked_first_and_told_from_the_scores():
    app = opened()
    assert not [it for it in app.slider if it.key == "sequences_moved"]
    app.radio(key="sequences_moved_guess").set_value((True, True)).run()
    assert "You said: both. Here it is: the recurrent net alone." in words(app)
    app.radio(key="sequences_moved_guess").set_value((False, True)).run()
    assert "Right: the recurrent net alone." in words(app)
    found = pattern.scores()
    for place in (1, 4, 6, 10):
        app.slider(key="sequences_moved").set_value(place).run()
        assert f"right of 400 new windows, position {place}" in words(app)
        for name, net, score in (
            ("recurrent", pattern.recurrent, found.recurrent), ("dense", pattern.dense, found.dense),
        ):  # fmt: skip
            p = net(pattern.clean(place - 1)[None])[0]
            assert f"| {name} | {p:.3f} | {score[place - 1]:.0%} |" in words(app)
    assert "Weights: dense 113, recurrent 97." in words(app)
    assert not app.exception
