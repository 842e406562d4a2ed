"""The truths and the checks of the cells' leads, each of the settings on the screen."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np
import numpy.typing as npt

from rnnviz.core import Array
from rnnviz.core.cells import CELLS
from rnnviz.core.mistakes import common_mistakes, quantity
from rnnviz.lead.answers import Answer, Guess
from rnnviz.lead.steps import Blank
from rnnviz.lead.tasks import Tasks
from rnnviz.lessons.cells.checks import CHECKS, MOVED, changes, reached
from rnnviz.state.link import from_query
from rnnviz.state.presets import Clamp
from rnnviz.state.settings import Settings

AT = re.compile(r"(?P<q>[\w.]+)\[(?P<unit>\d+)\]")


def tasks_of(cell: str) -> Tasks[Settings]:
    """The tasks of the page of a cell."""

    def read(link: str) -> tuple[Settings, int]:
        settings = from_query(cell, dict(parse_qsl(link, keep_blank_values=True)))
        return settings, settings.t

    return Tasks(read, TRUTHS, CHECKS, blank, number, cover, fits)


def fits(settings: Settings, example: Settings) -> bool:
    """As many steps, inputs and units as the example."""
    return settings.x.shape == example.x.shape and settings.hidden_size == example.hidden_size


def number(settings: Settings, t: int, name: str) -> float:
    """h[1]: the quantity's unit, counted from 1, at step t."""
    found = AT.fullmatch(name)
    if not found:
        raise KeyError(name)
    return float(quantity(settings.record, found["q"], t)[int(found["unit"]) - 1])


def blank(settings: Settings, t: int, blank: Blank) -> Answer:
    return value(settings, t, blank.q, blank.unit, near=0.006)


def cover(settings: Settings, t: int, q: str) -> dict[str, object]:
    """All that is computed from `q` on: what stands before it in its step is known."""
    order = [name for op in CELLS[settings.cell].ops for name in op.quantities]
    return {"t": t, "known": order[: order.index(q.partition(".")[0])]}


def value(settings: Settings, t: int, q: str, unit: int, near: float | None = None) -> Answer:
    """A number of the record, among those of the common mistakes."""
    mistakes = common_mistakes(settings.record, settings.weights, q, unit - 1, t)
    return Answer(float(quantity(settings.record, q, t)[unit - 1]), mistakes, near)


def last(settings: Settings, t: int, q: str, unit: int) -> Answer:
    """A number of the last step, as far as step t's mistakes go."""
    run = quantity(settings.record, q, settings.steps - 1)[unit - 1]
    old, new = (quantity(settings.record, name, t)[unit - 1] for name in (f"{q}_prev", "written"))
    found = {"forgets": 0.0, "adds": float(old + settings.steps * abs(new - old)), "squashes": float(np.tanh(run)),
             "halves": float(run / 2)}  # fmt: skip
    return Answer(float(run), {name: wrong for name, wrong in found.items() if abs(wrong - run) > 1e-6})


def sign(settings: Settings, t: int, q: str, unit: int) -> Answer:
    return Answer("above" if quantity(settings.record, q, t)[unit - 1] > 0 else "below")


def reach(settings: Settings, t: int, by: float = 1.0) -> Answer:
    """At how many steps h moves by more than a thousandth when the first number of x at step t is `by` higher."""
    return Answer(
        float(reached(settings, t, by)), {"only_one": 1.0, "all": float(settings.steps - t), "none": 0.0}, near=1.5
    )


def last_moved(settings: Settings, t: int, by: float = 1.0) -> Answer:
    """The last step, from 1, at which h moves by more than a thousandth when the first number of x at t is higher."""
    moved = np.flatnonzero(changes(settings, "h", t, by) > MOVED)
    truth = float(moved[-1] + 1) if len(moved) else 0.0
    mistakes: dict[str, Guess] = {"only_one": float(t + 1), "all": float(settings.steps)}
    return Answer(truth, mistakes, near=1.5, span=(1.0, float(settings.steps)))


def day(settings: Settings, t: int) -> Answer:
    """A unit's h over the run of a worked example in raw degrees; or as on standardised hours, or as the input runs."""
    x, before = settings.x[:, 0], replace(settings, x=(settings.x - settings.x.mean(axis=0)) / settings.x.std(axis=0))
    follows = 2 * (x - x.min()) / np.ptp(x) - 1
    mistakes: dict[str, Guess] = {"as_before": curve(before.record.h[:, 0]), "follows": tuple(follows.tolist()),
                                  "zero": (0.0,) * len(x)}  # fmt: skip
    return Answer(curve(settings.record.h[:, 0]), mistakes, span=(-1.0, 1.0))


