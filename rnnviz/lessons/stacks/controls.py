"""The parameters of nn.RNN, LSTM and GRU as controls, the slides' nets, and the input."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

import streamlit as st

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.shapes import Structure
from rnnviz.lessons.stacks.state import BATCH, CELL, LAYERS, PAGE, PROJECTION, SIZE, StacksState, first_example
from rnnviz.state.fields import Whole
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.controls import cell_control
from rnnviz.ui.groups import control_row
from rnnviz.ui.input_controls import input_controls
from rnnviz.ui.plain import plain

NETS: dict[str, Structure] = {
    _("Two RNNs"): Structure("rnn", 1, 2, num_layers=2),
    _("Three RNNs for the weather"): Structure("rnn", 1, 32, num_layers=3, batch_first=True),
    _("Two-way LSTM for reviews"): Structure("lstm", 128, 64, num_layers=2, batch_first=True, bidirectional=True),
    _("LSTM of the training loop"): Structure("lstm", 5, 50, num_layers=2, batch_first=True),
    _("One layer, two ways"): Structure("gru", 1, 2, bidirectional=True),
}
OWN_NET = _("Own")


def controls(now: StacksState) -> None:
    """The row over the stage."""

    def net() -> None:
        cell_control(PAGE.knob("cell", now.made.cell, with_cell), IN_TORCH)
        named = next((name for name, made in NETS.items() if made == now.made), OWN_NET)
        st.selectbox(
            _("Net"),
            [*NETS, *([OWN_NET] if named == OWN_NET else [])],
            label_visibility="collapsed",
            width=270,
            **PAGE.knob("net", named, with_net),
        )
        behind(_("Parameters"), ":material/tune:", partial(parameter_controls, now))

    control_row(lambda: behind(_("Input"), ":material/timeline:", partial(input_controls, CELL, now.settings)), net)


def with_cell(now: StacksState, cell: str) -> StacksState:
    """The same structure of another cell; the projection stays behind, where only the LSTM has one."""
    untouched = not now.moved and now.settings == first_example(now.settings.cell)
    settings = first_example(cell) if untouched else now.settings.with_cell(cell)
    proj_size = now.proj_size if "c" in IN_TORCH[cell].states else 0
    return PAGE.change(now, settings=settings, proj_size=proj_size)


def with_net(now: StacksState, name: str) -> StacksState:
    """One of the slides' nets over the input that is there."""
    values = asdict(NETS.get(name, now.made))
    cell = values.pop("cell")
    settings = now.settings if now.settings.cell == cell else first_example(cell)
    return PAGE.change(now, settings=settings, moved={}, **values)


def parameter_controls(now: StacksState) -> None:
    """input_size to proj_size, by torch's names, and N."""
    typed = now.settings.source.kind in ("typed", "words")
    inputs = _("Set by the numbers or words that you typed.") if typed else _("Numbers a time step.")
    size("input_size", now, SIZE, inputs, typed)
    size("hidden_size", now, SIZE, _("Units of h in each layer and direction."))
    layers = PAGE.knob("num_layers", now.num_layers)
    st.segmented_control("num_layers", list(range(LAYERS.low, LAYERS.high + 1)), required=True, **layers)
    for name in ("bidirectional", "bias", "batch_first"):
        st.toggle(name, **PAGE.knob(name, getattr(now, name)))
    dropout = PAGE.knob("dropout", now.dropout, lambda s, p: PAGE.change(s, dropout=round(p, 2)))
    hint = _("In training, the probability that a value of h between two layers is set to 0.")
    st.slider("dropout", 0.0, 0.9, step=0.05, help=hint, **dropout)
    size("proj_size", now, PROJECTION, _("0: none. For the LSTM, and smaller than hidden_size."))
    batch = PAGE.knob("N", now.batch, lambda s, n: PAGE.change(s, batch=n))
    st.number_input(
        _("Batch size N"), BATCH.low, BATCH.high, help=_("Sequences read at once. It adds no weights."), **batch
    )


def size(name: str, now: StacksState, range_: Whole, hint: str, disabled: bool = False) -> None:
    tied = PAGE.knob(name, getattr(now.made, name))
    st.number_input(name, range_.low, range_.high, help=hint, disabled=disabled, **tied)
    if problem := PAGE.problem(name):
        st.error(plain(problem))
