"""Interventions: what is held at a number while a trained net is replayed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import InputError, counted
from rnnviz.learn.cell_steps import Hold, unheld
from rnnviz.texts import _


@dataclass(frozen=True)
class Where:
    """A quantity in a layer and direction, both from 0."""

    layer: int
    direction: int
    quantity: str


@dataclass(frozen=True)
class Intervention:
    """One unit's gate or state is held at `value` from step `start` on, before step `stop` (None: to the end).

    Layers, directions (1: backward), units and steps count from 0. Steps are places in the sequence, for the backward
    direction as well. All that the net computes from the number, in that step and after it, is computed anew.
    """

    layer: int
    direction: int
    quantity: str
    unit: int
    value: float
    start: int = 0
    stop: int | None = None


def cell_name(rnn: nn.RNNBase) -> str:
    """Its key in `CELLS`."""
    return rnn.mode.partition("_")[0].lower()


def quantities_of(cell: str) -> tuple[str, ...]:
    """What a replay records: the states, then the gates."""
    return (*IN_TORCH[cell].states, *IN_TORCH[cell].gates)


def width_of(rnn: nn.RNNBase, quantity: str) -> int:
    """How many numbers it has: of h as many as the projection, where there is one."""
    return rnn.proj_size or rnn.hidden_size if quantity == "h" else rnn.hidden_size


def checked(rnn: nn.RNNBase, held: Iterable[Intervention]) -> tuple[Intervention, ...]:
    """The interventions, if the net has what they hold. Raises InputError."""
    found, cell = tuple(held), cell_name(rnn)
    for one in found:
        if not 0 <= one.layer < rnn.num_layers or not 0 <= one.direction <= int(rnn.bidirectional):
            raise InputError(
                _("The net has {num_layers}: choose one of them, and its direction.").format(
                    num_layers=counted(rnn.num_layers, "{n} layer", "{n} layers")
                )
            )
        if one.quantity not in quantities_of(cell):
            raise InputError(
                _("A net of this kind has no {quantity}: choose {cell}.").format(
                    quantity=one.quantity, cell=", ".join(quantities_of(cell))
                )
            )
        most = width_of(rnn, one.quantity)
        if not 0 <= one.unit < most:
            raise InputError(
                _("{quantity} has {units}: choose one from 1 to {most}.").format(
                    quantity=one.quantity, units=counted(most, "{n} unit", "{n} units"), most=most
                )
            )
        if not math.isfinite(one.value):
            raise InputError(_("A unit can only be held at a number."))
    return found


def tables(
    rnn: nn.RNNBase, held: Iterable[Intervention], layer: int, direction: int, steps: int
) -> Mapping[str, Tensor]:
    """By quantity what is held in one layer and direction, (T, H); NaN: free. A later intervention goes over."""
    found: dict[str, Tensor] = {}
    for one in held:
        if (one.layer, one.direction) == (layer, direction):
            if one.quantity not in found:
                size = (steps, width_of(rnn, one.quantity))
                found[one.quantity] = torch.full(size, torch.nan, dtype=rnn.weight_ih_l0.dtype)  # type: ignore[arg-type]
            found[one.quantity][one.start : one.stop, one.unit] = one.value
    return found


def holding(held: Mapping[str, Tensor], places: Tensor) -> Hold:
    """What a step does with its numbers (N, H), when sequence n is at step places[n]."""
    if not held:
        return unheld

    def hold(name: str, value: Tensor) -> Tensor:
        if name not in held:
            return value
        numbers = held[name][places]
        return torch.where(numbers.isnan(), value, numbers)

    return hold
