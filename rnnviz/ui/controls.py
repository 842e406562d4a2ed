"""The row of controls over the stage. Each changes the one table of settings; what it shows is read from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.cells import CELLS
from rnnviz.core.inputs import MAX_INPUTS, InputError
from rnnviz.core.link import to_query
from rnnviz.core.presets import PRESETS, RANDOM
from rnnviz.core.settings import MAX_HIDDEN, Settings, SettingsError, from_preset, natural
from rnnviz.ui.held import Page, held, put
from rnnviz.ui.input_controls import input_controls
from rnnviz.ui.links import link_to, page_of
from rnnviz.ui.slip_controls import slip_controls
from rnnviz.ui.take_away import take_away

MAX_SEED = 9999
MAX_BARS = 4  # outputs that the stage has room for


def controls(page: Page, settings: Settings) -> None:
    """Draw the row."""
    with st.container(key="controls", horizontal=True, vertical_alignment="center", gap="small"):
        preset_control(page, settings)
        input_and_sizes(page, settings)
        with st.popover("Output", icon=":material/bar_chart:"):
            output_controls(page, settings)
        with st.popover("Slips", icon=":material/rule:"):
            slip_controls(page, settings)
        with st.popover("Take away", icon=":material/download:"):
            take_away(settings)
        other_cells(settings)


def input_and_sizes(page: Page, settings: Settings) -> None:
    with st.popover("Input", icon=":material/timeline:"):
        input_controls(page, settings)
    with st.popover("Sizes", icon=":material/grid_on:"):
        size_controls(page, settings)


def cell_control(tied: dict[str, Any]) -> None:
    """Which cell, for a page of all three. tied: what ties the widget to the page."""
    st.segmented_control(
        "Cell", list(CELLS), format_func=lambda name: CELLS[name].title, required=True, label_visibility="collapsed",
        **tied,
    )  # fmt: skip


def synced(page: Page, name: str, value: Any) -> str:
    """The key of a widget, which is made to show `value`: undo on the stage moves the widgets too."""
    key = page.widget(name)
    st.session_state[key] = value
    return key


def change(page: Page, name: str, edit: Callable[[Settings, Any], Settings]) -> None:
    """A widget's callback: the settings with its new value, or a sentence kept for beside it."""
    problem = page.widget(f"{name}_problem")
    st.session_state.pop(problem, None)
    try:
        settings = edit(held(page).settings, st.session_state[page.widget(name)])
    except (InputError, SettingsError) as error:
        st.session_state[problem] = str(error)
    else:
        put(page, settings)


def preset_control(page: Page, settings: Settings) -> None:
    presets = PRESETS[settings.cell]
    st.selectbox(
        "Preset",
        list(presets),
        format_func=lambda key: presets[key].title,
        key=synced(page, "preset", settings.preset),
        label_visibility="collapsed",
        width=190,
        on_change=change,
        args=(page, "preset", with_preset),
    )


def with_preset(settings: Settings, preset: str) -> Settings:
    return replace(from_preset(settings.cell, preset, settings.seed), notation=settings.notation)


def size_controls(page: Page, settings: Settings) -> None:
    typed = settings.source.kind in ("typed", "words")
    st.slider(
        "Input size",
        1,
        MAX_INPUTS,
        key=synced(page, "inputs", settings.input_size),
        disabled=typed,
        help="How many numbers come in at a time step. What is typed decides it itself.",
        on_change=change,
        args=(page, "inputs", lambda s, n: s.resized(n, s.hidden_size)),
    )
    st.slider(
        "Hidden size",
        1,
        MAX_HIDDEN,
        key=synced(page, "hidden", settings.hidden_size),
        help="Units of h. The circuit shows up to 4; above that the heatmaps show them all.",
        on_change=change,
        args=(page, "hidden", lambda s, n: s.resized(s.input_size, n)),
    )
    if settings.cell == "rnn":
        st.segmented_control(
            "Activation",
            list(ACTIVATIONS),
            key=synced(page, "activation", settings.activation),
            required=True,
            on_change=change,
            args=(page, "activation", lambda s, name: replace(s, activation=name)),
        )
    st.number_input(
        "Seed of the random weights",
        0,
        MAX_SEED,
        key=synced(page, "seed", settings.seed),
        help="Another seed draws the Random preset's weights anew.",
        on_change=change,
        args=(page, "seed", with_seed),
    )


def with_seed(settings: Settings, seed: int) -> Settings:
    """The random preset with another seed, whatever preset was there before."""
    made = natural(settings.cell, RANDOM, int(seed), settings.source, settings.input_size, settings.hidden_size)
    return replace(made, x=settings.x, head=settings.head, softmax=settings.softmax, notation=settings.notation)


def output_controls(page: Page, settings: Settings) -> None:
    st.markdown(r"Reads the hidden state at every step: $y_t = W_y h_t + b_y$.")
    st.slider(
        "Outputs",
        0,
        max(MAX_BARS, len(settings.head.bias) if settings.head else 0),  # a link may bring more
        key=synced(page, "outputs", len(settings.head.bias) if settings.head else 0),
        help="0: no output layer.",
        on_change=change,
        args=(page, "outputs", lambda s, n: s.with_head(n or None, s.softmax)),
    )
    st.toggle(
        "Softmax",
        key=synced(page, "softmax", settings.softmax),
        disabled=settings.head is None,
        help="Turns the outputs into probabilities that add up to 1.",
        on_change=change,
        args=(page, "softmax", lambda s, on: replace(s, softmax=on)),
    )


def other_cells(settings: Settings) -> None:
    """Links that carry the input over to the other two cells, and everything to its gradient."""
    for name, cell in CELLS.items():
        if name != settings.cell:
            link_to(f"same input, {cell.title}", settings.with_cell(name))
    query = {"cell": settings.cell} | to_query(settings)
    st.page_link(page_of("gradient"), label="its gradient", icon=":material/undo:", query_params=query)
