"""The lesson "Gradients": controls, the sweep stage, and the sum of the paths under it, in one fragment."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

import streamlit as st

from rnnviz.core.bptt import GradientRecord, backward
from rnnviz.lessons.gradient.files import take_away
from rnnviz.lessons.gradient.led import LED, led_data
from rnnviz.lessons.gradient.seen import Seen
from rnnviz.lessons.gradient.sums import HEIGHT, sums
from rnnviz.lessons.gradient.sweep import sweep_lasting, sweep_stage
from rnnviz.lessons.gradient.sweep_payload import sweep_payload
from rnnviz.lessons.gradient.tasks import TASKS
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.controls import cell_control, input_control, preset_control, sizes_control
from rnnviz.ui.groups import control_row, picture
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead import Lead, is_open, items
from rnnviz.ui.lead_card import beside, covered
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import link_to
from rnnviz.ui.loss.live_check import reference, say, verdict
from rnnviz.ui.loss.loss_controls import head_of, loss_controls, problem_of
from rnnviz.ui.loss.state import PAGE, Choices, arrive, chosen, link_items, on_pick
from rnnviz.ui.loss.targets import fitting_loss

MOVES = ("view", "example", "whole", "k", "front", "factor")


@st.fragment
def gradient_page() -> None:
    """Everything on the page under its heading, beside the lead where it is open."""
    wrong = arrive()
    if not is_open("gradient"):
        lesson(wrong)
        return
    lead = Lead("gradient", LED, TASKS)
    beside(lead, lambda: lesson("", lead), covers=True)


def lesson(wrong: str, lead: Lead[Seen] | None = None) -> None:
    """wrong: what was wrong with the link."""
    now, choices = PAGE.now(), chosen()
    settings, head = now.settings, head_of(now.settings)
    loss, misfit = fitting_loss(choices, settings.steps, len(head.bias))
    gradient = backward(problem_of(settings, loss))
    choices = choices.among(gradient.gradients)
    of = choices.last(settings.steps)
    controls(settings, gradient, misfit, None if choices.whole else of)
    above = st.container()  # always there, so that a warning that goes does not make the browser build the stage anew
    if wrong:
        above.warning(wrong, icon=":material/link_off:")
    data = sweep_payload(
        settings,
        gradient,
        of=of,
        parameter=choices.parameter,
        values=choices.values,
        rev=now.rev,
        query=link_items(settings, choices) | items("gradient"),
        moves=moves(choices, settings),
    )
    data |= led_data(lead)
    with picture():
        sweep_stage(PAGE.stage, data, sweep_lasting(gradient, choices.parameter), on_pick)
    slot = st.empty()
    looked_at = None if choices.whole else of
    found = reference(gradient, looked_at)
    result = verdict(gradient, found, looked_at)
    say(slot, result, settings)
    if choices.view == "sum" and data.get("led", {}).get("most") is not None:
        covered(HEIGHT)
    elif choices.view == "sum":
        sums(gradient, found, result, choices, looked_at, settings)


def moves(choices: Choices, settings: Settings) -> dict[str, object]:
    """Where the learner stands at first; the browser moves on from there."""
    whole = asdict(choices)
    return {name: whole[name] for name in MOVES} | {"notation": settings.notation}


def controls(settings: Settings, gradient: GradientRecord, misfit: str, of: int | None) -> None:
    """The row over the stage."""

    def runs() -> None:
        preset_control(PAGE, settings, width=150)
        input_control(PAGE, settings)

    def net() -> None:
        cell_control(PAGE.knob("cell", settings.cell, lambda s, name: s.with_cell(name)))
        sizes_control(PAGE, settings)
        behind(_("Loss"), ":material/target:", partial(loss_controls, settings, misfit))

    def shown() -> None:
        behind(_("Export"), ":material/download:", partial(take_away, settings, gradient, of))
        link_to(_("In the cell"), settings)

    control_row(runs, net, shown)


draw_heading(LESSONS["gradient"])
gradient_page()
