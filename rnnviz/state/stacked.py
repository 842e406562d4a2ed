"""A whole net to be looked at: its sequence, its weights, what was moved by hand, and its part of a link."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS
from rnnviz.core.shapes import Structure, suffix
from rnnviz.core.stack import StackRecord, StackWeights, from_named, named, run_stack
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Group, StepNumber, declared
from rnnviz.state.link_numbers import LinkError, identical, read_array, write_array
from rnnviz.texts import _

MAX_WEIGHT = 100.0
WAYS = ("forward", "backward")
NOTATIONS = ("torch", "concat", "wu", "andrew")
_ARRAY = re.compile(r"(weight_ih|weight_hh|weight_hr|bias_ih|bias_hh|h0|c0)_l[0-9](_reverse)?|x")


@dataclass(frozen=True, eq=False)
class LayeredNet:
    """x (T, I) with a label for each step, and the weights, as they are before any number is moved.

    `moved`: arrays that a learner has changed, by torch's name with its layer ("weight_hh_l1", "h0_l0_reverse") or "x".
    `dropped`: dropout's masks, as `run_stack` takes them.
    """

    made: Structure
    x: Array
    labels: tuple[str, ...]
    weights: StackWeights
    activation: str = "tanh"
    dropped: tuple[Array, ...] = ()
    moved: Mapping[str, Array] = field(default_factory=dict)

    def arrays(self) -> dict[str, Array]:
        """Everything that can be moved, as it is."""
        return self.untouched() | dict(self.moved)

    def untouched(self) -> dict[str, Array]:
        """The same before any number was moved; states start at 0."""
        starts: dict[str, Array] = {}
        for layer in range(self.made.num_layers):
            for d in range(self.made.directions):
                starts[f"h0{suffix(layer, d)}"] = np.zeros(self.made.out_size)
                if "c" in CELLS[self.made.cell].states:
                    starts[f"c0{suffix(layer, d)}"] = np.zeros(self.made.hidden_size)
        return named(self.weights) | starts | {"x": self.x}

    def run(self) -> StackRecord:
        """The record with what was moved."""
        now = self.arrays()
        h0 = np.stack([values for name, values in now.items() if name.startswith("h0_")])
        c0 = [values for name, values in now.items() if name.startswith("c0_")]
        weights = from_named(self.made, now)
        starts = np.stack(c0) if c0 else None
        return run_stack(self.made, now["x"], weights, h0, starts, activation=self.activation, dropped=self.dropped)

    def written(self) -> dict[str, str]:
        """The link's items for the arrays that were moved."""
        usual = self.untouched()
        return {
            name: write_array(values, usual[name])
            for name, values in self.moved.items()
            if not identical(values, usual[name])
        }

    def with_moved(self, query: Mapping[str, str]) -> LayeredNet:
        """The net with the arrays that a link holds. Raises LinkError."""
        usual = self.untouched()
        found: dict[str, Array] = {}
        for name, text in arrays_of(query).items():
            if name not in usual:
                raise LinkError(
                    _("{name} is for another net than this link describes: it may have been cut off.").format(name=name)
                )
            if not self.made.bias and name.startswith("bias"):
                raise LinkError(
                    _("{name} is in a link to a net without bias: take it out, or take out bias=0.").format(name=name)
                )
            found[name] = np.reshape(read_array(text, name, usual[name]), usual[name].shape)
            if not name.startswith(("x", "h0", "c0")) and np.abs(found[name]).max() > MAX_WEIGHT:
                raise LinkError(
                    _("{name} has a number above {max_weight:g}: that is the most.").format(
                        name=name, max_weight=MAX_WEIGHT
                    )
                )
        return replace(self, moved=found)


def arrays_of(query: Mapping[str, str]) -> dict[str, str]:
    """The items of a link that hold arrays of a net."""
    return {name: text for name, text in query.items() if _ARRAY.fullmatch(name)}


@dataclass(frozen=True)
class Moved(Group):
    """The arrays that were moved, as the link has them: their numbers may be told against weights still in training.

    net: the one they are of, before anything was moved, as far as sizes go; None, where there is none on the stage.
    """

    net: Callable[[Any], LayeredNet | None]

    def has(self, name: str) -> bool:
        return _ARRAY.fullmatch(name) is not None

    def read(self, items: Mapping[str, str], beside: Any) -> dict[str, str]:
        if net := self.net(beside):
            net.with_moved(items)
        return dict(items)

    def write(self, value: Mapping[str, str], beside: Any) -> dict[str, str]:
        return dict(value)


def fitting(moved: Mapping[str, str], net: LayeredNet) -> dict[str, str]:
    """Those of the arrays that a net has too, in the same size."""
    usual = net.untouched()
    return {name: text for name, text in moved.items() if name in usual and fits(text, name, usual[name])}


def fits(text: str, name: str, usual: Array) -> bool:
    try:
        read_array(text, name, usual)
    except LinkError:
        return False
    return True


@dataclass(frozen=True)
class Ground:
    """Where a learner can stand: what a net is made of, and how many steps it reads."""

    made: Structure
    steps: int

    @property
    def ways(self) -> tuple[str, ...]:
        return WAYS[: self.made.directions]


@dataclass(frozen=True)
class Stand:
    """Where a learner stands: step, operation (None: the last) and layer from 0, direction."""

    t: int = declared(lambda at: StepNumber(at.steps), 0)
    op: int | None = declared(lambda at: StepNumber(len(CELLS[at.made.cell].ops), last=False), None)
    layer: int = declared(lambda at: StepNumber(at.made.num_layers, last=False), 0)
    way: str = declared(lambda at: Among(at.ways), WAYS[0])
    notation: str = declared(Among(NOTATIONS), NOTATIONS[0])


STAND = Codec(Stand)


def without_places(items: Mapping[str, str]) -> dict[str, str]:
    """A link's items but for those that the stage writes itself: the moved arrays, and where the learner stands."""
    return {name: text for name, text in items.items() if not STAND.has(name) and name not in arrays_of(items)}
