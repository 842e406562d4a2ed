"""Slip i: what hidden[-1] of a two-way net is, and what it costs where the end of the text decides."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.metrics import can_be_chance, compared, spread
from rnnviz.learn.data.drawn import OPINIONS
from rnnviz.learn.tagger import verdict_accuracies
from rnnviz.lessons.directions.state import PAGE, DirectionsState
from rnnviz.texts import _
from rnnviz.ui.source import source
from rnnviz.ui.work import answer, small_runs

WANTED = "directions_slip_i"
READS = {
    "hidden[-1]": _("`hidden[-1]`, as the slide reads it"),
    "both": _("`hidden[-2]` and `hidden[-1]` side by side"),
}


def slip_i(now: DirectionsState) -> None:
    """The slide's form, the right one, and both measured on opinions whose last word decides."""
    st.markdown(
        _(
            "The classifier of the slides reads `hidden[-1]`. That is the **backward** direction alone, at the "
            "**first** word. The end of the forward direction is `hidden[-2]`. A classifier needs both."
        )
    )
    source("S0")
    st.markdown(_("Measure it: each opinion has 40 words, and the **last** word is the verdict."))
    key = (now.cell, now.seed)
    waits = bool(PAGE.problem("seed"))
    if st.button(_("Train both"), key="directions_measure", disabled=waits) and not waits:
        st.session_state[WANTED] = key
    if st.session_state.get(WANTED) != key:
        return
    if found := answer("directions_slip_i", key, small_runs(), verdict_accuracies, *key):
        rows = [f"| {words} | **{spread(found[ends], OPINIONS)}** |" for ends, words in READS.items()]
        st.markdown(
            "\n".join([_("| reads | right of {opinions} held out |").format(opinions=OPINIONS), "|---|--:|", *rows])
        )
        st.caption(compare(found))


def compare(found: dict[str, float]) -> str:
    """Which of the two is better, if that is more than chance, and why; 50 % is guessing."""
    (first, one), (second, other) = found.items()
    parts = [
        _("50 % is guessing. {compared}").format(compared=compared((f"`{first}`", one), (second, other), OPINIONS))
    ]
    if other > one and not can_be_chance(one, other, OPINIONS):
        parts.append(
            _("The deciding word is the last one: the backward pass read it 39 steps ago, the forward pass just now.")
        )
    return " ".join(parts)
