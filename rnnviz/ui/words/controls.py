"""The row over the table, and the sentence: what is typed, with which vocabulary, into which table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from rnnviz.core.text import ORDERS
from rnnviz.core.words import PRESETS, Encoded, Setup, changed, encoded, from_query, to_query
from rnnviz.core.words.link import LENGTH, MIN_FREQ, ROWS, SEED, SIZE
from rnnviz.core.words.setup import MAX_CORPUS
from rnnviz.ui.address import Address

ADDRESS: Address[Setup] = Address("words", from_query, to_query)


def edit(name: str) -> Callable[[Setup, Any], Setup]:
    """Puts a widget's value into the field `name`. Raises InputError where nothing could be shown then."""

    def edited(setup: Setup, value: Any) -> Setup:
        new = changed(setup, **{name: value})
        encoded(new)
        return new

    return edited


def field(setup: Setup, name: str) -> dict[str, Any]:
    return ADDRESS.knob(name, getattr(setup, name), edit(name))


def said(name: str) -> None:
    """The sentence beside a control on what was put there, if it could not be used."""
    if problem := ADDRESS.problem(name):
        st.error(f"{problem} The page keeps what it had.")


def controls(setup: Setup, found: Encoded) -> None:
    """Presets, vocabulary, table; what was typed."""
    with st.container(key="controls", horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            "Preset",
            list(PRESETS),
            format_func=lambda name: PRESETS[name].title,
            label_visibility="collapsed",
            width=230,
            **ADDRESS.knob("preset", setup.preset, lambda _, name: PRESETS[name].setup),
        )
        if setup.unit == "words":
            with st.popover("Vocabulary", icon=":material/sort_by_alpha:"):
                vocabulary_controls(setup, found)
        with st.popover("Table", icon=":material/grid_on:"):
            st.slider("Numbers a word, D", SIZE.low, SIZE.high, **field(setup, "size"))
            st.number_input(
                "Seed",
                SEED.low,
                SEED.high,
                help="0 is the preset's own table as far as it goes; any other seed draws every entry anew.",
                **field(setup, "seed"),
            )
        if setup.unit == "words":
            st.slider(
                "Length of every line, in tokens",
                LENGTH.low,
                LENGTH.high,
                format="%d",
                label_visibility="collapsed",
                width=170,
                **field(setup, "length"),
            )
            st.markdown(length_in_words(setup, found), width="content")
    sentence(setup)
    said("length")


def length_in_words(setup: Setup, found: Encoded) -> str:
    """What the length does to the lines."""
    padding, cut = sum(len(line.padding) for line in found.lines), sum(line.cut for line in found.lines)
    how = f"**{setup.length}** tokens a line" if setup.length else "as long as the longest line"
    done = [f"{padding} padded"] * (padding > 0) + [f"{cut} cut"] * (cut > 0)
    return "Length: " + ", ".join([how, *done])


def sentence(setup: Setup) -> None:
    """The box that is typed into; its rows are lines of a batch."""
    st.text_area(
        "Sentence" if setup.unit == "words" else "Name",
        height=68,
        label_visibility="collapsed",
        placeholder="Type a sentence; each line is a sequence of its own.",
        **field(setup, "text"),
    )
    said("text")


def vocabulary_controls(setup: Setup, found: Encoded) -> None:
    """The text that is counted, and what is taken from it."""
    st.text_area("Text whose words are counted", height=110, **field(setup, "corpus"))
    said("corpus")
    st.caption(f"At most {MAX_CORPUS} characters.")
    st.number_input("min_freq: a word must come so often", MIN_FREQ.low, MIN_FREQ.high, **field(setup, "min_freq"))
    said("min_freq")
    st.number_input("max_size: at most so many, special tokens too", ROWS.low, ROWS.high, **field(setup, "max_size"))
    said("max_size")
    st.text_input("Special tokens", **field(setup, "specials"))
    said("specials")
    st.segmented_control("Order", list(ORDERS), format_func=ORDERS.__getitem__, required=True, **field(setup, "order"))
    words = len(found.vocabulary) - found.vocabulary.specials
    st.markdown(
        f"**{words}** of {found.distinct} different words have an id; with the special tokens there are "
        f"**{len(found.vocabulary)}** ids."
    )
