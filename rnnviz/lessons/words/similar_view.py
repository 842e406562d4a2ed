"""Beside the table: two words' distance, guessed first; and a word that the vocabulary does not hold."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.core.typed import InputError, grouped
from rnnviz.lessons.words import Encoded, WordsState
from rnnviz.lessons.words.controls import PAGE
from rnnviz.lessons.words.setup import NET
from rnnviz.lessons.words.similar import Grown, GrownArray, Likeness, grown, pair
from rnnviz.texts import _
from rnnviz.theme import format_number
from rnnviz.ui.behind import behind
from rnnviz.ui.plain import plain
from rnnviz.ui.source import source

GUESSES = ("0", "1", "√2", _("it depends on the two words"))
RIGHT = "√2"


def similar(setup: WordsState, found: Encoded) -> None:
    """Both short-comings of one-hot rows (S3, S4), each as something to try."""
    behind(_("Alike?"), ":material/compare_arrows:", partial(distances, setup, found))
    behind(_("New word"), ":material/add:", partial(new_word, setup, found))


def distances(setup: WordsState, found: Encoded) -> None:
    st.markdown(_("**How alike are two words?** “The correlation between the words is missing.”"))
    source("S3")
    ids, tokens = list(range(len(found.vocabulary))), found.vocabulary.tokens
    two = pair(found, setup.one, setup.other)
    with st.container(horizontal=True, gap="small"):
        for name, value in (("one", two.one), ("other", two.other)):
            st.selectbox(
                _("A word") if name == "one" else _("Another"),
                ids,
                format_func=lambda at: f"{at} {tokens[at]}",
                width=170,
                **PAGE.knob(name, value),
            )
    if two.one == two.other:
        st.markdown(_("This is the same word twice: its distance is 0. Choose another."))
        return
    guess = st.radio(
        _("How far apart are the one-hot rows of two different words?"), GUESSES, index=None, horizontal=True,
        key="words_guess", persist_state="session",
    )  # fmt: skip
    if guess is None:
        st.info(_("Choose an answer first. Then you see both distances."))
        return
    word = _("Right") if guess == RIGHT else _("You said: {guess}. Here it is otherwise").format(guess=guess)
    st.markdown(
        _("**{word}: √2 ≈ 1.414 for every pair.** Two rows differ in two places, by 1 each: √(1² + 1²).").format(
            word=word
        )
    )
    rows = [line(_("one-hot rows"), two.one_hot), line(_("rows of the table"), two.embedded)]
    st.markdown("\n".join([_("| between | distance | cosine |"), "| --- | ---: | ---: |", *rows]))


def line(name: str, found: Likeness) -> str:
    cosine = _("not defined: a row is 0") if found.cosine is None else format_number(found.cosine)
    return f"| {name} | {format_number(found.distance, plus='')} | {cosine} |"


def new_word(setup: WordsState, found: Encoded) -> None:
    st.markdown(_("**A new word**: “one new word in the dictionary requires retraining.”"))
    source("S4")
    with st.container(horizontal=True, gap="small"):
        st.text_input(_("New word"), max_chars=40, width=190, **PAGE.knob("added", setup.added))
        st.number_input(_("Units of the net, H"), NET.low, NET.high, width=150, **PAGE.knob("units", setup.units))
    try:
        cost = grown(found, setup.added, setup.unit == "letters", setup.units)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    if not cost.words:
        st.markdown(_("The vocabulary holds it: nothing is added."))
        return
    names = ", ".join(plain(word) for word in cost.words)
    st.markdown(_("New: **{names}**. Every number added is untrained.").format(names=names))
    st.markdown(table(cost))


def table(cost: Grown) -> str:
    """The arrays of both nets, and how many weights each gets."""
    rows = [_("| weights | before | after | new |"), "| --- | ---: | ---: | ---: |"]
    for net, arrays in ((_("one-hot"), cost.one_hot), (_("embedding"), cost.embedded)):
        rows += [row(net, it) for it in arrays]
    return "\n".join(rows)


def row(net: str, it: GrownArray) -> str:
    return f"| {net}, {plain(it.name)} | {grouped(it.before)} | {grouped(it.after)} | **{grouped(it.new)}** |"
