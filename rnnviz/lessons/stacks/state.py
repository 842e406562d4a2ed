"""What the stacks page shows, kept in its address alone: the input, the structure, what was moved, and the stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.shapes import Structure
from rnnviz.core.stack import StackWeights, dropout_masks, seeded_stack
from rnnviz.core.weights import Weights
from rnnviz.state.codec import Codec, Within
from rnnviz.state.fields import Real, Switch, Whole, declared
from rnnviz.state.inputs import MAX_INPUTS
from rnnviz.state.link import OfCell
from rnnviz.state.opening import first_example as cell_example
from rnnviz.state.settings import MAX_HIDDEN, Settings
from rnnviz.state.stacked import STAND, Ground, LayeredNet, Moved, Stand, fitting
from rnnviz.ui.page_state import PageState, Part

STAGE = "stacked"
ASIDE = (*STAND.fields, "x")  # of a cell's items, those that are the whole net's here
PLACES = Within(STAND, lambda now: Ground(now.made, now.settings.steps))
LAYERS, SIZE, PROJECTION, BATCH = Whole(1, 3), Whole(1, 1024), Whole(0, 1023), Whole(1, 1024)
SIZES = ("input_size", "hidden_size")


def first_example(cell: str) -> Settings:
    """Eight hours, standardised: short enough that every number on the strip can be read."""
    settings = cell_example(cell)
    return settings.with_source(replace(settings.source, steps=8))


def without_extras(settings: Settings) -> Settings:
    """What a net of layers has of a cell's settings."""
    return replace(settings, clamps=(), head=None, softmax=False, slip=None)


@dataclass(frozen=True)
class StacksState:
    """settings: the input, and layer 1's weights where it fits the stage; the others by torch's names; batch: N.

    input_size, hidden_size: None, the settings', or more than the stage has room for. moved: numbers of the whole net.
    """

    settings: Settings = declared(
        OfCell(IN_TORCH, first_example, aside=ASIDE, fit=without_extras), first_example("rnn")
    )
    num_layers: int = declared(LAYERS, 2)
    input_size: int | None = declared(SIZE, None)
    hidden_size: int | None = declared(SIZE, None)
    bias: bool = declared(Switch(), True)
    batch_first: bool = declared(Switch(), False)
    dropout: float = declared(Real(0.0, 1.0), 0.0)
    bidirectional: bool = declared(Switch(), False)
    proj_size: int = declared(PROJECTION, 0)
    batch: int = declared(BATCH, 8, "N")
    moved: Mapping[str, str] = declared(Moved(lambda now: now.untouched), {})
    stand: Stand = declared(PLACES, Stand())

    @property
    def made(self) -> Structure:
        """The whole net. Raises InputError for one that torch refuses."""
        return Structure(
            self.settings.cell,
            self.input_size or self.settings.input_size,
            self.hidden_size or self.settings.hidden_size,
            self.num_layers,
            self.bias,
            self.batch_first,
            self.dropout,
            self.bidirectional,
            self.proj_size,
        )

    @property
    def shown(self) -> bool:
        """Whether the stage can run it."""
        return (self.made.input_size, self.made.hidden_size) == (self.settings.input_size, self.settings.hidden_size)

    @property
    def untouched(self) -> LayeredNet | None:
        """What runs, if the stage can: layer 1 forward is the cell page's own, all else is drawn from the seed."""
        settings, made = self.settings, self.made
        if not self.shown:
            return None
        weights = with_first(seeded_stack(made, settings.seed), settings, made)
        masks = dropout_masks(made, settings.steps, settings.seed) if 0.0 < made.dropout < 1.0 else ()
        return LayeredNet(made, settings.x, settings.labels, weights, settings.activation, masks)

    def net(self) -> LayeredNet:
        """The same with what was moved; for a net that the stage can run. Raises LinkError."""
        net = self.untouched
        assert net
        return net.with_moved(self.moved)


def with_first(weights: StackWeights, settings: Settings, made: Structure) -> StackWeights:
    """Layer 1 forward as the settings have it, where a net without projection has such a cell."""
    if made.proj_size:
        return weights
    own, share = settings.weights, 1.0 if made.bias else 0.0
    first = Weights(own.weight_ih, own.weight_hh, own.bias_ih * share, own.bias_hh * share)
    return ((first, *weights[0][1:]), *weights[1:])


def checked(now: StacksState) -> StacksState:
    """The state, if torch makes such a net; a size is told only where it is not the settings'. Raises InputError."""
    made, settings = now.made, now.settings
    inputs = None if made.input_size == settings.input_size else made.input_size
    hidden = None if made.hidden_size == settings.hidden_size else made.hidden_size
    return replace(now, input_size=inputs, hidden_size=hidden)


def changed(now: StacksState, **values: Any) -> StacksState:
    """With other values. Of what was moved that stays which fits, and so does the stand. Raises InputError."""
    new = replace(now, **values)
    if set(SIZES) & values.keys():
        made = new.made
        sizes = min(made.input_size, MAX_INPUTS), min(made.hidden_size, MAX_HIDDEN)
        new = replace(
            new, settings=new.settings.resized(*sizes), input_size=made.input_size, hidden_size=made.hidden_size
        )
    new, net = checked(new), new.untouched
    same = net is not None and new.settings.cell == now.settings.cell
    stand = new.stand if PLACES.fits(new.stand, new) else Stand(notation=new.stand.notation)
    return replace(new, moved=fitting(new.moved, net) if same and net else {}, stand=stand)


CODEC = Codec(StacksState, check=checked, changed=changed)
PAGE: PageState[StacksState] = PageState("stacks", CODEC)
CELL = Part("stacks", read=lambda: PAGE.load()[0].settings, write=lambda settings: PAGE.set(settings=settings))
