"""The one table of settings: what is on a cell page, as an immutable value. Every edit gives a new one.

Import it from `settings`, which also reads it from JSON.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS, Record, overlaid, resized_weights, seeded_head, seeded_weights
from rnnviz.core.head import Head
from rnnviz.core.slips import SLIPS, Outcome, outcome
from rnnviz.core.typed import shortened
from rnnviz.core.weights import Weights
from rnnviz.state.inputs import MAX_INPUTS, Source, make_input, numbered
from rnnviz.state.presets import PRESETS, RANDOM, Clamp
from rnnviz.state.reading import SettingsError, whole
from rnnviz.state.start import clamp_arrays

MAX_HIDDEN = 32
MAX_OUTPUTS = 8
NOTATIONS = ("torch", "concat", "wu", "andrew")
PLAIN = ("cell", "preset", "seed", "activation", "slip", "notation", "t", "op")  # in JSON as they are


@dataclass(frozen=True, eq=False)
class Settings:
    """x (T, I); h0, c0 (H,), c0 zeros where the cell has no c; weights in torch's layout; t and op from 0.

    `x` is what runs; `source` says where it came from (a learner may have moved single numbers since). `softmax` is off
    where there is no head. Two settings are equal when every number in them is.
    """

    cell: str
    preset: str
    seed: int
    source: Source
    x: Array
    h0: Array
    c0: Array
    weights: Weights
    activation: str = "tanh"
    clamps: tuple[Clamp, ...] = ()
    head: Head | None = None
    softmax: bool = False
    slip: str | None = None
    notation: str = "torch"
    t: int = 0
    op: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self.to_json() == other.to_json()

    @property
    def steps(self) -> int:
        """T."""
        return len(self.x)

    @property
    def input_size(self) -> int:
        """I."""
        return self.weights.input_size

    @property
    def hidden_size(self) -> int:
        """H."""
        return self.weights.hidden_size

    @property
    def labels(self) -> tuple[str, ...]:
        """One for each step on the strip of time: an hour, a word, or the step's number."""
        labels = make_input(self.source, self.input_size)[1]
        return labels if len(labels) == self.steps else numbered(self.steps)

    @property
    def clamped(self) -> dict[str, Array]:
        """The clamps as `run` takes them."""
        return clamp_arrays(self.clamps, self.steps)

    @property
    def record(self) -> Record:
        """The right form's record alone; `run` has the output layer and the slip beside it."""
        return self.run().record

    def run(self) -> Outcome:
        """The record, the output layer's record if there is one, and a slip's version of both beside them."""
        return self._outcome

    @cached_property
    def _outcome(self) -> Outcome:
        return outcome(
            self.cell,
            self.x,
            self.weights,
            self.h0,
            self.c0,
            activation=self.activation,
            clamps=self.clamped,
            head=self.head,
            softmax=self.softmax,
            slip=self.slip,
        )

    def to_json(self) -> dict[str, object]:
        """Plain lists, floats and strings, as the stage's script reads them; `settings.from_json` takes it back."""
        head = self.head and {
            "weight": self.head.weight.tolist(),
            "bias": self.head.bias.tolist(),
            "softmax": self.softmax,
        }
        arrays = {"x": self.x, "h0": self.h0, "c0": self.c0} | self.weights.arrays
        return {
            **{name: getattr(self, name) for name in PLAIN},
            **{name: array.tolist() for name, array in arrays.items()},
            "source": asdict(self.source),
            "clamps": [asdict(clamp) for clamp in self.clamps],
            "head": head,
        }

    def with_source(self, source: Source) -> Settings:
        """Another input. What was typed brings its own input size, and the weights follow. Raises InputError."""
        x, _ = make_input(source, self.input_size)
        weights = self.weights
        if x.shape[1] != self.input_size:
            weights = resized_weights(weights, self.cell, x.shape[1], self.hidden_size, self.seed)
        clamps = tuple(clamp for clamp in self.clamps if clamp.t is None or clamp.t < len(x))
        return replace(self, source=source, x=x, weights=weights, clamps=clamps, t=min(self.t, len(x) - 1))

    def resized(self, input_size: int, hidden_size: int) -> Settings:
        """Other sizes: what both have in common stays, gate by gate; new weights are the seed's, new states 0.

        Raises SettingsError for sizes that the page does not show.
        """
        whole(input_size, "The input size", 1, MAX_INPUTS)
        whole(hidden_size, "The hidden size", 1, MAX_HIDDEN)
        if (input_size, hidden_size) == (self.input_size, self.hidden_size):
            return self
        zeros = np.zeros(hidden_size)
        head = self.head
        if head:
            fresh = seeded_head(len(head.bias), hidden_size, self.seed)
            head = Head(overlaid(fresh.weight, head.weight), head.bias)
        return replace(
            self,
            x=resized_input(self, input_size),
            h0=overlaid(zeros, self.h0),
            c0=overlaid(zeros, self.c0),
            weights=resized_weights(self.weights, self.cell, input_size, hidden_size, self.seed),
            head=head,
        )

    def with_cell(self, other: str) -> Settings:
        """The same input, h0, output layer, notation and step in another cell, with that cell's weights.

        They are those of its preset of the same name if there is one of these sizes, else random ones from the seed.
        """
        if other == self.cell:
            return self
        preset = self.preset if self.preset in PRESETS[other] else RANDOM
        made = from_preset(other, preset, self.seed)
        if (made.input_size, made.hidden_size) != (self.input_size, self.hidden_size):
            made = natural(other, RANDOM, self.seed, self.source, self.input_size, self.hidden_size)
        return replace(
            made,
            source=self.source,
            x=self.x,
            h0=self.h0,
            head=self.head,
            softmax=self.softmax,
            slip=self.slip if self.slip and other in SLIPS[self.slip].cells else None,
            notation=self.notation,
            t=self.t,
        )

    def with_head(self, outputs: int | None, softmax: bool = False) -> Settings:
        """An output layer of `outputs` numbers, from the seed (an old one's rows stay); None takes it away."""
        if outputs is None:
            shows = self.slip and SLIPS[self.slip].head_form == "right"  # slip c is one of the output layer
            return replace(self, head=None, softmax=False, slip=self.slip if shows else None)
        whole(outputs, "The number of outputs", 1, MAX_OUTPUTS)
        head = seeded_head(outputs, self.hidden_size, self.seed)
        if self.head:
            head = Head(overlaid(head.weight, self.head.weight), overlaid(head.bias, self.head.bias))
        return replace(self, head=head, softmax=softmax)


