"""The learner's own file, judged when it is loaded: what became of it, and what a run needs of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn.data.labelled.outline import OutlinedReading, outlined
from rnnviz.learn.data.reviews import FirstReview, first_review
from rnnviz.learn.data.series import reading
from rnnviz.learn.data.series.reading import FileReading
from rnnviz.learn.plan import OWN_FILE, Plan
from rnnviz.ui.runs.checking import content_key, counts, give_up, made
from rnnviz.ui.runs.own import letters_of

TEXTS = ("names", "sentiment")
"""Tasks whose own files are texts with a class each."""


def loaded(plan: Plan) -> Any:
    """The file in the box, or None."""
    return st.session_state.get(f"train_own_{plan.task}")


def upload(plan: Plan) -> tuple[bytes, str] | None:
    """Its content and its name."""
    kept = loaded(plan)
    return (kept.getvalue(), kept.name) if kept else None


def file_id(plan: Plan) -> str:
    """What tells the file in the box from others."""
    return str(loaded(plan).file_id)


def key_of(plan: Plan, *chosen: str) -> str:
    """What makes a reading of the file the same."""
    file = loaded(plan)
    return "|".join((content_key(file.file_id, file), file.name, plan.task, *chosen))


def series_found(plan: Plan) -> FileReading | None:
    """What became of a table with times; None while there is none, or it is being read."""
    file = loaded(plan)
    if not file:
        return None
    key = key_of(plan, plan.column, plan.inputs, plan.time)
    give_up(key)
    try:
        found: FileReading | None = made(
            key, file.size, reading.look, file.getvalue(), file.name, plan.column, plan.read_columns, plan.time
        )
    except InputError as error:
        return FileReading(problem=str(error))
    return found


def texts_found(plan: Plan) -> OutlinedReading | None:
    """What became of names or reviews; None while there are none, or they are being read."""
    file = loaded(plan)
    if not file:
        return None
    key, text = key_of(plan, plan.column, plan.inputs), next(iter(plan.read_columns), "")
    give_up(key)
    try:
        found: OutlinedReading | None = made(
            key, file.size, outlined, file.getvalue(), file.name, plan.task, plan.column, text
        )
    except InputError as error:
        return OutlinedReading(problems=(str(error),))
    return found


def being_read(plan: Plan) -> bool:
    """Whether a process still reads the file."""
    if not loaded(plan) or plan.task == "characters":
        return False
    return (series_found(plan) if plan.task == "weather" else texts_found(plan)) is None


def review_found(plan: Plan) -> FirstReview | None:
    """The first review that a run would learn from, as ids; None until its words are counted."""
    found, file = texts_found(plan), loaded(plan)
    if found is None or found.outline is None:
        return None
    key = key_of(plan, plan.column, plan.inputs, str(plan.seed), str(plan.limit))
    try:
        given = file.getvalue(), file.name, found.label, found.text, plan.seed, plan.limit
        first: FirstReview | None = made(key, file.size, first_review, *given, by=counts, patience=0.0)
    except InputError:
        return None
    return first


def sizes(plan: Plan) -> tuple[int, int] | None:
    """Width of a step, or number of ids, and outputs that a net for this file has; None while that is not known."""
    if plan.source != OWN_FILE:
        return None
    if plan.task == "weather":
        found = series_found(plan)
        return found.series.features.shape[1] if found and found.series else 1, plan.ahead
    if plan.task == "characters":
        return letters_size(plan)
    texts = texts_found(plan)
    if texts is None or texts.outline is None:
        return None
    classes = len(texts.outline.counts)
    if plan.task == "names":
        return len(texts.outline.letters), classes
    first = review_found(plan)
    return (first.words, classes) if first else None


def letters_size(plan: Plan) -> tuple[int, int] | None:
    """Of a text, as many ids as outputs."""
    own = upload(plan)
    try:
        letters = len(letters_of(*own)) if own else 0
    except InputError:
        return None
    return (letters, letters) if letters else None
