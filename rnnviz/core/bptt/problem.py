"""What a backward pass is about: a cell on an input, a head and a loss; and its parameters by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rnnviz.core import Array
from rnnviz.core.cells import NO_CLAMPS, Clamps, Record, Weights, run
from rnnviz.core.head import Head, apply_head
from rnnviz.core.losses import Loss

# Of every cell that has them; `Problem.parameters` are those of one.
PARAMETERS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "head_weight", "head_bias")


@dataclass(frozen=True, eq=False)
class Problem:
    """The arguments of `core.cells.run`, a head and a loss. c0 None: zeros for the LSTM."""

    cell: str
    x: Array
    weights: Weights
    head: Head
    loss: Loss
    h0: Array
    c0: Array | None = None
    activation: str = "tanh"
    clamps: Clamps = field(default_factory=lambda: NO_CLAMPS)
    form: str = "right"

    def run(self) -> Record:
        """The forward pass. Raises ValueError as `core.cells.run` does."""
        how = {"activation": self.activation, "form": self.form}
        return run(self.cell, self.x, self.weights, self.h0, self.c0, clamps=self.clamps, **how)

    def value(self) -> float:
        """L, from a forward pass of its own. Raises InputError if the targets do not fit."""
        return float(self.loss.values(apply_head(self.head, self.run().h).y).sum())

    def parameters(self) -> dict[str, Array]:
        """Those of PARAMETERS that the cell has, in that order."""
        return self.weights.arrays | {"head_weight": self.head.weight, "head_bias": self.head.bias}

    def with_parameters(self, values: Mapping[str, Array]) -> Problem:
        """The same problem with the parameters named in `values` replaced; KeyError for one that it does not have."""
        now = self.parameters()
        unknown = set(values) - set(now)
        if unknown:
            raise KeyError(f"no parameter {', '.join(sorted(unknown))}; there are {', '.join(now)}")
        new = now | dict(values)
        head = Head(new.pop("head_weight"), new.pop("head_bias"))
        return replace(self, weights=replace(self.weights, **new), head=head)
