"""The row over the table, and the sentence: what is typed, with which vocabulary, into which table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from rnnviz.core.text import ORDERS
from rnnviz.lessons.words import CODEC, PRESETS, Encoded, WordsState
from rnnviz.lessons.words.setup import LENGTH, MAX_CORPUS, MIN_FREQ, ROWS, SEED, SIZE
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.groups import control_row
from rnnviz.ui.page_state import PageState
from rnnviz.ui.setups import preset_control

PAGE: PageState[WordsState] = PageState("words", CODEC)


def controls(setup: WordsState, found: Encoded, more: Callable[[WordsState, Encoded], None]) -> None:
    """What was typed, its presets and length; vocabulary and table; and what `more` adds to the row."""

    def runs() -> None:
        sentence(setup)
        preset_control(PAGE, setup, PRESETS, 150)
        if setup.unit == "words":
            behind(_("Length"), ":material/straighten:", partial(length_control, setup))

    def table() -> None:
        if setup.unit == "words":
            behind(_("Vocabulary"), ":material/sort_by_alpha:", partial(vocabulary_controls, setup, found))
        behind(_("Table"), ":material/grid_on:", partial(table_controls, setup))

    control_row(runs, table, partial(more, setup, found), net=_("The table"))
    PAGE.say("text", "length", box=st.error)


def length_control(setup: WordsState) -> None:
    st.slider(
        _("Length of every line, in tokens"), LENGTH.low, LENGTH.high, format="%d", **PAGE.knob("length", setup.length)
    )


def table_controls(setup: WordsState) -> None:
    st.slider(_("Numbers a word, D"), SIZE.low, SIZE.high, **PAGE.knob("size", setup.size))
    st.number_input(
        _("Seed"),
        SEED.low,
        SEED.high,
        help=_("0 is the preset's own table as far as it goes; any other seed draws every entry anew."),
        **PAGE.knob("seed", setup.seed),
    )


def length_in_words(setup: WordsState, found: Encoded) -> str:
    """What the length does to the lines."""
    padding, cut = sum(len(line.padding) for line in found.lines), sum(line.cut for line in found.lines)
    how = (
        _("**{length}** tokens a line").format(length=setup.length)
        if setup.length
        else _("as long as the longest line")
    )
    done = [_("{padding} padded").format(padding=padding)] * (padding > 0) + [_("{cut} cut").format(cut=cut)] * (
        cut > 0
    )
    return _("Length: ") + ", ".join([how, *done])


def sentence(setup: WordsState) -> None:
    """The box that is typed into; its rows are lines of a batch."""
    st.text_area(
        _("Sentence") if setup.unit == "words" else _("Name"),
        height=68,
        width=210,
        label_visibility="collapsed",
        placeholder=_("Type a sentence; each line is a sequence of its own."),
        **PAGE.knob("text", setup.text),
    )


def vocabulary_controls(setup: WordsState, found: Encoded) -> None:
    """The text that is counted, and what is taken from it."""
    st.text_area(_("Text whose words are counted"), height=110, **PAGE.knob("corpus", setup.corpus))
    PAGE.say("corpus", box=st.error)
    st.caption(_("At most {max_corpus} characters.").format(max_corpus=MAX_CORPUS))
    st.number_input(
        _("min_freq: minimum number of occurrences"),
        MIN_FREQ.low,
        MIN_FREQ.high,
        **PAGE.knob("min_freq", setup.min_freq),
    )
    PAGE.say("min_freq", box=st.error)
    st.number_input(
        _("max_size: vocabulary size, special tokens included"),
        ROWS.low,
        ROWS.high,
        **PAGE.knob("max_size", setup.max_size),
    )
    PAGE.say("max_size", box=st.error)
    st.text_input(_("Special tokens"), **PAGE.knob("specials", setup.specials))
    PAGE.say("specials", box=st.error)
    st.segmented_control(
        _("Order"), list(ORDERS), format_func=ORDERS.__getitem__, required=True, **PAGE.knob("order", setup.order)
    )
    words = len(found.vocabulary) - found.vocabulary.specials
    st.markdown(
        _(
            "**{words}** of {distinct} different words have an id; with the special tokens there are "
            "**{n_vocabulary}** ids."
        ).format(words=words, distinct=found.distinct, n_vocabulary=len(found.vocabulary))
    )
