"""A question on a lead's card: the control that fits it, then guess and truth side by side."""

from __future__ import annotations

import random
import uuid
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.lead.answers import (
    Answer,
    Guess,
    choices,
    digits,
    feedback,
    handed,
    plain_number,
    small_number,
    typed_number,
    verdict_of,
)
from rnnviz.lead.steps import HANDS, Ask
from rnnviz.room.asked import Asked
from rnnviz.stage.drawn import drawn
from rnnviz.texts import _
from rnnviz.ui.classroom import asks_class, put_to_class, taught
from rnnviz.ui.lead import Given, Lead, finished
from rnnviz.ui.lessons import LESSONS

S = TypeVar("S")
TO_THE_CLASS = _("Answer to the class, at the foot of the screen.")
SURE, GUESS = _("I am sure"), _("I am guessing")

_hand = drawn("lead_answer", '<div class="lead-answer"></div>', "lead/answer.js", isolate_styles=False)


def question_key(lead: Lead[S], k: int) -> str:
    """Of the control that holds the guess to a step's question k."""
    return f"lead_{lead.lesson}_{lead.way.step}_{k}"


def at_step(lead: Lead[S]) -> str:
    """Where the lead is, in words."""
    return _("{title}, step {step}").format(title=LESSONS[lead.lesson].title, step=lead.way.step + 1)


def class_button(asked: Asked, key: str) -> None:
    """Puts a question to the class; for its teacher."""
    st.button(_("Ask the class"), key=f"{key}_class", icon=":material/groups:", on_click=put_to_class, args=(asked,))


def question(lead: Lead[S], ask: Ask, k: int, state: S) -> None:
    """Question k of the step that the lead is at."""
    way = lead.way
    if ask.text:
        st.markdown(lead.text(ask.text, state))
    key = question_key(lead, k)
    if given := way.given.get((way.step, k)):
        _said(ask, given, key)
        return
    answer = lead.answer(ask, state)
    where = _("{lead}, question {k}").format(lead=at_step(lead), k=k + 1)
    if asks_class(where):
        st.info(TO_THE_CLASS, icon=":material/groups:")
        return
    if taught() and (asked := _for_class(lead, ask, answer, state, key, where)):
        class_button(asked, key)
    label = _("Your guess, question {k}").format(k=k + 1) if lead.now.kind == "recap" else _("Your guess")
    ready = _guess(ask, answer, key, label)
    if lead.now.kind == "recap" and not ready:  # so that all of its questions are on the screen
        return
    with st.container(horizontal=True, gap="small", key=f"commit_{k}"):
        for label, sure in ((SURE, True), (GUESS, False)):
            st.button(label, key=f"{key}_{sure}", disabled=not ready, on_click=_commit, args=(lead, ask, k, key, sure))


def _for_class(lead: Lead[S], ask: Ask, answer: Answer, state: S, key: str, where: str) -> Asked | None:
    """The question as a class is asked it, with the truth of the record on the teacher's screen; a class neither
    sketches nor orders."""
    text = lead.text(ask.text or lead.now.text, state)
    if isinstance(answer.truth, tuple):
        return None
    if ask.options:
        names = _shuffled(ask, key)
        options = tuple(ask.options[name] for name in names)
        return Asked("choice", text, options, truth=names.index(str(answer.truth)), ours=True, where=where)
    if ask.choices:
        numbers = choices(answer)
        truth = [digits(one) for one in numbers].index(digits(answer.number))
        options = tuple(shown(ask, one) for one in numbers)
        return Asked("choice", text, options, truth=truth, ours=True, where=where)
    if ask.hand == "mark":
        return Asked("mark", text, steps=int(answer.span[1]), truth=int(answer.number) - 1, ours=True, where=where)
    return Asked("number", text, unit=ask.unit, truth=answer.number, ours=True, where=where)


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
    verdict = verdict_of(ask, answer, guess)
    way.given[way.step, k] = given = Given(guess, sure, verdict, shown(ask, guess), shown(ask, answer.truth), answer)
    if finished(lead):
        way.done.add(way.step)
    entry = {"id": uuid.uuid4().hex, "step": way.step + 1, "question": k + 1}
    way.log.append(entry | {"guess": given.shown, "truth": given.truth, "right": verdict.right, "sure": sure})
    lead.again()


