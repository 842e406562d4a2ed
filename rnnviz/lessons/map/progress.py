"""What the page has under way in the worker: one piece of work a purpose, asked for once, stopped or replaced."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from rnnviz.jobs.job import Job
from rnnviz.maps.points import PointsError
from rnnviz.maps.worker import Mapper
from rnnviz.texts import _


@st.cache_resource(max_entries=1, show_spinner=False)
def mapper() -> Mapper:
    """The one process that makes everybody's maps; it warms while the first page is read."""
    made = Mapper()
    made.warm()
    return made


@dataclass(frozen=True)
class Refused:
    """Work that was not taken on, and why."""

    error: str
    done: bool = True
    share: float = 0.0
    left_s: float | None = None
    doing: str = ""

    def cancel(self) -> None:
        """There is nothing to cancel."""

    def result(self) -> Any:
        raise PointsError(self.error)


@dataclass
class Work:
    """Something asked for. `what`: in words, for its line; `of`: the question; `stopped`: by the learner."""

    what: str
    of: Hashable
    job: Job[Any] | Refused
    stopped: bool = False


def all_work() -> dict[str, Work]:
    """By purpose."""
    found: dict[str, Work] = st.session_state.setdefault("map_work", {})
    return found


def awaited() -> set[str]:
    """The purposes whose answer was not ready when this run asked, even if ready by now."""
    found: set[str] = st.session_state.setdefault("map_awaited", set())
    return found


def answer(purpose: str, what: str, of: Hashable, ask: Callable[[], Job[Any]]) -> Any:
    """The answer, or None while it is not there. An older question of the same purpose is dropped."""
    work = all_work()
    now = work.get(purpose)
    if now is None or now.of != of:
        if now is not None and not now.job.done:
            now.job.cancel()
        now = work[purpose] = Work(what, of, tried(ask))
    if now.stopped:
        return None
    if not now.job.done:
        awaited().add(purpose)
        return None
    return None if now.job.error else now.job.result()


def dropped(purposes: set[str]) -> None:
    """Nobody waits for these any more."""
    for purpose in purposes & set(all_work()):
        now = all_work().pop(purpose)
        if not now.job.done:
            now.job.cancel()


def stop(purpose: str) -> None:
    """For callbacks."""
    if now := all_work().get(purpose):
        now.stopped = True
        now.job.cancel()


def again(purpose: str) -> None:
    """For callbacks: ask anew for what was stopped or failed."""
    all_work().pop(purpose, None)


def live() -> list[str]:
    """The purposes that are being worked on."""
    return [purpose for purpose, it in all_work().items() if not it.job.done and not it.stopped]


def begin() -> None:
    """A run of the page begins."""
    awaited().clear()


def wrong(work: Work) -> str:
    """Why there is no answer, as a sentence; empty while there is none to tell."""
    if work.stopped:
        return _("Stopped.")
    return work.job.error if work.job.done else ""


def tried(ask: Callable[[], Job[Any]]) -> Job[Any] | Refused:
    try:
        return ask()
    except PointsError as error:
        return Refused(str(error))
