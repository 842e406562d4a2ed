"""The honest lessons: pairs of runs that differ in one thing, and the slides' table of three points."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from rnnviz.core.metrics import SLIDE_SAYS, SLIDE_Y, SLIDE_Y_HAT, Terms, terms
from rnnviz.core.typed import InputError
from rnnviz.learn.data import sources
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import REAL_WEATHER, TASKS
from rnnviz.theme import MINUS
from rnnviz.ui.train.starting import start, start_pair

REAL_FILES = {"sentiment": ("aclImdb_v1.tar.gz",), "names": ("names", "names.zip", "data.zip"), "weather": REAL_WEATHER}


@dataclass(frozen=True)
class Pair:
    """A lesson: the slides' way and the right one, and what to look for."""

    title: str
    first: Plan
    second: Plan
    look_for: str
    real: dict[str, int] = field(default_factory=dict)  # what the real file needs otherwise


_NAMES = TASKS["names"].presets["LSTM"].but(epochs=12)
_RNN = TASKS["sentiment"].presets["RNN"].but(epochs=30, batch_size=16, hidden=32)
_HOURS = Plan("weather", source="slides", hidden=16, lag=3, epochs=200, learning_rate=0.01, batch_size=8)
PAIRS: dict[str, Pair] = {
    "h": Pair(
        "The LSTM that forgets", _NAMES, _NAMES.but(carries=False),
        "S4 returns the hidden state it was given, so the state never moves: the name is judged by its last letter.",
    ),
    "i": Pair(
        "hidden[−1] against both directions",
        _NAMES.but(directions=2, hidden=32), _NAMES.but(directions=2, hidden=32, ends="hidden[-1]"),
        "hidden[−1] is the end of the backward direction alone: what the forward one made of the name is thrown away.",
    ),
    "j": Pair(
        "Sorted or unsorted hours", _HOURS, _HOURS.but(sort=False),
        "Unsorted, windows straddle a jump of nine days and teach the net a lie: the line under each run "
        "counts them. 29 hours are too few for a score: load a CSV of your own and switch the sorting off.",
    ),
    "l": Pair(
        "Last real against last padded", _RNN, _RNN.but(read="last padded"),
        "Padded to 500 words, an RNN reads hundreds of blanks after the last word: it stays at chance.",
        {"epochs": 4, "batch_size": 64, "hidden": 64, "limit": 8000},
    ),
}  # fmt: skip


def honest(seen: list[View]) -> None:
    """The view."""
    left, right = st.columns([1, 1], gap="medium")
    with left:
        for key, pair in PAIRS.items():
            draw_pair(key, pair)
    with right:
        draw_noise()
        st.fragment(metrics_table)()


def draw_pair(key: str, pair: Pair) -> None:
    with st.container(border=True):
        st.markdown(f"**{pair.title}** (slip {key}). {pair.look_for}")
        first, second = (with_real(plan, pair.real) for plan in (pair.first, pair.second))
        st.button(
            "Train both", key=f"train_pair_{key}", icon=":material/compare_arrows:", on_click=start_pair,
            args=(first, second), help=f"Data: {TASKS[first.task].sources[first.source]}.",
        )  # fmt: skip


def with_real(plan: Plan, changes: dict[str, int]) -> Plan:
    """On the real file where there is one on this machine."""
    there = plan.source == "built in" and sources.find(*REAL_FILES[plan.task])
    return plan.but(source="real", **changes) if there else plan


def draw_noise() -> None:
    with st.container(border=True):
        st.markdown(
            "**Noise learned by heart** (slip m). S2’s loss of 0.008 on random labels is no result: "
            "held out, the net guesses. And **R² alone** (slip k): on weather the dashed line is "
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
        height=150,
    )
    try:
        y, y_hat = (np.array(given[name], dtype=np.float64) for name in ("y", "ŷ"))
        if not (np.isfinite(y).all() and np.isfinite(y_hat).all()):
            raise InputError("A cell is empty: type a number into every cell.")
        found = terms(y, y_hat)
    except InputError as error:
        st.warning(str(error))
        return
    st.markdown(in_words(found))
    if tuple(y) == SLIDE_Y and tuple(y_hat) == SLIDE_Y_HAT:
        wrong = ", ".join(f"{name} = {number(value)}" for name, value in SLIDE_SAYS.items())
        st.caption(f"The slide says {wrong}: its square of 7.62 is 8 too small, and MSE and R² follow it.")


def in_words(found: Terms) -> str:
    """Every term, then the three scores, as Markdown."""
    head = ["| y − ŷ | (y − ŷ)² | y − ȳ | (y − ȳ)² |", "| ---: | ---: | ---: | ---: |"]
    columns = zip(found.errors, found.squares, found.from_mean, found.from_mean_squares, strict=True)
    rows = ["| " + " | ".join(number(float(value)) for value in row) + " |" for row in columns]
    r2 = "undefined: every y is the same" if np.isnan(found.r2) else number(found.r2)
    return "\n".join([*head, *rows]) + f"\n\nMSE **{number(found.mse)}** · MAE **{number(found.mae)}** · R² **{r2}**"


def number(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)
