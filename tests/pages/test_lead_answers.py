"""What the leads say to every answer: each question's truth, its wrong answers, and the words for each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from rnnviz.lead.answers import choices, feedback, handed, judged, verdict_of
from rnnviz.lead.steps import mistake_texts, steps_of
from rnnviz.lead.tasks import Measured
from rnnviz.learn.records import Evaluation
from rnnviz.lessons.images import tasks as images
from rnnviz.lessons.train import tasks as train
from rnnviz.lessons.train.shown import LabState
from rnnviz.lessons.train.tasks import ends
from rnnviz.ui.lead_card import measured
from tests.pages.leads import COMPUTES, DOS, STEPS, TASKS, answer_of, asks, unsaid

pytestmark = pytest.mark.usefixtures("maps_at_once")


@pytest.mark.parametrize(("lesson", "k"), STEPS)
def test_every_truth_can_be_answered(lesson, k):
    step = steps_of(lesson)[k]
    for ask in asks(step):
        answer = answer_of(lesson, step, ask)
        if ask.hand == "order":
            assert sorted(answer.truth) == sorted(ask.options), step.title
        elif ask.hand:
            assert handed(ask, answer, list(answer.truth) if ask.hand == "sketch" else answer.truth) == answer.truth
        elif ask.options:
            assert answer.truth in ask.options, step.title
        else:
            assert len(choices(answer)) >= 3


@pytest.mark.parametrize(("lesson", "k"), STEPS)
def test_every_wrong_answer_is_answered_and_every_feedback_is_reached(lesson, k):
    step = steps_of(lesson)[k]
    for ask in asks(step):
        answer = answer_of(lesson, step, ask)
        told = [f"no answer has the words of {answer.truth}"] * ((lesson, ask.truth) in OTHERWISE)
        assert unsaid(ask, answer) == told, step.title


def right_share(share: float) -> Callable[[LabState], list[Evaluation]]:
    """Runs that end with so many validation answers right; of their own they know all."""

    def found(state: LabState) -> list[Evaluation]:
        *before, last = ends(state)
        return [*before, replace(last, scores=last.scores | {"accuracy": share}, trained={"accuracy": 1.0})]

    return found


# Words for what is true of the runs that came along, which another run makes wrong.
OTHERWISE: dict[tuple[str, str], tuple[ModuleType, str, Callable[..., Any]]] = {
    ("images", "better"): (images, "scores", lambda state: (0.5, 0.9)),
    ("train", "beats"): (train, "ends", right_share(1.0)),
    ("train", "right_of"): (train, "ends", right_share(0.96)),
    ("train", "new_labels"): (train, "ends", right_share(0.99)),
}


@pytest.mark.parametrize(("lesson", "truth"), OTHERWISE)
def test_what_is_said_of_another_run_is_reached_too(monkeypatch, lesson, truth):
    step, ask = next((step, ask) for step in steps_of(lesson) for ask in asks(step) if ask.truth == truth)
    here = answer_of(lesson, step, ask).truth
    module, name, other = OTHERWISE[lesson, truth]
    monkeypatch.setattr(module, name, other)
    verdict = verdict_of(ask, answer_of(lesson, step, ask), here)
    assert not verdict.right
    assert feedback(ask, verdict) == ask.wrong[here]


STILL = ",".join(["0.5"] * 24)
# A state in which something else is missing than what a task measures.
LACKING = {
    ("lstm", "holds_on", "value"): "preset=keeps&c0=0,0",
    ("lstm", "holds_on", "input"): f"preset=keeps&x={STILL}",
    ("lstm", "forgets", "reads"): "preset=worked&clamp=f:0,o:0",
    ("gru", "holds_on", "value"): "preset=keeps&h0=0,0",
    ("gru", "holds_on", "input"): f"preset=keeps&x={STILL}",
    ("gru", "forgets", "reads"): "preset=keeps",
    ("mingru", "holds_on", "value"): "preset=keeps&h0=0,0",
    ("mingru", "holds_on", "input"): f"preset=keeps&x={STILL}",
    ("construction", "unstuck", "follows"): "preset=worked&stage=b&weight_ih=4*,0,0,2*&weight_hh=8*,0,0,0,0,4*",
    ("construction", "never_changes", "value"): "preset=worked&stage=d&clamp=f:1,i:0",
    ("directions", "touched", "others"): "trained=1&x=31*,1,1.5,-2.4,0.5,0.9",
    ("map", "liar", "panel"): "points=skip-gram&method=pca&panel=near&word=garden",
    ("sequences", "turned", "words"): "preset=words&text=it is bad",
    ("sequences", "apart", "points"): "preset=fifty&lag=10&stride=10",
    ("stacks", "widest", "states"): "num_layers=1&bidirectional=1",
    ("train", "first_above", "earlier"): "task=names&view=back",
    ("train", "first_above", "view"): "task=names",
    ("train", "small", "layers"): "task=names&layers=1&hidden=24",
    ("update", "rises", "sgd"): "optimiser=adam&lr=0.2",
    ("words", "all_known", "sentence"): "preset=slides&text=learning",
    ("embedding", "padding_stays", "others"): "preset=padding&padding=1&lr=0",
}


@pytest.mark.parametrize(("lesson", "k"), DOS)
def test_all_that_a_task_says_is_missing_is_missed_somewhere(lesson, k):
    step = steps_of(lesson)[k]
    assert step.lacks.keys() == {name for one, check, name in LACKING if (one, check) == (lesson, step.check)}
    for name, text in step.lacks.items():
        state, t = TASKS[lesson].read(LACKING[lesson, step.check, name])
        found = TASKS[lesson].checks[step.check](state, t, **step.of)
        assert not found
        assert isinstance(found, Measured)
        assert measured(step, found).endswith(text)


def test_every_mistake_with_a_blank_has_its_words_and_all_words_are_reached():
    reached = {"else"}
    for lesson, k in COMPUTES:
        step, tasks = steps_of(lesson)[k], TASKS[lesson]
        state, t = tasks.read(step.state)
        for answer in (tasks.blank(state, t, blank) for blank in step.blanks):
            reached |= {judged(answer, wrong).mistake for wrong in answer.mistakes.values()} - {""}
    assert reached <= mistake_texts().keys()
    assert mistake_texts().keys() - reached == set()
