"""The slides' forms that CURRICULUM calls slips a to d and g, beside the right ones."""

from __future__ import annotations

from collections.abc import Callable

from rnnviz.equations import head, lstm, rnn
from rnnviz.equations.cell import aligned
from rnnviz.equations.notation import WRITERS, Notation

Pair = tuple[str, str]


def _swapped(notation: Notation) -> Pair:
    return lstm.steps(notation, "tanh", "swapped")["cell"], lstm.steps(notation, "tanh", "right")["cell"]


def _lagging(notation: Notation) -> Pair:
    return lstm.steps(notation, "tanh", "lagging")["output"], lstm.steps(notation, "tanh", "right")["output"]


def _first_state(notation: Notation) -> Pair:
    return head.whole(notation, "slide"), head.whole(notation, "right")


def _one_name(notation: Notation) -> Pair:
    """S3 calls the new memory c_t as well, so that its second line uses c_t before it is known."""

    def form(new: str) -> str:
        times, state = notation.times, notation.at("c")
        kept = f"{notation.at('f')}{times}{notation.prev('c')}"
        return aligned(
            [rf"{new}&=\tanh({notation.linear('g')})", f"{state}&={kept}+{notation.at('i')}{times}{new}"],
        )

    return form(notation.at("c")), form(notation.at("g"))


def _no_tanh(notation: Notation) -> Pair:
    return rnn.whole(notation, "identity", "right"), rnn.whole(notation, "tanh", "right")


SLIPS: dict[str, Callable[[Notation], Pair]] = {
    "a": _swapped,
    "b": _lagging,
    "c": _first_state,
    "d": _one_name,
    "g": _no_tanh,
}


def slip(key: str, notation: str) -> Pair:
    """The slide's equation(s) and the right ones. Raises KeyError for a slip that is no equation of a cell."""
    return SLIPS[key](WRITERS[notation])
