"""What is soon done is done here and now; what takes long for a large net is asked of a process."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any, TypeVar

import streamlit as st

from rnnviz.core import Array
from rnnviz.jobs.queue import Queue
from rnnviz.learn.inside.chosen import ChosenUnits
from rnnviz.learn.inside.holding import width_of
from rnnviz.learn.inside.looking import Held, Looked, passes
from rnnviz.learn.inside.work import Units, choose, look, remember
from rnnviz.lessons.inside.net import looked, on_stage, read_by, remembered
from rnnviz.lessons.inside.opened import OpenNet, Reading
from rnnviz.texts import _
from rnnviz.ui import work

IN_DOUBLES = 4  # passes that a replay and a record in float64 are worth
R = TypeVar("R")


@st.cache_resource(max_entries=1, show_spinner=False)
def studies() -> Queue:
    """The processes that look into nets, each fresh: a learner's pattern may never end."""
    return Queue(_("looks into nets"), "questions", modules=("rnnviz.learn.ready",), fresh=True)


def answer(view: str, of: tuple[Hashable, ...], make: Callable[..., R], *given: Any) -> R | None:
    """The answer of `make(reporter, *given)`, or None while it is not there: then a line says how far it is."""
    return work.answer(view, of, studies(), make, *given)


def looked_or_asked(view: str, net: OpenNet, what: Reading, held: Held = ()) -> Looked | None:
    """Every state of a sequence; None while it is not there."""
    if not net.heavy(len(what.pieces), passes(net.net, len(what.pieces))):
        return looked(net, what, held)
    of = (net.source, *what.key, sha256(repr(held).encode()).hexdigest())
    return answer(view, of, look, net.source, what.x, held)


def chosen_or_asked(net: OpenNet, what: Reading, where: tuple[int, int], units: Units) -> ChosenUnits | None:
    """What the units of a layer and direction compute over a sequence; None while it is not there."""
    if not net.heavy(len(what.pieces), IN_DOUBLES):
        return on_stage(net, what, where, units)
    return answer("stage", (net.source, *what.key, where, units), choose, net.source, what.x, where, units)


def remembered_or_asked(net: OpenNet, what: Reading, found: Looked, layer: int, direction: int) -> Array | None:
    """How much the last state depends on each step's; None while it is not there."""
    read = read_by(net, what, found, layer)
    if not net.heavy(len(what.pieces), width_of(net.rnn, "h")):
        return remembered(net, what, read, layer, direction)
    of = (net.source, *what.key, layer, direction)
    return answer("memory", of, remember, net.source, read, layer, direction)
