"""One sequence read in pieces: carry the state or not, detach it or not (row 31)."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.pieces import PiecewiseRun, differing, in_pieces, whole
from rnnviz.lessons.stacks.pieces_figure import pieces_figure
from rnnviz.stage.chart import chart
from rnnviz.state.settings import Settings

GUESSES = {
    (False, False): "Nothing",
    (False, True): "The gradients alone",
    (True, True): "The states, and the gradients",
    (True, False): "The states alone",
}


def pieces(settings: Settings) -> None:
    """The section: settings, a guess, then both readings."""
    st.markdown("**Read one sequence in pieces** (S2: `self.lstm(x, (h0.detach(), c0.detach()))`)")
    left, right = st.columns([3, 7], gap="medium")
    with left:
        length = piece_slider(settings.steps)
        carry = st.toggle("Carry the state into the next piece", True, key="stacks_carry")
        cut = st.toggle("Detach it there", True, key="stacks_detach", disabled=not carry)
        guess = st.radio(
            "What differs from reading in one go?", list(GUESSES), index=None, format_func=GUESSES.__getitem__,
            key=f"stacks_guess_{length}_{carry}_{cut}",
        )  # fmt: skip
    with right:
        if guess is None:
            st.info("Choose an answer first. Then you see both readings.")
            return
        read, one = readings(settings, length, carry, cut)
        st.markdown(said(guess, differing(read, one), read, carry))
        chart(
            "stacks_pieces",
            pieces_figure(read, one),
            "Unit 1 of the state, and the norm of the last state's gradient, in one go and in pieces, over the steps.",
        )


def piece_slider(steps: int) -> int:
    """How many steps a piece has; a slider from 1 to 1 cannot be."""
    return int(st.slider("Steps in a piece", 1, steps, min(3, steps), key="stacks_piece")) if steps > 1 else 1


def readings(settings: Settings, length: int, carry: bool, cut: bool) -> tuple[PiecewiseRun, PiecewiseRun]:
    given = (settings.cell, settings.x, settings.weights, settings.h0, settings.c0, settings.activation)
    return in_pieces(*given, length=length, carry=carry, cut=cut), whole(*given)


def said(guess: tuple[bool, bool], found: tuple[bool, bool], read: PiecewiseRun, carry: bool) -> str:
    """The learner's answer beside the right one, and why."""
    right = "Right" if guess == found else f"You said: {GUESSES[guess].lower()}. Here it is otherwise"
    return f"**{right}: {GUESSES[found].lower()}.** {why(found, read, carry)}"


def why(found: tuple[bool, bool], read: PiecewiseRun, carry: bool) -> str:
    """What is passed on between pieces, and what of it can be seen here."""
    first = read.starts[-1] + 1
    if first == 1:
        return "There is one piece: it holds all steps."
    states, gradients = found
    arrives = f"Before step {first} no gradient of the last output arrives" if gradients else ""
    if carry and not states:
        passed = "Each piece starts from the last state of the piece before, so the states are the same."
    elif states:
        passed = "Each piece starts from the first state again, so the states differ."
    else:
        passed = "Each piece starts from the first state again; here the states differ by less than 1e-12."
    return f"{passed} {arrives or 'The gradient is the same, to 12 digits after the point'}."
