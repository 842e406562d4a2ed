"""One sequence read in pieces: carry the state or not, detach it or not (row 31)."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from rnnviz.core.pieces import PiecewiseRun, differing, in_pieces, whole
from rnnviz.stage.chart import chart
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.theme import HUES, NEUTRAL, QUANTITIES
from rnnviz.ui.source import source

GRADIENT = HUES["violet"]["light"]
HEIGHT = 300
GUESSES = {
    (False, False): _("Nothing"),
    (False, True): _("The gradients alone"),
    (True, True): _("The states, and the gradients"),
    (True, False): _("The states alone"),
}


def pieces(settings: Settings) -> None:
    """The section: settings, a guess, then both readings."""
    st.markdown(_("**Read one sequence in pieces**: `self.lstm(x, (h0.detach(), c0.detach()))`"))
    source("S2")
    left, right = st.columns([3, 7], gap="medium")
    with left:
        length = piece_slider(settings.steps)
        carry = st.toggle(_("Carry the state into the next piece"), True, key="stacks_carry")
        cut = st.toggle(_("Detach it there"), True, key="stacks_detach", disabled=not carry)
        guess = st.radio(
            _("What differs from reading in one go?"), list(GUESSES), index=None, format_func=GUESSES.__getitem__,
            key=f"stacks_guess_{length}_{carry}_{cut}",
        )  # fmt: skip
    with right:
        if guess is None:
            st.info(_("Choose an answer first. Then you see both readings."))
            return
        read, one = readings(settings, length, carry, cut)
        st.markdown(answer(guess, differing(read, one), read, carry))
        chart(
            "stacks_pieces",
            pieces_figure(read, one),
            _(
                "Unit 1 of the state, and the norm of the last state's gradient, in one go and in "
                "pieces, over the steps."
            ),
        )


def piece_slider(steps: int) -> int:
    """How many steps a piece has; a slider from 1 to 1 cannot be."""
    return int(st.slider(_("Steps in a piece"), 1, steps, min(3, steps), key="stacks_piece")) if steps > 1 else 1


def readings(settings: Settings, length: int, carry: bool, cut: bool) -> tuple[PiecewiseRun, PiecewiseRun]:
    given = (settings.cell, settings.x, settings.weights, settings.h0, settings.c0, settings.activation)
    return in_pieces(*given, length=length, carry=carry, cut=cut), whole(*given)


def answer(guess: tuple[bool, bool], found: tuple[bool, bool], read: PiecewiseRun, carry: bool) -> str:
    """The learner's answer beside the right one, and why."""
    right = (
        _("Right")
        if guess == found
        else _("You said: {guesses}. Here it is otherwise").format(guesses=GUESSES[guess].lower())
    )
    return f"**{right}: {GUESSES[found].lower()}.** {why(found, read, carry)}"


def why(found: tuple[bool, bool], read: PiecewiseRun, carry: bool) -> str:
    """What is passed on between pieces, and what of it can be seen here."""
    first = read.starts[-1] + 1
    if first == 1:
        return _("There is one piece: it holds all steps.")
    states, gradients = found
    arrives = _("Before step {first} no gradient of the last output arrives").format(first=first) if gradients else ""
    if carry and not states:
        passed = _("Each piece starts from the last state of the piece before, so the states are the same.")
    elif states:
        passed = _("Each piece starts from the first state again, so the states differ.")
    else:
        passed = _("Each piece starts from the first state again; here the states differ by less than 1e-12.")
    return f"{passed} {arrives or _('The gradient is the same, to 12 digits after the point')}."


def pieces_figure(read: PiecewiseRun, whole: PiecewiseRun) -> go.Figure:
    """h of unit 1 over the norm of the gradient, both against the steps; dashed lines where a piece begins."""
    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.1)
    steps = list(range(1, len(read.h) + 1))
    rows = {1: (whole.h[:, 0], read.h[:, 0], QUANTITIES["h"].colour), 2: (whole.reach, read.reach, GRADIENT)}
    for row, (ones, others, colour) in rows.items():
        for name, values, line in (
            (_("in one go"), ones, {"color": NEUTRAL, "width": 5}),
            (_("in pieces"), others, {"color": colour, "width": 2, "dash": "dash"}),
        ):
            figure.add_scatter(
                x=steps, y=values.tolist(), name=name, line=line, mode="lines+markers", showlegend=row == 1,
                hovertemplate="%{y:.4g}", row=row, col=1,
            )  # fmt: skip
    for start in read.starts[1:]:
        figure.add_vline(x=start + 0.5, line={"dash": "dot", "width": 1.5, "color": NEUTRAL})
    figure.update_yaxes(title_text="state[1]", row=1, col=1)
    figure.update_yaxes(title_text="gradient", row=2, col=1)
    figure.update_xaxes(title_text=_("time step t"), row=2, col=1)
    figure.update_layout(
        height=HEIGHT, margin={"l": 56, "r": 10, "t": 8, "b": 44}, hovermode="x unified",
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
    )  # fmt: skip
    return figure
