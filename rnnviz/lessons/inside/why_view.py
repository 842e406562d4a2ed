"""Which inputs mattered for the answer, asked in three ways; and how long the net remembers what it has read."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import InputError, grouped
from rnnviz.learn.inside.attribution import FEWEST, Attribution
from rnnviz.learn.inside.holding import cell_name, width_of
from rnnviz.learn.inside.memory import FOREVER, half_lives, kept
from rnnviz.learn.inside.work import why
from rnnviz.lessons.inside.controls import layer_controls, read_controls, row, unit_control
from rnnviz.lessons.inside.experiment import signed
from rnnviz.lessons.inside.export import csv_button
from rnnviz.lessons.inside.net import attributed, given, own_answer
from rnnviz.lessons.inside.opened import OpenNet, Reading
from rnnviz.lessons.inside.pictures import half_lives_figure, left_figure, mattered_figure, seen
from rnnviz.lessons.inside.state import InsideState
from rnnviz.lessons.inside.work_line import answer, looked_or_asked, remembered_or_asked
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.ui.groups import picture
from rnnviz.ui.plain import plain

WAYS = {"gradient": _("gradient × input"), "integrated": _("integrated gradients"), "occlusion": _("taken out")}
BOTH_WAYS = 3  # passes that a gradient is worth
LONGEST = 60  # steps: each is taken out in turn
PLAIN = re.compile("<[^>]*>")  # a figure's own marks
MOST_NUMBERS = 8_000_000  # of all the matrices ∂h_T/∂h_k


def inputs_view(net: OpenNet, look: InsideState) -> None:
    if net.trained is None:
        raise InputError(_("Choose a run to ask this: a file does not say what its answer is."))
    row(partial(read_controls, net, look))
    what = given(net, look)
    if len(what.pieces) > LONGEST and net.trained.net.shape.takes != "numbers":
        raise InputError(_("This is asked of at most {longest} steps: shorten the text.").format(longest=LONGEST))
    seen_whole = looked_or_asked("inputs_look", net, what)
    if seen_whole is None:
        return
    output, name = own_answer(net, seen_whole)
    found = mattered(net, what, output)
    if found is None:
        return
    rows = {WAYS[way]: values for way, values in found.ways().items()}
    with picture():
        chart(
            "inside_mattered", mattered_figure(rows, what.pieces),
            _("How much each step adds to the answer, by three ways to ask."),
        )  # fmt: skip
    st.markdown(_("Asked of the output **{name}**. {found}").format(name=plain(name), found=agreed(found, what.pieces)))
    scale = _(" All are on the scale that the net learned on.") if net.trained.net.shape.takes == "numbers" else ""
    st.caption(
        _(
            "Integrated gradients add up to {added}. The output is {f}, and with zeros in place of every input "
            "{f_baseline}: a difference of {moved}.{scale} {found}"
        ).format(
            added=signed(found.added),
            f=signed(found.f),
            f_baseline=signed(found.f_baseline),
            moved=signed(found.moved),
            scale=scale,
            found=summed(found),
        )
    )
    csv_button(what.pieces, rows, "rnnviz-inputs.csv")


def mattered(net: OpenNet, what: Reading, output: int) -> Attribution | None:
    """Here and now where that is soon done, beside the page where it needs many points."""
    if not net.heavy(len(what.pieces), BOTH_WAYS * FEWEST) and (soon := attributed(net, what, output)).complete:
        return soon
    assert net.run is not None
    return answer("inputs", (net.run, *what.key, output), why, net.run, what.x, output)


def summed(found: Attribution) -> str:
    """How the sum was made, and what it misses."""
    made = _("The sum is made from {points} points between the two inputs.").format(points=grouped(found.points))
    return (
        made if found.complete else _("{made} It still misses {missed}.").format(made=made, missed=signed(found.missed))
    )


def agreed(found: Attribution, pieces: tuple[str, ...]) -> str:
    """Whether the three ways name the same piece."""
    tops = found.largest()
    if len(set(tops.values())) == 1:
        step = next(iter(tops.values()))
        return _("All ways name the same step as the largest: {step}, {pieces}.").format(
            step=step + 1, pieces=plain(seen(pieces)[step])
        )
    said = ", ".join(
        _("{ways}: step {step}, {pieces}").format(ways=WAYS[way], step=step + 1, pieces=plain(seen(pieces)[step]))
        for way, step in tops.items()
    )
    return _("The ways disagree on the largest step ({said}).").format(said=said)


def memory_view(net: OpenNet, look: InsideState) -> None:
    row(partial(read_controls, net, look), partial(layer_controls, net, look), partial(unit_control, net, look))
    what = given(net, look)
    where, unit = net.where(look), net.unit(look)
    gate = IN_TORCH[cell_name(net.rnn)].keeper
    if width_of(net.rnn, "h") ** 2 * len(what.pieces) > MOST_NUMBERS:
        raise InputError(_("This net is too large for so many steps: give it a shorter input."))
    found = looked_or_asked("memory_look", net, what)
    norms = remembered_or_asked(net, what, found, where.layer, where.direction) if found else None
    if found is None or norms is None:
        return
    lines = {_("norm of ∂h<sub>T</sub>/∂h<sub>k</sub>"): norms}
    values = found.states[where.layer][where.direction]
    if gate:
        order = values[gate][::-1] if where.direction else values[gate]
        share = kept(order)[:, min(unit, order.shape[1] - 1)]
        lines[_("product of {gate}[{unit}] to the end").format(gate=gate, unit=unit + 1)] = (
            share[::-1] if where.direction else share
        )
    left, right = st.columns([3, 2], gap="medium")
    with left, picture():
        chart("inside_left", left_figure(lines, what.pieces), _("What is left of each step at the end."))
    if gate:
        lives = half_lives(values[gate])
        with right:
            chart(
                "inside_lives", half_lives_figure(lives, gate), _("After how many steps half is left, over all units.")
            )
        st.markdown(life_words(lives, unit, gate))
        if "c" in values:
            st.caption(_("The norm follows h alone: the cell state is kept as it is."))
    else:
        st.markdown(
            _("This cell has no gate that keeps. The norm says how much the last state still depends on each step.")
        )
    csv_button(what.pieces, {PLAIN.sub("", name): values for name, values in lines.items()}, "rnnviz-memory.csv")


def life_words(lives: Array, unit: int, gate: str) -> str:
    own, longest = lives[min(unit, len(lives) - 1)], int(lives.argmax())
    return _(
        "By the mean of its gate {gate}, unit {unit} has lost half of what it had after **{own}**. For the unit "
        "in the middle it is {lives}. The longest is unit {longest}: {lives2}."
    ).format(
        gate=gate,
        unit=unit + 1,
        own=steps(own),
        lives=steps(float(np.median(lives))),
        longest=longest + 1,
        lives2=steps(lives[longest]),
    )


def steps(life: float) -> str:
    return (
        _("more than {forever} steps").format(forever=grouped(int(FOREVER)))
        if life >= FOREVER
        else _("{life:.1f} steps").format(life=life)
    )
