"""The truths and the checks of the lead, each of the step that the page shows before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core import Array
from rnnviz.core.course import Course, LearningStep, line_effects, next_step, taken
from rnnviz.core.optim import clip_by_norm
from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.update.state import CODEC, UpdateState
from rnnviz.lessons.update.weights import flat

ABOUT = 0.1  # of the loss: less is about the same


def read(link: str) -> tuple[UpdateState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def course(state: UpdateState) -> Course:
    return taken(state.problem()[0], state.taken)


def step_of(state: UpdateState) -> LearningStep:
    return next_step(course(state), state.rule)


def weights(state: UpdateState) -> Array:
    """(N,) all of them, as the chart names them, before the step."""
    return flat(step_of(state).gradient.problem.parameters())


def gradients(state: UpdateState) -> Array:
    """(N,) of the step to come, before clipping."""
    return flat(step_of(state).gradient.gradients)


def moves(state: UpdateState) -> Array:
    """(N,) by how much the step changes each weight."""
    return flat(step_of(state).learned.moved)


def after(state: UpdateState, t: int, number: int) -> Answer:
    """Weight `number`, from 1, after the step; and what it would be by some mistakes."""
    old, slope, moved = (float(of(state)[number - 1]) for of in (weights, gradients, moves))
    mistakes = {"uphill": old + state.lr * slope, "no_rate": old - slope, "change": moved, "stays": old}
    return Answer(old + moved, mistakes)


def way(state: UpdateState, t: int, number: int) -> Answer:
    return Answer("larger" if moves(state)[number - 1] > 0 else "smaller")


def fate(state: UpdateState, t: int) -> Answer:
    learned = step_of(state).learned
    near = abs(learned.after - learned.before) <= ABOUT * learned.before
    return Answer("same" if near else "rises" if learned.after > learned.before else "falls")


def bowl(state: UpdateState, t: int, start: float, jump: float) -> Answer:
    """Of x²: whether the place after the jump is higher."""
    return Answer("higher" if (start + jump) ** 2 > start**2 else "lower")


def ratio(state: UpdateState, t: int, one: int, other: int) -> Answer:
    """How many times as far one weight moves as the other."""
    moved, slopes = np.abs(moves(state)), np.abs(gradients(state))
    times = float(slopes[one - 1] / slopes[other - 1])
    return Answer(float(np.round(moved[one - 1] / moved[other - 1], 6)), {"gradients": times, "squares": times**2})


def size_of_sign(state: UpdateState, t: int, number: float) -> Answer:
    return Answer(abs(number / abs(number)), {"itself": abs(number), "square": number * number})


def held(state: UpdateState, t: int) -> Answer:
    """What .grad holds after the second backward, where nothing clears it: by the loop's own record."""
    found = line_effects(state.problem()[0], state.optimiser, state.lr, forget=True, rounds=2)
    backward = [flat(one.grad) for one in found if one.number == 3 and one.grad is not None]
    second = step_of(replace(state, taken=(state.rule,)))
    return Answer("sum" if np.allclose(backward[1] - backward[0], flat(second.gradient.gradients)) else "last")


def direction(state: UpdateState, t: int) -> Answer:
    """Whether the clipped gradient points as the whole does."""
    whole = step_of(state).gradient.gradients
    clipped = clip_by_norm(whole, 0.1)
    one, other = flat(whole), flat(clipped.gradients)
    cosine = one @ other / (np.linalg.norm(one) * np.linalg.norm(other))
    return Answer("same" if np.isclose(cosine, 1.0) else "other")


def left(state: UpdateState, t: int, factor: float, steps: int) -> Answer:
    rest = factor**steps
    return Answer("little" if rest < 0.01 else "some" if rest < 0.2 else "half")


def tenth(state: UpdateState, t: int) -> Measured:
    """The steps that were taken have made the loss less than a tenth."""
    losses = course(state).losses
    return Measured(losses[-1], losses[0] / 10, bool(losses[-1] < losses[0] / 10))


def rises(state: UpdateState, t: int) -> Measured:
    """The next step of SGD makes the loss larger."""
    learned, lacks = step_of(state).learned, "" if state.optimiser == "sgd" else "sgd"
    return Measured(learned.after, learned.before, not learned.after <= learned.before and not lacks, lacks)


def _number(state: UpdateState, t: int, name: str) -> float:
    """weight[n], gradient[n]: of weight n, from 1, in the order of the chart."""
    what, _, number = name.removesuffix("]").partition("[")
    return float({"weight": weights, "gradient": gradients}[what](state)[int(number) - 1])


TRUTHS: dict[str, Callable[..., Answer]] = {
    "after": after, "way": way, "fate": fate, "bowl": bowl, "ratio": ratio, "size_of_sign": size_of_sign,
    "held": held, "direction": direction, "left": left,
}  # fmt: skip
CHECKS: dict[str, Check] = {"tenth": tenth, "rises": rises}
TASKS: Tasks[UpdateState] = Tasks(read, TRUTHS, CHECKS, number=_number)
