"""The views of the page: states, places, what units tell, an experiment, what is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.typed import InputError, counted
from rnnviz.learn.inside.looking import Looked
from rnnviz.learn.inside.study import similar
from rnnviz.lessons.inside.controls import order_control, quantity_controls, read_controls, row, unit_control
from rnnviz.lessons.inside.experiment import experiment_view, signed
from rnnviz.lessons.inside.export import as_csv, as_npz
from rnnviz.lessons.inside.found_view import found_view
from rnnviz.lessons.inside.held_out import knows_view, needed_view, places_view
from rnnviz.lessons.inside.net import given
from rnnviz.lessons.inside.opened import OpenNet, Reading
from rnnviz.lessons.inside.pictures import course_figure, heat_figure, painted_figure
from rnnviz.lessons.inside.same_view import same_view
from rnnviz.lessons.inside.stage_view import stage_view
from rnnviz.lessons.inside.state import PAGE, InsideState
from rnnviz.lessons.inside.why_view import inputs_view, memory_view
from rnnviz.lessons.inside.work_line import looked_or_asked
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import QUANTITIES
from rnnviz.ui.groups import picture
from rnnviz.ui.plain import plain


def states_view(net: OpenNet, look: InsideState) -> None:
    row(partial(read_controls, net, look), partial(quantity_controls, net, look))
    what = given(net, look)
    found = looked_or_asked("states", net, what)
    if found is None:
        return
    where, unit = net.where(look), net.unit(look)
    values = found.states[where.layer][where.direction][where.quantity]
    name = QUANTITIES[where.quantity].name
    with picture():
        chart(
            "inside_heat", heat_figure(values, ordered(values, look.order), what.pieces, where.quantity, unit),
            _("The {name} of {shape} units after "
              "each of {n_values} steps.").format(name=name, shape=values.shape[1], n_values=len(values)),
        )  # fmt: skip
    row(
        partial(unit_control, net, look), partial(order_control, look), partial(stage_button, where.quantity, unit),
        partial(export, net, what, found),
    )  # fmt: skip
    if what.numbers is None:
        chart(
            "inside_painted", painted_figure(values[:, unit], what.pieces, where.quantity, values),
            _("Unit {unit} under each piece of the text.").format(unit=unit + 1),
        )  # fmt: skip
    else:
        chart(
            "inside_course", course_figure(values[:, unit], what.numbers, where.quantity, unit),
            _("Unit {unit} over the input.").format(unit=unit + 1),
        )  # fmt: skip
    whose = plain(net.title) + (_(", epoch {epoch}").format(epoch=net.epoch) if net.trained else "")
    st.caption(
        _("{whose}. {said}: {n_values}. Unit {unit} goes from {value} to {value2}.").format(
            whose=whose,
            said=what.said,
            n_values=counted(len(values), "{n} step", "{n} steps"),
            unit=unit + 1,
            value=signed(values[:, unit].min()),
            value2=signed(values[:, unit].max()),
        )
    )
    if net.own:
        st.caption(_("Found in the file: {said}.").format(said=plain(net.own.said)))


def ordered(values: Array, order: str) -> list[int]:
    """The units (H) of values (T, H), in the order in which they are drawn."""
    if order == "similar":
        return list(similar(values.T))
    if order == "range":
        return list(map(int, np.argsort(-np.ptp(values, axis=0), kind="stable")))
    return list(range(values.shape[1]))


def stage_button(quantity: str, unit: int) -> None:
    st.button(
        _("{quantity}[{unit}] on the stage").format(quantity=quantity, unit=unit + 1),
        icon=":material/schema:",
        on_click=PAGE.set,
        kwargs={"view": "stage", "units": (unit + 1,)},
    )


def export(net: OpenNet, what: Reading, found: Looked) -> None:
    with st.popover(_("Export"), icon=":material/download:"):
        st.download_button(
            _("All states as .npz"), partial(as_npz, what, found), "rnnviz-inside.npz", "application/octet-stream",
            on_click="ignore",
        )  # fmt: skip
        st.download_button(
            _("All states as CSV"), partial(as_csv, what, found), "rnnviz-inside.csv", "text/csv", on_click="ignore"
        )


SHOW: dict[str, Callable[[OpenNet, InsideState], None]] = {
    "states": states_view,
    "stage": stage_view,
    "places": places_view,
    "same": same_view,
    "knows": knows_view,
    "experiment": experiment_view,
    "needed": needed_view,
    "inputs": inputs_view,
    "memory": memory_view,
    "found": found_view,
}


def show(net: OpenNet, look: InsideState) -> None:
    try:
        SHOW[look.view](net, look)
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/error:")
