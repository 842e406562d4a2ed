"""What a page has asked of a process: one piece of work a view, with its progress and a Stop, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from rnnviz.core.typed import InputError, clock
from rnnviz.jobs.job import Job
from rnnviz.jobs.queue import Queue
from rnnviz.texts import _
from rnnviz.ui.plain import plain

EVERY = 0.4  # seconds
KEPT = "asked_work"
R = TypeVar("R")


@st.cache_resource(max_entries=1, show_spinner=False)
def small_runs() -> Queue:
    """The processes of what a lesson trains in seconds; the same asked by a whole class is trained once."""
    return Queue(_("trains small nets"), _("small runs"), modules=("rnnviz.learn.ready",), fresh=True)


@dataclass
class AskedWork:
    """of: the question; job: none where it was not taken on, and then why."""

    of: Hashable
    job: Job[Any] | None
    refused: str = ""


def answer(view: str, of: tuple[Hashable, ...], by: Queue, make: Callable[..., R], *given: Any) -> R | None:
    """The answer of `make(reporter, *given)`, or None while it is not there: then a line says how far it is."""
    kept: dict[str, AskedWork] = st.session_state.setdefault(KEPT, {})
    now = kept.get(view)
    if now is None or now.of != of:
        if now and now.job and not now.job.done:
            now.job.cancel()
        now = kept[view] = asked(of, by, make, given)
    if now.job and now.job.done and not now.job.error:
        found: R = now.job.result()
        return found
    if now.job and not now.job.done:
        st.fragment(under_way, run_every=EVERY)(view)
        return None
    st.error(plain(now.refused or (now.job.error if now.job else "")), icon=":material/error:")
    st.button(_("Ask again"), key=f"work_again_{view}", icon=":material/replay:", on_click=again, args=(view,))
    return None


def asked(of: tuple[Hashable, ...], by: Queue, make: Callable[..., R], given: tuple[Any, ...]) -> AskedWork:
    try:
        return AskedWork(of, by.ask(repr((make.__name__, of)), make, *given))
    except InputError as error:
        return AskedWork(of, None, str(error))


def under_way(view: str) -> None:
    """Looks again by itself; what is done is the page's."""
    now: AskedWork | None = st.session_state.get(KEPT, {}).get(view)
    if now is None or now.job is None or now.job.done:
        st.rerun()
        return
    left = f" · {_('{time} left').format(time=clock(max(1.0, now.job.left_s)))}" if now.job.left_s is not None else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        share = min(1.0, max(0.0, now.job.share))
        st.progress(share, text=f"{plain(now.job.doing or _('under way'))}{left}")
        st.button(_("Stop"), key=f"work_stop_{view}", icon=":material/stop:", on_click=now.job.cancel)


def again(view: str) -> None:
    """For callbacks."""
    st.session_state.get(KEPT, {}).pop(view, None)
