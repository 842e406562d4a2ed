"""From RNN to LSTM in four stages (S0): each a working cell made of the LSTM's step, on the same input."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import tanh
from rnnviz.core.cells import IN_TORCH, NO_CLAMPS, Op, stack
from rnnviz.core.lstm import LSTM, LSTMRecord, lstm_step
from rnnviz.core.weights import Weights
from rnnviz.texts import _

SATURATED = 0.99
FELT = 0.001
Step = Callable[[LSTMRecord], LSTMRecord]
Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Claim:
    """A sentence with places for the numbers of `stage_numbers`, and when it is true of them."""

    text: str
    holds: Callable[[Numbers], bool] = lambda found: True


def true_sentences(claims: Sequence[Claim], found: Numbers) -> str:
    """The sentences that are true, with places still open."""
    return " ".join(claim.text for claim in claims if claim.holds(found))


@dataclass(frozen=True)
class Stage:
    """One stage: its letter in S0's order, the form by which the cell stage draws it, its operations, its words.

    adds: what is new. leaves: the problem that it leaves; repairs: what the next stage does about it. look: what to
    watch on the stage, while `shows` is true of the record. make: from the LSTM's step to this one's.
    """

    key: str
    title: str
    form: str
    ops: tuple[Op, ...]
    adds: str
    leaves: tuple[Claim, ...]
    repairs: str
    look: str
    make: Step
    shows: Callable[[LSTMRecord], bool] = lambda record: True


def stuck(record: LSTMRecord) -> float:
    """The share of h beyond ±SATURATED."""
    return float((np.abs(record.h) > SATURATED).mean())


def plain(step: LSTMRecord) -> LSTMRecord:
    """(a) h = g: an RNN with the candidate's weights; there is no c."""
    nothing = np.zeros_like(step.c)
    return replace(step, kept=nothing, written=nothing, c=nothing, tanh_c=nothing, h=step.g)


def summed(step: LSTMRecord) -> LSTMRecord:
    """(b), (c): c = g + c_prev, h = tanh(c), whatever the gates are."""
    c = step.g + step.c_prev
    return replace(step, kept=step.c_prev, written=step.g, c=c, tanh_c=tanh(c), h=tanh(c))


LINEAR = Op("linear", _("linear maps"), ("a_ih", "a_hh", "a"))
CELL, OUTPUT = Op("cell", _("cell state"), ("c",)), Op("output", _("output"), ("h",))
STAGES: dict[str, Stage] = {
    stage.key: stage
    for stage in (
        Stage(
            "a",
            "RNN",
            "plain",
            (LINEAR, Op("squash", "tanh", ("h",))),
            _(
                "A plain RNN: $h_t = \\tanh(\\dots)$. All it knows of the past is in $h$, and every "
                "step writes over it."
            ),
            (
                Claim(
                    _(
                        "**It forgets.** Add 1 to the first input: {lasts} later no unit of $h$ differs by "
                        "0.001 any more."
                    ),
                    lambda found: 0 < found["lasts"] < found["steps"],
                ),
                Claim(
                    _("Add 1 to the first input: a unit of $h$ still differs by 0.001 or more at the last step."),
                    lambda found: found["lasts"] == found["steps"],
                ),
                Claim(
                    _("Add 1 to the first input: no unit of $h$ differs by 0.001 at any step."),
                    lambda found: found["lasts"] == 0,
                ),
            ),
            _("the past gets its own state, $c$. Each step only adds to it."),
            _("h is written anew at every step."),
            plain,
        ),
        Stage(
            "b",
            _("+ memory"),
            "sum",
            (LINEAR, Op("candidate", _("candidate"), ("g",)), CELL, OUTPUT),
            _(
                "$g_t$ is the old $\\tanh(\\dots)$; it is added to a memory: $c_t = g_t + "
                "c_{{t-1}}$, $h_t = \\tanh(c_t)$."
            ),
            (
                Claim(_("**Nothing is deleted.** $|c|$ reaches {largest}.")),
                Claim(
                    _("$h = \\tanh(c)$ is beyond ±0.99 for {stuck} of its values: there it hardly changes any more."),
                    lambda found: found["stuck"] > 0,
                ),
                Claim(_("No value of $h = \\tanh(c)$ is beyond ±0.99 here."), lambda found: found["stuck"] == 0),
            ),
            _("compute, at each step, how much to keep, to write and to show: gates between 0 and 1."),
            _("c climbs and falls by g, and h is stuck at ±1 for most of the steps."),
            summed,
            lambda record: stuck(record) > 0.5,
        ),
        Stage(
            "c",
            _("+ gates, computed"),
            "ungated",
            (LINEAR, Op("gates", _("gates"), ("i", "f", "g", "o")), CELL, OUTPUT),
            _(
                "$i_t, f_t, o_t = \\sigma(\\dots)$ look at the same $x_t$ and $h_{{t-1}}$, each "
                "with weights of its own."
            ),
            (
                Claim(
                    _(
                        "**The gates are computed but not used yet.** They run from {low} to {high}, and $h$ differs "
                        "from stage (b) by {apart}."
                    )
                ),
            ),
            _("multiply: $f_t$ into the old memory, $i_t$ into the candidate, $o_t$ into what is shown."),
            _("three gates that no wire leaves: clamp one, and h does not move."),
            summed,
        ),
        Stage(
            "d",
            "LSTM",
            "right",
            LSTM.ops,
            _(
                "The gates are applied: $c_t = f_t \\odot c_{{t-1}} + i_t \\odot g_t$, $h_t = o_t \\odot \\tanh(c_t)$. "
                "(S0's slide has $f_t$ and $i_t$ swapped: slip a on the LSTM's page.)"
            ),
            (
                Claim(
                    _("$|c|$ reaches {largest}; in stage (b) it reached {sum_largest}. {stuck} of $h$ is beyond ±0.99.")
                ),
                Claim(_("Add 1 to the first input, and $c$ at the last step moves by {moved}.")),
            ),
            "",
            _("the same gates, now between the old memory and the new."),
            lambda step: step,
        ),
    )
}


