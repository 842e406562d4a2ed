"""Who is still here: a learner who reads another page keeps the runs of this one alive, a closed tab does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import streamlit as st
from streamlit.runtime import Runtime, exists
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rnnviz.learn.jobs import Runs
from rnnviz.ui.runs.results import runs

EVERY = 10.0  # seconds


class Presence:
    """The runs that each session watches. `active`: whether a session's tab is still open."""

    def __init__(self, active: Callable[[str], bool], all_runs: Callable[[], Runs]) -> None:
        self.active, self.runs = active, all_runs
        self.lock = threading.Lock()
        self.watched: dict[str, list[str]] = {}

    def attend(self, session: str, keys: list[str]) -> None:
        """This session watches these runs, and no other any more."""
        with self.lock:
            self.watched[session] = keys

    def look(self) -> None:
        """Touches the runs of those who are here, and forgets the others."""
        with self.lock:
            self.watched = {session: keys for session, keys in self.watched.items() if self.active(session)}
            keys = {key for each in self.watched.values() for key in each}
        for key in keys:
            self.runs().touch(key)
        self.runs().tidy()

    def go_on(self) -> None:
        while exists():
            time.sleep(EVERY)
            self.look()


@st.cache_resource(max_entries=1, show_spinner=False)
def presence() -> Presence:
    it = Presence(Runtime.instance().is_active_session, runs)
    threading.Thread(target=it.go_on, name="rnnviz-presence", daemon=True).start()
    return it


def attend(keys: list[str]) -> None:
    """Called by the page whenever it is drawn; where no server runs, nobody is waited for."""
    context = get_script_run_ctx()
    if exists() and context:
        presence().attend(context.session_id, keys)
