"""The lines of a model: each is chosen, and the array before and after it stands beside it (row 30)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from rnnviz.core import Array
from rnnviz.core.printed_models import READINGS, Run, run_lines, summary
from rnnviz.core.stack import from_named
from rnnviz.core.typed import InputError, grouped
from rnnviz.lessons.stacks.shapes import shape_text
from rnnviz.lessons.stacks.state import StacksState
from rnnviz.texts import _, marked
from rnnviz.theme import format_number
from rnnviz.ui.plain import plain
from rnnviz.ui.source import source


@dataclass(frozen=True)
class ModelLine:
    """A line of code, its axes in words, and the arrays before and after it."""

    code: str
    axes: str
    before: Callable[[Run], Array]
    after: Callable[[Run], Array]


LINES: tuple[ModelLine, ...] = (
    ModelLine("x = X.reshape(X.shape[0], -1, 1)", "(N, L) → (N, L, 1)", lambda run: run.flat, lambda run: run.x),
    ModelLine("out, h_n = self.rnn(x)  # out", "(N, L, 1) → (N, L, D·H)", lambda run: run.x, lambda run: run.out),
    ModelLine("out, h_n = self.rnn(x)  # h_n", "(N, L, 1) → (layers·D, N, H)", lambda run: run.x, lambda run: run.h_n),
    ModelLine("last = out[:, -1, :]", "(N, L, D·H) → (N, D·H)", lambda run: run.out, lambda run: run.last_out),
    ModelLine("last = h_n[-1]", "(layers·D, N, H) → (N, H)", lambda run: run.h_n, lambda run: run.last_h),
)


YES_NO = {"yes": _("yes"), "no": _("no")}


def model_lines(now: StacksState) -> None:
    """Choose a line; answer whether both ways to the last state agree; S0's summary."""
    left, right = st.columns([3, 7], gap="medium")
    with left:
        number = st.radio(
            _("Line of the model"), range(len(LINES)), format_func=lambda k: f"`{LINES[k].code}`", key="stacks_line"
        )
        reading = st.selectbox(_("Windows"), list(READINGS), format_func=READINGS.__getitem__, key="stacks_reading")
    with right:
        try:
            net = now.net()
            arrays = net.arrays()  # what was moved on the stage counts here, too
            weights = from_named(net.made, arrays)
            run = run_lines(net.made, weights, arrays["x"][:, 0], reading, net.activation)
        except InputError as error:
            st.info(_("{error} Choose such an input under Input.").format(error=plain(str(error))))
        else:
            before_and_after(LINES[number], run)
            question(run, reading)
    summary_table()


def before_and_after(line: ModelLine, run: Run) -> None:
    """Both arrays of a line, with their shapes."""
    st.markdown(_("With `batch_first=True`: **{axes}**. Three windows of the series above.").format(axes=line.axes))
    for name, array in ((_("before"), line.before(run)), (_("after"), line.after(run))):
        st.markdown(f"{name}: `{shape_text(array.shape)}`")
        st.code(as_torch_prints(array), language=None)


def as_torch_prints(array: Array) -> str:
    """The numbers as torch prints them: a row a line, an empty line between two matrices."""
    if array.ndim == 3 and array.shape[-1] == 1:
        return "\n".join(" ".join(f"[{format_number(value)}]" for value in row) for row in array[:, :, 0])
    if array.ndim == 3:
        return "\n\n".join(as_torch_prints(matrix) for matrix in array)
    return "\n".join(" ".join(f"{format_number(value):>8}" for value in row) for row in array)


def question(run: Run, reading: str) -> None:
    """Do out[:, -1, :] and h_n[-1] agree here?"""
    key = f"stacks_same_{reading}_{run.made.bidirectional}_{run.made.num_layers}"
    guess = st.radio(
        _("Is `out[:, -1, :]` the same array as `h_n[-1]` here?"), YES_NO, index=None, format_func=YES_NO.get, key=key
    )
    if guess is None:
        return
    right = "yes" if run.same else "no"
    said = _("Right")
    if guess != right:
        said = _("You said {guess}; here it is {right}").format(guess=YES_NO[guess], right=YES_NO[right])
    st.markdown(f"**{said}.** {why(run, reading)}")


def why(run: Run, reading: str) -> str:
    """One reason, of what is on the screen."""
    if run.made.bidirectional:
        if reading == "packed":
            return _(
                "The backward half of `out[:, -1, :]` has read nothing in window 2, which is padding; `h_n[-1]` has "
                "read all. Use `h_n[-2]`, too."
            )
        return _(
            "The backward half of `out[:, -1, :]` has read one step alone; `h_n[-1]` has read all. Use `h_n[-2]`, too."
        )
    if reading == "packed":
        return _("In window 2 the last step is padding: `out` is 0 there, and `h_n` is the state at its true end.")
    if reading == "padded":
        return _("Both are the state after the zeros of window 2. The state at its true end is neither; pack it.")
    return _("One direction and whole windows: the last step of the last layer is the last state.")


def summary_table() -> None:
    """S0's summary of its classifier of reviews, with other sizes to type."""
    st.markdown(_("**The summary of a model.** `-1` stands for N: any number of reviews."))
    source("S0")
    sizes = {
        marked("vocabulary"): 20_000, marked("tokens"): 500, marked("embedding"): 128, marked("hidden"): 64,
        marked("classes"): 2,
    }  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        chosen = [
            int(st.number_input(_(name), 1, 100_000, usual, width=130, key=f"stacks_summary_{name}"))
            for name, usual in sizes.items()
        ]
    rows = [f"| {it.name} | `{list(it.output)}` | {grouped(it.weights)} |" for it in summary(*chosen)]
    st.markdown("\n".join([_("| layer | output shape | weights |"), "| --- | --- | ---: |", *rows]))
