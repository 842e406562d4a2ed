"""What the lesson on gradients holds: settings by its stage; in the session the loss and what is looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from rnnviz.core.bptt import PARAMETERS
from rnnviz.core.cells import CELLS
from rnnviz.core.losses import AT, LOSSES
from rnnviz.core.typed import MAX_STEPS, shortened
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Field, Numbers, StepNumber, Switch, Whole, declared
from rnnviz.state.link import LinkError, to_query
from rnnviz.state.link_mending import mended
from rnnviz.state.link_numbers import read_whole
from rnnviz.state.opening import first_example as cell_example
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.ui.page_state import LEAD_ITEMS, State, link_problem
from rnnviz.ui.stage_page import DEFAULT, StagePage, counts_anew

VIEWS = ("sweep", "path", "sum", "slides")
EXAMPLES = ("slide", "net")
SLIDE_VALUES = (0.2, 0.1, 0.01, 0.02)
MOST_VALUES = 12
MOST_TARGETS = 8 * MAX_STEPS
FAR = 9999
NORM = "norm"


@dataclass(frozen=True)
class Entry(Field):
    """A row and a column of a parameter, from 0, or None for the norm of all; links count from 1."""

    def read(self, name: str, text: str) -> tuple[int, int] | None:
        if text == NORM:
            return None
        pieces = text.split(",")
        if len(pieces) != 2:
            raise LinkError(
                _("{name} is {text}: it must be a row and a column, like 1,2, or {norm}.").format(
                    name=name, text=shortened(text), norm=NORM
                )
            )
        row, column = (read_whole(piece, name, 1, FAR) - 1 for piece in pieces)
        return row, column

    def write(self, value: Any) -> str:
        return NORM if value is None else f"{value[0] + 1},{value[1] + 1}"


@dataclass(frozen=True)
class LossState:
    """The loss of a run, and at which steps it stands. targets: as typed, row by row, a class from 1 (none: the usual
    ones)."""

    loss: str = declared(Among(LOSSES), "squared")
    at: str = declared(Among(AT), "every", "losses")
    targets: tuple[float, ...] = declared(Numbers(1, MOST_TARGETS), ())


@dataclass(frozen=True)
class Choices(LossState):
    """Steps count from 0. The browser holds `view` to `factor` (where the learner stands) and writes them to the link.

    of: the E_t looked at (None: the last). whole: L's gradient rather than E_of's. entry: row and column of the
    parameter (None: the norm of all). values: the slides' chain. k: the path's end. front: stops that the sweep has
    gone; factor: factors that are multiplied.
    """

    of: int | None = declared(StepNumber(MAX_STEPS), None, "E")
    parameter: str = declared(Among(PARAMETERS), "weight_ih")
    entry: tuple[int, int] | None = declared(Entry(), (0, 0))
    values: tuple[float, ...] = declared(Numbers(3, MOST_VALUES), SLIDE_VALUES)
    whole: bool = declared(Switch(), False)
    view: str = declared(Among(VIEWS), "sweep")
    example: str = declared(Among(EXAMPLES), "slide")
    k: int = declared(StepNumber(MAX_STEPS), 0)
    front: int = declared(Whole(0, FAR), 1)
    factor: int = declared(Whole(0, FAR), 1)

    def among(self, parameters: Collection[str]) -> Choices:
        """With another parameter, where the cell does not have the one that was chosen."""
        return self if self.parameter in parameters else replace(self, parameter="weight_ih")

    def last(self, steps: int) -> int:
        """The E_t looked at, in a run of `steps`."""
        return steps - 1 if self.of is None or self.at == "last" else min(self.of, steps - 1)


CODEC = Codec(Choices)
OWN = frozenset(CODEC.fields)
PAGE = StagePage("gradient", None, OWN | LEAD_ITEMS)
HEAD = ("head_weight", "head_bias")
STEPS = 6  # of the first example: few enough that every number can be read
SWEPT = STEPS + 2  # its stops, y, every h and h0: the page opens with the gradient all the way back
ASIDE = {"embed", "embed_options", "theme", *LEAD_ITEMS}
NOT_SETTINGS = OWN | {"cell", "notation", "t", "op", "zoom"} | ASIDE


@dataclass(frozen=True)
class Chosen(State[Choices]):
    """The choices: from the link on arrival, then from the page's controls and its stage."""

    key: str

    def load(self) -> tuple[Choices, str]:
        found = st.session_state.get(self.widget("choices"), Choices())
        return found if isinstance(found, Choices) else Choices(), ""

    def save(self, state: Choices) -> None:
        self.forget()
        st.session_state[self.widget("choices")] = state


