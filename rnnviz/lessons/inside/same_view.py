"""Find the same: a span of the text, the units that are on throughout it, and where else in the data these are on."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st
from cachetools import LRUCache, cached

from rnnviz.core.typed import counted, grouped
from rnnviz.learn.inside.holding import Where
from rnnviz.learn.inside.on_disk import OnDisk, in_words
from rnnviz.learn.inside.same import Same, Words, search, throughout
from rnnviz.learn.inside.work import RunNet, in_mb, keep_bits, keep_states
from rnnviz.lessons.inside.controls import quantity_controls, read_controls, row
from rnnviz.lessons.inside.export import table_button
from rnnviz.lessons.inside.held_out import run_of
from rnnviz.lessons.inside.net import data_of, given
from rnnviz.lessons.inside.opened import OpenNet, Reading
from rnnviz.lessons.inside.pictures import heat_figure, seen
from rnnviz.lessons.inside.state import PAGE, InsideState
from rnnviz.lessons.inside.work_line import answer, looked_or_asked
from rnnviz.scratch import folder
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.ui.groups import picture
from rnnviz.ui.plain import plain

MOST_FILES = 6
MOST_NAMED = 12  # units in the sentence
SOON = 50_000_000  # numbers that are packed in about 0.2 s


class Shelf(LRUCache[tuple[RunNet, Where], Path]):
    """Where the states of which net lie on this server: the last few; a file goes with its place."""

    def popitem(self) -> tuple[tuple[RunNet, Where], Path]:
        key, path = super().popitem()
        shutil.rmtree(path.parent, ignore_errors=True)
        return key, path


@cached(Shelf(MOST_FILES), key=lambda run, where: (run, where), lock=threading.Lock())
def place_of(run: RunNet, where: Where) -> Path:
    return folder("states") / "states.npy"


def bits_of(disk: OnDisk, least: float) -> Words | None:
    """Made here and now where that is soon done, beside the page for a large data set; they lie on the disk."""
    made = disk.bits(least)
    if made is None and disk.values().size <= SOON:
        disk.keep_bits(least)
        made = disk.bits(least)
    if made is None and answer("bits", (disk.path, least), keep_bits, disk, least):
        made = disk.bits(least)
    return made


def same_view(net: OpenNet, look: InsideState) -> None:
    run = run_of(net)
    row(partial(read_controls, net, look), partial(quantity_controls, net, look))
    what, where = given(net, look), net.where(look)
    found = looked_or_asked("same_look", net, what)
    if found is None:
        return
    values = found.states[where.layer][where.direction][where.quantity]
    begin, end = net.span(look, len(what.pieces))
    row(partial(span_control, what, begin, end), partial(threshold_control, look))
    units = throughout(values, begin, end, look.least)
    if not units:
        st.info(
            _(
                "No unit is at {least:g} or above throughout this span and below it on both sides. "
                "Choose another span, or another threshold."
            ).format(least=look.least),
            icon=":material/search_off:",
        )
        return
    with picture():
        chart(
            "inside_same", heat_figure(values, units, what.pieces, where.quantity, units[0], (begin, end)),
            _("The units that are on throughout the span and off around it."),
        )  # fmt: skip
    st.markdown(on_words(what, where.quantity, look.least, units, begin, end))
    path = place_of(run, where)
    disk = answer("same", (run, where, str(path)), keep_states, run, where, str(path))
    bits = bits_of(disk, look.least) if disk is not None else None
    if disk is not None and bits is not None:
        found_places(net, disk, search(bits, disk.begins, units, end - begin))


def span_control(what: Reading, begin: int, end: int) -> None:
    def moved(look: InsideState, span: tuple[int, int]) -> InsideState:
        return PAGE.change(look, begin=span[0], end=span[1])

    if len(what.pieces) > 1:
        st.slider(
            _("Span, from step to step"),
            1,
            len(what.pieces),
            width=420,
            **PAGE.knob("spanned", (begin + 1, end), moved),
        )


def threshold_control(look: InsideState) -> None:
    st.number_input(_("On from"), step=0.1, width=120, **PAGE.knob("least", look.least))


def on_words(what: Reading, quantity: str, least: float, units: list[int], begin: int, end: int) -> str:
    named = ", ".join(str(unit + 1) for unit in units[:MOST_NAMED])
    more = _(" and {n_units} more").format(n_units=len(units) - MOST_NAMED) if len(units) > MOST_NAMED else ""
    here = " ".join(seen(what.pieces)[begin:end])
    return _(
        "**{n_units}** on throughout **{here}** ({quantity} ≥ {least:g}) and off on both sides: {named}{more}."
    ).format(
        n_units=counted(len(units), "{n} unit", "{n} units"),
        here=plain(here),
        quantity=quantity,
        least=least,
        named=named,
        more=more,
    )


def found_places(net: OpenNet, disk: OnDisk, found: Same) -> None:
    assert net.plan is not None
    data = data_of(net.plan.to_json())
    read = _("{n_part} of {of} examples that it learned from or was validated on").format(
        n_part=grouped(len(disk.part)), of=grouped(disk.of)
    )
    steps = counted(found.steps, "{n} step", "{n} steps")
    places = counted(found.places, "**{n}** place ({steps})", "**{n}** places ({steps})", steps=steps)
    if found.need < found.units:
        said = _("Nowhere in {read} are all {units} on. The most is **{need}**, in {places}.")
    elif found.units > 1:
        said = _("All {units} are on in {places} of {read}.")
    else:
        said = _("It is on in {places} of {read}.")
    st.markdown(said.format(read=read, units=found.units, need=found.need, places=places))
    st.caption(
        _("The states of {begins} steps take {size} on the server's disk.").format(
            begins=grouped(int(disk.begins[-1])), size=in_mb(disk.size)
        )
    )
    said_there = [in_words(net.plan, data, disk, it.sequence, it.begin, it.end) for it in found.first]
    table = pd.DataFrame({
        _("before"): [it.before for it in said_there], _("here"): [it.piece for it in said_there],
        _("after"): [it.after for it in said_there], _("part"): [disk.part[it.sequence] for it in found.first],
        _("example"): [disk.number[it.sequence] + 1 for it in found.first],
        _("from step"): [it.begin + 1 for it in found.first], _("to step"): [it.end for it in found.first],
    })  # fmt: skip
    table_button(_("These places as CSV"), table, "rnnviz-same.csv")
    st.dataframe(table, hide_index=True, height=300)