def memory(settings: Settings, t: int, q: str, unit: int) -> Answer:
    """A state's unit over the run, and what the mistakes with a gate make of its first number."""
    run = [float(quantity(settings.record, q, step)[unit - 1]) for step in range(settings.steps)]
    first, k = float(quantity(settings.record, f"{q}_prev", 0)[unit - 1]), np.arange(1, settings.steps + 1)
    squashed = [first]
    for _ in run:
        squashed.append(math.tanh(squashed[-1]))
    mistakes: dict[str, Guess] = {
        "forgets": (0.0,) * len(run),
        "halves": curve(first * 0.5**k),
        "adds": curve(first + (1 - first) * k / len(run)),
        "squashes": tuple(squashed[1:]),
    }
    return Answer(tuple(run), mistakes, span=(-1.0, 1.0))


def curve(values: npt.NDArray[np.floating]) -> tuple[float, ...]:
    return tuple(float(one) for one in values)


def moving(settings: Settings, t: int, q: str, unit: int) -> Answer:
    """Whether a unit stands still over the whole run or moves."""
    run = np.array([quantity(settings.record, q, step)[unit - 1] for step in range(settings.steps)])
    return Answer("still" if np.ptp(run) < MOVED else "moves")


def moving_after(settings: Settings, t: int, after: int = 1) -> Answer:
    """Whether h, `after` steps after the first, moves when the first input is 1 higher."""
    return Answer("moves" if changes(settings, "h", 0)[after] > MOVED else "still")


def saturates(settings: Settings, t: int) -> Answer:
    """What tanh makes of unit 1's sum."""
    a, h = (quantity(settings.record, q, t)[0] for q in ("a", "h"))
    return Answer(min({"one": abs(h - 1.0), "six": abs(h - a), "half": abs(h - 0.5)}.items(), key=lambda it: it[1])[0])


def between(settings: Settings, t: int) -> Answer:
    """The gate that, were it shut at every step, would leave nothing of c in h while c stays as it is."""
    for gate in ("i", "f", "o"):
        shut = replace(settings, clamps=(*settings.clamps, Clamp(gate, None, 0.0))).record
        if not shut.h.any() and np.array_equal(quantity(shut, "c", t), quantity(settings.record, "c", t)):
            return Answer(gate)
    return Answer("")


def blend_place(settings: Settings, t: int) -> Answer:
    """Whether h of unit 1 lies between the old h and the candidate."""
    h, old, new = (quantity(settings.record, q, t)[0] for q in ("h", "h_prev", "n"))
    return Answer("between" if min(old, new) <= h <= max(old, new) else "outside")


def candidate_share(settings: Settings, t: int) -> Answer:
    """What is written of the candidate in unit 1."""
    return Answer("none" if quantity(settings.record, "written", t)[0] == 0 else "all")


def heavier(settings: Settings, t: int, cells: Sequence[str]) -> Answer:
    """Which has more weights, of two cells of these sizes."""
    sizes = settings.input_size, settings.hidden_size
    count = {name: sum(map(math.prod, CELLS[name].shapes(*sizes).values())) for name in cells}
    return Answer("same" if len(set(count.values())) == 1 else max(count, key=lambda name: count[name]))


def by_weights(settings: Settings, t: int, cells: list[str]) -> Answer:
    """The cells of these sizes, the one with the fewest weights first."""
    sizes = settings.input_size, settings.hidden_size
    count = {name: sum(map(math.prod, CELLS[name].shapes(*sizes).values())) for name in cells}
    truth = tuple(sorted(count, key=lambda name: count[name]))
    return Answer(truth, {"reversed": truth[::-1], "swapped": (truth[0], *truth[:0:-1])})


def principle(settings: Settings, t: int) -> Answer:
    """How the cell makes its new state from what its step computes before: the formula that gives the record's."""
    found = {name: quantity(settings.record, name, t) for name in QUANTITIES[settings.cell]}
    formulas = FORMULAS[settings.cell](found)
    truth = quantity(settings.record, CELLS[settings.cell].states[-1], t)
    return Answer(min(formulas, key=lambda name: float(abs(formulas[name] - truth).max())))


QUANTITIES = {
    "rnn": ("a_ih", "a_hh"),
    "lstm": ("i", "f", "g", "c_prev"),
    "gru": ("z", "n", "h_prev"),
    "mingru": ("z", "n", "h_prev"),
}
FORMULAS: dict[str, Callable[[dict[str, Array]], dict[str, Array]]] = {
    "rnn": lambda of: {
        "sum_first": np.tanh(of["a_ih"] + of["a_hh"]),
        "tanh_each": np.tanh(of["a_ih"]) + np.tanh(of["a_hh"]),
        "product": np.tanh(of["a_ih"] * of["a_hh"]),
    },
    "lstm": lambda of: {
        "gated": of["f"] * of["c_prev"] + of["i"] * of["g"],
        "swapped": of["i"] * of["c_prev"] + of["f"] * of["g"],
        "plain": of["c_prev"] + of["g"],
    },
    "gru": lambda of: {
        "blend": of["z"] * of["h_prev"] + (1 - of["z"]) * of["n"],
        "swapped": (1 - of["z"]) * of["h_prev"] + of["z"] * of["n"],
        "plain": of["h_prev"] + of["n"],
    },
    "mingru": lambda of: {
        "blend": (1 - of["z"]) * of["h_prev"] + of["z"] * of["n"],
        "swapped": of["z"] * of["h_prev"] + (1 - of["z"]) * of["n"],
        "plain": of["h_prev"] + of["n"],
    },
}
"""Ways to make a state, of which the record bears out one; the others are common mistakes."""


