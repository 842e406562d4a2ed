"""The settings of a cell page, an immutable value of which every edit gives a new one; from a preset, or from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.cells import CELLS, Record, overlaid, resized_weights, seeded_head, seeded_weights
from rnnviz.core.head import Head
from rnnviz.core.slips import SLIPS, Outcome, outcome
from rnnviz.core.typed import MAX_VALUE, shortened
from rnnviz.core.weights import Weights
from rnnviz.state.cell_fields import (
    MAX_OUTPUTS,
    MAX_WEIGHT,
    Clamps,
    Frame,
    Grid,
    Inputs,
    OutputLayer,
    SourceItems,
    WeightArrays,
    state_kind,
)
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Kind, Maybe, StepNumber, declared
from rnnviz.state.inputs import MAX_INPUTS, MAX_STEPS, SEED, Source, make_input, numbered
from rnnviz.state.presets import PRESETS, RANDOM, RAW, WORKED, Clamp
from rnnviz.state.reading import SettingsError, part, whole
from rnnviz.state.start import clamp_arrays
from rnnviz.state.zoom import CELL, Zoom
from rnnviz.texts import _

__all__ = ["MAX_OUTPUTS", "MAX_WEIGHT", "Clamp", "Outcome", "Settings", "SettingsError", "Source"]
__all__ += ["from_json", "from_preset", "natural"]

MAX_HIDDEN = 32
MAX_SEED = SEED.high
X = Grid(((1, MAX_STEPS), (1, MAX_INPUTS)), MAX_VALUE)
H0 = Grid(((1, MAX_HIDDEN),), MAX_VALUE)
NOTATIONS = ("torch", "concat", "wu", "andrew")


@dataclass(frozen=True, eq=False)
class Settings:
    """x (T, I); h0, c0 (H,), c0 zeros where the cell has no c; weights in torch's layout; t and op from 0.

    `x` is what runs; `source` says where it came from (a learner may have moved single numbers since). `softmax` is off
    where there is no head. Two settings are equal when every number in them is.
    """

    cell: str = declared(Among(CELLS))
    preset: str = declared(lambda of: Among(PRESETS[of.cell.name]))
    seed: int = declared(SEED)
    source: Source = declared(SourceItems())
    x: Array = declared(lambda of: Inputs(((1, MAX_STEPS), (of.input_size, of.input_size)), MAX_VALUE))
    h0: Array = declared(lambda of: state_kind(of, "h0"))
    c0: Array = declared(lambda of: state_kind(of, "c0"))
    weights: Weights = declared(WeightArrays())
    activation: str = declared(Among(ACTIVATIONS), "tanh")
    clamps: tuple[Clamp, ...] = declared(lambda of: Clamps(of.cell, of.steps), (), "clamp")
    head: Head | None = declared(OutputLayer(), None)
    softmax: bool = False  # of the head's items
    slip: str | None = declared(lambda of: Maybe(Among(slips_of(of.cell.name)), None), None)
    notation: str = declared(Among(NOTATIONS), "torch")
    t: int = declared(lambda of: StepNumber(of.steps), 0)
    op: int = declared(lambda of: StepNumber(len(of.cell.ops), last=False), 0)
    zoom: str = declared(lambda of: Zoom(of.cell, of.input_size, of.hidden_size), CELL)

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
        """Plain lists, floats and strings, as the stage's script reads them; `from_json` takes it back."""
        return CODEC.to_json(self)

    def with_source(self, source: Source) -> Settings:
        """Another input. What was typed brings its own input size, and the weights follow. Raises InputError."""
        x, _ = make_input(source, self.input_size)
        weights = self.weights
        if x.shape[1] != self.input_size:
            weights = resized_weights(weights, self.cell, x.shape[1], self.hidden_size, self.seed)
        clamps = tuple(clamp for clamp in self.clamps if clamp.t is None or clamp.t < len(x))
        zoom = self.zoom if x.shape[1] == self.input_size else CELL
        return replace(self, source=source, x=x, weights=weights, clamps=clamps, t=min(self.t, len(x) - 1), zoom=zoom)

    def resized(self, input_size: int, hidden_size: int) -> Settings:
        """Other sizes: what both have in common stays, gate by gate; new weights are the seed's, new states 0.

        Raises SettingsError for sizes that the page does not show.
        """
        whole(input_size, _("The input size"), 1, MAX_INPUTS)
        whole(hidden_size, _("The hidden size"), 1, MAX_HIDDEN)
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
            zoom=CELL,
        )

    def with_cell(self, other: str) -> Settings:
        """The same input, h0, output layer, notation and step in another cell, with that cell's weights.

        They are those of its preset of the same name if there is one of these sizes, else random ones from the seed.
        """
        if other == self.cell:
            return self
        kin = WORKED if self.preset == RAW else self.preset
        preset = kin if kin in PRESETS[other] else RANDOM
        made = shared_preset(other, preset, self.seed)
        if (made.input_size, made.hidden_size) != (self.input_size, self.hidden_size):
            made = natural(other, RANDOM, self.seed, self.source, self.input_size, self.hidden_size)
        slip = self.slip if self.slip and other in SLIPS[self.slip].cells else None
        made = replace(made, source=self.source, x=self.x, h0=self.h0, head=self.head, softmax=self.softmax)
        return replace(made, slip=slip, notation=self.notation, t=self.t)

    def with_head(self, outputs: int | None, softmax: bool = False) -> Settings:
        """An output layer of `outputs` numbers, from the seed (an old one's rows stay); None takes it away."""
        if outputs is None:
            shows = self.slip and SLIPS[self.slip].head_form == "right"  # slip c is one of the output layer
            return replace(self, head=None, softmax=False, slip=self.slip if shows else None)
        whole(outputs, _("The number of outputs"), 1, MAX_OUTPUTS)
        head = seeded_head(outputs, self.hidden_size, self.seed)
        if self.head:
            head = Head(overlaid(head.weight, self.head.weight), overlaid(head.bias, self.head.bias))
        return replace(self, head=head, softmax=softmax)


