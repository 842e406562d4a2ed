"""The row of controls over the stage. Each changes the one table of settings; what it shows is read from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.cells import CELLS, Cell
from rnnviz.equations.wording import in_notation
from rnnviz.state.inputs import MAX_INPUTS
from rnnviz.state.opening import first_example
from rnnviz.state.presets import PRESETS, RANDOM, WORKED
from rnnviz.state.settings import MAX_HIDDEN, Settings, from_preset, natural
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.groups import control_row
from rnnviz.ui.input_controls import input_controls
from rnnviz.ui.links import along, link_to, page_of
from rnnviz.ui.page_state import State
from rnnviz.ui.slip_controls import slip_controls
from rnnviz.ui.take_away import take_away

MAX_SEED = 9999
MAX_BARS = 4  # outputs that the stage has room for


def controls(page: State[Settings], settings: Settings) -> None:
    """Draw the row."""

    def runs() -> None:
        preset_control(page, settings)
        input_control(page, settings)

    def net() -> None:
        sizes_control(page, settings)
        behind(_("Output"), ":material/bar_chart:", partial(output_controls, page, settings))
        behind(_("Compare"), ":material/swap_horiz:", partial(other_cells, settings))

    def shown() -> None:
        behind(_("Common mistakes"), ":material/rule:", partial(slip_controls, page, settings))
        behind(_("Export"), ":material/download:", partial(take_away, settings))

    control_row(runs, net, shown)


def input_control(page: State[Settings], settings: Settings) -> None:
    behind(_("Input"), ":material/timeline:", partial(input_controls, page, settings))


def sizes_control(page: State[Settings], settings: Settings) -> None:
    behind(_("Sizes"), ":material/grid_on:", partial(size_controls, page, settings))


def cell_control(tied: dict[str, Any], cells: Mapping[str, Cell] = CELLS) -> None:
    """Which cell, for a page of several. tied: what ties the widget to the page."""
    st.segmented_control(
        _("Cell"), list(cells), format_func=lambda name: cells[name].title, required=True, label_visibility="collapsed",
        **tied,
    )  # fmt: skip


def preset_control(page: State[Settings], settings: Settings, width: int = 190) -> None:
    presets = PRESETS[settings.cell]
    st.selectbox(
        _("Preset"),
        list(presets),
        format_func=lambda key: presets[key].title,
        label_visibility="collapsed",
        width=width,
        **page.knob("preset", settings.preset, with_preset),
    )


def with_preset(settings: Settings, preset: str) -> Settings:
    if preset == WORKED:
        return replace(first_example(settings.cell), notation=settings.notation)
    return replace(from_preset(settings.cell, preset, settings.seed), notation=settings.notation)


def size_controls(page: State[Settings], settings: Settings) -> None:
    typed = settings.source.kind in ("typed", "words")
    st.slider(
        _("Input size"),
        1,
        MAX_INPUTS,
        disabled=typed,
        help=_("How many numbers come in at a time step. With your own input: set by the text you typed."),
        **page.knob("inputs", settings.input_size, lambda s, n: s.resized(n, s.hidden_size)),
    )
    st.slider(
        _("Hidden size"),
        1,
        MAX_HIDDEN,
        help=_("Units of h. The circuit shows up to 4; above that the strips show them all."),
        **page.knob("hidden", settings.hidden_size, lambda s, n: s.resized(s.input_size, n)),
    )
    if CELLS[settings.cell].activated:
        st.segmented_control(
            _("Activation"),
            list(ACTIVATIONS),
            required=True,
            **page.knob("activation", settings.activation, lambda s, name: replace(s, activation=name)),
        )
    st.number_input(
        _("Seed of the random weights"),
        0,
        MAX_SEED,
        help=_("Another seed draws the Random preset's weights anew."),
        **page.knob("seed", settings.seed, with_seed),
    )


def with_seed(settings: Settings, seed: int) -> Settings:
    """The random preset with another seed, whatever preset was there before."""
    made = natural(settings.cell, RANDOM, int(seed), settings.source, settings.input_size, settings.hidden_size)
    return replace(made, x=settings.x, head=settings.head, softmax=settings.softmax, notation=settings.notation)


def output_controls(page: State[Settings], settings: Settings) -> None:
    outputs = len(settings.head.bias) if settings.head else 0
    st.markdown(_("Reads the hidden state at every step: {settings}.").format(settings=head_equation(settings)))
    st.slider(
        _("Outputs"),
        0,
        max(MAX_BARS, outputs),  # a link may bring more
        help=_("0: no output layer."),
        **page.knob("outputs", outputs, lambda s, n: s.with_head(n or None, s.softmax)),
    )
    st.toggle(
        _("Softmax"),
        disabled=settings.head is None,
        help=_("Turns the outputs into probabilities that add up to 1."),
        **page.knob("softmax", settings.softmax, lambda s, on: replace(s, softmax=on)),
    )


def head_equation(settings: Settings) -> str:
    """y_t = W_y h_t + b_y, in the notation of the settings."""
    return in_notation("$y_t = W_y h_t + b_y$", settings.notation, settings.cell)


def other_cells(settings: Settings) -> None:
    """Links that carry the input over to the other cells, and everything to its gradient."""
    for name, cell in CELLS.items():
        if name != settings.cell:
            link_to(_("Compare with {title}").format(title=cell.title), settings.with_cell(name))
    # in full, so that the other page does not take a link with nothing of its own for none, and opens its own example
    query = {"cell": settings.cell, "preset": settings.preset} | along(settings)
    st.page_link(page_of("gradient"), label=_("Its gradient"), icon=":material/undo:", query_params=query)