def rnn_moving_after(settings: Settings, t: int, after: int) -> Answer:
    """The same as moving_after, of an RNN without W_hh."""
    return moving_after(from_query("rnn", {"preset": "forgets"}), t, after)


def keeping(settings: Settings, t: int, cell: str, q: str) -> Answer:
    """Whether a state moves in another cell, whose gates are those of its preset that keeps."""
    return moving(from_query(cell, {"preset": "keeps"}), t, q, 1)


def larger(settings: Settings, t: int, q: str, unit: int) -> Answer:
    """Whether a quantity is larger than at the step before, in size."""
    now, before = (abs(quantity(settings.record, q, step)[unit - 1]) for step in (t, t - 1))
    return Answer("larger" if now > before + 1e-9 else "smaller" if now < before - 1e-9 else "same")


def weights_by_length(settings: Settings, t: int) -> Answer:
    """Whether a longer sequence has more weights: the count for the first half beside that for all of it."""
    half = replace(settings, x=settings.x[: settings.steps // 2], t=0, clamps=())
    count = [sum(array.size for array in one.weights.arrays.values()) for one in (half, settings)]
    return Answer("same" if count[0] == count[1] else "more")


def carries(settings: Settings, t: int) -> Answer:
    """Which states one step hands to the next: by what a change of each before step t moves after it."""
    names = CELLS[settings.cell].states
    return Answer("_".join(names))


def joined_columns(settings: Settings, t: int, inputs: int, hidden: int) -> Answer:
    """How many columns W has that stands before [h, x]: one for each number of both."""
    (rows, one), (_, other) = (CELLS[settings.cell].shapes(inputs, hidden)[name] for name in ("weight_ih", "weight_hh"))
    return Answer(float(one + other), {"one": float(one), "rows": float(rows)})


def moved_steps(settings: Settings, t: int, q: str) -> Answer:
    """At how many steps `q` moves when the first number of x at step t is 1 higher."""
    truth = float((changes(settings, q, t) > MOVED).sum())
    found = {"none": 0.0, "later": float(settings.steps - t), "h": float(reached(settings, t, 1.0))}
    return Answer(truth, {name: steps for name, steps in found.items() if steps != truth})


def left_over(settings: Settings, t: int, steps: int) -> Answer:
    """What is left in h of unit 1 after some steps, of 1 that is added to h_0; z is the same at every step."""
    more = replace(settings, h0=settings.h0 + 1.0).record.h - settings.record.h
    truth, z = float(more[steps - 1, 0]), float(quantity(settings.record, "z", 0)[0])
    found = {"all": 1.0, "one": 1 - z, "swapped": z**steps, "adds": 1 - steps * z, "none": 0.0}
    return Answer(truth, {name: wrong for name, wrong in found.items() if abs(wrong - truth) > 1e-9})


def read_by(settings: Settings, t: int, q: str) -> Answer:
    """What `q` of the first step is made from: what moves it, of x and the old h."""
    before = quantity(settings.record, q, 0)
    after = quantity(replace(settings, h0=settings.h0 + 1.0).record, q, 0)
    names = {"x": changes(settings, q, 0)[0] > MOVED, "h": abs(after - before).max() > MOVED}
    return Answer("_".join(name for name, moves in names.items() if moves))


TRUTHS: dict[str, Callable[..., Answer]] = {
    "value": value,
    "last": last,
    "sign": sign,
    "reach": reach,
    "moving": moving,
    "joined_columns": joined_columns,
    "moving_after": moving_after,
    "saturates": saturates,
    "larger": larger,
    "between": between,
    "blend_place": blend_place,
    "candidate_share": candidate_share,
    "by_weights": by_weights,
    "principle": principle,
    "last_moved": last_moved,
    "day": day,
    "memory": memory,
    "rnn_moving_after": rnn_moving_after,
    "keeping": keeping,
    "weights_by_length": weights_by_length,
    "carries": carries,
    "moved_steps": moved_steps,
    "left_over": left_over,
    "read_by": read_by,
    "heavier": heavier,
}
