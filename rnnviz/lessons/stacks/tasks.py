"""The truths and the checks of the lead, each of the net on the screen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core.pieces import differing, in_pieces, whole
from rnnviz.core.printed_models import run_lines
from rnnviz.core.shapes import Structure, run_shapes, weight_shapes
from rnnviz.core.stack import dropout_masks, from_named
from rnnviz.core.windows import count
from rnnviz.lead.answers import Answer
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.stacks.state import CODEC, StacksState

DIFFERS = {(False, False): "nothing", (False, True): "gradients", (True, True): "both", (True, False): "states"}


def read(link: str) -> tuple[StacksState, int]:
    state = CODEC.read(dict(parse_qsl(link)))
    return state, state.stand.t


def fits(state: StacksState, example: StacksState) -> bool:
    """A net that the stage can run, over as many steps, of the same cell and sizes and with as many layers or more."""
    one, other = (
        (s.made.cell, s.made.input_size, s.made.hidden_size, s.settings.steps, s.batch) for s in (state, example)
    )
    return state.shown and one == other and state.num_layers >= example.num_layers


def reads(state: StacksState, t: int) -> Answer:
    """What enters layer 2 at step t: the one of these that its x is."""
    first, second = (layer[0] for layer in state.net().run().layers[:2])
    found = {"h_now": first.h[t], "h_before": first.h_prev[t], "h_last": first.h[-1], "own": second.h_prev[t]}
    gap = {name: float(abs(value - second.x[t]).max()) for name, value in found.items()}
    gap["input"] = float(abs(state.net().x[t].mean() - second.x[t]).max())
    return Answer(min(gap, key=lambda name: gap[name]))


def sees_input(state: StacksState, t: int) -> Answer:
    """Whether the second layer's input is the net's own."""
    second = state.net().run().layers[1][0]
    return Answer("yes" if second.x.shape == state.net().x.shape and np.array_equal(second.x, state.net().x) else "no")


def order(state: StacksState, t: int) -> Answer:
    """Which axes h_n has."""
    made, n, steps = state.made, state.batch, state.settings.steps
    size, states = made.out_size, made.num_layers * made.directions
    shapes = {"layers": (states, n, size), "steps": (steps, n, size), "batch": (n, steps, size)}
    found = run_shapes(made, steps, n)["h_n"]
    return Answer(next(name for name, shape in shapes.items() if shape == found))


def states(state: StacksState, t: int) -> Answer:
    """How many last states there are."""
    first = state.net().run().h_n.shape[0]
    return Answer("layers" if first == state.num_layers else "steps" if first == state.settings.steps else "both")


def layer_weights(state: StacksState, t: int, layer: int) -> Answer:
    """How many numbers a layer, from 1, learns."""
    shapes = weight_shapes(state.made)
    sizes = {name: math.prod(shape) for name, shape in shapes.items() if name.endswith(f"_l{layer - 1}")}
    truth, bias = sum(sizes.values()), state.made.hidden_size
    first = sum(math.prod(shape) for name, shape in shapes.items() if name.endswith("_l0"))
    found = {"as_first": first, "one_bias": truth - bias, "each_step": truth * state.settings.steps}
    return Answer(float(truth), {name: float(value) for name, value in found.items() if value != truth})


def heavier(state: StacksState, t: int) -> Answer:
    """Which of the first two layers has more numbers."""
    one, two = (layer_weights(state, t, layer).number for layer in (1, 2))
    return Answer("same" if one == two else "first" if one > two else "second")


def in_parts(state: StacksState, t: int, length: int, carry: bool, cut: bool) -> Answer:
    """What differs from one go, where the sequence is read in pieces."""
    s = state.settings
    given = (s.cell, s.x, s.weights, s.h0, s.c0, s.activation)
    found = differing(in_pieces(*given, length=length, carry=carry, cut=cut), whole(*given))
    return Answer(DIFFERS[found])


def last_agrees(state: StacksState, t: int) -> Answer:
    """Whether out[:, -1, :] is h_n[-1], of whole windows."""
    net = state.net()
    arrays = net.arrays()
    run = run_lines(net.made, from_named(net.made, arrays), arrays["x"][:, 0], "whole", net.activation)
    return Answer("yes" if run.same else "no")


def dropped(state: StacksState, t: int, rate: float) -> Answer:
    """Whether dropout sets anything to 0 in a net of one layer."""
    made = replace(state.made, num_layers=1, dropout=rate)
    masks = dropout_masks(made, state.settings.steps, 0)
    return Answer("something" if any((mask == 0).any() for mask in masks) else "nothing")


def windows(state: StacksState, t: int, length: int, lag: int, ahead: int) -> Answer:
    """The rule that gives the number of windows with a target."""
    found = {"target": length - lag - ahead + 1, "no_target": length - lag + 1, "blocks": length // lag}
    truth = count(length, lag, ahead)
    return Answer(next(name for name, value in found.items() if value == truth))


def has_layers(state: StacksState, t: int, layers: int) -> Measured:
    return Measured(state.num_layers, layers, state.shown and state.num_layers == layers)


def widest(state: StacksState, t: int) -> Measured:
    """out is twice as wide as h, and h_n has a state for each layer and direction of two layers."""
    made: Structure = state.made
    shapes = run_shapes(made, state.settings.steps, state.batch)
    wide, goal, lacks = shapes["out"][-1], 2 * made.out_size, "" if shapes["h_n"][0] == 4 else "states"
    return Measured(wide, goal, state.shown and wide == goal and not lacks, lacks)


TRUTHS: dict[str, Callable[..., Answer]] = {
    "reads": reads, "sees_input": sees_input, "order": order, "states": states, "layer_weights": layer_weights,
    "heavier": heavier, "in_parts": in_parts, "last_agrees": last_agrees, "dropped": dropped, "windows": windows,
}  # fmt: skip
CHECKS: dict[str, Check] = {"has_layers": has_layers, "widest": widest}
TASKS: Tasks[StacksState] = Tasks(read, TRUTHS, CHECKS, fits=fits)
