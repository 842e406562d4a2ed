"""The truths and the checks of the lead, each of the picture and the nets on the screen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core import Array
from rnnviz.core.images import ORDERS, SIDE, squares_read
from rnnviz.core.metrics import can_be_chance
from rnnviz.lead.answers import Answer, Guess
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.images.nets import beliefs, digit, picture, watched
from rnnviz.lessons.images.state import CODEC, NETS, PICTURES, ImagesState


def read(link: str) -> tuple[ImagesState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def fits(state: ImagesState, example: ImagesState) -> bool:
    """Both nets have learned, and have been scored."""
    seen, _ = watched(state)
    return len(said(state)) == len(NETS) == len([it for it in seen.values() if it.evaluations])


def said(state: ImagesState) -> dict[str, Array]:
    """What each net says after each step, (8,): the likeliest digit."""
    return {it.name: it.p.argmax(axis=1) for it in beliefs(watched(state)[0], picture(state))}


def squares(state: ImagesState, t: int, net: str, steps: int) -> Answer:
    """How many of the 64 squares a net has read after so many steps."""
    count = {
        "row": float(steps),
        "one": float(squares_read(NETS[net][:1], steps).sum()),
        "rows": float(squares_read(NETS["single"], steps).sum()),
        "dual": float(squares_read(NETS["dual"], steps).sum()),
        "twice": float(len(NETS["dual"]) * steps * SIDE),
    }
    truth = float(squares_read(NETS[net], steps).sum())
    return Answer(truth, {name: value for name, value in count.items() if value != truth})


def pass_squares(state: ImagesState, t: int, order: str, steps: int) -> Answer:
    """How many squares one pass has read after so many steps."""
    truth = float(squares_read((order,), steps).sum())
    return Answer(truth, {"row": float(steps), "both": 2 * truth, "all": float(SIDE * SIDE)})


def first(state: ImagesState, t: int, order: str) -> Answer:
    """What a pass reads at step 1."""
    places = np.arange(float(SIDE * SIDE)).reshape(SIDE, SIDE)
    lines = {"top": places[0], "bottom": places[-1], "left": places[:, 0], "right": places[:, -1]}
    begun = set(ORDERS[order].read(places)[0])
    return Answer(next(name for name, line in lines.items() if set(line) == begun))


def settles(state: ImagesState, t: int, net: str) -> Answer:
    """From which step on a net says what it says at the end."""
    found = said(state)[net]
    others = np.flatnonzero(found != found[-1])
    truth = float(others[-1] + 2 if len(others) else 1)
    all_read = next(k for k in range(1, SIDE + 1) if squares_read(NETS[net], k).all())
    steps = {"first": 1.0, "all": float(all_read), "end": float(SIDE)}
    mistakes: dict[str, Guess] = {name: value for name, value in steps.items() if value != truth}
    return Answer(truth, mistakes, span=(1.0, float(SIDE)))


def early(state: ImagesState, t: int, net: str, steps: int) -> Answer:
    """Whether a net says after so many steps what it says at the end."""
    found = said(state)[net]
    return Answer("same" if found[steps - 1] == found[-1] else "other")


def better(state: ImagesState, t: int) -> Answer:
    """Which net is right more often, if that is more than chance."""
    single, dual = scores(state)
    if can_be_chance(single, dual, PICTURES):
        return Answer("chance")
    return Answer("dual" if dual > single else "single")


def errors(state: ImagesState, t: int) -> Answer:
    """How many pictures in a hundred the single net gets wrong: nearest to a few, a quarter, half."""
    wrong = 1 - scores(state)[0]
    shares = {"few": 0.02, "quarter": 0.25, "half": 0.5}
    return Answer(min(shares, key=lambda name: abs(shares[name] - wrong)))


def scores(state: ImagesState) -> tuple[float, float]:
    """The shares of held-out pictures that the single and the dual net get right."""
    seen, _ = watched(state)
    single, dual = (float(seen[name].evaluations[-1].scores["accuracy"] or 0) for name in NETS)
    return single, dual


def shape(state: ImagesState, t: int) -> Answer:
    """x (T, D) of the picture read by rows."""
    return Answer("x".join(map(str, ORDERS["down"].read(picture(state)).shape)))


def new_passes(state: ImagesState, t: int) -> Answer:
    """What the dual net reads beside what the single one reads."""
    own = {first(state, t, order).truth for order in NETS["dual"] if order not in NETS["single"]}
    return Answer("columns" if own == {"left", "right"} else "rows" if own == {"top", "bottom"} else "other")


def known(state: ImagesState, t: int, order: str, steps: int) -> Answer:
    """Which part of the picture a pass has read."""
    seen = squares_read((order,), steps)
    half = SIDE // 2
    parts = {"all": seen.all(), "upper": seen[:half].all(), "lower": seen[half:].all()}
    return Answer(next(name for name, whole in parts.items() if whole))


def both_wrong(state: ImagesState, t: int) -> bool | Measured:
    """A held-out picture that both nets get wrong at the end."""
    truth = digit(state)
    found = said(state)
    if truth is None or len(found) < len(NETS):
        return False
    wrong = sum(one[-1] != truth for one in found.values())
    return Measured(wrong, len(NETS), wrong == len(NETS))


def drew(state: ImagesState, t: int, what: int) -> bool | Measured:
    """A drawing that both nets take for this digit."""
    found = said(state)
    if len(found) < len(NETS):
        return False
    right = sum(one[-1] == what for one in found.values()) if state.drawn else 0
    return Measured(right, len(NETS), right == len(NETS))


TRUTHS: dict[str, Callable[..., Answer]] = {
    "squares": squares, "pass_squares": pass_squares, "first": first, "settles": settles, "early": early,
    "better": better, "errors": errors, "shape": shape, "new_passes": new_passes, "known": known,
}  # fmt: skip
CHECKS: dict[str, Check] = {"both_wrong": both_wrong, "drew": drew}
TASKS: Tasks[ImagesState] = Tasks(read, TRUTHS, CHECKS, fits=fits)
