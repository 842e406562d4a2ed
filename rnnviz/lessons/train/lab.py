"""The training lab under its heading: the knobs, the runs' state, the view that is open; and the look back at a run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.core.typed import InputError, counted
from rnnviz.jobs.cluster import trouble
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.curves import Setting, curves_row, names
from rnnviz.lessons.train.durations import about, follow, hint, pending
from rnnviz.lessons.train.epoch import epoch_panel
from rnnviz.lessons.train.honest import honest, pair_plans
from rnnviz.lessons.train.knobs import knobs
from rnnviz.lessons.train.number import say_refused
from rnnviz.lessons.train.presence import attend
from rnnviz.lessons.train.run_list import run_list
from rnnviz.lessons.train.slow import slow
from rnnviz.lessons.train.starting import start_buttons, upload_box, way
from rnnviz.lessons.train.state import PAGE, START, VIEWS, part, view, watch, watched
from rnnviz.lessons.train.use import use
from rnnviz.lessons.train.watch import monitor
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import kept_epochs, runs


def lab() -> None:
    """Everything under the heading. A run's own news redraws the monitor alone, but beside the lead."""
    plan, problem = PAGE.load()
    asked = PAGE.forget("page")
    runs()  # what their processes need is imported while the page is read
    settings, gone = views()
    seen = [setting[0] for setting in settings]
    attend([it.id for setting in settings for it in setting])
    knobs(plan, seen)
    with st.container(key="train_views", horizontal=True, vertical_alignment="center", gap="small"):
        start_buttons(plan)
        view_control()
        what_and_how_long(plan)
    upload_box(plan)
    if said := problem or plain(asked):
        st.warning(said, icon=":material/error:")
    say_refused(plan)
    if why := trouble():
        st.info(why, icon=":material/cloud_off:")
    if gone:
        st.info(gone, icon=":material/history:")
    if seen and (shown := TASKS[seen[0].plan.task].name) != (asked_for := TASKS[plan.task].name):
        said = _("The curves below are of “{shown}”. Press **{start}** for “{asked_for}”.").format(
            shown=shown, start=START, asked_for=asked_for
        )
        st.info(said, icon=":material/info:")
    monitor(settings)
    if (now := view()) in SHOW:
        with st.container(key=f"train_view_{now}"):
            SHOW[now](settings)
    follow([plan, *(pair_plans() if now == "honest" else ())])


def what_and_how_long(plan: Plan) -> None:
    """The data, and how long a run on it takes: its place is there while that is measured, so nothing moves."""
    data, long = (
        _("Data: {sources}").format(sources=plain(TASKS[plan.task].sources[plan.source])),
        about(plan) or ("…" if pending([plan]) else ""),
    )
    with st.container(key="train_takes"):
        st.caption(
            _("{data} · a run takes {word}{long}").format(
                data=data, word=_("at most ") if plan.patience else "", long=long
            )
            if long
            else data,
            help=hint(plan) if long else None,
        )


def views() -> tuple[list[Setting], str]:
    """The settings as they are now, and a sentence about a run that is no longer kept and so no longer watched."""
    found, gone = looked(watched())
    if [len(it) for it in found] != [len(it) for it in watched()]:
        watch([[it.id for it in setting] for setting in found])
    return found or looked(watched())[0], gone


def looked(settings: list[list[str]]) -> tuple[list[Setting], str]:
    """Those of the runs that are still kept, and a sentence about one that is not."""
    found: list[Setting] = []
    gone = ""
    for keys in settings:
        kept: list[View] = []
        for key in keys:
            try:
                kept.append(runs().view(key))
            except InputError as error:
                gone = str(error)
        found += [kept] if kept else []
    return found, gone


def view_control() -> None:
    """Which view is open."""
    st.session_state["train_view"] = view()
    st.segmented_control(
        _("View"), list(VIEWS), format_func=VIEWS.__getitem__, required=True, key="train_view",
        label_visibility="collapsed", on_change=_view_chosen,
    )  # fmt: skip


def _view_chosen() -> None:
    st.query_params["view"] = st.session_state["train_view"] or "watch"
    PAGE.remember()


def look_back(settings: list[Setting]) -> None:
    """The view, in a part of its own: moving the slider redraws nothing else."""
    if not settings:
        st.info(_("There is no run yet: {load}.").format(load=way(PAGE.load()[0])))
        return
    part(_look_back)([[it.id for it in setting] for setting in settings])


def _look_back(keys: list[list[str]]) -> None:
    try:
        settings = [[runs().view(key) for key in setting] for setting in keys]
        seen = [setting[0] for setting in settings]
        epochs = kept_epochs([it.id for it in seen])
    except InputError as error:
        st.info(plain(str(error)))
        return
    if len(epochs) < 2:
        st.info(_("No epoch is over yet: wait for the first one."))
        return
    shown = st.session_state.get("train_epoch")
    st.session_state["train_epoch"] = shown if shown in epochs else epochs[-1]
    epoch = st.select_slider(_("After epoch"), epochs, key="train_epoch")
    curves_row(settings, "back", epoch)
    for column, it, name in zip(st.columns(len(seen), gap="medium"), seen, names(settings), strict=True):
        with column:
            if len(seen) > 1:
                st.markdown(f"**{plain(name)}**")
            if it.evaluations and epoch > (last := it.evaluations[-1].epoch):
                st.caption(
                    _("This run has {last}: it is shown after its last.").format(
                        last=counted(last, "{n} epoch", "{n} epochs")
                    )
                )
            epoch_panel(it, epoch, "back", small=len(seen) > 1, states=True, ask=it is seen[0])


SHOW: dict[str, Callable[[list[Setting]], None]] = {
    "slow": slow,
    "back": look_back,
    "use": use,
    "runs": run_list,
    "honest": honest,
}
