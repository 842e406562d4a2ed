"""Choosing what runs through the cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.core.hours import WHEN
from rnnviz.state.inputs import MAX_PERIOD, SOURCES, Source, fitted, steps_allowed
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.ui.page_state import State
from rnnviz.ui.plain import plain

STARTERS = {"words": "I am happy I am", "typed": "0 0 1 0 0 0 -1 0 0 0"}
LABELS = {
    "words": (_("Sentence"), _("At most 4 different words; repeat them freely.")),
    "typed": (_("Numbers"), _("Paste or type them: 1 2 3, or one line for each step, as 1 2 / 3 4 on two lines.")),
}


def input_controls(page: State[Settings], settings: Settings) -> None:
    """The kind of input, and what that kind needs to know."""
    source = settings.source
    st.selectbox(
        _("What comes in"),
        list(SOURCES),
        format_func=lambda kind: SOURCES[kind].title,
        **_knob(page, "kind", source.kind, with_kind),
    )
    st.caption(SOURCES[source.kind].note)
    for name in SOURCES[source.kind].uses:
        FIELDS[name](page, settings)


def with_kind(source: Source, kind: str) -> Source:
    return fitted(replace(source, kind=kind, text=STARTERS.get(kind, "")))


def _knob(page: State[Settings], name: str, value: Any, edit: Callable[[Source, Any], Source]) -> dict[str, Any]:
    return page.knob(name, value, lambda settings, new: settings.with_source(edit(settings.source, new)))


def _field(name: str) -> Callable[[Source, Any], Source]:
    return lambda source, value: fitted(replace(source, **{name: value}))


def _start(page: State[Settings], settings: Settings) -> None:
    st.select_slider(
        _("First hour"),
        list(range(len(WHEN))),
        format_func=lambda hour: f"{WHEN[hour]:%d %b %H:00}",
        help=_("After 1 April 23:00 the slides' table jumps to 10 April."),
        **_knob(page, "start", settings.source.start, _field("start")),
    )


def _standardise(page: State[Settings], settings: Settings) -> None:
    st.toggle(
        _("Standardised"),
        help=_("Minus the mean, over the standard deviation, of all 29 hours."),
        **_knob(page, "standardise", settings.source.standardise, _field("standardise")),
    )


def _steps(page: State[Settings], settings: Settings) -> None:
    most = steps_allowed(settings.source)
    if most == 1:
        return
    st.slider(
        _("Time steps"),
        1,
        most,
        **_knob(page, "steps", settings.source.steps, _field("steps")),
    )


def _period(page: State[Settings], settings: Settings) -> None:
    st.number_input(
        _("Period, in steps"),
        1.0,
        MAX_PERIOD,
        **_knob(page, "period", settings.source.period, _field("period")),
    )


def _at(page: State[Settings], settings: Settings) -> None:
    if settings.source.steps == 1:
        return
    st.slider(
        _("At step"),
        1,
        settings.source.steps,
        **_knob(page, "at", settings.source.at + 1, lambda s, step: fitted(replace(s, at=step - 1))),
    )


def _seed(page: State[Settings], settings: Settings) -> None:
    st.number_input(
        _("Seed of the noise"),
        0,
        9999,
        **_knob(page, "noise_seed", settings.source.seed, _field("seed")),
    )


def _text(page: State[Settings], settings: Settings) -> None:
    label, hint = LABELS[settings.source.kind]
    st.text_area(
        label,
        height=96,
        help=hint,
        **_knob(page, "text", settings.source.text, lambda s, text: replace(s, text=text)),
    )
    if wrong := page.problem("text"):
        st.error(_("{wrong} The stage keeps the last valid input.").format(wrong=plain(wrong)))


FIELDS: dict[str, Callable[[State[Settings], Settings], None]] = {
    "start": _start,
    "steps": _steps,
    "standardise": _standardise,
    "period": _period,
    "at": _at,
    "seed": _seed,
    "text": _text,
}
