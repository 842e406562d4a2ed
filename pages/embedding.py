"""The embedding page under its heading: the step to come is shown before it is taken, so every knob shows at once."""

from __future__ import annotations

import math

import streamlit as st

from rnnviz.lead.terms import defined
from rnnviz.lessons.words.embedding import PRESETS, TableCourse, TableStep, course, encoded, holds, next_step
from rnnviz.lessons.words.embedding.controls import PAGE, lines_in_words, rule_controls, task_controls
from rnnviz.lessons.words.embedding.tasks import TASKS
from rnnviz.lessons.words.embedding.why import beside_print, moved_rows, why
from rnnviz.lessons.words.word_table import embedding_payload, word_table
from rnnviz.texts import _
from rnnviz.theme import format_number
from rnnviz.ui.course_controls import step_buttons
from rnnviz.ui.groups import picture
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.lessons import LESSONS


@st.fragment
def embedding_page() -> None:
    """The lesson; beside its lead, where that is open."""
    with_lead("embedding", PAGE, TASKS, lesson)


def lesson() -> None:
    """Controls, the step to come in words and numbers."""
    setup, problem = PAGE.load()
    found, so_far = encoded(setup), course(setup)
    step = next_step(so_far, setup.rule)
    preset = PRESETS[setup.preset]
    task_controls(setup, found)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    printed = preset.printed if step.number == 1 else None
    reasons = why(step, so_far.start, found.vocabulary)
    payload = embedding_payload(step, so_far.start, found.vocabulary.tokens, reasons, printed, (setup.at, setup.column))
    with picture():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            step_buttons(PAGE, len(so_far.steps), step.holds)
            st.markdown(in_words(step, so_far, len(setup.taken)), width="stretch")
        word_table("embedding_table", "embedding", payload)
    rule_controls(setup, found)
    look_for = _("**Look for:** {look_for}").format(look_for=defined(preset.look_for)) if holds(setup) else ""
    st.caption(f"{lines_in_words(found)}. {look_for}" + beside_print(step, printed))


def in_words(step: TableStep, so_far: TableCourse, wanted: int) -> str:
    """The loss before and after, and which rows move; or why there is no after."""
    before, after = step.read.loss, step.loss_after
    if not step.holds:
        return _(
            ":red[✗ **The loss explodes**]: with a learning rate of {lr:g} the loss would go from "
            "**{before}** to {after}. Choose a smaller one."
        ).format(lr=step.rule.lr, before=short(before), after=short(after))
    way = _("falls") if after < before else _("does not move") if after == before else _(":red[rises]")
    line = (
        _(" It reads line {number}.").format(number=1 + (step.number - 1) % len(so_far.start.ids))
        if so_far.turn
        else ""
    )
    cut = (
        _(" Only {n_steps} of {wanted} steps could be taken.").format(n_steps=len(so_far.steps), wanted=wanted)
        if so_far.cut
        else ""
    )
    next_one = _("Next is step {number}: with it the loss {way}, **{before} → {after}**").format(
        number=step.number, way=way, before=short(before), after=short(after)
    )
    return f"{next_one}; {rows_named(step)}.{line}{cut}"


def rows_named(step: TableStep) -> str:
    """Which rows move."""
    rows = moved_rows(step)
    numbers = f"**{', '.join(map(str, rows))}**"
    return (
        _("rows {numbers} move").format(numbers=numbers)
        if len(rows) > 1
        else _("row {numbers} moves").format(numbers=numbers)
        if rows
        else _("no row moves")
    )


def short(value: float) -> str:
    return format_number(value, plus="") if math.isfinite(value) else _("beyond any number")


draw_heading(LESSONS["embedding"])
embedding_page()
