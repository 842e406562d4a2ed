"""The honest lessons: pairs of runs that differ in one thing, and the slides' table of three points."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.core.metrics import NOT_DEFINED, SLIDE_Y, SLIDE_Y_HAT, Terms, defined, slide_terms, terms
from rnnviz.core.typed import InputError
from rnnviz.learn.jobs import View
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.by_hand import by_hand
from rnnviz.lessons.train.letter_code import letter_code
from rnnviz.lessons.train.pairs import PAIRS, Pair, with_real
from rnnviz.lessons.train.score_table import score_table
from rnnviz.lessons.train.starting import start, start_pair
from rnnviz.theme import MINUS
from rnnviz.ui.plain import plain


def honest(seen: list[View]) -> None:
    """The view."""
    left, right = st.columns([1, 1], gap="medium")
    with left:
        for key, pair in PAIRS.items():
            draw_pair(key, pair)
        st.fragment(letter_code)()
    with right:
        draw_noise()
        st.fragment(by_hand)()
        st.fragment(metrics_table)()
        st.fragment(score_table)()


def draw_pair(key: str, pair: Pair) -> None:
    with st.container(border=True):
        st.markdown(f"**{pair.title}** ({pair.of}). {pair.why}")
        first, second = (with_real(plan, pair.real) for plan in (pair.first, pair.second))
        st.button(
            "Train both", key=f"train_pair_{key}", icon=":material/compare_arrows:", on_click=start_pair,
            args=(first, second), help=f"Data: {TASKS[first.task].sources[first.source]}.",
        )  # fmt: skip


def draw_noise() -> None:
    with st.container(border=True):
        st.markdown(
            "**Noise learned by heart** (slip m). S2’s loss of 0.008 on random labels is that of one mini-batch, "
            "the last one: a run shows it beside the mean over the epoch. No result: held out, the net guesses. "
            "And **R² alone** (slip k): on weather the dashed line is "
            "*the same as the last hour*."
        )
        plans = {
            "Train on noise": TASKS["noise"].presets["S2's settings"],
            "Train on weather": TASKS["weather"].presets["LSTM"],
        }
        with st.container(horizontal=True):
            for title, plan in plans.items():
                st.button(title, key=f"train_{plan.task}_lesson", on_click=start, args=(False, plan))


def metrics_table() -> None:
    """Three points, every term of MSE, MAE and R² (row 23, slip e)."""
    st.markdown("**Three points and their scores** (slip e): change them.")
    given = st.data_editor(
        {"y": list(SLIDE_Y), "ŷ": list(SLIDE_Y_HAT)},
        num_rows="dynamic",
        key="train_points",
        width="stretch",
        height=176,
    )
    try:
        y, y_hat = (np.array(given[name], dtype=np.float64) for name in ("y", "ŷ"))
        if not (np.isfinite(y).all() and np.isfinite(y_hat).all()):
            raise InputError("A cell is empty: type a number into every cell.")
        found = terms(y, y_hat)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    st.markdown(in_words(found))
    if tuple(y) == SLIDE_Y and tuple(y_hat) == SLIDE_Y_HAT:
        wrong = scores(slide_terms())
        st.caption(f"The slide has 7.62² = 50.06, which is 58.06. From that one square: {wrong} (there 10.46).")


def in_words(found: Terms) -> str:
    """Every term, then the three scores, as Markdown."""
    head = ["| y − ŷ | (y − ŷ)² | y − ȳ | (y − ȳ)² |", "| ---: | ---: | ---: | ---: |"]
    columns = zip(found.errors, found.squares, found.from_mean, found.from_mean_squares, strict=True)
    rows = ["| " + " | ".join(number(float(value)) for value in row) + " |" for row in columns]
    return "\n".join([*head, *rows]) + f"\n\n{scores(found)}"


def scores(found: Terms) -> str:
    r2 = number(found.r2) if defined(found.r2) else NOT_DEFINED
    return f"MSE **{number(found.mse)}** · MAE **{number(found.mae)}** · R² **{r2}**"


def number(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)
