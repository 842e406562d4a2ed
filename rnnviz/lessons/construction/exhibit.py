"""What is said of a stage of the construction, and the three cells side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.construction import run_stage
from rnnviz.core.recall import CONTESTANTS, GUESSING, LONGEST, SEEDS, SHORTEST, Scores, moves, remedy, verdict
from rnnviz.equations.wording import in_notation, letter
from rnnviz.figures.axes import Part, as_text, breaks, numbered, panels
from rnnviz.state.inputs import hour_gaps
from rnnviz.state.presets import Clamp
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.theme import QUANTITIES, format_number
from rnnviz.ui.links import page_of
from rnnviz.ui.source import source
from rnnviz.ui.work import answer, small_runs

WANTED = "construction_recall"
"""The lengths that the reader has asked for."""
FIRST_LENGTH = 20


def claims(settings: Settings) -> None:
    """The three, side by side."""
    st.markdown(_("**Test three claims of the slides.** Decide for each before you look: true or not?"))
    source("S3")
    for column, claim in zip(st.columns(3, gap="medium"), (solved, additional_state, long_term), strict=True):
        with column, st.container(border=True, height="stretch"):
            claim(settings)


def solved(settings: Settings) -> None:
    st.markdown(_("**1. “The vanishing gradient problem is solved.”**"))
    st.markdown(
        _(
            "Follow the gradient through 100 steps of the three cells. Then move the bias of the forget gate: "
            "what must the gate be for the claim to hold?"
        )
    )
    st.page_link(
        page_of("vanishing"), label=_("Test it on Vanishing"), icon=":material/trending_down:",
        query_params={"view": "cells"},
    )  # fmt: skip


def additional_state(settings: Settings) -> None:
    """The LSTM of the page with two gates fixed: how far its c moves."""
    st.markdown(_("**2. “LSTM has additional state called memory state which is updated at every time step.”**"))
    f, i = (letter(settings.notation, gate) for gate in "fi")
    c = in_notation("$c$", settings.notation, "lstm")
    st.markdown(_("Fix two gates at every step. Can you find values at which {c} never changes?").format(c=c))
    forget = st.slider(_("Forget gate {f}").format(f=f), 0.0, 1.0, 0.5, 0.05, key="construction_claim_f")
    write = st.slider(_("Input gate {i}").format(i=i), 0.0, 1.0, 0.5, 0.05, key="construction_claim_i")
    fixed = replace(settings, clamps=(Clamp("f", None, forget), Clamp("i", None, write)))
    moved = moves(run_stage("d", fixed.x, fixed.weights, fixed.h0, fixed.c0, fixed.clamped).c, fixed.c0)
    at = int(np.count_nonzero(moved))
    largest = format_number(float(moved.max()), plus="")
    st.markdown(
        _("{c} changes at **{at} of {n_moved}** steps, by **{largest}** at most.").format(
            c=c, at=at, n_moved=len(moved), largest=largest
        )
    )
    if at == 0:
        st.markdown(_("The state is there at every step. The gates decide whether it is updated."))


def long_term(settings: Settings) -> None:
    """Four nets, three seeds each, learn to say the first step at the last one."""
    st.markdown(_("**3. “RNN cannot model long term dependencies but LSTM does.”**"))
    st.markdown(_("The first step is +1 or −1, then comes noise. The net must output the first step at the end."))
    steps = st.slider(_("Steps"), SHORTEST, LONGEST, FIRST_LENGTH, key="construction_recall_steps")
    wanted: set[int] = st.session_state.setdefault(WANTED, set())
    if st.button(_("Train all four nets"), key="construction_recall_train", icon=":material/play_arrow:"):
        wanted.add(steps)
    if steps not in wanted:
        st.caption(
            _("16 units, 300 updates, {n_seeds} seeds each; about a second a run. Guessing is {guessing:.0%}.").format(
                n_seeds=len(SEEDS), guessing=GUESSING
            )
        )
    elif found := trained(steps):
        st.markdown(score_table(found))
        st.markdown(f"{verdict(found)} {remedy(found)}")


def trained(steps: int) -> Scores | None:
    """The accuracies of every net and seed; None while they are trained. Torch is loaded where it is first needed."""
    from rnnviz.learn.recall import accuracies

    return answer("construction_recall", (steps,), small_runs(), accuracies, steps)


def score_table(found: Scores) -> str:
    """The accuracy of every run, as Markdown."""
    head = [
        _("| net | ") + " | ".join(_("seed {seed}").format(seed=seed) for seed in SEEDS) + " |",
        "|---|" + "--:|" * len(SEEDS),
    ]
    rows = [
        f"| {CONTESTANTS[key].title.replace('W_hh', '$W_{hh}$')} | " + " | ".join(f"{s:.0%}" for s in scores) + " |"
        for key, scores in found.items()
    ]
    return "\n".join([*head, *rows])


DASHES = ("solid", "dash", "dot", "dashdot")
MOST_LINES = 4
ROW = 74


def side_by_side_figure(
    x: Array, states: Mapping[str, Array], labels: Sequence[str], letter: Callable[[str], str] = str
) -> Part:
    """x (T, I) over h (T, H) of each cell, by its title; of more than 4 units the first 4. labels: the steps' words.

    letter: what a quantity is called.
    """
    shown = {"x": ("x", x)} | {title: ("h", h) for title, h in states.items()}
    traces = []
    for row, (title, (quantity, values)) in enumerate(shown.items()):
        names = [f"{title} {letter(quantity)}" if quantity != title else title] * min(values.shape[1], MOST_LINES)
        at = {"xaxis": numbered("x", row), "yaxis": numbered("y", row)}
        traces += [curve(values, unit, f"{name}[{unit + 1}]", quantity, labels) | at for unit, name in enumerate(names)]
    layout = panels(list(shown), "", 0.07) | breaks(hour_gaps(labels), 1) | {
        "height": 40 + ROW * len(shown), "margin": {"l": 50, "r": 6, "t": 6, "b": 24}, "hovermode": "x unified",
        "showlegend": False,
    }  # fmt: skip
    for row in range(1, len(shown)):
        layout[numbered("yaxis", row)] |= {"range": [-1.08, 1.08]}
    return {"data": traces, "layout": layout}


def curve(values: Array, unit: int, name: str, quantity: str, labels: Sequence[str]) -> Part:
    return {
        "type": "scatter", "x": list(range(1, len(values) + 1)), "y": values[:, unit], "name": name, "mode": "lines",
        "line": {"color": QUANTITIES[quantity].colour, "dash": DASHES[unit], "width": 2},
        "customdata": list(map(as_text, labels)), "hovertemplate": "%{y:.4g} (%{customdata})",
    }  # fmt: skip
