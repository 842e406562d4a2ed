"""The training lab under its heading: the knobs, the runs' state, and the view that is open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn.jobs import View
from rnnviz.lessons.train.honest import honest
from rnnviz.lessons.train.knobs import knobs
from rnnviz.lessons.train.look_back import look_back
from rnnviz.lessons.train.net_table import draw_layers
from rnnviz.lessons.train.number import say_refused
from rnnviz.lessons.train.presence import attend
from rnnviz.lessons.train.starting import upload, upload_box
from rnnviz.lessons.train.state import PAGE, VIEWS, view, watch, watched
from rnnviz.lessons.train.use import use
from rnnviz.lessons.train.watch import monitor
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import runs

SHOW: dict[str, Callable[[list[View]], None]] = {"back": look_back, "use": use, "honest": honest}


def lab() -> None:
    """Everything under the heading. A run's own news redraws the monitor alone."""
    plan, problem = PAGE.load()
    asked = PAGE.forget("page")
    runs()  # what their processes need is imported while the page is read
    seen, gone = views()
    attend([it.id for it in seen])
    knobs(plan, seen)
    upload_box(plan)
    if said := problem or plain(asked):
        st.warning(said, icon=":material/error:")
    say_refused(plan)
    if gone:
        st.info(gone, icon=":material/history:")
    view_control()
    monitor(seen)
    if not seen and view() == "watch":
        own = upload(plan) if plan.source == "own file" else None
        draw_layers(plan, own)
    if (now := view()) in SHOW:
        with st.container(key=f"train_view_{now}"):
            SHOW[now](seen)


def views() -> tuple[list[View], str]:
    """The runs as they are now, and a sentence about one that is no longer kept and so no longer watched."""
    found, gone = [], ""
    for key in watched():
        try:
            found.append(runs().view(key))
        except InputError as error:
            gone = str(error)
    if len(found) < len(watched()):
        watch([it.id for it in found])
    return found, gone


def view_control() -> None:
    """Which view is open."""
    st.session_state["train_view"] = view()
    st.segmented_control(
        "View", list(VIEWS), format_func=VIEWS.__getitem__, required=True, key="train_view",
        label_visibility="collapsed", on_change=_view_chosen,
    )  # fmt: skip


def _view_chosen() -> None:
    st.query_params["view"] = st.session_state["train_view"] or "watch"
    PAGE.remember()
