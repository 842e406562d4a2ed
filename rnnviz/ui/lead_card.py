"""The lead's card: a step's words, its question or its task, and the ways on and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.lead.answers import digits, judged, small_number, typed_number
from rnnviz.lead.steps import KINDS, Blank, Step, mistake_texts, steps_of
from rnnviz.lead.tasks import Measured, Tasks
from rnnviz.lead.terms import defined
from rnnviz.room.asked import Asked
from rnnviz.texts import _
from rnnviz.ui.classroom import answer_class, asks_class, taught
from rnnviz.ui.lead import Lead, Way, finished, is_open, spot
from rnnviz.ui.lead_question import (
    GUESS,
    SURE,
    TO_THE_CLASS,
    at_step,
    class_button,
    question,
    question_key,
    typed,
)
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME, page_of
from rnnviz.ui.page_state import State
from rnnviz.ui.source import source

S = TypeVar("S")
BESIDE = [3.2, 1.0]  # the picture and the card
DONE = _("I have done it.")
DONE_OR_NOT = (DONE, _("I cannot do it yet."))
"""What a class answers to a task; the first by itself once the stage of a student shows it."""
COVERED = 460  # px, as tall as most pictures


def card(lead: Lead[S]) -> None:
    """Draw the card."""
    way, step = lead.way, lead.now
    state = lead.page.load()[0]
    with st.container(key="lead", border=True, gap="small"):
        with st.container(key="lead_controls" if step.controls else "lead_head"):  # app.css shows the row by it
            st.caption(
                _("Step {step} of {n_steps} · **{kinds}**{lead}").format(
                    step=way.step + 1, n_steps=len(lead.steps), kinds=KINDS[step.kind], lead=_answered(lead, step)
                )
            )
        st.markdown(f"## {step.title}")
        if lead.fits(state):
            st.markdown(defined(lead.text(step.text, state)))
            _BODIES[step.kind](lead, step, state)
        else:
            st.info(_("This step is about its own example. The stage shows another one."))
            st.button(_("Show the example"), key="lead_example", on_click=lead.open, args=(way.step,))
        _ways(lead)
    _spotlight(lead, step)


def _answered(lead: Lead[S], step: Step) -> str:
    """How many of a recap's questions have been answered: not all of them may be on the screen."""
    given = sum((lead.way.step, k) in lead.way.given for k in range(len(step.questions)))
    return (
        _(" · {given} of {n_questions} answered").format(given=given, n_questions=len(step.questions))
        if step.questions
        else ""
    )


def _spotlight(lead: Lead[S], step: Step) -> None:
    way = lead.way
    left = step.blanks[way.filled.get(way.step, 0) :]
    light = (left[0].light or f"{left[0].q}[{left[0].unit}]") if left else step.light
    entries = [entry | {"lesson": lead.lesson} for entry in way.log]
    spot("lead_spot", {
        "light": light, "lesson": lead.lesson, "step": way.step,
        "say": _("Step {step}: {title}.").format(step=way.step + 1, title=step.title),
        "steps": len(lead.steps), "done": sorted(way.done), "log": entries, "closed": False,
    }, height=0)  # fmt: skip


def with_lead(lesson: str, page: State[S], tasks: Tasks[S], draw: Callable[[], None]) -> None:
    """What `draw` draws of the lesson; beside its lead's card, where that is open."""
    if is_open(lesson):
        beside(Lead(lesson, page, tasks), draw)
    else:
        draw()


def beside(lead: Lead[S], draw: Callable[[], None], covers: bool = False) -> None:
    """A page that `draw` draws, with its lead's card beside it; both in the fragment that they stand in.

    covers: `draw` itself covers what is asked, and shows the rest.
    """
    lead.arrive()
    lead.keep()
    state = lead.page.load()[0]
    hidden = not covers and lead.covered(state) is not None
    lead.way.held = state if hidden else None
    left, right = st.columns(BESIDE, gap="small")
    with left:
        if hidden:
            covered()
        else:
            draw()
    with right:
        card(lead)


def covered(height: int = COVERED) -> None:
    """What stands in the place of what an open question asks for."""
    with st.container(key="covered", border=True, height=height, horizontal_alignment="center",
                      vertical_alignment="center"):  # fmt: skip
        st.markdown(_("**?** Covered, until you have guessed."), width="content")


def _ways(lead: Lead[S]) -> None:
    way, last = lead.way, len(lead.steps) - 1
    if way.mine is not None:
        st.caption(_("This step has put its own example in the place of your settings."))
    with st.container(horizontal=True, gap="small", key="lead_ways"):
        st.button(_("Back"), key="lead_back", disabled=way.step == 0, on_click=lead.open, args=(way.step - 1,))
        if way.step < last:
            settled = finished(lead)
            st.button(_("Next") if settled else _("Skip"), key="lead_next", type="primary" if settled else "secondary",
                      on_click=lead.open, args=(way.step + 1,))  # fmt: skip
        else:
            _onward(lead.lesson)
        if way.mine is not None:
            st.button(_("Bring back my settings"), key="lead_mine", on_click=lead.back_to_mine)


