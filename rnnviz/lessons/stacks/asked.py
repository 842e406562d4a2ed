"""Everything on the stacks page as one value, kept in the address: the input, the structure, and what was moved."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core import Array
from rnnviz.core.cells import IN_TORCH
from rnnviz.core.shapes import Structure
from rnnviz.core.stack import StackWeights, dropout_masks, seeded_stack
from rnnviz.core.typed import InputError, shortened
from rnnviz.core.weights import Weights
from rnnviz.state.inputs import MAX_INPUTS
from rnnviz.state.link import NOT_OURS, LinkError, from_query, to_query
from rnnviz.state.link_numbers import read_number, read_whole
from rnnviz.state.settings import MAX_HIDDEN, Settings, from_preset
from rnnviz.state.stacked import STAND, Ground, Net, Stand, arrays_of

MAX_LAYERS = 3
MAX_SIZE = 1024
MAX_BATCH = 1024
FIRST = Structure("rnn", 1, 2, num_layers=2)
WHOLE = {"num_layers": MAX_LAYERS, "input_size": MAX_SIZE, "hidden_size": MAX_SIZE, "proj_size": MAX_SIZE - 1}
FLAGS = ("bias", "batch_first", "bidirectional")
OWN = frozenset({*WHOLE, *FLAGS, "dropout", "N"})


@dataclass(frozen=True, eq=False)
class StacksState:
    """settings: the input, and layer 1's weights where it fits the stage; made: the whole; batch: N.

    A net too wide for the stage has made's sizes above the settings'.
    """

    settings: Settings
    made: Structure
    batch: int = 8
    moved: Mapping[str, str] | None = None

    @property
    def shown(self) -> bool:
        """Whether the stage can run it."""
        return (self.made.input_size, self.made.hidden_size) == (self.settings.input_size, self.settings.hidden_size)


def first_example(cell: str) -> Settings:
    """Eight hours, standardised: short enough that every number on the strip can be read."""
    settings = from_preset(cell, "worked")
    return settings.with_source(replace(settings.source, standardise=True, steps=8))


def read(query: Mapping[str, str]) -> StacksState:
    """What a link asks for. Raises LinkError, a sentence."""
    cell = query.get("cell", FIRST.cell)
    if cell not in IN_TORCH:
        raise LinkError(f"There is no cell {shortened(cell)} here: there are {', '.join(IN_TORCH)}.")
    moved = arrays_of(query)
    skip = OWN | STAND.fields.keys() | {"cell", *moved}
    rest = {key: value for key, value in query.items() if key not in skip and not NOT_OURS.fullmatch(key)}
    settings = from_query(cell, rest) if rest else first_example(cell)
    settings = replace(settings, clamps=(), head=None, softmax=False, slip=None)
    made = structure_read(query, settings)
    return StacksState(settings, made, read_whole(query.get("N", "8"), "N", 1, MAX_BATCH), moved)


def structure_read(query: Mapping[str, str], settings: Settings) -> Structure:
    usual = {"num_layers": FIRST.num_layers, "proj_size": 0}
    usual |= {"input_size": settings.input_size, "hidden_size": settings.hidden_size}
    found: dict[str, Any] = {
        name: read_whole(query[name], name, int(name != "proj_size"), most) if name in query else usual[name]
        for name, most in WHOLE.items()
    }
    plain = Structure()
    for name in FLAGS:
        found[name] = read_whole(query[name], name, 0, 1) == 1 if name in query else bool(getattr(plain, name))
    dropout = read_number(query["dropout"], "dropout", math.inf) if "dropout" in query else 0.0
    try:
        return Structure(settings.cell, dropout=dropout, **found)
    except InputError as error:
        raise LinkError(str(error)) from error


def written(asked: StacksState) -> dict[str, str]:
    """The items of the link but for moved arrays and the stand."""
    settings, made, plain = asked.settings, asked.made, Structure(num_layers=FIRST.num_layers)
    sizes = {"input_size": settings.input_size, "hidden_size": settings.hidden_size}
    own = {name: getattr(made, name) for name in WHOLE if getattr(made, name) != sizes.get(name, getattr(plain, name))}
    own |= {name: int(getattr(made, name)) for name in FLAGS if getattr(made, name) != getattr(plain, name)}
    own |= {"dropout": made.dropout} if made.dropout else {}
    own |= {"N": asked.batch} if asked.batch != 8 else {}
    cell = {key: value for key, value in to_query(settings).items() if key not in STAND.fields}
    return {"cell": settings.cell, "preset": settings.preset} | cell | {name: f"{v:g}" for name, v in own.items()}


def net_of(asked: StacksState) -> Net:
    """What runs: layer 1 forward is the cell page's own, all else is drawn from the seed. Raises LinkError."""
    settings, made = asked.settings, asked.made
    net = Net(
        made,
        settings.x,
        settings.labels,
        with_first(seeded_stack(made, settings.seed), settings, made),
        settings.activation,
        dropout_masks(made, settings.steps, settings.seed) if 0.0 < made.dropout < 1.0 else (),
    )
    return net.with_moved(asked.moved or {})


def with_first(weights: StackWeights, settings: Settings, made: Structure) -> StackWeights:
    """Layer 1 forward as the settings have it, where a net without projection has such a cell."""
    if made.proj_size:
        return weights
    own = settings.weights
    biases: tuple[Array, Array] = (own.bias_ih, own.bias_hh)
    if not made.bias:
        biases = (own.bias_ih * 0.0, own.bias_hh * 0.0)
    first = Weights(own.weight_ih, own.weight_hh, *biases)
    return ((first, *weights[0][1:]), *weights[1:])


def stand_of(query: Mapping[str, str], asked: StacksState) -> Stand:
    own = {name: text for name, text in query.items() if STAND.has(name)}
    return STAND.with_items(Stand(), own, Ground(asked.made, asked.settings.steps))


def sized(asked: StacksState, **sizes: int) -> StacksState:
    """Another input_size or hidden_size, or any other whole number of the structure. Raises InputError."""
    made = replace(asked.made, **sizes)  # type: ignore[arg-type]
    settings = asked.settings.resized(min(made.input_size, MAX_INPUTS), min(made.hidden_size, MAX_HIDDEN))
    return replace(asked, made=made, settings=settings)
