"""All leads with their lessons' tasks, and what can be answered to each question."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from streamlit.testing.v1 import AppTest

from rnnviz.lead.answers import Answer, Guess, choices
from rnnviz.lead.steps import Ask, Step, steps_of
from rnnviz.lessons.cells.tasks import tasks_of
from rnnviz.lessons.construction.tasks import TASKS as CONSTRUCTION
from rnnviz.lessons.directions.tasks import TASKS as DIRECTIONS
from rnnviz.lessons.gradient.tasks import TASKS as GRADIENT
from rnnviz.lessons.images.tasks import TASKS as IMAGES
from rnnviz.lessons.kinds.tasks import TASKS as KINDS
from rnnviz.lessons.map.tasks import TASKS as MAP
from rnnviz.lessons.sequences.tasks import TASKS as SEQUENCES
from rnnviz.lessons.stacks.tasks import TASKS as STACKS
from rnnviz.lessons.train.tasks import TASKS as TRAIN
from rnnviz.lessons.update.tasks import TASKS as UPDATE
from rnnviz.lessons.vanishing.tasks import TASKS as VANISHING
from rnnviz.lessons.words.embedding.tasks import TASKS as EMBEDDING
from rnnviz.lessons.words.tasks import TASKS as WORDS
from tests.pages.visiting import visit

CELLS = ("rnn", "lstm", "gru", "mingru")
TASKS = {lesson: tasks_of(lesson) for lesson in CELLS} | {
    "construction": CONSTRUCTION,
    "directions": DIRECTIONS,
    "gradient": GRADIENT,
    "images": IMAGES,
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


def give(app: AppTest, key: str, ask: Ask, guess: Guess) -> AppTest:
    """A guess by the question's control. What the card draws itself is a browser's: here is what it leaves."""
    if ask.hand:
        app.session_state[key] = guess
        return app.run()
    return app.radio(key=key).set_value(guess).run()


def about(lesson: str, step: Step, ask: Ask):
    return TASKS[lesson].read(ask.state or step.state)
