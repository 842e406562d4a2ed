"""The training lab under its heading: the knobs, the runs' state, the view that is open; and the look back at a run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.core.typed import InputError, counted
from rnnviz.learn.jobs import View
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.epoch import epoch_panel
from rnnviz.lessons.train.honest import honest
from rnnviz.lessons.train.knobs import knobs
from rnnviz.lessons.train.number import say_refused
from rnnviz.lessons.train.presence import attend
from rnnviz.lessons.train.slow import slow
from rnnviz.lessons.train.starting import start_buttons, upload_box, way
from rnnviz.lessons.train.state import PAGE, VIEWS, view, watch, watched
from rnnviz.lessons.train.use import use
from rnnviz.lessons.train.watch import curves_row, monitor, names
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import runs


def lab() -> None:
    """Everything under the heading. A run's own news redraws the monitor alone."""
    plan, problem = PAGE.load()
    asked = PAGE.forget("page")
    runs()  # what their processes need is imported while the page is read
    seen, gone = views()
    attend([it.id for it in seen])
    knobs(plan, seen)
    with st.container(key="train_views", horizontal=True, vertical_alignment="center", gap="small"):
        start_buttons(plan)
        view_control()
        st.caption(f"Data: {plain(TASKS[plan.task].sources[plan.source])}")
    upload_box(plan)
    if said := problem or plain(asked):
        st.warning(said, icon=":material/error:")
    say_refused(plan)
    if gone:
        st.info(gone, icon=":material/history:")
    monitor(seen)
    if (now := view()) in SHOW:
        with st.container(key=f"train_view_{now}"):
            SHOW[now](seen)


def views() -> tuple[list[View], str]:
    """The runs as they are now, and a sentence about one that is no longer kept and so no longer watched."""
    found, gone = looked(watched())
    if len(found) < len(watched()):
        watch([it.id for it in found])
    return found or looked(watched())[0], gone


def looked(keys: list[str]) -> tuple[list[View], str]:
    """Those of the runs that are still kept, and a sentence about one that is not."""
    found, gone = [], ""
    for key in keys:
        try:
            found.append(runs().view(key))
        except InputError as error:
            gone = str(error)
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


def look_back(seen: list[View]) -> None:
    """The view, in a fragment of its own: moving the slider redraws nothing else."""
    if not seen:
        st.info(f"There is no run yet: {way(PAGE.load()[0])}.")
        return
    st.fragment(_look_back)([it.id for it in seen])


def _look_back(keys: list[str]) -> None:
    try:
        seen = [runs().view(key) for key in keys]
        kept = [runs().folder(it.id).checkpoints.epochs() for it in seen]
    except InputError as error:
        st.info(plain(str(error)))
        return
    epochs = sorted({epoch for each in kept for epoch in each})
    if len(epochs) < 2:
        st.info("No epoch is over yet: wait for the first one.")
        return
    if st.session_state.get("train_epoch") not in epochs:
        st.session_state["train_epoch"] = epochs[-1]
    epoch = st.select_slider("After epoch", epochs, key="train_epoch")
    curves_row(seen, "back", epoch)
    for column, it, name in zip(st.columns(len(seen), gap="medium"), seen, names(seen), strict=True):
        with column:
            if len(seen) > 1:
                st.markdown(f"**{name}**")
            if it.evaluations and epoch > (last := it.evaluations[-1].epoch):
                st.caption(f"This run has {counted(last, 'epoch')}: it is shown after its last.")
            epoch_panel(it, epoch, "back", small=len(seen) > 1, states=True, ask=it is seen[0])


SHOW: dict[str, Callable[[list[View]], None]] = {"slow": slow, "back": look_back, "use": use, "honest": honest}
