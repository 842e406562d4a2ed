"""The learner's runs as a list: named, chosen for the charts, and taken away as tables, as weights, with a card."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from rnnviz.core.metrics import score_text
from rnnviz.core.typed import InputError
from rnnviz.learn.card import card
from rnnviz.learn.jobs import MOST_NAME, View
from rnnviz.learn.tables import confusion_table, curves_table
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.curves import Setting, names
from rnnviz.lessons.train.shown import RUNS
from rnnviz.lessons.train.state import PAGE, watch, watched
from rnnviz.texts import _
from rnnviz.ui import visitor
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import about, epoch_of, net_at, predictions, runs

LIST = "train_list"
SIGNS = ("● blue", "■ red", "◆ green", "▲ purple")
"""The marks of `curves.MARKS` and of the charts, in words."""
OPEN = ("Shown", "Name")  # columns that a learner can change
STATES = {"queued": "waits", "starting": "starts"}


def run_list(settings: Sequence[Setting]) -> None:
    """The view."""
    st.fragment(_run_list)([[it.id for it in setting] for setting in settings])


def _run_list(keys: list[list[str]]) -> None:
    try:
        settings = [[runs().view(key) for key in setting] for setting in keys]
    except InputError as error:
        st.info(plain(str(error)))
        return
    shown = [it for setting in settings for it in setting]
    listed = [*(it for it in shown if it.included), *(it for it in runs().of(visitor.own()) if it.plan.task in TASKS)]
    st.markdown(
        _("**Your runs.** Give them names. Choose up to {n_runs} of one task for the charts.").format(n_runs=len(RUNS))
    )
    ids = [it.id for it in listed]
    order = {it.id: k for k, setting in enumerate(settings) for it in setting}
    table = pd.DataFrame([row(it, order.get(it.id)) for it in listed])
    key = f"{LIST}_{hash(tuple(ids))}"
    st.data_editor(
        table, hide_index=True, width="stretch", key=key, on_change=_edited, args=(key, ids),
        disabled=[name for name in table.columns if name not in OPEN],
        column_config={
            "Shown": st.column_config.CheckboxColumn(width="small"),
            "Name": st.column_config.TextColumn(max_chars=MOST_NAME, help=_("Click and type.")),
        },
    )  # fmt: skip
    PAGE.say("list")
    if shown:
        downloads(settings)


def row(it: View, place: int | None) -> dict[str, Any]:
    """A run in the list. `place`: of its setting in the charts."""
    last, metric = it.result if it.evaluations else None, TASKS[it.plan.task].metric
    return {
        "Shown": place is not None,
        "Curve": "" if place is None else SIGNS[place],
        "Name": it.name,
        "Task": TASKS[it.plan.task].name,
        "Net": about(it.plan),
        "Seed": it.plan.seed,
        "Data": _("came with rnnviz") if it.included else it.plan.source,
        "Score": f"{_(metric)} {score_text(last.scores.get(metric), '.4f')}" if last else "",
        "Seconds": f"{it.progress[-1].seconds:.1f}" if it.progress else "",
        "State": STATES.get(it.state, it.state),
    }


def _edited(widget: str, ids: list[str]) -> None:
    """For callbacks."""
    changes: dict[int, dict[str, Any]] = st.session_state[widget]["edited_rows"]
    try:
        for number, change in changes.items():
            if "Name" in change:
                runs().rename(ids[number], change["Name"] or "")
            if "Shown" in change:
                choose(ids[number], change["Shown"])
    except InputError as error:
        PAGE.refuse(error, "list")


def choose(key: str, wanted: bool) -> None:
    """Into the charts, or out of them. Raises InputError."""
    now = [[one for one in setting if one != key] for setting in watched()]
    now = [setting for setting in now if setting]
    if wanted:
        tasks = {runs().handle(setting[0]).plan.task for setting in now}
        if tasks and tasks != {runs().handle(key).plan.task}:
            now = []  # the charts are of one task
        if len(now) == len(RUNS):
            raise InputError(_("The charts hold {n_runs} runs: take one out first.").format(n_runs=len(RUNS)))
        now.append([key])
    watch(now)


def downloads(settings: Sequence[Setting]) -> None:
    """The tables of the runs in the charts; and of one of them its predictions, its confusion, its net."""
    named = dict(zip(names(settings), settings, strict=True))
    each = {
        _("{name}, seed {seed}").format(name=name, seed=it.plan.seed) if len(setting) > 1 else name: it
        for name, setting in named.items()
        for it in setting
    }
    st.markdown(_("**Files**"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        button(_("Curves of all these runs (CSV)"), lambda: csv(curves_table(each)), "rnnviz-curves.csv")
        which = st.selectbox(_("Of one run"), list(each), key="train_files_run") if len(each) > 1 else next(iter(each))
        it = each[which or next(iter(each))]
        if not it.evaluations:
            st.caption(_("Its first epoch is not over yet."))
            return
        files_of(it)


def files_of(it: View) -> None:
    last = it.result
    try:
        net = net_at(it.id, epoch_of(it))
    except InputError:
        st.caption(_("Its nets are no longer kept."))
        return
    stem = f"rnnviz-{it.plan.task}-{it.plan.cell}"
    button(_("Predictions (CSV)"), lambda: csv(predictions(it)), f"{stem}-predictions.csv")
    if last.confusion:
        button(_("Confusion (CSV)"), lambda: csv(confusion_table(last, net.classes)), f"{stem}-confusion.csv")
    button(_("State dict (.pt)"), net.to_pt, f"{stem}.pt")
    button(_("Card (.md)"), partial(card, net, it), f"{stem}.md")


def csv(table: pd.DataFrame) -> str:
    made: str = table.to_csv(index=False)
    return made


def button(title: str, content: Any, file: str) -> None:
    st.download_button(title, content, file, on_click="ignore", icon=":material/download:", key=f"train_file_{file}")
