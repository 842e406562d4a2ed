"""The truths and the checks of the lead, each of the backward pass on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from rnnviz.core import Array
from rnnviz.core.bptt import contributions, norms
from rnnviz.core.expansion import slip_f
from rnnviz.lead.answers import Answer, Guess
from rnnviz.lead.steps import Blank
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.gradient.seen import Seen, seen, within
from rnnviz.ui.loss.loss_controls import head_of

TINY = 1e-12
AT = re.compile(r"(?P<q>\w+)(?:\.(?P<step>\d+))?\[(?P<unit>\d+)\]")
NUMBERS: dict[str, Callable[[Seen], Array]] = {
    "h": lambda state: state.gradient.forward.h,
    "x": lambda state: state.gradient.forward.x,
    "y": lambda state: state.gradient.y,
    "target": lambda state: state.gradient.problem.loss.target_rows(state.gradient.y),
    "dy": lambda state: state.gradient.dy,
    "dh": lambda state: rows(state),
    "w_y": lambda state: head_of(state.settings).weight,
    "w_hh": lambda state: state.settings.weights.weight_hh,
}
"""What may stand in a text as {h.3[1]}: step 3, unit 1; of a weight row and column."""


def read(link: str) -> tuple[Seen, int]:
    return seen(link), 0


def fits(state: Seen, example: Seen) -> bool:
    """The same kind of net, with as many steps, units, inputs, outputs and losses."""
    one, other = (
        (s.settings.cell, s.settings.x.shape, s.settings.hidden_size, len(head_of(s.settings).bias), s.choices.at)
        for s in (state, example)
    )
    return one == other


def rows(state: Seen) -> Array:
    """(T, H) the gradient of the loss that is looked at, by h of each step."""
    found: Array = state.gradient.signals[state.of][:, : state.settings.hidden_size]
    return found


def sizes(state: Seen) -> Array:
    """(T,) their norms."""
    return np.array(norms(list(rows(state))))


def number(state: Seen, t: int, name: str) -> float:
    found = AT.fullmatch(name)
    if not found or found["q"] not in NUMBERS:
        raise KeyError(name)
    return float(NUMBERS[found["q"]](state)[int(found["step"] or 1) - 1][int(found["unit"]) - 1])


def cover(state: Seen, t: int, q: str) -> dict[str, object]:
    """How many stops of the sweep stay: those before ∂E/∂h at a step, as "dh.3"; "dy" and "sum" leave none."""
    name, _, step = q.partition(".")
    return {"most": 1 + state.of - (int(step) - 1) if name == "dh" else 0}


def blank(state: Seen, t: int, blank: Blank) -> Answer:
    """A number of a net of one unit and one output, on the way back from its loss."""
    q, _, step = blank.q.partition(".")
    k, of = int(step or state.of + 1) - 1, state.of
    dy, w_y, h = state.gradient.dy[of, 0], head_of(state.settings).weight[0, 0], state.gradient.forward.h[:, 0]
    if q == "dy":
        return _typed(dy, {"sign": -dy, "not_subtracted": state.gradient.y[of, 0]})
    if k == of:
        return _typed(dy * w_y, {"sign": -dy * w_y, "no_weight": dy})
    back, w = rows(state)[k + 1, 0], state.settings.weights.weight_hh[0, 0]
    slope = 1 - h[k + 1] ** 2
    found = {"no_slope": back * w, "no_weight": back * slope, "slope_of_before": back * w * (1 - h[k] ** 2),
             "not_squared": back * w * (1 - h[k + 1])}  # fmt: skip
    return _typed(rows(state)[k, 0], found)


def _typed(truth: float, mistakes: dict[str, float]) -> Answer:
    """Typed to two decimals."""
    found = {name: float(value) for name, value in mistakes.items() if abs(value - truth) > 0.01}
    return Answer(float(truth), found, near=0.006)


def share(state: Seen, t: int) -> Answer:
    """What is left at step 1 of the gradient's norm at the step of the loss."""
    found = sizes(state)
    truth = found[0] / found[state.of]
    mistakes = {"same": 1.0, "shared_out": 1 / (state.of + 1), "one_step": found[state.of - 1] / found[state.of]}
    return Answer(float(truth), {name: float(value) for name, value in mistakes.items()}, span=(0.0, 1.0))


