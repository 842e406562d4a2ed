"""The row of controls, and what can be taken away: the numbers of the open view."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial

import streamlit as st

from rnnviz.core import Array
from rnnviz.lessons.vanishing import INPUTS, PRESETS, VIEWS
from rnnviz.lessons.vanishing.knobs import PAGE, activation_knob, matrix_knob
from rnnviz.lessons.vanishing.lines import comparison
from rnnviz.lessons.vanishing.remedies import remedies
from rnnviz.lessons.vanishing.setup import HIDDEN, SEED, STEPS, STRENGTH, VanishingState
from rnnviz.lessons.vanishing.spread import spread
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.groups import control_row
from rnnviz.ui.setups import view_controls

Columns = dict[str, Array]


def to_csv(setup: VanishingState) -> str:
    """What the setup's view draws; "nan" and "inf" stand for what is beyond float64."""
    columns = COLUMNS[setup.view](setup)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["T-k", *columns])
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    writer.writerows([distance, *map(repr, row)] for distance, row in enumerate(rows))
    return out.getvalue()


def of_spread(setup: VanishingState) -> Columns:
    found = spread(setup)
    values = {f"sigma_{n}": found.singular_values[:, n - 1] for n in range(1, setup.hidden + 1)}
    return values | {"bound": found.bound}


def of_remedies(setup: VanishingState) -> Columns:
    return {each.name: each.parts for each in remedies(setup).all}


def of_comparison(setup: VanishingState) -> Columns:
    return {key: line.norm for key, line in comparison(setup).lines.items()}


COLUMNS: dict[str, Callable[[VanishingState], Columns]] = {
    "radius": of_spread,
    "remedies": of_remedies,
    "cells": of_comparison,
}


def take_away(setup: VanishingState) -> None:
    """The file of the view that is open, and a word on the link."""
    st.markdown(_("The **address bar** is a link to exactly what is on the screen."))
    name = f"rnnviz-vanishing-{setup.preset}.csv"
    st.download_button(_("Curves as CSV"), partial(to_csv, setup), name, "text/csv", on_click="ignore")


def controls(setup: VanishingState) -> None:
    """Draw the row."""

    def shown() -> None:
        view_controls(PAGE, setup, VIEWS, PRESETS, 210)
        behind(_("Export"), ":material/download:", partial(take_away, setup))

    net = partial(behind, _("Net and input"), ":material/grid_on:", partial(net_controls, setup))
    control_row(None, net, shown, net=_("The net and its input"))


def net_controls(setup: VanishingState) -> None:
    if setup.view != "radius":  # which has them over its picture
        activation_knob(setup)
        matrix_knob(setup)
    st.slider(_("Time steps T"), STEPS.low, STEPS.high, **PAGE.knob("steps", setup.steps))
    st.slider(_("Hidden size"), HIDDEN.low, HIDDEN.high, **PAGE.knob("hidden", setup.hidden))
    st.number_input(
        _("Seed"),
        SEED.low,
        SEED.high,
        help=_("Another seed draws the weights and the noise anew."),
        **PAGE.knob("seed", setup.seed),
    )
    st.selectbox(
        _("Input"), list(INPUTS), format_func=lambda name: INPUTS[name].title, **PAGE.knob("source", setup.source)
    )
    st.slider(
        _("Input strength"),
        STRENGTH.low,
        STRENGTH.high,
        step=0.05,
        help=_("The standard deviation of what the input adds to every sum."),
        **PAGE.knob("strength", setup.strength),
    )
