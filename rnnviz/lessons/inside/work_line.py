"""What the page has asked of a process: one piece of work a view, with its progress and a Stop, and its answer.

What is soon done is done here and now; what a large net needs long for is asked of a process, too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

import streamlit as st

from rnnviz.core import Array
from rnnviz.core.typed import InputError, clock
from rnnviz.jobs.job import Job
from rnnviz.jobs.queue import Queue
from rnnviz.learn.inside.chosen import ChosenUnits
from rnnviz.learn.inside.holding import width_of
from rnnviz.learn.inside.looking import Held, Looked, passes
from rnnviz.learn.inside.work import Units, choose, look, remember
from rnnviz.lessons.inside.net import looked, on_stage, read_by, remembered
from rnnviz.lessons.inside.opened import OpenNet, Reading
from rnnviz.ui.plain import plain

EVERY = 0.4  # seconds
IN_DOUBLES = 4  # passes that a replay and a record in float64 are worth
KEPT = "inside_work"
R = TypeVar("R")


@st.cache_resource(max_entries=1, show_spinner=False)
def studies() -> Queue:
    """The processes that look into nets, each fresh: a learner's pattern may never end."""
    return Queue("looks into nets", "questions", modules=("rnnviz.learn.ready",), fresh=True)


@dataclass
class AskedWork:
    """of: the question; job: none where it was not taken on, and then why."""

    of: Hashable
    job: Job[Any] | None
    refused: str = ""


def answer(view: str, of: tuple[Hashable, ...], make: Callable[..., R], *given: Any) -> R | None:
    """The answer of `make(reporter, *given)`, or None while it is not there: then a line says how far it is."""
    kept: dict[str, AskedWork] = st.session_state.setdefault(KEPT, {})
    now = kept.get(view)
    if now is None or now.of != of:
        if now and now.job and not now.job.done:
            now.job.cancel()
        now = kept[view] = asked(of, make, given)
    if now.job and now.job.done and not now.job.error:
        found: R = now.job.result()
        return found
    if now.job and not now.job.done:
        st.fragment(under_way, run_every=EVERY)(view)
        return None
    st.error(plain(now.refused or (now.job.error if now.job else "")), icon=":material/error:")
    st.button("Ask again", key=f"inside_again_{view}", icon=":material/replay:", on_click=again, args=(view,))
    return None


def asked(of: tuple[Hashable, ...], make: Callable[..., R], given: tuple[Any, ...]) -> AskedWork:
    try:
        return AskedWork(of, studies().ask(repr((make.__name__, of)), make, *given))
    except InputError as error:
        return AskedWork(of, None, str(error))


def under_way(view: str) -> None:
    """Looks again by itself; what is done is the page's."""
    now: AskedWork | None = st.session_state.get(KEPT, {}).get(view)
    if now is None or now.job is None or now.job.done:
        st.rerun()
        return
    left = f" · {clock(max(1.0, now.job.left_s))} left" if now.job.left_s is not None else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.progress(min(1.0, max(0.0, now.job.share)), text=f"{plain(now.job.doing or 'under way')}{left}")
        st.button("Stop", key=f"inside_stop_{view}", icon=":material/stop:", on_click=now.job.cancel)


def again(view: str) -> None:
    """For callbacks."""
    st.session_state.get(KEPT, {}).pop(view, None)


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
