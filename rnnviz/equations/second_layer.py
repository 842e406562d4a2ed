"""S0's names for a second layer, k_t and W_hk, beside PyTorch's parameters and the four notations (row 10)."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.equations.notation import PLAIN, Notation
from rnnviz.equations.schools import WRITERS

FORMULA = r"k_t = \tanh(W_{hk} h_t + b_{hk} + W_{kk} k_{t-1} + b_{kk})"


@dataclass(frozen=True)
class Name:
    """One quantity: S0's letter, PyTorch's array ("" for a state), and what each notation writes, all in LaTeX."""

    slide: str
    array: str
    written: dict[str, str]


def names() -> tuple[Name, ...]:
    """The state, its input, and the four parameters of the second layer of an RNN."""
    arrays = ("weight_ih", "bias_ih", "weight_hh", "bias_hh")
    slides = ("W_{hk}", "b_{hk}", "W_{kk}", "b_{kk}")
    states = (
        Name("k_t", "", {key: state(writer, 2) for key, writer in WRITERS.items()}),
        Name("h_t", "", {key: state(writer, 1) for key, writer in WRITERS.items()}),
    )
    parameters = (
        Name(slide, f"{array}_l1", {key: parameter(writer, array) for key, writer in WRITERS.items()})
        for slide, array in zip(slides, arrays, strict=True)
    )
    return (*states, *parameters)


def number(writer: Notation, layer: int) -> str:
    """A layer's number, as `layers.named` writes it."""
    return f"^{{[{layer}]}}" if writer.stems.get("h") == "a" else f"^{{({layer})}}"


def state(writer: Notation, layer: int) -> str:
    return f"{{{writer.stems.get('h', 'h')}{number(writer, layer)}}}{writer.now}"


def parameter(writer: Notation, array: str) -> str:
    return f"{{{getattr(writer.maps(writer.letter(PLAIN)), array)}}}{number(writer, 2)}"
