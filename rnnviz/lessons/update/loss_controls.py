"""Choosing the loss that is learned: as on the gradient page, kept in the same items of the link."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.lessons.update.asked import UpdateState
from rnnviz.lessons.update.state import PAGE
from rnnviz.state.settings import Settings
from rnnviz.ui.controls import MAX_BARS
from rnnviz.ui.loss.loss_controls import head_of, loss_choice, target_box
from rnnviz.ui.loss.targets import as_text, loss_of, typed_numbers


def loss_controls(now: UpdateState, misfit: str) -> None:
    """The kind of loss, where it stands, its targets and its outputs. misfit: why the targets do not hold, or ""."""
    at = PAGE.knob("losses", now.choices.at, lambda s, at: anew(replace(s, choices=replace(s.choices, at=at))))
    loss_choice(PAGE.knob("loss", now.choices.loss, with_kind), at)
    outputs = len(head_of(now.settings).bias)
    targets = PAGE.knob("targets", as_text(now.choices, outputs), with_targets)
    target_box(now.choices, targets, PAGE.problem("targets"), misfit)
    st.slider("Outputs", 1, max(MAX_BARS, outputs), **PAGE.knob("outputs", outputs, with_outputs))


def anew(now: UpdateState) -> UpdateState:
    """Another task: the learning begins again."""
    return replace(now, taken=())


def with_kind(now: UpdateState, kind: str) -> UpdateState:
    """Another loss: numbers are no classes, so the targets start anew."""
    return anew(replace(now, choices=replace(now.choices, loss=kind, targets=())))


def with_targets(now: UpdateState, text: str) -> UpdateState:
    """The targets as typed. Raises InputError if they cannot be read, or do not fit the run."""
    choices = replace(now.choices, targets=typed_numbers(text))
    loss_of(choices, now.settings.steps, len(head_of(now.settings).bias))
    return anew(replace(now, choices=choices))


def with_outputs(now: UpdateState, outputs: int) -> UpdateState:
    """Another number of outputs: the rows that are there stay."""
    settings: Settings = replace(now.settings, head=head_of(now.settings))
    return anew(replace(now, settings=settings.with_head(outputs, settings.softmax)))
