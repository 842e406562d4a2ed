"""The truths and the checks of the lead, each of the net on the screen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core.activations import softmax
from rnnviz.core.small.kinds import KINDS, Unrolled, fixed_window, parameters
from rnnviz.lead.answers import Answer, Guess
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.kinds.stage import CODEC, KindsState, unroll


def read(link: str) -> tuple[KindsState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def fits(state: KindsState, example: KindsState) -> bool:
    return state.kind == example.kind


def speaks(state: KindsState, t: int) -> Answer:
    """At which steps the net gives an output."""
    said = [column.said is not None for column in unroll(state).columns]
    if all(said):
        return Answer("always")
    first = said.index(True)
    if not all(said[first:]):
        return Answer("first")
    return Answer("last" if first == len(said) - 1 else "after")


def answers(state: KindsState, t: int) -> Answer:
    """How many outputs there are."""
    found = unroll(state)
    return Answer("one" if len(found.answer) == 1 else "each" if len(found.answer) == len(found.columns) else "some")


def second_input(state: KindsState, t: int) -> Answer:
    """What the net reads at step 2."""
    first, second = unroll(state).columns[:2]
    if second.fed and second.x == first.said:
        return Answer("said")
    return Answer("nothing" if second.x is None else "again" if second.x == first.x else "next")


def learns(state: KindsState, t: int) -> Answer:
    """Which of the two nets needs more parameters for twice as many steps."""
    own = parameters(state.kind)  # of the cells alone: no T is asked for
    windows = [fixed_window(state.kind, steps) for steps in (state.steps, 2 * state.steps)]
    more = [name for name, (few, many) in {"recurrent": (own, own), "window": windows}.items() if many > few]
    return Answer("both" if len(more) == 2 else more[0] if more else "none")


def weights_at(state: KindsState, t: int) -> Answer:
    """Whether two steps that read the same from the same state give the same state: of one word in another."""
    one, longer = (unroll(KindsState(kind=state.kind, text=text)).columns for text in ("ana", "anagram"))
    same = all((a.h == b.h).all() for a, b in zip(one, longer, strict=False))
    return Answer("same" if same else "other")


def begins(state: KindsState, t: int) -> Answer:
    """When the decoder says its first word."""
    columns = unroll(state).columns
    first = next(k for k, column in enumerate(columns) if column.said is not None)
    read_all = sum(column.part == "encoder" for column in columns)
    return Answer("after" if first >= read_all else "first" if first == 0 else "during")


def hands_over(state: KindsState, t: int) -> Answer:
    """What the decoder has of the date: its first step reads this."""
    first = next(column for column in unroll(state).columns if column.part == "decoder")
    return Answer("h" if first.x is None else "last")


def kind_of(state: KindsState, t: int, example: str) -> Answer:
    """The kind that this is an example of."""
    return Answer(next(key for key, kind in KINDS.items() if example in kind.known))


def softmax_of(state: KindsState, t: int, scores: list[float]) -> Answer:
    """The probability that softmax gives the first score."""
    mistakes: dict[str, Guess] = {"share": scores[0] / sum(scores), "alike": 1 / len(scores)}
    return Answer(float(softmax(np.array(scores))[0]), mistakes)


def steps_read(state: KindsState, t: int) -> Answer:
    """What T is: by the number of columns."""
    return Answer("letters" if len(unroll(state).columns) == len(state.read) else "alphabet")


def says(state: KindsState, t: int, what: str, other: str) -> bool | Measured:
    """The net's answer to a word that is not the given one: more likely than any other answer."""
    found: Unrolled = unroll(state)
    last = found.columns[-1].p
    if state.kind != "many-to-one" or last is None:
        return False
    belief = dict(zip(found.classes, last.tolist(), strict=True))
    largest = max(p for name, p in belief.items() if name != what)
    return Measured(belief[what], largest, state.read != other and belief[what] > largest)


def outgrown(state: KindsState, t: int, times: int) -> bool | Measured:
    """A fixed window of so many steps needs this many times the parameters."""
    if state.kind == "one-to-one":
        return False
    found = fixed_window(state.kind, state.steps) / parameters(state.kind)
    return Measured(found, times, found >= times)


TRUTHS: dict[str, Callable[..., Answer]] = {
    "speaks": speaks, "answers": answers, "second_input": second_input, "learns": learns, "weights_at": weights_at,
    "begins": begins, "hands_over": hands_over, "kind_of": kind_of, "steps_read": steps_read,
    "softmax_of": softmax_of,
}  # fmt: skip
CHECKS: dict[str, Check] = {"says": says, "outgrown": outgrown}
TASKS: Tasks[KindsState] = Tasks(read, TRUTHS, CHECKS, fits=fits)
