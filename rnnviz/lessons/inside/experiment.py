"""The experiment: one unit's state or gate held at a number, and what the net says then."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.learn.inside.holding import Intervention
from rnnviz.learn.inside.patching import shares
from rnnviz.learn.tasks import task_of
from rnnviz.lessons.inside.controls import quantity_controls, read_controls, row, unit_control
from rnnviz.lessons.inside.net import given, looked
from rnnviz.lessons.inside.opened import Looked, OpenNet, Reading
from rnnviz.lessons.inside.pictures import before_after_figure
from rnnviz.lessons.inside.state import PAGE, SPANS, InsideState
from rnnviz.stage.chart import chart
from rnnviz.theme import MINUS, QUANTITIES
from rnnviz.ui.groups import picture
from rnnviz.ui.plain import plain

MOST = 2  # outputs that are followed on each side


def experiment_view(net: OpenNet, look: InsideState) -> None:
    row(partial(read_controls, net, look), partial(quantity_controls, net, look))
    what = given(net, look)
    row(partial(unit_control, net, look), partial(hold_controls, look, len(what.pieces)))
    one = net.held(look, len(what.pieces))
    before, after = looked(net, what), looked(net, what, (one,))
    if before.scores is None or after.scores is None:
        states_alone(what, before, after)
        return
    title, was, now = outputs(net, before.scores, after.scores)
    names = net.names(was.shape[1])
    chosen = followed(was, now)
    shown = before_after_figure(
        before.ends, what.pieces, was[:, chosen], now[:, chosen], [names[k] for k in chosen], title
    )
    with picture():
        chart("inside_after", shown, "What the net says after each step, before the experiment and after it.")
    st.markdown(said(net, one, was[-1], now[-1], names))


def hold_controls(look: InsideState, steps: int) -> None:
    st.number_input("Held at", step=0.5, width=120, **PAGE.knob("value", look.value))
    st.number_input("From step", 1, max(1, steps), step=1, width=120, **PAGE.knob("since", min(look.since, steps)))
    st.segmented_control(
        "For how long", list(SPANS), format_func=SPANS.__getitem__, required=True, label_visibility="collapsed",
        **PAGE.knob("span", look.span),
    )  # fmt: skip


def outputs(net: OpenNet, was: Array, now: Array) -> tuple[str, Array, Array]:
    """What the axis says, and the numbers before and after."""
    if net.trained is None:
        return "output y", was, now
    if task_of(net.trained.plan).loss == "mse":
        mean, spread = net.trained.scale
        return "forecast", was * spread + mean, now * spread + mean
    return "probability", shares(was), shares(now)


def followed(was: Array, now: Array) -> list[int]:
    """The outputs that are largest at the end, before and after."""
    tops = [np.argsort(-it[-1], kind="stable")[:MOST].tolist() for it in (was, now)]
    return list(dict.fromkeys(tops[0][:1] + tops[1][:1] + tops[0] + tops[1]))[: MOST + 1]


def said(net: OpenNet, one: Intervention, was: Array, now: Array, names: tuple[str, ...]) -> str:
    """What is held, and the answer at the end, in sentences."""
    place = f"from step {one.start + 1} on" if one.stop is None else f"at step {one.start + 1}"
    what = f"{QUANTITIES[one.quantity].name} {one.quantity}[{one.unit + 1}] held at {signed(one.value)} {place}"
    if net.trained is not None and task_of(net.trained.plan).loss == "mse":
        moved = now[0] - was[0]
        return f"Before: **{signed(was[0])}**. With the {what}: **{signed(now[0])}**, a change of {signed(moved)}."
    first, second = int(was.argmax()), int(now.argmax())
    same = " The answer stays the same." if first == second else " **The answer has changed.**"
    return (
        f"Before: **{plain(names[first])}** ({was[first]:.3f}). "
        f"With the {what}: **{plain(names[second])}** ({now[second]:.3f}).{same}"
    )


def signed(value: float) -> str:
    return f"{value:.4g}".replace("-", MINUS)


def states_alone(what: Reading, before: Looked, after: Looked) -> None:
    """A file without a head: how far its last layer's h moved."""
    was, now = (np.concatenate([way["h"] for way in it.states[-1]], axis=1) for it in (before, after))
    moved = np.abs(now - was).max(axis=1, keepdims=True)
    shown = before_after_figure(before.ends, what.pieces, 0 * moved, moved, ["the unit that moves most"], "change")
    with picture():
        chart("inside_after", shown, "How far the last layer's h moved after each step.")
    st.caption("This file has no head, so there is no answer. The curve is the largest change of a unit of h.")
