"""Questions: what counts as an answer, and how the answers lie, counted again by hand."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from itertools import pairwise

import pytest

from rnnviz.core.typed import InputError
from rnnviz.room.asked import KINDS, Asked, read_question

CHOICE = Asked("choice", "which?", ("a", "b", "c"), truth=1)
NUMBER = Asked("number", "how much?", truth=0.5)
MARK = Asked("mark", "where?", steps=6, truth=2)
TEXT = Asked("text", "why?")


@pytest.mark.parametrize(
    ("question", "reply", "kept"),
    [
        (CHOICE, 2, 2),
        (NUMBER, "0,5", 0.5),
        (NUMBER, "−3", -3.0),
        (NUMBER, 4, 4.0),
        (MARK, 0, 0),
        (TEXT, "  because\n<b>of</b> $x$ ", "because <b>of</b> $x$"),
        (TEXT, "x" * 140, "x" * 140),
    ],
)
def test_an_answer_is_kept(question, reply, kept):
    found = question.answered("ann", reply)
    assert found.replies == {"ann": kept}
    assert question.replies == {}  # the question itself is a value
    with pytest.raises(InputError, match="have answered"):
        found.answered("ann", reply)


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        *[(CHOICE, reply) for reply in (3, -1, "1", 1.0, True, None, [1])],
        *[(NUMBER, reply) for reply in ("", "x", "nan", "inf", "1e999", None, [0], "9" * 41, {"a": 1})],
        *[(MARK, reply) for reply in (6, -1, "2", None)],
        *[(TEXT, reply) for reply in ("", "  ", "x" * 141, "x" * 1_000_000, None, 3, ["a"])],
    ],
)
def test_what_is_no_answer_is_refused(question, reply):
    with pytest.raises(InputError):
        question.answered("ann", reply)


def test_asked_again_everybody_may_answer_once_more_and_the_first_round_stays():
    once = CHOICE.answered("ann", 0).answered("ben", 1)
    again = replace(once, revealed=True).again()
    assert not again.revealed
    twice = again.answered("ann", 1)
    assert twice.rounds == ({"ann": 0, "ben": 1}, {"ann": 1})
    assert KINDS["choice"].lie(twice) == {"counts": [[1, 1, 0], [0, 1, 0]]}
    with pytest.raises(InputError, match="twice"):
        twice.again()


@pytest.mark.parametrize("over", [{"revealed": True}, {"closed": True}])
def test_nobody_answers_when_it_is_over(over):
    with pytest.raises(InputError, match="over"):
        replace(CHOICE, **over).answered("ann", 0)


def test_a_histogram_counts_everybody_once_and_puts_the_truth_inside():
    luck = random.Random(2)
    for _ in range(200):
        scale = 10 ** luck.uniform(-6, 6)
        size = luck.randrange(0, 30)
        values = [luck.gauss(0, scale) * luck.choice([1, 1, 1, 1e6]) for _ in range(size)]
        truth = luck.choice([None, luck.gauss(0, scale), 0.0])
        question = Asked("number", "how much?", truth=truth, rounds=(dict(enumerate(values)), {"late": scale}))
        found = KINDS["number"].lie(question)
        edges, counts = found["edges"], found["counts"]
        assert all(low < high for low, high in pairwise(edges))
        assert [sum(one) for one in counts] == [len(values), 1]
        assert truth is None or edges[0] < truth < edges[-1]
        for k in range(1, len(edges) - 2):  # the inner bins, by hand
            inside = [value for value in values if edges[k] <= value < edges[k + 1]]
            assert abs(counts[0][k] - len(inside)) <= sum(math.isclose(value, edges[k + 1]) for value in values)
        assert found["beyond"][1] is any(value > edges[-1] for value in [*values, scale])


def test_one_wild_answer_does_not_hide_the_others():
    values = dict(enumerate([k / 10 for k in range(40)])) | {"wild": 1e9}
    found = KINDS["number"].lie(Asked("number", "how much?", rounds=(values,)))
    assert found["edges"][-1] < 10
    assert max(found["counts"][0]) < 20
    assert found["beyond"] == [False, True]


def test_marks_and_texts_are_counted():
    assert KINDS["mark"].lie(replace(MARK, rounds=({"a": 2, "b": 2, "c": 5},))) == {"counts": [[0, 0, 2, 0, 0, 1]]}
    found = KINDS["text"].lie(replace(TEXT, rounds=({"a": "Zero", "b": "one", "c": "zero"}, {})))
    assert found == {"texts": [[["Zero", 2], ["one", 1]], []]}


def test_a_question_is_read_as_it_was_sent():
    found = read_question({"kind": "choice", "text": " which? ", "options": ["a", " b ", ""], "truth": 1})
    assert (found.text, found.options, found.truth, found.ours) == ("which?", ("a", "b"), 1, False)
    assert read_question({"kind": "number", "text": "x", "truth": "0,25"}).truth == 0.25
    assert read_question({"kind": "mark", "text": "x", "steps": 24, "truth": 23}).steps == 24
    assert read_question({"kind": "text", "text": "x", "truth": "because"}).truth == "because"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "poll", "text": "x"},
        {"kind": "text", "text": " "},
        {"kind": "text", "text": "x" * 301},
        {"kind": "text", "text": ["x"]},
        {"kind": "choice", "text": "x", "options": ["a"]},
        {"kind": "choice", "text": "x", "options": ["a", "a"]},
        {"kind": "choice", "text": "x", "options": list("abcdefg")},
        {"kind": "choice", "text": "x", "options": ["a", "b" * 161]},
        {"kind": "choice", "text": "x", "options": ["a", "b"], "truth": 2},
        {"kind": "mark", "text": "x", "steps": 1},
        {"kind": "mark", "text": "x", "steps": 65},
        {"kind": "mark", "text": "x", "steps": 5, "truth": 5},
        {"kind": "number", "text": "x", "truth": "soon"},
    ],
)
def test_a_question_that_is_none_is_refused(sent):
    with pytest.raises(InputError):
        read_question(sent)