def slips_of(cell: str) -> tuple[str, ...]:
    return tuple(slip.letter for slip in SLIPS.values() if cell in slip.cells)


class SettingsCodec(Codec[Settings]):
    """The fields of settings in a link and in JSON, beside the cell and its sizes, a Frame."""

    @property
    def linked(self) -> dict[str, Kind]:
        """But for the recipe, which says what the others are told against."""
        return {name: kind for name, kind in self.kinds.items() if name not in ("cell", "preset", "seed", "source")}

    def get(self, state: Settings, name: str) -> Any:
        return (state.head, state.softmax) if name == "head" else super().get(state, name)

    def put(self, state: Settings, values: Mapping[str, Any]) -> Settings:
        head = dict(zip(("head", "softmax"), values["head"], strict=True)) if "head" in values else {}
        return super().put(state, {**values, **head})


CODEC = SettingsCodec(Settings)


def frame_of(settings: Settings, base: Settings | None = None) -> Frame:
    """base: what a link is told against."""
    arrays = {"x": base.x, "h0": base.h0, "c0": base.c0} | base.weights.arrays if base else None
    sizes = (settings.steps, settings.input_size, settings.hidden_size)
    return Frame(CELLS[settings.cell], *sizes, settings.seed, arrays)


def from_preset(cell: str, preset: str, seed: int = 0) -> Settings:
    """The settings a preset starts with, at the end of its first step. Raises SettingsError for unknown names."""
    return _copied(shared_preset(cell, preset, seed))


@lru_cache(maxsize=200)  # the links of one run ask for the same a dozen times
def shared_preset(cell: str, preset: str, seed: int) -> Settings:
    """The same for who only reads: whoever asks again gets the same arrays."""
    if cell not in PRESETS or preset not in PRESETS[cell]:
        raise SettingsError(
            _("The page {cell} has no preset {preset}.").format(cell=shortened(cell), preset=shortened(preset))
        )
    start = PRESETS[cell][preset].make(seed)
    x = make_input(start.source, start.weights.input_size)[0]
    own = start.h0, start.c0, start.weights, start.activation, start.clamps
    return replace(Settings(cell, preset, seed, start.source, x, *own), op=len(CELLS[cell].ops) - 1)


def _copied(settings: Settings) -> Settings:
    """The same with arrays of its own."""
    weights = copy(settings.weights)
    vars(weights).update({name: array.copy() for name, array in vars(weights).items()})
    return replace(settings, x=settings.x.copy(), h0=settings.h0.copy(), c0=settings.c0.copy(), weights=weights)


def natural(
    cell: str, preset: str, seed: int, source: Source, input_size: int | None = None, hidden_size: int | None = None
) -> Settings:
    """A preset with another source and other sizes (None: as they come), before any number was moved.

    It is what a link is compared with, so that random weights of any size need no numbers in it. Raises InputError,
    SettingsError.
    """
    return _copied(shared_natural(cell, preset, seed, source, input_size, hidden_size))


@lru_cache(maxsize=200)
def shared_natural(
    cell: str, preset: str, seed: int, source: Source, input_size: int | None = None, hidden_size: int | None = None
) -> Settings:
    """The same for who only reads: whoever asks again gets the same arrays."""
    settings = shared_preset(cell, preset, seed)
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


def from_json(obj: object) -> Settings:
    """The settings that `Settings.to_json` wrote, whoever may have changed them since.

    Checks every type, length and range: |weight| <= 100, |x|, |h0|, |c0| <= 1e6, T <= 64, at most 4 inputs, 32 units
    and 8 outputs. Keys it does not know are left aside; c0 of a cell without c is 0. Raises SettingsError.
    """
    cell = CELLS[Among(CELLS).parse("cell", part(obj, "cell"))]
    x, h0 = X.parse("x", part(obj, "x")), H0.parse("h0", part(obj, "h0"))
    known = {"cell": cell.name, "x": x, "h0": h0} | ({} if "c" in cell.states else {"c0": np.zeros(len(h0))})
    values = CODEC.parse(obj, Frame(cell, len(x), x.shape[1], len(h0)), known)
    head, softmax = values.pop("head")
    return Settings(**values, head=head, softmax=softmax)
