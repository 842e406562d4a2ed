"""The training loop's five lines: a cursor goes over them, and what each has changed stands beside it."""

from __future__ import annotations

import math

import streamlit as st

from rnnviz.core import Array
from rnnviz.core.bptt import Problem
from rnnviz.core.course import LINES, ROUNDS, LineEffect, line_effects
from rnnviz.lessons.update.page import PAGE
from rnnviz.lessons.update.state import UpdateState
from rnnviz.lessons.update.weights import flat, names
from rnnviz.texts import _
from rnnviz.theme import format_number

GUESSES = (_("the gradient of the second round alone"), _("the sum of both rounds' gradients"), _("the mean of both"))
RIGHT = GUESSES[1]
NUMBER = st.column_config.NumberColumn(format="%+.6g")
SHOWN = 4  # steps of the output that are written out


def five_lines(now: UpdateState, problem: Problem) -> None:
    """The loop from the weights as they are now, with this page's optimiser and rate."""
    with st.popover(
        _("Five lines"),
        icon=":material/format_list_numbered:",
        help=_("The training loop, a line at a time. Source: S2."),
    ):
        found = line_effects(problem, now.optimiser, now.lr, now.forget)
        at = min(now.line, len(found) - 1)
        bar(now, at, len(found) - 1)
        left, right = st.container(key="five_lines", width=980).columns([5, 6], gap="medium")
        with left:
            st.code(code(found[at], now.forget), language="python", wrap_lines=True)
            st.markdown(sentence(found[at]))
            if now.forget:
                question()
        with right:
            table(found, at, problem.cell)


def bar(now: UpdateState, at: int, last: int) -> None:
    """Back, on, and whether the first line is there."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for name, label, to in (("first", _("Start"), 0), ("back", _("← Line"), at - 1), ("next", _("Line →"), at + 1)):
            st.button(
                label, key=f"update_line_{name}", on_click=PAGE.set, kwargs={"line": to},
                disabled=not 0 <= to <= last or to == at,
            )  # fmt: skip
        st.toggle(
            _("Common mistake: zero_grad forgotten"),
            **PAGE.knob("forget", now.forget),
        )


def code(here: LineEffect, forget: bool) -> str:
    """The loop with an arrow at the line that has just run."""
    lines = [
        f"# round {here.round + 1} of {ROUNDS}",
        "for inputs, targets in loader:",
    ]
    for number, (text, _said) in enumerate(LINES):
        left = "▶ " if number == here.number else "  "
        lines.append(f"  {left}{'# ' if forget and number == 0 else ''}{text}")
    return "\n".join(lines)


def sentence(here: LineEffect) -> str:
    """What the line does, with its numbers."""
    if here.number < 0:
        return _("Press **Line →**. Nothing has run yet: `.grad` is `None`.")
    if here.skipped:
        left = _("what the round before left") if here.grad else _("`None`, for this is the first round")
        return _("The line is missing: `.grad` still holds {left}.").format(left=left)
    text = LINES[here.number][1]
    if here.number == 1 and here.y is not None:
        return _("{text} Outputs: {y}.").format(text=text, y=rows(here.y))
    if here.number == 2 and here.loss is not None:
        return _("{text} The loss is **{loss}**.").format(text=text, loss=number(here.loss, ""))
    return text


def number(value: float, plus: str = "+") -> str:
    return format_number(value, plus=plus) if math.isfinite(value) else _("beyond any number")


def rows(y: Array) -> str:
    """The outputs of the last steps."""
    steps = [f"({', '.join(number(value) for value in row)})" for row in y[-SHOWN:]]
    return ("… " if len(y) > SHOWN else "") + ", ".join(steps)


def table(found: tuple[LineEffect, ...], at: int, cell: str) -> None:
    """Every weight with its .grad, before the line and after it."""
    here, before = found[at], found[max(0, at - 1)]
    st.dataframe(
        {
            _("weight"): names(here.weights, cell),
            _(".grad before"): grads(before),
            _(".grad after"): grads(here),
            _("value before"): flat(before.weights),
            _("value after"): flat(here.weights),
        },
        hide_index=True,
        height=300,
        column_config=dict.fromkeys((_(".grad before"), _(".grad after"), _("value before"), _("value after")), NUMBER),
    )


def grads(moment: LineEffect) -> list[float] | list[None]:
    return flat(moment.grad).tolist() if moment.grad else [None] * len(flat(moment.weights))


def question() -> None:
    """The question on the mistake."""
    guess = st.radio(
        _("Without zero_grad: what does `.grad` hold after the second `loss.backward()`?"), GUESSES, index=None,
        key="update_guess",
    )  # fmt: skip
    if guess is None:
        return
    word = _("Right") if guess == RIGHT else _("You said: {guess}. It is {right}").format(guess=guess, right=RIGHT)
    st.markdown(
        _("**{word}.** `backward` adds. Step to round 2 and compare `.grad` before and after it.").format(word=word)
    )