def run_stage(
    key: str, x: Array, weights: Weights, h0: Array, c0: Array, clamps: Mapping[str, Array] = NO_CLAMPS
) -> LSTMRecord:
    """Unroll a stage over x (T, I) with an LSTM's weights; `clamps` as `cells.run` has them.

    What a stage has no use for is 0 in its record, or (gates that are not used yet) what it would be.
    """
    h, c, steps = h0, c0, []
    for t, now in enumerate(x):
        held = {gate: float(values[t]) for gate, values in clamps.items()}
        steps.append(STAGES[key].make(lstm_step(now, h, c, weights, held)))
        h, c = steps[-1].h, steps[-1].c
    return stack(steps)


def stage_numbers(
    key: str, x: Array, weights: Weights, h0: Array, c0: Array, clamps: Mapping[str, Array] = NO_CLAMPS
) -> dict[str, float]:
    """The numbers of a stage's problem.

    steps: T; lasts: for how many steps a unit of h differs by 0.001 or more when 1 is added to the first input; moved:
    how far c at the last step then moves, in its largest unit; largest: of |c|; stuck: the share of h beyond ±0.99;
    low, high: of the gates; apart: of h from stage (b)'s; sum_largest: of |c| in stage (b).
    """
    record, before = (run_stage(k, x, weights, h0, c0, clamps) for k in (key, "b"))
    nudged = x.copy()
    nudged[0] += 1.0
    after = run_stage(key, nudged, weights, h0, c0, clamps)
    felt = np.flatnonzero(np.abs(after.h - record.h).max(axis=1) >= FELT)
    gates = np.stack([record.i, record.f, record.o])
    return {
        "steps": float(len(x)),
        "lasts": float(felt[-1] + 1 if len(felt) else 0),
        "moved": float(np.abs(after.c[-1] - record.c[-1]).max()),
        "largest": float(np.abs(record.c).max()),
        "stuck": stuck(record),
        "low": float(gates.min()),
        "high": float(gates.max()),
        "apart": float(np.abs(record.h - before.h).max()),
        "sum_largest": float(np.abs(before.c).max()),
    }


def loops(cell: str, input_size: int, hidden_size: int, steps: int) -> str:
    """PyTorch code: the cell stepped by hand, and the layer that does it in one call, with the same weights.

    Raises KeyError for a cell that torch does not have.
    """
    kind = IN_TORCH[cell]
    name, start = kind.module, f"{', '.join(kind.states)} = {', '.join(['torch.zeros(1, H)'] * len(kind.states))}"
    step = kind.call("x[t]")
    return f"""import torch

T, I, H = {steps}, {input_size}, {hidden_size}
x = torch.randn(T, 1, I)  # one sequence of T steps

cell = torch.nn.{name}Cell(I, H)  # one step at a time: you write the loop
{start}
states = []
for t in range(T):
    {step}
    states.append(h)
by_hand = torch.stack(states)

layer = torch.nn.{name}(I, H)  # all steps in one call: on a GPU, cuDNN's own loop
layer.load_state_dict({{f"{{key}}_l0": value for key, value in cell.state_dict().items()}})
out, end = layer(x)
print((out - by_hand).abs().max())  # the same numbers
"""
