"""A learner's file, read once for everybody: at once where it is small, and else in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import streamlit as st
from cachetools import LRUCache

from rnnviz.core.typed import InputError
from rnnviz.jobs.queue import Queue
from rnnviz.jobs.serve import reading
from rnnviz.texts import _

AT_ONCE_BYTES = 256 * 2**10  # read here in under 0.3 s
PATIENCE = 1.0  # seconds that the page waits for a process before it shows that it waits: most files take less
OFTEN = 0.2  # seconds between two looks
MOST_BYTES = 512 * 2**20  # of what was read
LARGER, SMALLEST = 4, 2**16  # times a file's bytes, and bytes of any, that a reading takes
JOBS, TOLD = "own_file_jobs", "own_file_jobs_told"


@st.cache_resource(max_entries=1, show_spinner=False)
def checks() -> Queue:
    """The process that reads everybody's files on this server, kept for the next one."""
    readings = ("rnnviz.learn.data.labelled.outline", "rnnviz.learn.data.series.reading")
    return Queue(_("reads files"), _("files"), modules=readings, prompt=True)


@st.cache_resource(max_entries=1, show_spinner=False)
def counts() -> Queue:
    """The one that counts words: slow, with torch, and ended where the next file comes, which then does not wait."""
    return Queue(_("counts words"), _("files"))


@st.cache_resource(max_entries=1, show_spinner=False)
def found() -> tuple[LRUCache[str, tuple[Any, int]], threading.Lock]:
    """What was made of the last files and about how many bytes it is, by what they hold and what was asked."""
    return LRUCache(MOST_BYTES, getsizeof=lambda it: it[1] + SMALLEST), threading.Lock()


@st.cache_data(max_entries=64, show_spinner=False)
def content_key(file_id: str, _file: Any) -> str:
    """The same for files that hold the same."""
    return blake2b(_file.getvalue(), digest_size=16).hexdigest()


def made(
    key: str,
    size: int,
    look: Callable[..., Any],
    *given: Any,
    by: Callable[[], Queue] = checks,
    patience: float | None = None,
) -> Any | None:
    """What `look(*given)` gives, once; None while a process makes it. Raises InputError where that died.

    `key`: what makes it the same; `size`: bytes that are read; `patience`: seconds that the page waits for it at
    first, else PATIENCE.
    """
    kept, lock = found()
    with lock:
        if key in kept:
            return kept[key][0]
    if size <= AT_ONCE_BYTES:
        result = look(*given)
    else:
        jobs = st.session_state.setdefault(JOBS, {})
        patience = 0.0 if key in jobs else PATIENCE if patience is None else patience
        job = jobs[key] = jobs.get(key) or by().ask(key, reading, look, given)
        try:
            result = job.result(patience)
        except TimeoutError:
            return None
        except InputError:
            del jobs[key]
            raise
        del jobs[key]
    with lock:
        kept[key] = result, min(LARGER * size, MOST_BYTES - SMALLEST)
    return result


def waiting() -> bool:
    """Whether a process still reads a file of this session's."""
    return bool(st.session_state.get(JOBS))


def look_again() -> None:
    """Draws the page anew once it is read; what is read for nobody is given up."""
    st.fragment(_look_again, run_every=OFTEN)()


def _look_again() -> None:
    done = {job for job in st.session_state.get(JOBS, {}).values() if job.done}
    news = done - st.session_state.get(TOLD, set())
    st.session_state[TOLD] = done  # the page is drawn once for each: what is read for a part below it is taken there
    if news:
        st.rerun()
    st.progress(0.0, text=_("Reading the file …"))


def give_up(keep: str) -> None:
    """Ends what this session asked for and no longer wants: what does not begin with `keep`."""
    jobs = st.session_state.get(JOBS, {})
    for key in [key for key in jobs if not key.startswith(keep)]:
        jobs.pop(key).cancel()
