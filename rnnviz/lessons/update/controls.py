"""What is learned (the row over the page), and how (the knobs under the picture)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from rnnviz.core.course import NO_CLIP, Course
from rnnviz.lessons.update.five_lines import five_lines
from rnnviz.lessons.update.page import CELL, PAGE
from rnnviz.lessons.update.state import UpdateState
from rnnviz.lessons.update.weights import names
from rnnviz.state.course import to_csv
from rnnviz.state.opening import first_example
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.controls import MAX_BARS, cell_control, input_control, preset_control, sizes_control
from rnnviz.ui.course_controls import optimiser_control
from rnnviz.ui.groups import control_row
from rnnviz.ui.loss.loss_controls import head_of, loss_choice, target_box
from rnnviz.ui.loss.targets import as_text, loss_of, typed_numbers

RATES = tuple(lead * 10.0**power for power in range(-4, 3) for lead in (1.0, 2.0, 5.0))
CLIPS = (NO_CLIP, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


def task_controls(now: UpdateState, course: Course, misfit: str) -> None:
    """The cell, its input and the loss; what can be exported; and the loop line by line."""

    def runs() -> None:
        preset_control(CELL, now.settings, width=150)
        input_control(CELL, now.settings)

    def net() -> None:
        cell_control(PAGE.knob("cell", now.settings.cell, with_cell))
        sizes_control(CELL, now.settings)
        behind(_("Loss"), ":material/target:", partial(loss_controls, now, misfit))

    def shown() -> None:
        behind(_("Export"), ":material/download:", partial(take_away, course))
        five_lines(now, course.now)

    control_row(runs, net, shown)


def take_away(course: Course) -> None:
    st.markdown(_("The **address bar** is a link to exactly what is on the screen."))
    content = partial(to_csv, course, names(course.start.parameters(), course.start.cell))
    file = f"rnnviz-update-{course.start.cell}.csv"
    st.download_button(_("Loss and weights of every step as CSV"), content, file, "text/csv", on_click="ignore")


def with_cell(now: UpdateState, cell: str) -> UpdateState:
    untouched = now.settings == first_example(now.settings.cell)
    return PAGE.change(now, settings=first_example(cell) if untouched else now.settings.with_cell(cell))


def loss_controls(now: UpdateState, misfit: str) -> None:
    """As on the gradient page, kept in the same items of the link. misfit: why the targets do not hold, or ""."""
    loss_choice(PAGE.knob("loss", now.loss), PAGE.knob("losses", now.at, lambda s, at: PAGE.change(s, at=at)))
    outputs = len(head_of(now.settings).bias)
    targets = PAGE.knob("targets", as_text(now, outputs), with_targets)
    target_box(now, targets, PAGE.problem("targets"), misfit)
    st.slider(_("Outputs"), 1, max(MAX_BARS, outputs), **PAGE.knob("outputs", outputs, with_outputs))


def with_targets(now: UpdateState, text: str) -> UpdateState:
    """The targets as typed. Raises InputError if they cannot be read, or do not fit the run."""
    new = PAGE.change(now, targets=typed_numbers(text))
    loss_of(new, new.settings.steps, len(head_of(new.settings).bias))
    return new


def with_outputs(now: UpdateState, outputs: int) -> UpdateState:
    """Another number of outputs: the rows that are there stay."""
    settings = replace(now.settings, head=head_of(now.settings))
    return PAGE.change(now, settings=settings.with_head(outputs, settings.softmax))


def rule_controls(now: UpdateState) -> None:
    """Learning rate, optimiser, clipping."""
    rate, kind, clip = st.columns([5, 3, 4], gap="medium")
    with rate:
        sizes("lr", _("Learning rate $\\eta$"), RATES, now.lr)
    with kind:
        optimiser_control(PAGE.knob("optimiser", now.optimiser))
    with clip:
        sizes("clip", _("Clip the gradient to the norm"), CLIPS, now.clip)


def sizes(name: str, label: str, stops: tuple[float, ...], value: float) -> None:
    """A slider over sizes of many orders, with the stop of a link's own size among them."""
    st.select_slider(
        label,
        sorted({*stops, value}),
        format_func=lambda size: f"{size:g}" if size or name == "lr" else _("off"),
        **PAGE.knob(name, value),
    )
