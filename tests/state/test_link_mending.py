"""A part of a link that is wrong costs that part: what is left is read as if it had never been there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from rnnviz.lessons import vanishing, words
from rnnviz.lessons.sequences import look as sequences
from rnnviz.lessons.words import embedding
from rnnviz.state import link
from rnnviz.state.link_mending import ALL_WRONG, MOST_PARTS, REST, mended

Read = Callable[[Mapping[str, str]], Any]
READS: dict[str, tuple[Read, dict[str, str]]] = {
    "rnn": (lambda query: link.from_query("rnn", query), {"preset": "latch", "t": "3", "weight_hh": "0.5"}),
    "lstm": (lambda query: link.from_query("lstm", query), {"seed": "4", "hidden": "3", "clamp": "f:1"}),
    "words": (words.CODEC.read, {"size": "3", "seed": "7"}),
    "embedding": (embedding.CODEC.read, {"lr": "0.5", "optimiser": "sgd"}),
    "sequences": (sequences.CODEC.read, {"lag": "12", "seed": "2"}),
    "vanishing": (vanishing.CODEC.read, {"radius": "1.5", "seed": "3"}),
}
BAD = {"seed": "many", "preset": "![x](http://elsewhere)", "colour": "red", "text\x00": "1"}


@pytest.mark.parametrize("page", READS)
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_part_costs_that_part_and_is_named(page: str, bad: str) -> None:
    read, good = READS[page]
    good = {name: text for name, text in good.items() if name != bad}
    if bad == "preset" and "weight_hh" in good:
        good.pop("weight_hh")  # of the preset's size
    for query in ({bad: BAD[bad]} | good, good | {bad: BAD[bad]}):
        found = mended(read, query)
        assert found.state == read(good)
        assert found.good == good
        assert list(found.wrong) == [bad]
        assert bad[:20] in found.problem
        assert found.instead == REST


def test_a_part_may_need_one_that_stands_behind_it() -> None:
    read, _ = READS["rnn"]
    query = {"weight_hh": ",".join(["0.1"] * 9), "colour": "red", "hidden": "3"}
    found = mended(read, query)
    assert list(found.wrong) == ["colour"]
    assert found.state.weights.weight_hh.shape == (3, 3)


@pytest.mark.parametrize("t", ["25", "99999", "9" * 40])
def test_a_step_past_the_last_is_the_last_and_says_so(t: str) -> None:
    found = mended(READS["rnn"][0], {"t": t, "seed": "1"})
    assert found.state.t == 23
    assert found.good == {"t": "24", "seed": "1"}
    assert "from 1 to 24" in found.problem
    assert "last one is shown" in found.problem


@pytest.mark.parametrize("t", ["0", "-1", "2.5", "", "/etc/passwd"])
def test_what_is_no_step_is_left_out(t: str) -> None:
    found = mended(READS["rnn"][0], {"t": t})
    assert found.state == READS["rnn"][0]({})
    assert found.instead == ALL_WRONG


def test_a_link_of_thousands_of_wrong_parts_is_refused_at_once() -> None:
    asked: list[int] = []

    def read(query: Mapping[str, str]) -> Any:
        asked.append(1)
        return READS["rnn"][0](query)

    found = mended(read, {f"part{number}": "1" for number in range(5000)})
    assert len(asked) == 2 < MOST_PARTS
    assert found.good == {}


def test_many_wrong_parts_are_told_shortly() -> None:
    said = mended(READS["rnn"][0], {f"part{number}": "x" * 5000 for number in range(9)}).problem
    assert "6 more parts" in said
    assert len(said) < 500
