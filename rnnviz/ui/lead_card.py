"""The lead's card: a step's words, its question or its task, and the ways on and back."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.lead.answers import Answer, choices, digits, feedback, judged, typed_number
from rnnviz.lead.steps import KINDS, Ask, Blank, Step, mistake_texts, steps_of
from rnnviz.lead.tasks import Tasks
from rnnviz.lead.terms import defined
from rnnviz.room.asked import Asked
from rnnviz.ui.classroom import asks_class, put_to_class, taught
from rnnviz.ui.lead import Given, Lead, Way, finished, is_open, spot
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME, page_of
from rnnviz.ui.page_state import State
from rnnviz.ui.source import source

S = TypeVar("S")
BESIDE = [3.2, 1.0]  # the picture and the card
COVERED = 460  # px, as tall as most pictures
SURE, GUESS = "I am sure", "I am guessing"


def card(lead: Lead[S]) -> None:
    """Draw the card."""
    way, step = lead.way, lead.now
    state = lead.page.load()[0]
    with st.container(key="lead", border=True, gap="small"):
        with st.container(key="lead_controls" if step.controls else "lead_head"):  # app.css shows the row by it
            st.caption(f"Step {way.step + 1} of {len(lead.steps)} · **{KINDS[step.kind]}**")
        st.markdown(f"## {step.title}")
        if lead.fits(state):
            st.markdown(defined(lead.text(step.text, state)))
            _BODIES[step.kind](lead, step, state)
        else:
            st.info("This step is about its own example. The stage shows another one.")
            st.button("Show the example", key="lead_example", on_click=lead.open, args=(way.step,))
        _ways(lead)
    _spotlight(lead, step)


def _spotlight(lead: Lead[S], step: Step) -> None:
    way = lead.way
    left = step.blanks[way.filled.get(way.step, 0) :]
    light = (left[0].light or f"{left[0].q}[{left[0].unit}]") if left else step.light
    entries = [entry | {"lesson": lead.lesson} for entry in way.log]
    spot("lead_spot", {
        "light": light, "say": f"Step {way.step + 1}: {step.title}.", "lesson": lead.lesson, "step": way.step,
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
        st.markdown("**?** Covered, until you have guessed.", width="content")


def _ways(lead: Lead[S]) -> None:
    way, last = lead.way, len(lead.steps) - 1
    with st.container(horizontal=True, gap="small", key="lead_ways"):
        st.button("Back", key="lead_back", disabled=way.step == 0, on_click=lead.open, args=(way.step - 1,))
        if way.step < last:
            settled = finished(lead)
            st.button("Next" if settled else "Skip", key="lead_next", type="primary" if settled else "secondary",
                      on_click=lead.open, args=(way.step + 1,))  # fmt: skip
        else:
            _onward(lead.lesson)
        if way.mine is not None:
            st.button("Back to my own", key="lead_mine", on_click=lead.back_to_mine,
                      help="This step set the example. This restores your own.")  # fmt: skip


def _onward(lesson: str) -> None:
    """At the end: the next lesson that leads, else the next one of the course."""
    after = list(LESSONS)[list(LESSONS).index(lesson) + 1 :]
    following = next((name for name in after if steps_of(name)), after[0] if after else HOME)
    st.page_link(page_of(following), label=f"Go on with {LESSONS[following].title}", icon=":material/arrow_forward:")


def _look(lead: Lead[S], step: Step, state: S) -> None:
    lead.way.done.add(lead.way.step)


def _why(lead: Lead[S], step: Step, state: S) -> None:
    _look(lead, step, state)
    source(step.source)


def _predict(lead: Lead[S], step: Step, state: S) -> None:
    assert step.ask is not None
    _question(lead, step.ask, 0, state)
    first = lead.way.given.get((lead.way.step, 0))
    if first and not first.verdict.right and step.easier:
        st.markdown("**Try an easier one.**")
        _question(lead, step.easier, 1, state)


def _recap(lead: Lead[S], step: Step, state: S) -> None:
    for k, ask in enumerate(step.questions):
        _question(lead, ask, k, state)


def _question(lead: Lead[S], ask: Ask, k: int, state: S) -> None:
    way = lead.way
    if ask.text:
        st.markdown(lead.text(ask.text, state))
    if given := way.given.get((way.step, k)):
        _said(ask, given)
        return
    key = f"lead_{lead.lesson}_{way.step}_{k}"
    answer = lead.answer(ask, state)
    where = f"{LESSONS[lead.lesson].title}, step {way.step + 1}, question {k + 1}"
    if asks_class(where):
        st.info("Answer to the class, at the foot of the screen.", icon=":material/groups:")
        return
    if taught():
        st.button("Ask the class", key=f"{key}_class", icon=":material/groups:", on_click=put_to_class,
                  args=(_for_class(lead, ask, answer, state, key, where),))  # fmt: skip
    ready = _guess(ask, answer, key)
    with st.container(horizontal=True, gap="small", key=f"commit_{k}"):
        for label, sure in ((SURE, True), (GUESS, False)):
            st.button(label, key=f"{key}_{sure}", disabled=not ready, on_click=_commit, args=(lead, ask, k, key, sure))


def _for_class(lead: Lead[S], ask: Ask, answer: Answer, state: S, key: str, where: str) -> Asked:
    """The question as a class is asked it, with the truth of the record on the teacher's screen."""
    text = lead.text(ask.text or lead.now.text, state)
    if ask.options:
        names = _shuffled(ask, key)
        options = tuple(ask.options[name] for name in names)
        return Asked("choice", text, options, truth=names.index(str(answer.truth)), ours=True, where=where)
    if ask.choices:
        numbers = choices(answer)
        truth = [digits(one) for one in numbers].index(digits(float(answer.truth)))
        options = tuple(_shown(ask, one) for one in numbers)
        return Asked("choice", text, options, truth=truth, ours=True, where=where)
    return Asked("number", text, unit=ask.unit, truth=float(answer.truth), ours=True, where=where)