def _guess(ask: Ask, answer: Answer, key: str, label: str) -> bool:
    """The control that fits the question, with a name for who does not see it; whether it holds a guess."""
    if ask.hand:
        return _by_hand(ask, answer, key)
    if ask.options:
        st.radio(label, _shuffled(ask, key), index=None, format_func=lambda name: ask.options[name], key=key,
                 label_visibility="collapsed")  # fmt: skip
    elif ask.choices:
        st.radio(label, choices(answer), index=None, key=key, label_visibility="collapsed",
                 format_func=lambda value: shown(ask, value))  # fmt: skip
    else:
        return typed(st.text_input(label, key=key, max_chars=40)) is not None
    return st.session_state[key] is not None


def _by_hand(ask: Ask, answer: Answer, key: str) -> bool:
    """A control that the card draws; what was marked, dragged, sketched or ordered lies under `key`."""
    if ask.hand == "order" and key not in st.session_state:
        st.session_state[key] = _mixed(ask, answer, key)
    st.caption(HANDS[ask.hand])
    now = st.session_state.get(key)
    _hand(
        f"{key}_hand",
        _drawing(ask, answer, now),
        default={"guess": None},
        on_guess_change=partial(_take, ask, answer, key),
    )
    return now is not None


def _mixed(ask: Ask, answer: Answer, key: str) -> tuple[str, ...]:
    """The options in an order that is not the right one."""
    names = sorted(ask.options)
    random.Random(key).shuffle(names)
    return tuple(names if tuple(names) != answer.truth else names[::-1])


def _take(ask: Ask, answer: Answer, key: str) -> None:
    """What the browser says; what cannot be an answer changes nothing."""
    found = handed(ask, answer, (st.session_state.get(f"{key}_hand") or {}).get("guess"))
    if found is not None:
        st.session_state[key] = found


def _drawing(ask: Ask, answer: Answer, guess: Guess | None, truth: Guess | None = None) -> dict[str, Any]:
    """What the control is drawn by. The truth is only sent with an answer that was committed."""
    low, high = answer.span
    return {
        "hand": ask.hand,
        "low": float(low),
        "high": float(high),
        "count": len(answer.truth) if isinstance(answer.truth, tuple) else 0,
        "items": dict(ask.options),
        "unit": ask.unit,
        "guess": list(guess) if isinstance(guess, tuple) else guess,
        "truth": list(truth) if isinstance(truth, tuple) else truth,
    }


def typed(text: str) -> float | None:
    """A number as it was typed; None, with a sentence, where it is none."""
    if not text:
        return None
    try:
        return typed_number(text)
    except InputError as error:
        st.warning(str(error), icon=":material/error:")
        return None


def shown(ask: Ask, value: Guess) -> str:
    """A guess or a truth in words."""
    if isinstance(value, str):
        return ask.options[value]
    if isinstance(value, tuple):
        return ", ".join(ask.options[one] if isinstance(one, str) else f"{one:.2f}".replace("-", "−") for one in value)
    if ask.hand == "mark":
        return f"{ask.unit or 'step'} {value:g}"
    if ask.hand == "bar":  # dragged to a hundredth of its length, so written no finer
        return f"{small_number(round(value, 2))} {ask.unit}".rstrip()
    unit = ask.unit.removesuffix("s") if value == 1 else ask.unit
    return f"{plain_number(value)} {unit}".rstrip()


def _said(ask: Ask, given: Given, key: str) -> None:
    """Guess and truth side by side, then one line of why."""
    if ask.hand:
        _hand(f"{key}_truth", _drawing(ask, given.answer, given.guess, given.answer.truth))
    curve = ask.hand == "sketch"  # in the picture; its numbers are too many to read
    said = _("Your answer: **{answer}** ({sure})").format(
        answer=_("the dashed curve") if curve else given.shown, sure=_("sure") if given.sure else _("guessing")
    )
    if given.verdict.right:
        st.success(_("{said}. Right. {right}").format(said=said, right=ask.right), icon=":material/check:")
    else:
        truth = _("the solid curve") if curve else given.truth
        st.error(
            _("{said}. It is **{truth}**. {ask}").format(said=said, truth=truth, ask=feedback(ask, given.verdict)),
            icon=":material/close:",
        )
