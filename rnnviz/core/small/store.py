"""The file of small nets: safetensors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors import safe_open

from rnnviz.core import Array
from rnnviz.core.head import Head
from rnnviz.core.weights import Weights

FILE = Path(__file__).resolve().parents[3] / "assets" / "data" / "small_nets.safetensors"
CELL = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


@dataclass(frozen=True, eq=False)
class SmallNet:
    """A cell with its weights, the head that reads it out (an encoder has none), and how well it does on what it has
    not seen: `score` is a share of `tried` examples that were right, or a mean error in the unit of what it says.
    """

    cell: str
    weights: Weights
    head: Head | None
    score: float
    tried: int

    @property
    def parameters(self) -> int:
        """How many numbers were learned."""
        head = [] if self.head is None else [self.head.weight, self.head.bias]
        return sum(part.size for part in (*vars(self.weights).values(), *head))


@cache
def contents() -> tuple[Mapping[str, Array], Mapping[str, str]]:
    """The tensors as float64, and the notes."""
    with safe_open(FILE, framework="numpy") as file:
        names = file.keys()
        return {name: file.get_tensor(name).astype(np.float64) for name in names}, file.metadata()


@cache
def net(name: str) -> SmallNet:
    """The net called so. Raises KeyError."""
    tensors, notes = contents()
    about = json.loads(notes[name])
    weights = Weights(*(tensors[f"{name}.{part}"] for part in CELL))
    head = (
        Head(tensors[f"{name}.head.weight"], tensors[f"{name}.head.bias"]) if f"{name}.head.weight" in tensors else None
    )
    return SmallNet(about["cell"], weights, head, float(about["score"]), int(about["tried"]))


@cache
def bag(name: str) -> tuple[Head, float]:
    """The head of a bag of inputs, which has no cell, and its score."""
    tensors, notes = contents()
    return Head(tensors[f"{name}.head.weight"], tensors[f"{name}.head.bias"]), float(json.loads(notes[name])["score"])
