"""The shapes of torch.nn.RNN, LSTM and GRU, for every choice of their parameters, without making one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rnnviz.core.cells import CELLS, IN_TORCH
from rnnviz.core.typed import InputError
from rnnviz.texts import _

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Structure:
    """The parameters of nn.RNN, nn.LSTM or nn.GRU, by torch's names. Raises InputError for what torch refuses too.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html (and RNN, GRU); S2 lists them.
    """

    cell: str = "lstm"
    input_size: int = 1
    hidden_size: int = 2
    num_layers: int = 1
    bias: bool = True
    batch_first: bool = False
    dropout: float = 0.0
    bidirectional: bool = False
    proj_size: int = 0

    def __post_init__(self) -> None:
        for name in ("input_size", "hidden_size", "num_layers"):
            if getattr(self, name) <= 0:
                raise InputError(_("{name} must be greater than zero: choose 1 or more.").format(name=name))
        if not 0.0 <= self.dropout <= 1.0:
            raise InputError(
                _("dropout should be a number in range [0, 1]: the probability that an element is zeroed.")
            )
        if self.proj_size < 0:
            raise InputError(_("proj_size should be a positive integer, or zero to disable projections."))
        if self.cell not in IN_TORCH:
            raise InputError(
                _("torch.nn has no {title}: choose {in_torch}.").format(
                    title=CELLS[self.cell].title, in_torch=", ".join(IN_TORCH)
                )
            )
        if self.proj_size and "c" not in CELLS[self.cell].states:
            raise InputError(_("proj_size argument is only supported for LSTM, not RNN or GRU: choose 0, or the LSTM."))
        if self.proj_size >= self.hidden_size:
            raise InputError(
                _(
                    "proj_size has to be smaller than hidden_size: choose less than {hidden_size}, or 0 for none."
                ).format(hidden_size=self.hidden_size)
            )

    @property
    def warning(self) -> str:
        """What torch warns of, or ""."""
        if self.dropout and self.num_layers == 1:
            return (
                "dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects "
                f"num_layers greater than 1, but got dropout={self.dropout:g} and num_layers=1: it does nothing here."
            )
        return ""

    @property
    def directions(self) -> int:
        """1, or 2 when bidirectional."""
        return 2 if self.bidirectional else 1

    @property
    def out_size(self) -> int:
        """The length of one direction's h: proj_size where there is one, else hidden_size."""
        return self.proj_size or self.hidden_size

    @property
    def title(self) -> str:
        """The class in torch: "nn.LSTM"."""
        return f"nn.{CELLS[self.cell].title}"

    def layer_input(self, layer: int) -> int:
        """How many numbers enter layer `layer` (from 0) at a time step."""
        return self.input_size if layer == 0 else self.directions * self.out_size


def suffix(layer: int, direction: int) -> str:
    """The end of torch's names for one layer and direction, both from 0: "_l1_reverse"."""
    return f"_l{layer}{'_reverse' if direction else ''}"


def weight_shapes(made: Structure) -> dict[str, Shape]:
    """Every parameter's shape by torch's name, in torch's order."""
    rows = CELLS[made.cell].blocks * made.hidden_size
    found: dict[str, Shape] = {}
    for layer in range(made.num_layers):
        for direction in range(made.directions):
            end = suffix(layer, direction)
            found[f"weight_ih{end}"] = (rows, made.layer_input(layer))
            found[f"weight_hh{end}"] = (rows, made.out_size)
            if made.bias:
                found |= {f"bias_ih{end}": (rows,), f"bias_hh{end}": (rows,)}
            if made.proj_size:
                found[f"weight_hr{end}"] = (made.proj_size, made.hidden_size)
    return found


def parameters(made: Structure) -> int:
    """How many numbers are learned. It does not depend on the length of the sequence."""
    return sum(math.prod(shape) for shape in weight_shapes(made).values())


def run_shapes(made: Structure, steps: int, batch: int) -> dict[str, Shape]:
    """The shapes of x, out, h_n and, for the LSTM, c_n, when `batch` sequences of `steps` steps run through it.

    batch_first turns x and out round, and never h_n or c_n.
    """
    first = (batch, steps) if made.batch_first else (steps, batch)
    ends = (made.num_layers * made.directions, batch)
    found: dict[str, Shape] = {
        "x": (*first, made.input_size),
        "out": (*first, made.directions * made.out_size),
        "h_n": (*ends, made.out_size),
    }
    return found | ({"c_n": (*ends, made.hidden_size)} if "c" in CELLS[made.cell].states else {})


def call(made: Structure) -> str:
    """The line of Python that makes it: nn.LSTM(1, 2, num_layers=2)."""
    usual = Structure()
    named = ("num_layers", "bias", "batch_first", "dropout", "bidirectional", "proj_size")
    changed = [f"{name}={getattr(made, name)}" for name in named if getattr(made, name) != getattr(usual, name)]
    return f"{made.title}({', '.join([str(made.input_size), str(made.hidden_size), *changed])})"
