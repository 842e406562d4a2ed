"""What is learned (the row over the page), and how (the knobs and buttons under it)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from rnnviz.core.cells import CELLS
from rnnviz.core.course import NO_CLIP, Course
from rnnviz.core.course_export import to_csv
from rnnviz.core.course_link import MAX_TAKEN
from rnnviz.core.optim import OPTIMISERS
from rnnviz.ui.controls import preset_control, size_controls
from rnnviz.ui.input_controls import input_controls
from rnnviz.ui.update.asked import Asked, first_example
from rnnviz.ui.update.held import PAGE, knob, take, undo
from rnnviz.ui.update.loss_controls import loss_controls
from rnnviz.ui.update.numbers import names

RATES = tuple(lead * 10.0**power for power in range(-4, 3) for lead in (1.0, 2.0, 5.0))
CLIPS = (NO_CLIP, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
MANY = 10


def task_controls(now: Asked, course: Course, misfit: str) -> None:
    """The cell, its input and the loss; and what can be taken away."""
    with st.container(key="controls", horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Cell",
            list(CELLS),
            format_func=lambda name: CELLS[name].title,
            required=True,
            label_visibility="collapsed",
            **knob("cell", now.settings.cell, with_cell),
        )
        preset_control(PAGE, now.settings)
        with st.popover("Input", icon=":material/timeline:"):
            input_controls(PAGE, now.settings)
        with st.popover("Sizes", icon=":material/grid_on:"):
            size_controls(PAGE, now.settings)
        with st.popover("Loss", icon=":material/target:"):
            loss_controls(now, misfit)
        with st.popover("Take away", icon=":material/download:"):
            take_away(course)


def take_away(course: Course) -> None:
    st.markdown("The **address bar** is a link to exactly what is on the screen.")
    content = partial(to_csv, course, names(course.start.parameters(), course.start.cell))
    file = f"rnnviz-update-{course.start.cell}.csv"
    st.download_button("Loss and weights of every step as CSV", content, file, "text/csv", on_click="ignore")


def with_cell(now: Asked, cell: str) -> Asked:
    untouched = now.settings == first_example(now.settings.cell)
    return replace(now, settings=first_example(cell) if untouched else now.settings.with_cell(cell), taken=())


def rule_controls(now: Asked) -> None:
    """Learning rate, optimiser, clipping."""
    rate, kind, clip = st.columns([5, 3, 4], gap="medium")
    with rate:
        sizes("lr", "Learning rate $\\eta$", RATES, now.rule.lr)
    with kind:
        st.segmented_control(
            "Optimiser",
            list(OPTIMISERS),
            format_func=lambda name: OPTIMISERS[name].name,
            required=True,
            **knob("optimiser", now.rule.optimiser, lambda s, name: ruled(s, optimiser=name)),
        )
    with clip:
        sizes("clip", "Clip the gradient to the length", CLIPS, now.rule.clip)


def sizes(name: str, label: str, stops: tuple[float, ...], value: float) -> None:
    """A slider over sizes of many orders, with the stop of a link's own size among them."""
    st.select_slider(
        label,
        sorted({*stops, value}),
        format_func=lambda size: f"{size:g}" if size or name == "lr" else "off",
        **knob(name, value, lambda s, size: ruled(s, **{name: size})),
    )


def ruled(now: Asked, **values: Any) -> Asked:
    return replace(now, rule=replace(now.rule, **values))


def step_buttons(steps: int, ahead: bool) -> None:
    """Take one or many, undo, reset. ahead: whether the step to come can be taken."""
    more = ahead and steps < MAX_TAKEN
    forward = {"Take the step": ("take", 1), f"× {MANY}": ("take_many", MANY)}
    back = {"Undo": ("undo", 1), "Reset": ("reset", MAX_TAKEN)}
    for label, (name, count) in forward.items():
        st.button(label, key=PAGE.widget(name), disabled=not more, on_click=take, args=(count,))
    for label, (name, count) in back.items():
        st.button(label, key=PAGE.widget(name), disabled=not steps, on_click=undo, args=(count,))
