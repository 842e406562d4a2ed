"""A pattern is moved along a window: which net still knows it (row 34, "no shared features")."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.small import pattern, store
from rnnviz.core.small.pattern import LEARNED, PLACES, Scores
from rnnviz.figures.training import COLOURS, LEGEND
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import NEUTRAL
from rnnviz.ui.behind import behind

HEIGHT = 240


def scores_figure(scores: Scores, place: int) -> go.Figure:
    """Both nets' shares against the places, from 1; the trained places are shaded, the chosen one is marked."""
    figure, places = go.Figure(), list(range(1, PLACES + 1))
    for name, values, colour, symbol in (
        (_("recurrent net"), scores.recurrent, COLOURS[0], "circle"),
        (_("dense net"), scores.dense, COLOURS[1], "square"),
    ):
        figure.add_scatter(
            x=places, y=values.tolist(), name=name, mode="lines+markers", cliponaxis=False,
            line={"color": colour, "width": 2.6}, marker={"size": 8, "symbol": symbol},
            hovertemplate=_("%{y:.0%} right at position %{x}"),
        )  # fmt: skip
    figure.add_vrect(x0=0.5, x1=LEARNED + 0.5, fillcolor=NEUTRAL, opacity=0.18, line_width=0)
    figure.add_annotation(
        x=(LEARNED + 1) / 2, y=0.06, text=_("trained here"), showarrow=False, yref="paper", font={"size": 12}
    )
    figure.add_vline(x=place + 1, line={"dash": "dot", "width": 2, "color": NEUTRAL})
    figure.update_xaxes(title_text=_("position of the pattern"), dtick=1, range=[0.5, PLACES + 0.5])
    figure.update_yaxes(title_text="right", range=[0, 1.05], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    figure.update_layout(height=HEIGHT, margin={"l": 64, "r": 12, "t": 30, "b": 44}, legend=LEGEND, dragmode=False)
    return figure


def window_figure(window: Array) -> go.Figure:
    """The numbers of the window that both nets read, as bars."""
    figure = go.Figure()
    figure.add_bar(
        x=list(range(1, len(window) + 1)), y=window.tolist(), hovertemplate=_("step %{x}: %{y:+g}<extra></extra>"),
        marker={"color": ["#009E73" if value > 0 else "#CC79A7" for value in window]},
    )  # fmt: skip
    figure.update_xaxes(title_text=_("step of the window"), dtick=1, range=[0.5, len(window) + 0.5])
    figure.update_yaxes(title_text="x", range=[-1.3, 1.3], tickvals=[-1, 0, 1])
    figure.update_layout(height=150, margin={"l": 64, "r": 12, "t": 8, "b": 44}, dragmode=False, showlegend=False)
    return figure


ASKED = 8  # position 9
GUESSES: dict[tuple[bool, bool], str] = {
    (True, True): _("Both"),
    (True, False): _("The dense net alone"),
    (False, True): _("The recurrent net alone"),
    (False, False): _("Neither"),
}


def moved() -> None:
    """The question, and after an answer the pattern to move."""
    behind(_("Move a pattern: which net still finds it?"), ":material/swap_horiz:", asked_and_shown)


def asked_and_shown() -> None:
    st.markdown(
        _(
            "Both nets read windows of {steps} numbers and learned to tell **+1, +1, −1** from other orders "
            "of the same numbers. In training the pattern began at positions 1 to {learned} only."
        ).format(steps=pattern.STEPS, learned=pattern.LEARNED)
    )
    guess = st.radio(
        _("Which net still finds it at position {asked}?").format(asked=ASKED + 1),
        list(GUESSES),
        index=None,
        horizontal=True,
        format_func=GUESSES.__getitem__,
        key="sequences_moved_guess",
        persist_state="session",
    )
    if guess is not None:
        place = _place()
        found = pattern.scores()
        st.markdown(judged(guess, found.finds(ASKED)))
        chart(
            "sequences_window",
            window_figure(pattern.clean(place)),
            _("The pattern at position {place}.").format(place=place + 1),
        )
        st.markdown(in_words(place, found))
        chart(
            "sequences_scores", scores_figure(found, place),
            _("The share of windows that each net tells rightly, at each position of the pattern."),
        )  # fmt: skip
        st.caption(why())


def _place() -> int:
    key = "sequences_moved"
    return st.slider(_("Position of the pattern"), 1, pattern.PLACES, ASKED + 1, key=key, persist_state="session") - 1


def judged(guess: tuple[bool, bool], right: tuple[bool, bool]) -> str:
    """The answer beside the right one."""
    start = (
        _("Right") if guess == right else _("You said: {guesses}. Here it is").format(guesses=GUESSES[guess].lower())
    )
    return f"**{start}: {GUESSES[right].lower()}.**"


def in_words(place: int, found: pattern.Scores) -> str:
    """What both nets make of the window above, and of others."""
    window = pattern.clean(place)[None]
    rows = [
        f"| {name} | {net(window)[0]:.3f} | {score[place]:.0%} |"
        for name, net, score in (
            ("recurrent", pattern.recurrent, found.recurrent),
            ("dense", pattern.dense, found.dense),
        )
    ]
    head = _("| net | P(pattern), this window | right of {tried} new windows, position {place} |").format(
        tried=pattern.TRIED, place=place + 1
    )
    return "\n".join([head, "| --- | ---: | ---: |", *rows])


def why() -> str:
    """How the nets are made."""
    first, second = store.bag("pattern.first")[0], store.bag("pattern.dense")[0]
    dense = sum(part.size for part in (first.weight, first.bias, second.weight, second.bias))
    quiet = pattern.LEARNED + len(pattern.PATTERN)
    return _(
        "50% is chance. The dense net has its own weights for each step of the window; in training, steps "
        "{quiet} to {steps} held only noise. The recurrent net uses the same weights at every step; its "
        "largest answer counts. Weights: dense {dense}, recurrent {parameters}."
    ).format(quiet=quiet, steps=pattern.STEPS, dense=dense, parameters=store.net("pattern").parameters)
