"""What the leads say to every answer: each question's truth, its wrong answers, and the words for each of them."""

from __future__ import annotations

import pytest

from rnnviz.lead.answers import choices, feedback, handed, judged, verdict_of
from rnnviz.lead.steps import mistake_texts, steps_of
from rnnviz.lessons.map import progress
from tests.lessons.map.map_worker import Worker
from tests.pages.leads import COMPUTES, STEPS, TASKS, answer_of, asks, guesses


@pytest.fixture(autouse=True)
def maps_at_once(monkeypatch):
    monkeypatch.setattr(progress, "Mapper", Worker)
    progress.mapper.clear()
    yield
    progress.mapper.clear()


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
        verdicts = [verdict_of(ask, answer, guess) for guess in guesses(ask, answer)]
        assert any(verdict.right for verdict in verdicts), step.title
        wrong = [verdict for verdict in verdicts if not verdict.right]
        assert all(feedback(ask, verdict) for verdict in wrong), step.title
        reached = {verdict.mistake if verdict.mistake in ask.wrong else "else" for verdict in wrong}
        if ask.options and not ask.hand:
            reached.add(answer.truth)  # of a learner's own net another option may be true
        assert ask.wrong.keys() <= reached, (step.title, ask.wrong.keys() - reached)


def test_every_mistake_with_a_blank_has_its_words_and_all_words_are_reached():
    reached = {"else"}
    for lesson, k in COMPUTES:
        step, tasks = steps_of(lesson)[k], TASKS[lesson]
        state, t = tasks.read(step.state)
        for answer in (tasks.blank(state, t, blank) for blank in step.blanks):
            reached |= {judged(answer, wrong).mistake for wrong in answer.mistakes.values()} - {""}
    assert reached <= mistake_texts().keys()
    assert mistake_texts().keys() - reached == set()
