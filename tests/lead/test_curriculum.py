"""Over the course every row of the curriculum is asked about, in the lesson that is its home."""

from __future__ import annotations

import pytest

from rnnviz.lead.steps import Ask, Step, steps_of
from rnnviz.texts import ENGLISH, OURS
from rnnviz.ui.lessons import LESSONS

LEADS = [lesson for lesson in LESSONS if steps_of(lesson)]
# Row of the curriculum: the lesson, and the truth that one of its questions asks for, or the check of one of its tasks.
ROWS = {
    1: ("sequences", "bag_moves"),  # order matters
    2: ("sequences", "shape"),  # N, T, D
    3: ("sequences", "windows"),  # windows with a target
    4: ("kinds", "kind_of"),
    5: ("kinds", "learns"),  # the same weights at every step
    6: ("rnn", "value"),
    7: ("rnn", "day"),  # the worked example in raw degrees
    8: ("kinds", "softmax_of"),
    9: ("gru", "joined_columns"),  # another notation
    10: ("stacks", "reads"),
    11: ("directions", "one_way"),  # General
    12: ("images", "squares"),
    13: ("construction", "total"),
    14: ("lstm", "memory"),  # a gate at 0 and 1
    15: ("gru", "by_weights"),  # three cells side by side
    16: ("gradient", "adds_most"),
    17: ("vanishing", "product"),  # 0.2 × 0.1 × 0.01 × 0.02
    18: ("words", "id_of"),  # [UNK]
    19: ("words", "one_hot"),  # "Mar"
    20: ("embedding", "moving"),  # which rows move
    21: ("map", "true_neighbour"),
    22: ("train", "windows"),  # hours to the next hour
    23: ("train", "mean_error"),
    24: ("kinds", "kind_of"),  # the sentiment of a review
    25: ("train", "beats"),  # surnames
    26: ("stacks", "layer_weights"),
    27: ("update", "held"),  # zero_grad
    28: ("kinds", "second_input"),  # what it has said is its next input
    29: ("sequences", "windows"),  # the slides' hours
    30: ("stacks", "last_agrees"),  # out[:, -1, :] and h_n
    31: ("stacks", "in_parts"),  # carried over, detached
    32: ("train", "first_loss"),  # −ln p
    33: ("train", "drawn"),  # each language as often
    34: ("words", "far_apart"),  # one-hot rows
    35: ("construction", "longest"),  # LSTM against RNN
}


def asks(step: Step) -> list[Ask]:
    return [ask for ask in (step.ask, step.easier, step.principle, *step.questions) if ask]


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_curriculum_is_asked_about(row):
    lesson, name = ROWS[row]
    asked = {ask.truth for step in steps_of(lesson) for ask in asks(step)}
    assert name in asked | {step.check for step in steps_of(lesson)}


def test_the_rows_are_all_but_attention_which_is_the_step_after_the_course():
    assert list(ROWS) == list(range(1, 36))


@pytest.mark.parametrize("lesson", LEADS)
def test_one_of_a_recap_s_questions_is_from_an_earlier_lesson(lesson):
    """By its words, and the lesson that it names stands before this one; the course begins with Sequences."""
    texts = [ask.text for ask in steps_of(lesson)[-1].questions]
    titles = {LESSONS[name].title: at for at, name in enumerate(LESSONS)}
    before = [text.split("From the lesson ", 1)[1].split(":")[0] for text in texts if "From the lesson " in text]
    if lesson == LEADS[0]:
        assert any("From step " in text for text in texts)
        return
    assert before, lesson
    assert all(titles[title] < list(LESSONS).index(lesson) for title in before), before


def test_every_catalogue_is_a_lesson_s():
    assert sorted(LEADS) == sorted(path.stem for path in (OURS / ENGLISH).glob("*.md"))
