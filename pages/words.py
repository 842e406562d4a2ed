"""The words page under its heading."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.text import Cost, cost
from rnnviz.core.typed import grouped
from rnnviz.lessons.words import PRESETS, Encoded, Setup, encoded
from rnnviz.lessons.words.controls import PAGE, controls
from rnnviz.lessons.words.similar_view import similar
from rnnviz.lessons.words.word_table import word_table
from rnnviz.lessons.words.words_payload import words_payload
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

BESIDE = {"preset", "at", "column", "one", "other", "added", "units"}
"""What the preset's sentence does not speak of."""
VOCABULARIES = {8: "the slides", 57: "letters", 20_000: "IMDB", 30_000: "a dictionary"}


@st.fragment
def words_page() -> None:
    """What is typed; its tokens, one-hot rows and embedding rows; what each costs."""
    setup, problem = PAGE.held()
    found = encoded(setup)
    controls(setup, found, similar)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    word_table("words_table", "words", words_payload(found, setup.at, setup.column) | {"costs": costs(found)})
    look_for(setup)


def costs(found: Encoded) -> list[dict[str, str]]:
    """What the tokens cost with this vocabulary, and with those of the slides."""
    tokens, size, own = found.tokens, found.table.shape[1], len(found.vocabulary)
    sizes = {own: "this one"} | {words: name for words, name in VOCABULARIES.items() if words != own}
    return [row(cost(tokens, words, size), name) for words, name in sizes.items()]


def row(found: Cost, name: str) -> dict[str, str]:
    numbers = {"words": found.vocabulary, "one_hot": found.one_hot, "embedded": found.embedded, "table": found.table}
    return {"name": name} | {key: grouped(value) for key, value in numbers.items()}


def look_for(setup: Setup) -> None:
    """The preset's claim while it is as it came; then the way back."""
    preset = PRESETS[setup.preset]
    if PAGE.written(setup).keys() <= BESIDE:
        st.caption(f"**Look for:** {preset.look_for}")


draw_heading(LESSONS["words"])
words_page()
