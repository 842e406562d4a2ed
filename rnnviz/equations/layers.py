"""A cell's equations for one layer and direction of a stack; S0's names for a second layer, k_t and W_hk (row 10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.equations.notation import PLAIN, WRITERS, Notation

_STATE = re.compile(r"\\q\{([hc])\}\{([a-z])(_t|_\{t-1\}|\\N|\\P)\}")
_INPUT = re.compile(r"\\q\{x\}\{x(_t|\\N)\}")
_LETTERS = {"_t": "h", r"\N": "a"}
_AFTER = {"_{t-1}": "_{t+1}", r"\P": r"^{\langle{t+1}\rangle}"}
FORMULA = r"k_t = \tanh(W_{hk} h_t + b_{hk} + W_{kk} k_{t-1} + b_{kk})"


@dataclass(frozen=True)
class Place:
    """Where in a stack a cell stands: layer from 0, of `layers`; `reverse`: it reads backward; `ways`: directions."""

    layer: int = 0
    layers: int = 1
    reverse: bool = False
    ways: int = 1


def of_layer(equations: Mapping[str, object], place: Place) -> dict[str, object]:
    r"""`stage_equations` with h^{(2)} for the second layer's h, \overleftarrow{h} for a backward one, and h for its x.

    S0 writes k for the h of the second layer; a reader of S0's slide finds it as h^{(2)}.
    """
    renamed = {
        name: {key: {what: rename(latex, place) for what, latex in group.items()} for key, group in part.items()}
        for name, part in equations.items()
        if name in ("symbols", "symbolic") and isinstance(part, Mapping)
    }
    return {**equations, **renamed}


def rename(latex: str, place: Place) -> str:
    """One formula in its short form (`equations._SHORT`)."""

    def state(found: re.Match[str]) -> str:
        quantity, letter, when = found.groups()
        when = _AFTER.get(when, when) if place.reverse else when
        return rf"\q{{{quantity}}}{{{named(letter, place.layer, place)}{when}}}"

    def below(found: re.Match[str]) -> str:
        if place.layer == 0:
            return found[0]
        letter = _LETTERS[found[1]]
        both = Place(place.layer - 1, place.layers)  # both directions side by side have no arrow
        return rf"\q{{h}}{{{named(letter, place.layer - 1, both)}{found[1]}}}"

    return _INPUT.sub(below, _STATE.sub(state, latex))


def named(letter: str, layer: int, place: Place) -> str:
    """A state's letter with its arrow and its layer's number, where there are several."""
    arrowed = letter if place.ways == 1 else rf"\over{'left' if place.reverse else 'right'}arrow{{{letter}}}"
    if place.layers == 1:
        return arrowed
    number = f"^{{[{layer + 1}]}}" if letter == "a" else f"^{{({layer + 1})}}"
    return f"{{{arrowed}{number}}}"


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
