"""The words page without a browser: every control changes the address and what the table is sent."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lessons.words import CODEC, PRESETS, WordsState, encoded
from tests.pages.visiting import link, visit, words
from tests.received import received

opened = partial(visit, "words")


def sent(app: AppTest) -> dict[str, Any]:
    return received(app.get("bidi_component")[0].proto)


def test_it_opens_with_the_slides_sentence():
    app = opened()
    data = sent(app)
    assert data["vocabulary"] == ["[UNK]", "[pad]", "ai", "a", "are", "cs", "is", "learning"]
    assert data["lines"][0]["ids"] == [0, 4, 7, 2, 1]
    assert (data["lines"][0]["unknown"], data["lines"][0]["padding"]) == ([0], [4])
    assert data["lines"][0]["product"][1] == data["table"][4]
    costs = {row["words"]: row["one_hot"] for row in data["costs"]}
    assert costs == {"8": "40", "57": "285", "20\u202f000": "100\u202f000", "30\u202f000": "150\u202f000"}
    assert "“we” is last" in words(app)
    assert any("1 padded" in text.value for text in app.markdown)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_opens_from_its_link_and_from_its_menu(preset):
    app = opened(preset=preset)
    assert CODEC.read(link(app)) == PRESETS[preset].setup
    assert PRESETS[preset].look_for in words(app)
    chosen = opened(preset="letters" if preset != "letters" else "happy")
    chosen.selectbox(key="words_preset").select(preset).run()
    assert sent(chosen) == sent(app)


def test_mar_is_three_rows_of_57():
    data = sent(opened(preset="letters"))
    assert data["costs"][0] == {"name": "this one", "words": "57", "one_hot": "171", "embedded": "12", "table": "228"}
    assert opened(preset="letters").get("slider")[0].key == "words_size", "letters have no length and no vocabulary"


MOVES = {
    "text": ("text_area", "A cs is learning\nai is"),
    "corpus": ("text_area", "We are two\nwe are"),
    "min_freq": ("number_input", 2),
    "max_size": ("number_input", 10),
    "specials": ("text_input", "<pad> <s> <unk>"),
    "order": ("button_group", "appearance"),
    "length": ("slider", 3),
    "size": ("slider", 6),
    "seed": ("number_input", 5),
}


@pytest.mark.parametrize("name", MOVES)
def test_every_control_changes_the_address_and_the_table(name):
    kind, value = MOVES[name]
    app = opened()
    before = sent(app)
    getattr(app, kind)(key=f"words_{name}").set_value(value).run()
    assert not app.exception
    assert not app.error
    setup = CODEC.read(link(app))
    assert getattr(setup, name) == value
    assert CODEC.written(setup).keys() == {name}
    assert sent(app) != before
    assert sent(app)["table"] == encoded(setup).table.tolist()
    again = opened(**link(app))
    assert sent(again) == sent(app)
    assert getattr(again, kind)(key=f"words_{name}").value == value
    assert not any("Look for" in text.value for text in app.caption)


@pytest.mark.parametrize(
    ("kind", "name", "value", "says"),
    [
        ("text_area", "text", "\n", "no word here yet"),
        ("text_area", "text", "x " * 300, "600 characters"),
        ("text_area", "corpus", "w " * 10**6, "2000000 characters"),
        ("text_area", "corpus", " ", "no word here yet"),
        ("text_input", "specials", "[pad]", "“we” is not in the vocabulary"),
        ("number_input", "max_size", 1, "choose a vocabulary of 2 or more"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence_and_the_table_stays(kind, name, value, says):
    app = opened()
    before = sent(app)
    getattr(app, kind)(key=f"words_{name}").set_value(value).run()
    assert len(app.error) == 1
    assert says in app.error[0].value
    assert sent(app) == before
    assert link(app) == {}
    getattr(app, kind)(key=f"words_{name}").set_value(getattr(WordsState(), name)).run()
    assert not app.error


def test_a_wrong_link_gets_a_sentence_and_the_first_example():
    app = opened(length="99")
    assert "0 to 24" in app.warning[0].value
    assert sent(app) == sent(opened())
    assert sent(opened(at="3", column="2"))["at"] == 2


def test_two_words_are_compared_after_a_guess_and_a_new_word_is_counted():
    app = opened()
    assert "Choose an answer first" in words(app)
    assert "√2 ≈" not in words(app)
    app.radio(key="words_guess").set_value("it depends on the two words").run()
    assert "You said: it depends on the two words. Here it is otherwise: √2" in words(app)
    assert "| one-hot rows | 1.414 | " in words(app)
    app.selectbox(key="words_other").select(4).run()
    assert "the same word twice" in words(app)
    app.selectbox(key="words_other").select(0).run()
    assert link(app) == {"other": "0"}
    app.number_input(key="words_units").set_value(64).run()
    assert "| 512 | 576 | **64** |" in words(app)
    app.text_input(key="words_added").set_value("learning").run()
    assert "holds it: nothing is added" in words(app)
    app.text_input(key="words_added").set_value("<b>*x*").run()
    assert "<b>" not in words(app).replace("\\<b", "")
    assert any("Look for" in text.value for text in app.caption)
