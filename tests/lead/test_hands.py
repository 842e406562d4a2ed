"""Guesses that are marked, dragged, sketched or ordered: what each is worth, and what of a browser's message is one."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.lead.answers import Answer, feedback, handed, judged, verdict_of
from rnnviz.lead.steps import HANDS, Ask, LeadError, read_steps
from rnnviz.ui.lead_question import shown

FLAT, FALLING, ZERO = (0.8,) * 5, (0.8, 0.4, 0.2, 0.1, 0.05), (0.0,) * 5
CURVES = Answer(FLAT, {"halves": FALLING, "forgets": ZERO}, span=(-1.0, 1.0))
ORDER = Answer(("rnn", "gru", "lstm"), {"reversed": ("lstm", "gru", "rnn")})
SKETCH, ORDERED = Ask("memory", hand="sketch"), Ask("by_weights", hand="order", options=dict.fromkeys(ORDER.truth, ""))


@pytest.mark.parametrize(
    ("guess", "mistake"),
    [
        (FLAT, ""),
        ((0.9, 0.7, 0.85, 0.8, 0.6), ""),
        ((0.7, 0.5, 0.3, 0.1, 0.0), "halves"),
        ((0.1, -0.1, 0.0, 0.05, 0.0), "forgets"),
        ((-1.0,) * 5, "else"),
    ],
)
def test_a_sketch_is_meant_for_the_nearest_curve_or_for_none(guess, mistake):
    found = judged(CURVES, guess)
    assert (found.right, found.mistake) == (not mistake, mistake)
    off = {name: np.linalg.norm(np.subtract(guess, curve)) for name, curve in ({"": FLAT} | CURVES.mistakes).items()}
    assert mistake in (min(off, key=lambda name: off[name]), "else")


def test_an_order_is_right_as_a_whole_and_a_known_wrong_one_has_its_name():
    assert judged(ORDER, ("rnn", "gru", "lstm")).right
    assert judged(ORDER, ("lstm", "gru", "rnn")).mistake == "reversed"
    assert judged(ORDER, ("gru", "rnn", "lstm")).mistake == "else"


def test_a_mark_is_exact_unless_the_truth_says_more_and_a_bar_is_dragged_by_a_hand():
    mark, bar = Ask("reach", hand="mark"), Ask("share", hand="bar", wrong={"same": "No.", "else": "Not yet."})
    assert not verdict_of(mark, Answer(5.0, span=(1.0, 24.0)), 6.0).right
    assert verdict_of(mark, Answer(5.0, near=1.5, span=(1.0, 24.0)), 6.0).right
    answer = Answer(0.03, {"same": 1.0})
    assert verdict_of(bar, answer, 0.07).right
    assert feedback(bar, verdict_of(bar, answer, 0.97)) == "No."
    assert feedback(bar, verdict_of(bar, answer, 0.5)) == "Not yet."


@pytest.mark.parametrize("value", [None, "3", True, float("nan"), 0, 25, 2.5, [3], {"a": 1}])
def test_what_is_no_step_of_the_strip_is_no_guess(value):
    assert handed(Ask("reach", hand="mark"), Answer(5.0, span=(1.0, 24.0)), value) is None


@pytest.mark.parametrize("value", [None, 3, [0.1] * 4, [0.1] * 6, ["a"] * 5, [float("inf")] * 5, [[0.1]] * 5])
def test_what_is_no_curve_over_the_steps_is_no_guess(value):
    assert handed(SKETCH, CURVES, value) is None


@pytest.mark.parametrize(
    "value", [None, "rnn", ["rnn"], ["rnn", "rnn", "lstm"], ["rnn", "gru", "lstm", "gru"], [1, 2, 3]]
)
def test_what_is_no_order_of_the_options_is_no_guess(value):
    assert handed(ORDERED, ORDER, value) is None


def test_what_a_hand_leaves_is_taken_and_a_sketch_stays_in_its_frame():
    assert handed(Ask("reach", hand="mark"), Answer(5.0, span=(1.0, 24.0)), 24) == 24.0
    assert handed(SKETCH, CURVES, [2, -2, 0, 0.5, 1]) == (1.0, -1.0, 0.0, 0.5, 1.0)
    assert handed(ORDERED, ORDER, ["gru", "rnn", "lstm"]) == ("gru", "rnn", "lstm")


def test_a_way_to_answer_that_is_not_there_is_named():
    assert set(HANDS) == {"mark", "bar", "sketch", "order"}
    with pytest.raises(LeadError, match="'dance' is no way to answer"):
        read_steps("+++\nkind = 'predict'\ntitle = 'a'\n[ask]\ntruth = 'x'\nhand = 'dance'\n+++\n", "rnn")


def test_a_dragged_guess_is_written_as_finely_as_it_was_dragged():
    assert [shown(Ask("share", hand="bar"), value) for value in (0.09, 0.02754, 1.0)] == ["0.09", "0.03", "1"]
    assert shown(Ask("share", hand="bar", unit="%"), 100 / 3) == "33.33 %"
