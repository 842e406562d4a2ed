"""The experiment: one unit held at a number, or another text's memory put in, and what the net says then."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.learn.inside.effect import Effect, change_of, effect
from rnnviz.learn.inside.holding import Intervention
from rnnviz.learn.inside.looking import Held
from rnnviz.learn.inside.patching import transplanted
from rnnviz.lessons.inside.controls import donor_controls, number, quantity_controls, read_controls, row, unit_control
from rnnviz.lessons.inside.export import csv_button
from rnnviz.lessons.inside.net import donor_of, given
from rnnviz.lessons.inside.opened import OpenNet, Reading
from rnnviz.lessons.inside.pictures import before_after_figure, seen
from rnnviz.lessons.inside.state import ACTS, PAGE, SPANS, InsideState
from rnnviz.lessons.inside.work_line import looked_or_asked
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import MINUS, QUANTITIES
from rnnviz.ui.groups import picture
from rnnviz.ui.plain import plain


def experiment_view(net: OpenNet, look: InsideState) -> None:
    ways = partial(
        st.segmented_control, _("What is done"), list(ACTS), format_func=ACTS.__getitem__, required=True,
        label_visibility="collapsed", **PAGE.knob("act", look.act),
    )  # fmt: skip
    holds = look.act == "hold"
    row(partial(read_controls, net, look), ways, *([partial(quantity_controls, net, look)] if holds else []))
    what = given(net, look)
    acted = (hold if holds else transplant)(net, look, what)
    before = looked_or_asked("before", net, what) if acted else None
    after = looked_or_asked("after", net, what, acted[0]) if acted and before else None
    if acted is None or before is None or after is None:
        return
    done = acted[1]
    if before.scores is None or after.scores is None:
        was, now = ([way["h"] for way in it.states[-1]] for it in (before, after))
        found = change_of(was, now)
        names: tuple[str, ...] = (_("the unit that moves most"),)
    else:
        found = effect(net.trained, before.scores, after.scores)
        names = net.names(found.was.shape[1])
    chosen = found.followed()
    shown = before_after_figure(
        before.ends, what.pieces, found.was[:, chosen], found.now[:, chosen], [names[k] for k in chosen], found.kind
    )
    with picture():
        chart("inside_effect", shown, _("What the net says after each step, before the experiment and after it."))
    if before.scores is None:
        st.caption(_("This file has no head, so there is no answer. The curve is the largest change of a unit of h."))
    else:
        st.markdown(said(found, done, names))
    sides = {"before": found.was, "after": found.now}
    columns = {f"{names[k]}, {side}": it[:, k] for k in chosen for side, it in sides.items()}
    csv_button([what.pieces[end - 1] for end in before.ends], columns, "rnnviz-experiment.csv")


def hold(net: OpenNet, look: InsideState, what: Reading) -> tuple[Held, str]:
    """What is held, and that in words."""
    row(partial(unit_control, net, look), partial(hold_controls, look, len(what.pieces)))
    one = net.held(look, len(what.pieces))
    return (one,), held_words(one)


def hold_controls(look: InsideState, steps: int) -> None:
    st.number_input(_("Held at"), step=0.5, width=120, **PAGE.knob("value", look.value))
    number("since", _("From step"), min(look.since, steps), max(1, steps))
    st.segmented_control(
        _("For how long"), list(SPANS), format_func=SPANS.__getitem__, required=True, label_visibility="collapsed",
        **PAGE.knob("span", look.span),
    )  # fmt: skip


def held_words(one: Intervention) -> str:
    place = (
        _("from step {start} on").format(start=one.start + 1)
        if one.stop is None
        else _("at step {start}").format(start=one.start + 1)
    )
    return _("the {name} {quantity}[{unit}] held at {value} {place}").format(
        name=QUANTITIES[one.quantity].name,
        quantity=one.quantity,
        unit=one.unit + 1,
        value=signed(one.value),
        place=place,
    )


def transplant(net: OpenNet, look: InsideState, what: Reading) -> tuple[Held, str] | None:
    """What another text's memory is, and that in words; None while it is not there."""
    box = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    with box:
        donor_controls(net, look)
    donor = donor_of(net, look)
    after, into = min(look.after, len(donor.pieces)), min(look.into, len(what.pieces))
    with box:
        number("after", _("Taken after its step"), after, len(donor.pieces))
        number("into", _("Put in after step"), into, len(what.pieces))
    its_own = looked_or_asked("donor", net, donor)
    if its_own is None:
        return None
    states = _(" and ").join(net.states)
    its, own = seen(donor.pieces), seen(what.pieces)
    memory = _("{states} of the other text after its step {after} (**{its}**)").format(
        states=states, after=after, its=plain(its[after - 1])
    )
    held = transplanted(its_own.states, net.rnn, after - 1, into - 1)
    return held, _("{memory}, put in after step {into} (**{own}**)").format(
        memory=memory, into=into, own=plain(own[into - 1])
    )


def said(found: Effect, done: str, names: tuple[str, ...]) -> str:
    """The answer at the end, before and after, in sentences."""
    was, now = found.ends
    if found.forecasts:
        return _("Before: **{was}**. With {done}: **{now}**, a change of {moved}.").format(
            was=signed(was), done=done, now=signed(now), moved=signed(found.moved)
        )
    first, second = found.answers
    same = _(" The answer stays the same.") if first == second else _(" **The answer has changed.**")
    return _("Before: **{names}** ({was:.3f}). With {done}: **{names2}** ({now:.3f}).{same}").format(
        names=plain(names[first]), was=was, done=done, names2=plain(names[second]), now=now, same=same
    )


def signed(value: float) -> str:
    return f"{value:.4g}".replace("-", MINUS)