CHOSEN = Chosen("gradient")


def chosen() -> Choices:
    """The choices in force."""
    return CHOSEN.load()[0]


def arrive() -> str:
    """Read the link when the page is come to; what is wrong with it, in a sentence, until something else is chosen."""
    found = PAGE.widget("arrival")
    left = PAGE.widget("preset") not in st.session_state  # a widget's key: Streamlit drops it with its page
    if counts_anew("gradient_choices") or left:
        for name in ("put", "choices"):
            st.session_state.pop(PAGE.widget(name), None)
        wrong = begin()
        st.session_state[found] = wrong, PAGE.now().rev, chosen()
    wrong, *arrival = st.session_state[found]
    return wrong if arrival == [PAGE.now().rev, chosen()] else ""


def untouched() -> bool:
    """Whether the page was come to without a link, and shows the first example still."""
    _, *arrival = st.session_state[PAGE.widget("arrival")]
    return not set(st.query_params.to_dict()) - ASIDE and arrival == [PAGE.now().rev, chosen()]


def begin() -> str:
    """Hold what the link asks for, or the first example; what is wrong with the link, as Markdown."""
    now = PAGE.now()
    query = st.query_params.to_dict()
    if not set(query) - NOT_SETTINGS:
        PAGE.save(replace(first_example(query.get("cell", DEFAULT)), notation=now.settings.notation))
    found = mended(partial(choices_of, PAGE.now().settings.cell), query)
    CHOSEN.save(found.state if set(query) - ASIDE else replace(found.state, front=SWEPT))
    if found.wrong:
        st.query_params.from_dict(found.good)
    return " ".join(said for said in (now.problem, link_problem(found)) if said)


def choices_of(cell: str, items: Mapping[str, str]) -> Choices:
    """The choices of a link. Raises LinkError, for a parameter too that the cell does not have."""
    found = CODEC.with_items(Choices(), items)
    Among([name for name in PARAMETERS if name in (*CELLS[cell].arrays, *HEAD)]).read("parameter", found.parameter)
    return found


def first_example(cell: str) -> Settings:
    """The worked example on the first hours, standardised: on raw degrees tanh is flat and nothing comes back."""
    settings = cell_example(cell)
    return settings.with_source(replace(settings.source, steps=STEPS))


def link_items(settings: Settings, choices: Choices) -> dict[str, str]:
    """Everything on the page as items of its link; without single numbers where those would be too many."""
    try:
        query = to_query(settings)
    except LinkError:
        query = {"preset": settings.preset}
    # in full, so that a link of these items alone is not taken for no link at all
    return {"cell": settings.cell, "preset": settings.preset} | query | CODEC.written(choices)


def on_pick() -> None:
    """The stage's callback: items of the link that a click has changed."""
    picked = (st.session_state.get(PAGE.stage) or {}).get("pick")
    if isinstance(picked, dict):
        take(picked)


def take(items: dict[Any, Any]) -> None:
    """Take items over; what a browser sent and no stage could have made is left aside."""
    try:
        CHOSEN.save(CODEC.with_items(chosen(), {str(name): str(text) for name, text in items.items()}))
    except LinkError:
        return