def _onward(lesson: str) -> None:
    """At the end: the next lesson that leads, else the next one of the course."""
    after = list(LESSONS)[list(LESSONS).index(lesson) + 1 :]
    following = next((name for name in after if steps_of(name)), after[0] if after else HOME)
    st.page_link(
        page_of(following),
        label=_("Go on with {title}").format(title=LESSONS[following].title),
        icon=":material/arrow_forward:",
    )


def _look(lead: Lead[S], step: Step, state: S) -> None:
    lead.way.done.add(lead.way.step)


def _why(lead: Lead[S], step: Step, state: S) -> None:
    _look(lead, step, state)
    source(step.source)


def _predict(lead: Lead[S], step: Step, state: S) -> None:
    assert step.ask is not None
    question(lead, step.ask, 0, state)
    first = lead.way.given.get((lead.way.step, 0))
    if first and not first.verdict.right and step.easier:
        st.markdown(_("**Try an easier one.**"))
        question(lead, step.easier, 1, state)


def _recap(lead: Lead[S], step: Step, state: S) -> None:
    for k, ask in enumerate(step.questions):
        question(lead, ask, k, state)
    chosen = [k for k in range(len(step.questions)) if st.session_state.get(question_key(lead, k)) is not None]
    if any((lead.way.step, k) not in lead.way.given for k in chosen):
        st.caption(_("A choice counts when you press *{sure}* or *{guess}* under it.").format(sure=SURE, guess=GUESS))


def _do(lead: Lead[S], step: Step, state: S) -> None:
    way = lead.way
    k = way.step
    found = lead.tasks.checks[step.check](state, lead.t(), **step.of)
    if taught():
        asked = Asked("choice", lead.text(step.text, state), DONE_OR_NOT, ours=True, where=at_step(lead))
        class_button(asked, f"do_{lead.lesson}_{k}")
    if found:
        answer_class(at_step(lead), DONE_OR_NOT.index(DONE))
        way.done.add(k)
        st.success(_("Done. {step} {done}").format(step=measured(step, found), done=step.done), icon=":material/check:")
        return
    said = _("You have done it before. The stage has changed since.") if k in way.done else _("Not done yet.")
    said += f" {measured(step, found)}" if isinstance(found, Measured) else _(" This line changes when it is done.")
    st.info(said, icon=":material/hourglass_empty:")
    used = way.hints.get(k, 0)
    for hint in step.hints[:used]:
        st.markdown(_("*Hint:* {hint}").format(hint=hint))
    if used < len(step.hints):
        st.button(_("Hint"), key=f"hint_{k}", on_click=_hint, args=(way, k))
    else:
        st.button(_("Show me"), key=f"show_{k}", on_click=lead.put, args=(step.show,))


def measured(step: Step, found: bool | Measured) -> str:
    """What a task measures beside its goal, as Markdown, and what else is missing."""
    if not isinstance(found, Measured):
        return ""
    said = step.measure.format(now=f"**{small_number(found.now)}**", goal=small_number(found.goal))
    return f"{said} {step.lacks.get(found.lacks, '')}".rstrip()


def _hint(way: Way[Any], k: int) -> None:
    way.hints[k] = way.hints.get(k, 0) + 1


def _compute(lead: Lead[S], step: Step, state: S) -> None:
    """Its principle; then the blanks so far with their numbers, then the next one."""
    way = lead.way
    if step.principle:
        question(lead, step.principle, 0, state)
        if (way.step, 0) not in way.given:
            return
    k = way.filled.get(way.step, 0)
    for blank in step.blanks[:k]:
        answer = lead.tasks.blank(state, lead.t(), blank)
        st.markdown(f"{lead.text(blank.text, state)} → **{digits(answer.number)}** ✓")
    if k == len(step.blanks):
        way.done.add(way.step)
        st.success(_("You have computed it. {done}").format(done=step.done), icon=":material/check:")
        return
    blank = step.blanks[k]
    key = f"blank_{lead.lesson}_{way.step}_{k}"
    where = _("{lead}, number {k}").format(lead=at_step(lead), k=k + 1)
    if asks_class(where):
        st.info(TO_THE_CLASS, icon=":material/groups:")
        return
    if taught():
        truth = lead.tasks.blank(state, lead.t(), blank).number
        class_button(Asked("number", lead.text(blank.text, state), truth=truth, ours=True, where=where), key)
    text = st.text_input(
        lead.text(blank.text, state), key=key, max_chars=40, on_change=_fill, args=(lead, blank, k, key)
    )
    number = typed(text)
    if number is not None:
        verdict = judged(lead.tasks.blank(state, lead.t(), blank), number)
        mistakes = mistake_texts()
        st.error(mistakes.get(verdict.mistake, mistakes["else"]), icon=":material/close:")


def _fill(lead: Lead[S], blank: Blank, k: int, key: str) -> None:
    """A right number opens the next blank."""
    with suppress(InputError):
        typed = typed_number(st.session_state[key])
        if judged(lead.tasks.blank(lead.page.load()[0], lead.t(), blank), typed).right:
            lead.way.filled[lead.way.step] = k + 1
            lead.again()


_BODIES: Mapping[str, Callable[[Lead[Any], Step, Any], None]] = {
    "show": _look, "why": _why, "predict": _predict, "recap": _recap, "do": _do, "compute": _compute,
}  # fmt: skip