def from_preset(cell: str, preset: str, seed: int = 0) -> Settings:
    """The settings a preset starts with, at the end of its first step. Raises SettingsError for unknown names."""
    if cell not in PRESETS or preset not in PRESETS[cell]:
        raise SettingsError(f"The page {shortened(cell)} has no preset {shortened(preset)}.")
    start = PRESETS[cell][preset].make(seed)
    weights = Weights(*(array.copy() for array in vars(start.weights).values()))
    x, _ = make_input(start.source, weights.input_size)
    made = Settings(cell, preset, seed, start.source, x, start.h0, start.c0, weights, start.activation, start.clamps)
    return replace(made, op=len(CELLS[cell].ops) - 1)


def natural(
    cell: str, preset: str, seed: int, source: Source, input_size: int | None = None, hidden_size: int | None = None
) -> Settings:
    """A preset with another source and other sizes (None: as they come), before any number was moved.

    It is what a link is compared with, so that random weights of any size need no numbers in it. Raises InputError,
    SettingsError.
    """
    settings = from_preset(cell, preset, seed)
    if source != settings.source:
        settings = settings.with_source(source)
    settings = settings.resized(input_size or settings.input_size, hidden_size or settings.hidden_size)
    if preset == RANDOM:
        weights = seeded_weights(cell, settings.input_size, settings.hidden_size, seed)
        settings = replace(settings, weights=weights)
    return settings


def resized_input(settings: Settings, input_size: int) -> Array:
    """x with another number of columns: as its source makes it, and where numbers were moved by hand, those stay."""
    x, source = settings.x, settings.source
    blank = np.zeros((len(x), input_size))
    fresh = overlaid(blank, make_input(source, input_size)[0])
    moved = not np.array_equal(x, make_input(source, x.shape[1])[0])
    return overlaid(fresh, x) if moved else fresh