def _shuffled(ask: Ask, key: str) -> list[str]:
    names = list(ask.options)
    random.Random(key).shuffle(names)
    return names


def _commit(lead: Lead[S], ask: Ask, k: int, key: str, sure: bool) -> None:
    lead.keep()
    guess = st.session_state[key]
    if isinstance(guess, str) and not ask.options:
        guess = typed_number(guess)
    way, answer = lead.way, lead.answer(ask, lead.page.load()[0])
    verdict = judged(answer, guess, exact=ask.choices)
    way.given[way.step, k] = given = Given(guess, sure, verdict, _shown(ask, guess), _shown(ask, answer.truth))
    if finished(lead):
        way.done.add(way.step)
    entry = {"id": uuid.uuid4().hex, "step": way.step + 1, "question": k + 1}
    way.log.append(entry | {"guess": given.shown, "truth": given.truth, "right": verdict.right, "sure": sure})
    lead.again()


def _guess(ask: Ask, answer: Answer, key: str) -> bool:
    """The control that fits the question; whether it holds a guess."""
    if ask.options:
        st.radio("Your guess", _shuffled(ask, key), index=None, format_func=lambda name: ask.options[name], key=key,
                 label_visibility="collapsed")  # fmt: skip
    elif ask.choices:
        st.radio("Your guess", choices(answer), index=None, key=key, label_visibility="collapsed",
                 format_func=lambda value: _shown(ask, value))  # fmt: skip
    else:
        return _number(st.text_input("Your guess", key=key, max_chars=40)) is not None
    return st.session_state[key] is not None


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        return typed_number(text)
    except InputError as error:
        st.warning(str(error), icon=":material/error:")
        return None


def _shown(ask: Ask, value: float | str) -> str:
    if isinstance(value, str):
        return ask.options[value]
    number = f"{value:g}" if value == int(value) and abs(value) < 1e6 else digits(value)
    unit = ask.unit.removesuffix("s") if value == 1 else ask.unit
    return f"{number} {unit}".rstrip()


def _said(ask: Ask, given: Given) -> None:
    """Guess and truth side by side, then one line of why."""
    said = f"Your answer: **{given.shown}** ({'sure' if given.sure else 'guessing'})"
    if given.verdict.right:
        st.success(f"{said}. Right. {ask.right}", icon=":material/check:")
    else:
        st.error(f"{said}. It is **{given.truth}**. {feedback(ask, given.verdict)}", icon=":material/close:")


def _do(lead: Lead[S], step: Step, state: S) -> None:
    way = lead.way
    k = way.step
    if lead.tasks.checks[step.check](state, lead.t(), **step.of):
        way.done.add(k)
        st.success(f"Done. {step.done}", icon=":material/check:")
        return
    said = "You have done it before. The stage has changed since." if k in way.done else "Not done yet."
    st.info(f"{said} This line changes when it is done.", icon=":material/hourglass_empty:")
    used = way.hints.get(k, 0)
    for hint in step.hints[:used]:
        st.markdown(f"*Hint:* {hint}")
    if used < len(step.hints):
        st.button("Hint", key=f"hint_{k}", on_click=_hint, args=(way, k))
    else:
        st.button("Show me", key=f"show_{k}", on_click=lead.put, args=(step.show,))


def _hint(way: Way[Any], k: int) -> None:
    way.hints[k] = way.hints.get(k, 0) + 1


def _compute(lead: Lead[S], step: Step, state: S) -> None:
    """The blanks so far with their numbers, then the next one."""
    way = lead.way
    k = way.filled.get(way.step, 0)
    for blank in step.blanks[:k]:
        answer = lead.tasks.blank(state, lead.t(), blank)
        st.markdown(f"{lead.text(blank.text, state)} → **{digits(float(answer.truth))}** ✓")
    if k == len(step.blanks):
        way.done.add(way.step)
        st.success(f"You have computed it. {step.done}", icon=":material/check:")
        return
    blank = step.blanks[k]
    key = f"blank_{lead.lesson}_{way.step}_{k}"
    text = st.text_input(
        lead.text(blank.text, state), key=key, max_chars=40, on_change=_fill, args=(lead, blank, k, key)
    )
    typed = _number(text)
    if typed is not None:
        verdict = judged(lead.tasks.blank(state, lead.t(), blank), typed)
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
