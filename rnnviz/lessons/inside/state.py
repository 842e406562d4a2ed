"""What is looked at inside a net: which net, what it reads, which unit of which quantity, what is asked and held."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.core.cells import IN_TORCH
from rnnviz.learn.included.keys import key_of
from rnnviz.learn.inside.chosen import MOST_CHOSEN
from rnnviz.learn.inside.own_net import MOST_LAYERS, MOST_UNITS, NONLINEARITIES
from rnnviz.learn.inside.properties import MOST_PATTERN, OWN, PROPERTIES
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Maybe, Real, Typed, Whole, declared
from rnnviz.state.several_numbers import Wholes
from rnnviz.state.stacked import NOTATIONS, WAYS
from rnnviz.texts import _
from rnnviz.ui import visitor
from rnnviz.ui.page_state import PageState

FILE = "file"
"""The net that is a learner's own file."""
LAST = -1
MOST_TEXT, MOST_EXAMPLES, MOST_STEPS = 400, 1_000_000, 1000
LARGEST_ON = 20.0
MOST_PREFIX = 200
MOST_OPS = max(len(cell.ops) for cell in IN_TORCH.values())
VIEWS = {
    "states": _("States"),
    "stage": _("Stage"),
    "places": _("Places"),
    "same": _("The same"),
    "knows": _("What it tells"),
    "experiment": _("Experiment"),
    "needed": _("Needed"),
    "inputs": _("Inputs"),
    "memory": _("Memory"),
    "found": _("Found"),
}
ORDERS = {"similar": _("like units together"), "index": _("by number"), "range": _("most changing first")}
ACTS = {"hold": _("Hold a unit"), "transplant": _("Transplant a memory")}
SPANS = {"on": _("from there on"), "one": _("that step alone")}
QUANTITIES = tuple(dict.fromkeys(name for cell in IN_TORCH.values() for name in (*cell.states, *cell.gates)))
ASKED = (*dict.fromkeys(name for task in PROPERTIES.values() for name in task), OWN)


@dataclass(frozen=True)
class InsideState:
    """net: a run's key in a link, or FILE; epoch: LAST for the net that counts. text: "" for the task's own example;
    example: of the validation part, from 1. layer, unit, since, begin, end: from 1. q: the quantity that is shown and
    held. begin, end: the span whose like is searched for; least: from where on a unit is on. donor, other: the text or
    the example whose memory after its step `after` is put in the place of this one's after its step `into`. part: of a
    file with several nets, what stands before the names of the one that is opened. units: those on the stage, from 1;
    none: those that change most. t, op, notation: where the stage stands, from 1; LAST: the last."""

    net: str = declared(Typed(64), key_of("names"))
    epoch: int = declared(Maybe(Whole(0, 500), LAST), LAST)
    view: str = declared(Among(VIEWS), "states")
    text: str = declared(Typed(MOST_TEXT, empty=True), "")
    example: int = declared(Whole(1, MOST_EXAMPLES), 1)
    layer: int = declared(Whole(1, MOST_LAYERS), 1)
    way: str = declared(Among(WAYS), "forward")
    q: str = declared(Among(QUANTITIES), "h")
    order: str = declared(Among(ORDERS), "similar")
    unit: int = declared(Whole(1, MOST_UNITS), 1)
    ask: str = declared(Among(ASKED), "late")
    pattern: str = declared(Typed(MOST_PATTERN, empty=True), "")
    value: float = declared(Real(-10.0, 10.0), 0.0)
    begin: int = declared(Whole(1, MOST_STEPS), 3)
    end: int = declared(Whole(1, MOST_STEPS), 4)
    least: float = declared(Real(0.05, LARGEST_ON), 0.5)
    since: int = declared(Whole(1, MOST_STEPS), 1)
    span: str = declared(Among(SPANS), "on")
    act: str = declared(Among(ACTS), "hold")
    donor: str = declared(Typed(MOST_TEXT, empty=True), "")
    other: int = declared(Whole(1, MOST_EXAMPLES), 2)
    after: int = declared(Whole(1, MOST_STEPS), 4)
    into: int = declared(Whole(1, MOST_STEPS), 4)
    phi: str = declared(Among(NONLINEARITIES), "tanh")
    part: str = declared(Typed(MOST_PREFIX, empty=True), "")
    units: tuple[int, ...] = declared(Wholes(1, MOST_UNITS, MOST_CHOSEN), ())
    t: int = declared(Maybe(Whole(1, MOST_STEPS), LAST), LAST)
    op: int = declared(Maybe(Whole(1, MOST_OPS), LAST), LAST)
    notation: str = declared(Among(NOTATIONS), NOTATIONS[0])

    @property
    def key(self) -> str:
        """The key of the run."""
        return visitor.key_of(self.net)

    @property
    def direction(self) -> int:
        return WAYS.index(self.way)


CODEC = Codec(InsideState)
PAGE: PageState[InsideState] = PageState("inside", CODEC, comes_back=True)
