"""Whose run is next, against rounds kept as lists; that nobody waits long; and when, against a clock that ticks."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from rnnviz.learn.turns import Turn, fair, round_of, seconds_until


class Rounds:
    """The rule as it is said, a list a round: a run joins the first that is not over, behind its learner's last."""

    def __init__(self) -> None:
        self.lists: list[list[Turn]] = [[]]
        self.gone: set[str] = set()

    def come(self, turn: Turn) -> None:
        now = max((k for k, it in enumerate(self.lists) if any(one.key in self.gone for one in it)), default=0)
        last = max((k for k, it in enumerate(self.lists) if any(one.owner == turn.owner for one in it)), default=-1)
        self.lists += [[], []]
        next(it for k, it in enumerate(self.lists) if k >= now and k > last).append(turn)

    def order(self) -> list[str]:
        return [one.key for it in self.lists for one in it if one.key not in self.gone]


@pytest.mark.parametrize("seed", range(100))
def test_runs_begin_in_rounds_and_a_learners_next_waits_for_two_of_another_at_most(seed):
    luck, model, now, waiting = random.Random(seed), Rounds(), 0, list[Turn]()
    rounds: dict[str, list[int]] = {owner: [] for owner in "abcd"}
    passed: dict[str, Counter[str]] = {}  # a run that came as its learner's only one: who has begun before it since
    for number in range(80):
        if waiting and luck.random() < 0.45:
            first, *rest = fair(waiting)
            assert [it.key for it in (first, *rest)] == model.order()
            model.gone.add(first.key)
            waiting.remove(first)
            now = first.round
            for it in rest:
                if it.key in passed:
                    passed[it.key][first.owner] += 1
        else:
            owner = luck.choice("aaaabcd")
            turn = Turn(str(number), owner, round_of(rounds[owner], now))
            if owner not in {it.owner for it in waiting}:
                passed[turn.key] = Counter()
            rounds[owner].append(turn.round)
            waiting.append(turn)
            model.come(turn)
    assert max(max(found.values(), default=0) for found in passed.values()) <= 2


def test_one_each_before_anyones_second_and_the_teachers_before_all():
    anns = [Turn(f"ann {k}", "ann", round_of(range(k), 0)) for k in range(3)]
    came = [*anns, Turn("ben", "ben", round_of([], 0)), Turn("teacher", "x", 9, first=True)]
    assert [it.key for it in fair(came)] == ["teacher", "ann 0", "ben", "ann 1", "ann 2"]


def ticked(left: list[int], before: list[int], at_once: int) -> int:
    """Second by second: who ends, who begins."""
    going, queue, now = list(left), [*before, -1], 0
    while True:
        while len(going) < at_once:
            begins = queue.pop(0)
            if begins < 0:
                return now
            going += [begins] * (begins > 0)
        now += 1
        going = [it - 1 for it in going if it > 1]


@pytest.mark.parametrize("seed", range(150))
def test_the_wait_is_that_of_a_clock(seed):
    luck = random.Random(seed)
    left = [luck.randrange(1, 9) for _ in range(luck.randrange(6))]  # more than at once: some went on after a rest
    before = [luck.randrange(9) for _ in range(luck.randrange(6))]
    at_once = luck.randrange(1, 4)
    assert seconds_until(left, before, at_once) == ticked(left, before, at_once)


def test_a_wait_is_not_guessed():
    assert seconds_until([3.0, None], [], 2) is None
    assert seconds_until([3.0], [None], 1) is None
