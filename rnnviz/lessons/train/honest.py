"""The honest lessons: pairs of runs that differ in one thing, and the slides' table of three points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.losses import Scored, scored
from rnnviz.core.metrics import NOT_DEFINED, SLIDE_Y, SLIDE_Y_HAT, Terms, defined, slide_terms, terms
from rnnviz.core.typed import InputError
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.by_hand import by_hand
from rnnviz.lessons.train.curves import Setting
from rnnviz.lessons.train.durations import about, hint
from rnnviz.lessons.train.letter_code import letter_code
from rnnviz.lessons.train.pairs import PAIRS, RunPair, with_real
from rnnviz.lessons.train.starting import start, start_pair
from rnnviz.texts import _
from rnnviz.theme import MINUS
from rnnviz.ui.plain import plain
from rnnviz.ui.source import source


def honest(settings: Sequence[Setting]) -> None:
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


def draw_pair(key: str, pair: RunPair) -> None:
    with st.container(border=True):
        st.markdown(f"**{pair.title}**. {pair.why}")
        source(pair.source)
        first, second = plans_of(pair)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                _("Train both"),
                key=f"train_pair_{key}",
                icon=":material/compare_arrows:",
                on_click=start_pair,
                args=(first, second),
                help=_("Data: {sources}.").format(sources=TASKS[first.task].sources[first.source]),
            )
            takes(first, second)


def takes(*plans: Plan) -> None:
    """How long, beside a button."""
    if said := about(*plans):
        st.caption(said, help=hint(plans[0]))


def plans_of(pair: RunPair) -> tuple[Plan, Plan]:
    return with_real(pair.first, pair.real), with_real(pair.second, pair.real)


def pair_plans() -> list[Plan]:
    """All that a button of this view starts."""
    return [*(plan for pair in PAIRS.values() for plan in plans_of(pair)), *ALONE_PLANS.values()]


ALONE_PLANS = {
    _("Train on noise"): TASKS["noise"].presets["the slides' settings"],
    _("Train on weather"): TASKS["weather"].presets["LSTM"],
}


def draw_noise() -> None:
    with st.container(border=True):
        st.markdown(
            _(
                "**Noise learned by heart**: the labels are random. The slides print a loss of 0.008. It is the loss "
                "of one mini-batch, the last one. A run shows it beside the mean over the epoch. On new data the net "
                "guesses. **R² alone**: on weather, look at the dashed line, too: the last hour again."
            )
        )
        source("S2, S0")
        with st.container(horizontal=True, vertical_alignment="center"):
            for title, plan in ALONE_PLANS.items():
                st.button(title, key=f"train_{plan.task}_lesson", on_click=start, args=(False, plan))
                takes(plan)


def metrics_table() -> None:
    """Three points, every term of MSE, MAE and R² (row 23, slip e)."""
    st.markdown(_("**Three points and their scores**: change them."))
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
            raise InputError(_("A cell is empty: type a number into every cell."))
        found = terms(y, y_hat)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    st.markdown(in_words(found))
    if tuple(y) == SLIDE_Y and tuple(y_hat) == SLIDE_Y_HAT:
        wrong = scores(slide_terms())
        st.caption(
            _("The slide has 7.62² = 50.06, which is 58.06. From that one square: {wrong} (there 10.46).").format(
                wrong=wrong
            )
        )


def in_words(found: Terms) -> str:
    """Every term, then the three scores, as Markdown."""
    head = [_("| y − ŷ | (y − ŷ)² | y − ȳ | (y − ȳ)² |"), "| ---: | ---: | ---: | ---: |"]
    columns = zip(found.errors, found.squares, found.from_mean, found.from_mean_squares, strict=True)
    rows = ["| " + " | ".join(number(float(value)) for value in row) + " |" for row in columns]
    return "\n".join([*head, *rows]) + f"\n\n{scores(found)}"


def scores(found: Terms) -> str:
    r2 = number(found.r2) if defined(found.r2) else NOT_DEFINED
    return _("MSE **{mse}** · MAE **{mae}** · R² **{r2}**").format(mse=number(found.mse), mae=number(found.mae), r2=r2)


def number(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)


IGNORED = -1
SCORES = {_("score of class 0"): [2.0, 0.5, 1.0], _("score of class 1"): [0.0, 1.5, -1.0], _("target"): [0, 1, IGNORED]}


def score_table() -> None:
    """A table of three examples, two weights, and the loss both ways."""
    st.markdown(_("**From scores to a loss.** Change the scores. `ignore_index` is {ignored}.").format(ignored=IGNORED))
    given = st.data_editor(SCORES, num_rows="dynamic", key="train_scores", width="stretch", height=176)
    columns = st.columns(2)
    weight = [
        column.number_input(
            _("Weight of class {number}").format(number=number), 0.0, 100.0, 1.0, key=f"train_weight_{number}"
        )
        for number, column in enumerate(columns)
    ]
    try:
        scores, target, ignored = read_scores(given)
        found = scored(scores, target, np.array(weight), IGNORED)
    except InputError as error:
        st.warning(str(error))
        return
    st.markdown(scores_in_words(found))
    if ignored:
        st.caption(
            _("Ignored: {ignored} of {n_target} examples. They count neither above nor below the fraction.").format(
                ignored=ignored, n_target=len(target)
            )
        )


def read_scores(given: Any) -> tuple[Array, Array, int]:
    """Scores (N, 2), classes (N,) and how many are ignored. Raises InputError."""
    try:
        columns = [np.array(given[name], dtype=np.float64) for name in SCORES]
    except (TypeError, ValueError) as error:
        raise InputError(_("A cell is not a number: type a number into every cell.")) from error
    if not len(columns[2]):
        raise InputError(_("There is no example: add a row."))
    return np.stack(columns[:2], axis=1), columns[2], int((columns[2] == IGNORED).sum())


def scores_in_words(found: Scored) -> str:
    """Each way's mean; softmax twice beside them."""
    return "\n".join([
        _("| way | loss |"), "| --- | ---: |",
        f"| `NLLLoss(LogSoftmax(scores))` | {found.nll:.6f} |",
        f"| `CrossEntropyLoss(scores)` | {found.cross_entropy:.6f} |",
        _("| common mistake: `CrossEntropyLoss(softmax(scores))` | {twice:.6f} |").format(twice=found.twice),
    ])  # fmt: skip
