"""Choosing what runs through the cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.core.hours import WHEN
from rnnviz.core.inputs import MAX_PERIOD, SOURCES, InputError, Source, fitted, steps_allowed
from rnnviz.core.settings import Settings
from rnnviz.ui.held import Page, held, put
from rnnviz.ui.plain import plain

STARTERS = {"words": "I am happy I am", "typed": "0 0 1 0 0 0 -1 0 0 0"}
LABELS = {
    "words": ("Sentence", "At most 4 different words; repeat them freely."),
    "typed": ("Numbers", "Paste or type them: 1 2 3, or one line for each step, as 1 2 / 3 4 on two lines."),
}


def input_controls(page: Page, settings: Settings) -> None:
    """The kind of input, and what that kind needs to know."""
    source = settings.source
    st.selectbox(
        "What comes in",
        list(SOURCES),
        format_func=lambda kind: SOURCES[kind].title,
        key=_synced(page, "kind", source.kind),
        on_change=_change,
        args=(page, "kind", with_kind),
    )
    st.caption(SOURCES[source.kind].note)
    for name in SOURCES[source.kind].uses:
        FIELDS[name](page, settings)


def with_kind(source: Source, kind: str) -> Source:
    return fitted(replace(source, kind=kind, text=STARTERS.get(kind, "")))


def _synced(page: Page, name: str, value: Any) -> str:
    key = page.widget(name)
    if not _problem(page, name):
        st.session_state[key] = value
    return key


def _problem(page: Page, name: str) -> str:
    """What is wrong with a widget's value, as long as the settings are those beside which it was refused."""
    rev, sentence = st.session_state.get(page.widget(f"{name}_problem"), ("", ""))
    return str(sentence) if rev == held(page).rev else ""


def _change(page: Page, name: str, edit: Callable[[Source, Any], Source]) -> None:
    now, key = held(page), page.widget(name)
    st.session_state.pop(f"{key}_problem", None)
    try:
        changed = now.settings.with_source(edit(now.settings.source, st.session_state[key]))
    except InputError as error:
        st.session_state[f"{key}_problem"] = now.rev, str(error)
    else:
        put(page, changed)


def _field(name: str) -> Callable[[Source, Any], Source]:
    return lambda source, value: fitted(replace(source, **{name: value}))


def _start(page: Page, settings: Settings) -> None:
    st.select_slider(
        "First hour",
        list(range(len(WHEN))),
        format_func=lambda hour: f"{WHEN[hour]:%d %b %H:00}",
        key=_synced(page, "start", settings.source.start),
        help="After 1 April 23:00 the slides' table jumps to 10 April.",
        on_change=_change,
        args=(page, "start", _field("start")),
    )


def _standardise(page: Page, settings: Settings) -> None:
    st.toggle(
        "Standardised",
        key=_synced(page, "standardise", settings.source.standardise),
        help="Minus the mean, over the standard deviation, of all 29 hours.",
        on_change=_change,
        args=(page, "standardise", _field("standardise")),
    )


def _steps(page: Page, settings: Settings) -> None:
    most = steps_allowed(settings.source)
    if most == 1:
        return
    st.slider(
        "Time steps",
        1,
        most,
        key=_synced(page, "steps", settings.source.steps),
        on_change=_change,
        args=(page, "steps", _field("steps")),
    )


def _period(page: Page, settings: Settings) -> None:
    st.number_input(
        "Period, in steps",
        1.0,
        MAX_PERIOD,
        key=_synced(page, "period", settings.source.period),
        on_change=_change,
        args=(page, "period", _field("period")),
    )


def _at(page: Page, settings: Settings) -> None:
    if settings.source.steps == 1:
        return
    st.slider(
        "At step",
        1,
        settings.source.steps,
        key=_synced(page, "at", settings.source.at + 1),
        on_change=_change,
        args=(page, "at", lambda s, step: fitted(replace(s, at=step - 1))),
    )


def _seed(page: Page, settings: Settings) -> None:
    st.number_input(
        "Seed of the noise",
        0,
        9999,
        key=_synced(page, "noise_seed", settings.source.seed),
        on_change=_change,
        args=(page, "noise_seed", _field("seed")),
    )


def _text(page: Page, settings: Settings) -> None:
    label, hint = LABELS[settings.source.kind]
    key = _synced(page, "text", settings.source.text)
    st.text_area(
        label,
        key=key,
        height=96,
        help=hint,
        on_change=_change,
        args=(page, "text", lambda s, text: replace(s, text=text)),
    )
    problem = _problem(page, "text")
    if problem:
        st.error(f"{plain(problem)} The stage keeps the last good input.")


FIELDS: dict[str, Callable[[Page, Settings], None]] = {
    "start": _start,
    "steps": _steps,
    "standardise": _standardise,
    "period": _period,
    "at": _at,
    "seed": _seed,
    "text": _text,
}
