"""A bound that a message names is true: that value is taken, one step beyond it is not, for every number of a link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import pytest

from rnnviz.core.typed import InputError
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.directions.state import CODEC as DIRECTIONS
from rnnviz.lessons.images.state import CODEC as IMAGES
from rnnviz.lessons.inside.state import CODEC as INSIDE
from rnnviz.lessons.kinds.stage import CODEC as KINDS
from rnnviz.lessons.map.state import CODEC as MAP
from rnnviz.lessons.sequences.look import CODEC as SEQUENCES
from rnnviz.lessons.stacks.state import CODEC as STACKS
from rnnviz.lessons.train.shown import CODEC as TRAIN
from rnnviz.lessons.update.state import CODEC as UPDATE
from rnnviz.lessons.vanishing.setup import CODEC as VANISHING
from rnnviz.lessons.words.embedding.setup import CODEC as EMBEDDING
from rnnviz.lessons.words.presets import CODEC as WORDS
from rnnviz.state import link as cell
from rnnviz.ui.loss.state import CODEC as GRADIENT
from rnnviz.ui.loss.state import Choices

Read = Callable[[Mapping[str, str]], Any]


def of_cell(name: str, **beside: str) -> tuple[Read, Iterable[str], int]:
    return lambda query: cell.from_query(name, beside | dict(query)), cell.KEYS - beside.keys(), 10


ONE_STEP = {"source": "temperature", "steps": "1"}
READS: dict[str, tuple[Read, Iterable[str], int]] = {
    "one hour": of_cell("rnn", hidden="1", outputs="1", **ONE_STEP),
    "noise": of_cell("gru", hidden="1", source="noise"),
    "sine": of_cell("lstm", hidden="1", source="sine"),
    "stacks": (STACKS.read, STACKS.fields.keys() - {"proj_size"}, 8),
    "a projection": (lambda q: STACKS.read({"cell": "lstm", "hidden_size": "1024"} | dict(q)), ["proj_size"], 2),
    "directions": (DIRECTIONS.read, DIRECTIONS.fields, 2),
    "update": (UPDATE.read, UPDATE.fields, 3),
    "gradient": (partial(GRADIENT.with_items, Choices()), GRADIENT.fields.keys() - {"values"}, 5),
    "embedding": (EMBEDDING.read, set(EMBEDDING.fields) - {"target"}, 4),
    "words": (WORDS.read, set(WORDS.fields) - {"max_size"}, 6),
    "sequences": (SEQUENCES.read, SEQUENCES.fields, 7),
    "vanishing": (VANISHING.read, VANISHING.fields, 6),
    "kinds": (KINDS.read, KINDS.fields, 2),
    "images": (IMAGES.read, IMAGES.fields, 4),
    "map": (MAP.read, MAP.fields, 5),
    "inside": (INSIDE.read, INSIDE.fields, 5),
    **{f"train {task}": (partial(lambda t, q: TRAIN.read({"task": t} | dict(q)), task), TRAIN.fields, 8)
       for task in TASKS},
}  # fmt: skip
"""How a page reads its link, its items, and how many of them at least are numbers with bounds."""
NUMBER = r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
BOUNDS = re.compile(f"(?:from |choose |between ){NUMBER} (?:to|and) {NUMBER}")
FAR = "123456789012"


def refusal(read: Read, name: str, text: str) -> str:
    try:
        read({name: text})
    except InputError as error:
        return str(error)
    return ""


def bounds(said: str) -> tuple[str, str] | None:
    found = BOUNDS.search(said)
    return (found[1], found[2]) if found else None


def beyond(bound: str, way: int) -> str:
    return str(int(bound) + way) if re.fullmatch(r"-?\d+", bound) else repr(float(bound) + way * 1e-6)


@pytest.mark.parametrize("page", READS)
def test_the_bound_itself_is_taken_and_no_more(page: str) -> None:
    """A message may lead to a closer one, which depends on what else there is; that one's bound is the true one."""
    read, names, least = READS[page]
    tried = 0
    for name in sorted(names):
        for side, text in ((1, FAR), (0, f"-{FAR}")):
            known = []
            while (said := refusal(read, name, text)) and (found := bounds(said)) and text != found[side]:
                text = found[side]
                known.append(said)
            if known:
                tried += 1
                assert not refusal(read, name, text), (known, refusal(read, name, text))
                assert refusal(read, name, beyond(text, 2 * side - 1)), (known[-1], text)
                assert len(known) < 3
    assert tried >= least
