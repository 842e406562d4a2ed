"""All leads with their lessons' tasks, and what can be answered to each question."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from rnnviz.core.cells import quantities
from rnnviz.lead.answers import Answer, Guess, choices, feedback, verdict_of
from rnnviz.lead.steps import Ask, Step, steps_of
from rnnviz.lead.tasks import Tasks
from rnnviz.lessons.cells.tasks import tasks_of
from rnnviz.lessons.construction.tasks import TASKS as CONSTRUCTION
from rnnviz.lessons.directions.tasks import TASKS as DIRECTIONS
from rnnviz.lessons.gradient.tasks import TASKS as GRADIENT
from rnnviz.lessons.images.tasks import TASKS as IMAGES
from rnnviz.lessons.inside.tasks import TASKS as INSIDE
from rnnviz.lessons.kinds.tasks import TASKS as KINDS
from rnnviz.lessons.map.tasks import TASKS as MAP
from rnnviz.lessons.sequences.tasks import TASKS as SEQUENCES
from rnnviz.lessons.stacks.tasks import TASKS as STACKS
from rnnviz.lessons.train.tasks import TASKS as TRAIN
from rnnviz.lessons.update.tasks import TASKS as UPDATE
from rnnviz.lessons.vanishing.tasks import TASKS as VANISHING
from rnnviz.lessons.words.embedding.tasks import TASKS as EMBEDDING
from rnnviz.lessons.words.tasks import TASKS as WORDS
from tests.oracles import Case, expected_record
from tests.pages.visiting import visit

CELLS = ("rnn", "lstm", "gru", "mingru")
TASKS: dict[str, Tasks[Any]] = {lesson: tasks_of(lesson) for lesson in CELLS} | {
    "construction": CONSTRUCTION,
    "directions": DIRECTIONS,
    "gradient": GRADIENT,
    "images": IMAGES,
    "inside": INSIDE,
    "kinds": KINDS,
    "map": MAP,
    "sequences": SEQUENCES,
    "stacks": STACKS,
    "train": TRAIN,
    "vanishing": VANISHING,
    "update": UPDATE,
    "words": WORDS,
    "embedding": EMBEDDING,
}
STEPS = [(lesson, k) for lesson in TASKS for k in range(len(steps_of(lesson)))]
PREDICTS = [(lesson, k) for lesson, k in STEPS if steps_of(lesson)[k].kind == "predict"]
DOS = [(lesson, k) for lesson, k in STEPS if steps_of(lesson)[k].kind == "do"]
COMPUTES = [(lesson, k) for lesson, k in STEPS if steps_of(lesson)[k].kind == "compute"]


def opened(lesson: str, k: int) -> AppTest:
    return visit(lesson, step=str(k + 1))


def asks(step: Step) -> list[Ask]:
    return [ask for ask in (step.ask, step.easier, step.principle, *step.questions) if ask]


def answer_of(lesson: str, step: Step, ask: Ask) -> Answer:
    return TASKS[lesson].truths[ask.truth](*about(lesson, step, ask), **ask.of)


def guesses(ask: Ask, answer: Answer) -> list[Guess]:
    """All that can be answered; of what is dragged or drawn, enough of it."""
    low, high = answer.span
    if ask.hand == "order":
        return list(permutations(ask.options))
    if ask.hand == "sketch":
        far = tuple(low if value > (low + high) / 2 else high for value in answer.truth)
        return [answer.truth, *answer.mistakes.values(), far, tuple(answer.truth[::-1])]
    if ask.hand:
        count = int(high - low) + 1 if ask.hand == "mark" else 101
        return np.linspace(low, high, count).tolist()
    return [*ask.options] or [*choices(answer)]


def missed(lesson: str, step: Step) -> list[str]:
    """What is wrong with a task: it must begin undone, and what it shows must do it."""
    tasks = TASKS[lesson]
    begun, t = tasks.read(step.state)
    before, after = (tasks.checks[step.check](state, t, **step.of) for state in (begun, tasks.read(step.show)[0]))
    return ["it begins done"] * bool(before) + ["it is not done as shown"] * (not after)


def unsaid(ask: Ask, answer: Answer) -> list[str]:
    """What is wrong with what is said to a question's answers: one is right, a wrong one has its words, and each of
    the words has an answer."""
    verdicts = [verdict_of(ask, answer, guess) for guess in guesses(ask, answer)]
    wrong = [verdict for verdict in verdicts if not verdict.right]
    reached = {verdict.mistake if verdict.mistake in ask.wrong else "else" for verdict in wrong}
    right = [] if any(verdict.right for verdict in verdicts) else ["no answer is right"]
    return right + ["a wrong answer has no words"] * (not all(feedback(ask, one) for one in wrong)) + [
        f"no answer has the words of {name}" for name in sorted(ask.wrong.keys() - reached)
    ]  # fmt: skip


def unlike_torch(lesson: str, step: Step) -> list[str]:
    """Which truths of a cell's step are others when the record is that of torch's primitives."""
    state, t = TASKS[lesson].read(step.state)
    case = Case(lesson, state.x, state.weights, state.h0, state.c0, state.activation, state.clamped)
    expected, record = expected_record(case), state.record
    vars(state)["_outcome"] = replace(
        state.run(), record=replace(record, **{name: expected[name] for name in quantities(record)})
    )
    tasks = TASKS[lesson]
    asked = [ask for ask in asks(step) if not ask.state]
    pairs = [(ask.truth, answer_of(lesson, step, ask), tasks.truths[ask.truth](state, t, **ask.of)) for ask in asked]
    pairs += [
        (one.q, tasks.blank(tasks.read(step.state)[0], t, one), tasks.blank(state, t, one)) for one in step.blanks
    ]
    return [name for name, one, other in pairs if not _same(one.truth, other.truth)]


def _same(one: Guess, other: Guess) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    if isinstance(one, tuple) and isinstance(one[0], str):
        return one == other
    return bool(np.allclose(one, other, rtol=1e-9, atol=1e-12))


def give(app: AppTest, key: str, ask: Ask, guess: Guess) -> AppTest:
    """A guess by the question's control. What the card draws itself is a browser's: here is what it leaves."""
    if ask.hand:
        app.session_state[key] = guess
        return app.run()
    return app.radio(key=key).set_value(guess).run()


def about(lesson: str, step: Step, ask: Ask):
    return TASKS[lesson].read(ask.state or step.state)
