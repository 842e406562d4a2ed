"""Mistakes of printed model classes, each to be found: an argument without effect (S0), states nobody makes (S2)."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.printed_models import PRINTED, PrintedModel, h0_mistake, right
from rnnviz.core.shapes import parameters
from rnnviz.core.typed import grouped
from rnnviz.lessons.stacks.shapes import shape_text
from rnnviz.texts import _
from rnnviz.ui.source import source


def printed_models() -> None:
    """Both exhibits, side by side."""
    source("S0, S2")
    left, right_side = st.columns(2, gap="medium")
    with left:
        argument()
    with right_side:
        first_states()


def argument() -> None:
    """Change an argument; how many numbers does the printed class learn?"""
    it = PRINTED[
        st.radio(
            _("Printed line"), list(PRINTED), format_func=lambda key: f"`{PRINTED[key].name}`", key="stacks_printed"
        )
    ]
    st.code(it.line, language="python", wrap_lines=True)
    value = st.slider(
        _("{argument} that you pass").format(argument=it.argument),
        *it.limits,
        it.limits[1],
        key=f"stacks_printed_{it.argument}",
    )
    guess = st.radio(
        _("Which {field} does this line use?").format(field=it.field),
        list(range(it.limits[0], it.limits[1] + 1)),
        index=None,
        horizontal=True,
        key=f"stacks_printed_guess_{it.argument}",
    )
    if guess is not None:
        st.markdown(found(it, value, guess))


def found(it: PrintedModel, value: int, guess: int) -> str:
    """The guess beside the line, and what the fixed line makes of the argument."""
    begin = _("Right") if guess == it.fixed else _("You said {guess}. Here it is").format(guess=guess)
    wanted = it.with_argument(value)
    same = "" if value != it.fixed else _(" With this value both lines make the same net; choose another.")
    return _(
        "**{begin}: {fixed}.** The line does not use `{argument}`: for any value it has **{made}** numbers. "
        "Fixed, `{mended}` has **{wanted}** for {value}.{same}"
    ).format(
        begin=begin,
        fixed=it.fixed,
        argument=it.argument,
        made=grouped(parameters(it.made)),
        mended=it.mended,
        wanted=grouped(parameters(wanted)),
        value=value,
        same=same,
    )


def first_states() -> None:
    """Make the h0 that S2 uses: three numbers."""
    st.markdown(_("This `forward` uses `h0` and `c0`. No line makes them: `NameError: name 'h0' is not defined`."))
    st.code("out, (hn, cn) = self.lstm(x, (h0.detach(), c0.detach()))", language="python", wrap_lines=True)
    st.markdown(
        _("Its LSTM has `num_layers=2`, `hidden_dim=50`, `batch_first=True` and reads x of (64, 10, 5). Make h0:")
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        given = [
            st.number_input(_("Size {k}").format(k=k + 1), 1, 1000, None, 1, width=110, key=f"stacks_h0_{k}")
            for k in range(3)
        ]
    if all(it is not None for it in given):
        st.markdown(checked(tuple(int(it or 0) for it in given)))


def checked(shape: tuple[int, ...]) -> str:
    """Torch's answer to a shape, and the cause."""
    if mistake := h0_mistake(shape):
        refusal = f"Expected hidden[0] size {shape_text(right())}, got {list(shape)}"
        return _("torch says: `{refusal}`. {mistake}").format(refusal=refusal, mistake=mistake)
    zeros = f"`h0 = c0 = torch.zeros{shape_text(shape)}`"
    return _("**Right**: {zeros}. Without the pair, `self.lstm(x)` begins with these zeros, too.").format(zeros=zeros)
