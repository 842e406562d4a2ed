"""The truths and the checks of the lead, each of the net on the screen."""

from __future__ import annotations

import math
from collections.abc import Callable
from urllib.parse import parse_qsl

from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.vanishing import CODEC, PRESETS, VanishingState, comparison, spread
from rnnviz.lessons.vanishing.lines import EXPLODED
from rnnviz.state.link import from_query

LEAST = 0.01  # below it a gradient counts as gone


def read(link: str) -> tuple[VanishingState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def reaches(state: VanishingState, t: int) -> Answer:
    """After how many steps back less than a hundredth is left, in the RNN."""
    found = spread(state).horizon
    alone = math.ceil(math.log(LEAST) / math.log(state.radius)) if 0 < state.radius < 1 else state.steps
    mistakes = {"radius_alone": float(alone), "always": float(state.steps), "one": 1.0}
    return Answer(float(state.steps if found is None else found), mistakes, near=0.5)


def trend(state: VanishingState, t: int) -> Answer:
    norm = spread(state).norm
    return Answer("shrinks" if norm[len(norm) // 2] < norm[0] else "grows")


def fate(state: VanishingState, t: int) -> Answer:
    """What becomes of the RNN's gradient."""
    found = spread(state)
    if not math.isfinite(found.arriving) or found.norm.max() > EXPLODED:
        return Answer("explodes")
    return Answer("keeps" if found.horizon is None else "fades")


def lstm_fate(state: VanishingState, t: int) -> Answer:
    return Answer(comparison(state).lines["lstm"].fate)


def gate(state: VanishingState, t: int) -> Answer:
    return Answer("above" if comparison(state).kept["lstm"] > 0.9 else "below")


def power(state: VanishingState, t: int, base: float, n: int, limit: float) -> Answer:
    return Answer("more" if base**n > limit else "less")


def product(state: VanishingState, t: int, factors: list[float], limit: float) -> Answer:
    return Answer("more" if math.prod(factors) > limit else "less")


def keeper(state: VanishingState, t: int) -> Answer:
    """The kind of matrix whose gradient arrives as it began, at radius 1 and without an activation."""
    nets = {name: CODEC.change(PRESETS["keeps"].setup, matrix=name) for name in ("orthogonal", "chain")}
    kept = {name: spread(net).arriving for name, net in nets.items()}
    return Answer(min(kept, key=lambda name: abs(math.log(kept[name]))))


def cell_factor(state: VanishingState, t: int) -> Answer:
    """The factor of c_t by c_prev in an LSTM whose forget gate is 1."""
    f = float(from_query("lstm", {"preset": "keeps"}).record.f.mean())  # type: ignore[attr-defined]
    return Answer({0.0: "zero", 0.5: "half", 1.0: "one"}[f])


def keeps_norm(state: VanishingState, t: int) -> bool | Measured:
    """It arrives as it began, to a tenth, over fifty steps at least."""
    if state.view != "radius" or state.steps < 50:
        return False
    arrives = spread(state).arriving
    return Measured(arrives, 1.0, 0.9 <= arrives <= 1.1)


def lstm_keeps_part(state: VanishingState, t: int, least: float) -> bool | Measured:
    """At least this part arrives along the LSTM's cell state alone, over fifty steps at least."""
    if state.view != "cells" or state.steps < 50:
        return False
    arrives = comparison(state).lines["cell"].arriving
    return Measured(arrives, least, arrives >= least)


TRUTHS: dict[str, Callable[..., Answer]] = {
    "reaches": reaches, "trend": trend, "fate": fate, "lstm_fate": lstm_fate, "gate": gate, "power": power,
    "product": product, "keeper": keeper, "cell_factor": cell_factor,
}  # fmt: skip
CHECKS: dict[str, Check] = {"keeps_norm": keeps_norm, "lstm_keeps_part": lstm_keeps_part}
TASKS: Tasks[VanishingState] = Tasks(read, TRUTHS, CHECKS)