def principle(state: Seen, t: int) -> Answer:
    """How the gradient at a step of a net of one unit comes from the one a step later: the formula that gives it."""
    back, here = (float(rows(state)[k, 0]) for k in (state.of, state.of - 1))
    w = float(state.settings.weights.weight_hh[0, 0])
    slope = 1 - float(state.gradient.forward.h[state.of, 0]) ** 2
    ways = {"chain": back * slope * w, "adds": back + slope + w, "no_slope": back * w, "stays": back}
    return Answer(min(ways, key=lambda name: abs(ways[name] - here)))


def factor(state: Seen, t: int) -> Answer:
    """Whether one step back makes the gradient larger."""
    found = sizes(state)
    return Answer("grows" if found[state.of - 1] > found[state.of] else "shrinks")


def learning(state: Seen, t: int, unit: int) -> Answer:
    """How the gradient by the input's weight of a unit stands beside that of the largest."""
    found = abs(contributions(state.gradient, "weight_ih", state.of).sum(axis=0)).max(axis=1)
    part = found[unit - 1] / found.max()
    return Answer("most" if part == 1.0 else "none" if part < 0.001 else "less")


def slope(state: Seen, t: int, at: float) -> Answer:
    """The slope of tanh where it is `at`: 1 − at²."""
    found = {"zero": abs(1 - at**2), "one": abs(at**2)}
    return Answer(min(found, key=lambda name: found[name]))


def parts(state: Seen) -> Array:
    """(T,) what each step adds to the entry that the bars show."""
    found = contributions(state.gradient, state.choices.parameter, state.of)
    entry = within(state.choices.entry, found.shape[1:]) or (0, 0)
    flat: Array = found.reshape(*found.shape[:2], -1)[:, entry[0], entry[1]]
    return flat


def adds_most(state: Seen, t: int) -> Answer:
    """The step, from 1, that adds most to the entry."""
    truth = float(np.argmax(abs(parts(state))) + 1)
    guesses = {"first": 1.0, "last": float(state.of + 1), "between": float((state.of + 1) // 2)}
    mistakes: dict[str, Guess] = {name: step for name, step in guesses.items() if step != truth}
    return Answer(truth, mistakes, span=(1.0, float(state.settings.steps)))


def first_part(state: Seen, t: int) -> Answer:
    """What step 1 adds to the entry."""
    return Answer("nothing" if abs(parts(state)[0]) < TINY else "something")


def missing(state: Seen, t: int) -> Answer:
    """The factor that the slide's last term lacks beside the right one."""
    forms = slip_f(state.gradient)
    right, slide = ({factor.name for factor in form.terms[-1].factors} for form in (forms.right, forms.unfinished))
    (found,) = right - slide
    return Answer({"∂h_1/∂weight_ih": "weight", "∂h_2/∂h_1": "state", "∂E_3/∂h_3": "error"}[found])


def arrives(state: Seen, t: int, of: int, at: int) -> Answer:
    """Whether the loss of step `of` has a gradient by h of step `at`, both from 1."""
    return Answer("yes" if abs(state.gradient.signals[of - 1, at - 1]).max() > 0 else "no")


def steepest(state: Seen, t: int, places: dict[str, float]) -> Answer:
    """Where tanh has the largest slope."""
    return Answer(max(places, key=lambda name: 1 - np.tanh(places[name]) ** 2))


def reaches(state: Seen, t: int, least: float) -> bool | Measured:
    """The gradient at step 1 has at least this part of its norm three steps later or more."""
    found = sizes(state)
    if state.of < 3 or found[state.of] <= TINY:
        return False
    part = float(found[0] / found[state.of])
    return Measured(part, least, part >= least)


def strongest(state: Seen, t: int) -> bool | Measured:
    """The loss is looked at whose gradient by h of step 1 is the largest."""
    found = norms(list(state.gradient.signals[:, 0]))
    if state.choices.whole or len(found) <= 2:
        return False
    return Measured(float(found[state.of]), float(max(found)), state.of == int(np.argmax(found)))


TRUTHS: dict[str, Callable[..., Answer]] = {
    "share": share, "principle": principle, "factor": factor, "learning": learning, "slope": slope,
    "adds_most": adds_most, "first_part": first_part, "missing": missing, "arrives": arrives, "steepest": steepest,
}  # fmt: skip
CHECKS: dict[str, Check] = {"reaches": reaches, "strongest": strongest}
TASKS: Tasks[Seen] = Tasks(read, TRUTHS, CHECKS, blank, number, cover, fits)
