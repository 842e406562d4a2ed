"""Choosing the loss: what the output is asked for, and at which steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.core.bptt import Problem
from rnnviz.core.head import Head
from rnnviz.core.losses import AT, LOSSES, Loss
from rnnviz.core.slips import two_outputs
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.ui.controls import MAX_BARS, head_equation
from rnnviz.ui.loss.state import CHOSEN, PAGE, Choices, LossState, chosen
from rnnviz.ui.loss.targets import as_text, loss_of, typed_numbers
from rnnviz.ui.plain import plain

MAX_CHARACTERS = 8000
HINTS = {
    "squared": _("A number for each output; one line for each step, or one for all of them. E = ½ Σ (y − target)²."),
    "cross_entropy": _("The right class, 1 for the first output; one for each step, or one for all. E = −ln p."),
}


def head_of(settings: Settings) -> Head:
    """The settings' output layer, or one with two outputs: a loss needs something to read."""
    return settings.head or two_outputs(settings.hidden_size)


def problem_of(settings: Settings, loss: Loss) -> Problem:
    """The backward pass's question: the settings' right form with this loss."""
    s, head = settings, head_of(settings)
    return Problem(s.cell, s.x, s.weights, head, loss, s.h0, s.c0, activation=s.activation, clamps=s.clamped)


def loss_controls(settings: Settings, misfit: str) -> None:
    """The kind of loss, where it stands, its targets and its outputs. misfit: why the targets do not hold, or ""."""
    choices, outputs = chosen(), len(head_of(settings).bias)
    at = CHOSEN.knob("losses", choices.at, lambda c, at: replace(c, at=at))
    loss_choice(CHOSEN.knob("loss", choices.loss, with_kind), at)
    target_box(
        choices, CHOSEN.knob("targets", as_text(choices, outputs), with_targets), CHOSEN.problem("targets"), misfit
    )
    output_slider(settings, outputs)


def loss_choice(kind: dict[str, Any], at: dict[str, Any]) -> None:
    """The kind of loss, and where it stands. kind, at: what ties each widget to its page."""
    st.segmented_control(
        _("Loss"),
        list(LOSSES),
        format_func=lambda key: LOSSES[key].name.removeprefix("softmax "),
        required=True,
        **kind,
    )
    st.segmented_control(_("Where"), list(AT), format_func=AT.__getitem__, required=True, **at)


def with_kind(choices: Choices, kind: str) -> Choices:
    """Another loss: numbers are no classes, so the targets start anew."""
    return replace(choices, loss=kind, targets=())


def target_box(choices: LossState, tied: dict[str, Any], wrong: str, misfit: str) -> None:
    """The box, and what is wrong with what was typed there, or with the targets in force."""
    label = _("Targets") if choices.loss == "squared" else _("Classes")
    st.text_area(label, height=96, max_chars=MAX_CHARACTERS, help=HINTS[choices.loss], **tied)
    if wrong:
        st.error(_("{wrong} The page keeps the last valid targets.").format(wrong=plain(wrong)))
    elif misfit:
        st.warning(misfit)


def with_targets(choices: Choices, text: str) -> Choices:
    """The targets as typed. Raises InputError if they cannot be read, or do not fit the run."""
    settings = PAGE.now().settings
    new = replace(choices, targets=typed_numbers(text))
    loss_of(new, settings.steps, len(head_of(settings).bias))
    return new


def output_slider(settings: Settings, outputs: int) -> None:
    st.slider(
        _("Outputs"),
        1,
        max(MAX_BARS, outputs),
        help=_("{settings}. With 2 outputs, W_y starts as: sum of the units; difference of the units + 0.5.").format(
            settings=head_equation(PAGE.now().settings)
        ),
        **PAGE.knob("outputs", outputs, with_outputs),
    )


def with_outputs(settings: Settings, outputs: int) -> Settings:
    """Another number of outputs: the rows that are there stay."""
    return replace(settings, head=head_of(settings)).with_head(outputs, settings.softmax)
