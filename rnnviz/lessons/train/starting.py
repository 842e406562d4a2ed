"""Starting a run, alone or beside the one that is there; the learner's own file goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train import own_series, own_texts
from rnnviz.lessons.train.number import LABELS, refused
from rnnviz.lessons.train.own_file import TEXTS, being_read, file_id, texts_found, upload
from rnnviz.lessons.train.own_preview import preview
from rnnviz.lessons.train.shown import RUNS
from rnnviz.lessons.train.state import BESIDE, PAGE, START, seeds, watch, watched
from rnnviz.texts import _
from rnnviz.ui import visitor
from rnnviz.ui.classroom import teaches
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.checking import checks, look_again, waiting
from rnnviz.ui.runs.own import letters_of, text_read
from rnnviz.ui.runs.results import runs

MAX_MB = 200
PRESS = _("press **{start}**").format(start=START)
ENDINGS = {"csv": ("csv", "txt", "tsv", "dat", "gz"), "txt": ("txt",), "texts": ("csv", "tsv", "txt", "zip", "gz")}
BOXES = {
    "weather": _("A table of numbers as text, with times or without"),
    "characters": _("A text file, 512 letters or more"),
    "names": _("A table of names with a class each (label,text), or a zip with a text file a class"),
    "sentiment": _("A table of texts with a class each (label,text), or a zip with a folder a class"),
}


def start_buttons(plan: Plan) -> None:
    """Start; and a second run beside the first."""
    missing = way(plan) != PRESS
    st.button(START, key="train_start", icon=":material/play_arrow:", on_click=start, disabled=missing)
    st.button(
        BESIDE, key="train_beside", icon=":material/compare_arrows:", on_click=start, args=(True,),
        disabled=missing, help=_("One more run with these settings, in the same charts: up to four."),
    )  # fmt: skip


def way(plan: Plan) -> str:
    """What is left to do for a run, as the end of a sentence; PRESS alone where nothing stands in the way."""
    if refused():
        return _("give a number that fits, then {press}").format(press=PRESS)
    if plan.source == "own file" and upload(plan) is None:
        return _("load your file, then {press}").format(press=PRESS)
    if plan.source == "own file" and being_read(plan):
        return _("wait until your file is read, then {press}").format(press=PRESS)
    if plan.source == "own file" and plan.task == "weather" and own_series.asks(plan):
        return _("choose a column, then {press}").format(press=PRESS)
    if plan.source == "own file" and unfit(plan):
        return _("load a file that can be used, then {press}").format(press=PRESS)
    return PRESS


def upload_box(plan: Plan) -> None:
    if plan.source != "own file":
        return
    endings = ENDINGS[TASKS[plan.task].own_file]
    st.file_uploader(BOXES[plan.task], type=list(endings), max_upload_size=MAX_MB, key=f"train_own_{plan.task}")
    checks().warm()
    if plan.task == "weather":
        own_series.judge(plan)
    elif plan.task in TEXTS:
        own_texts.judge(plan)
    elif said := unfit(plan):
        st.warning(plain(said), icon=":material/error:")
    elif own := upload(plan):
        st.caption(plain(text_read(*own)))
    if not being_read(plan) and not unfit(plan):
        preview(plan)
    if waiting():
        look_again()
    if (todo := way(plan)) != PRESS and not refused():
        st.info(f"{todo[0].upper()}{todo[1:]}.")


def unfit(plan: Plan) -> str:
    """Why the loaded file cannot be used, or ""."""
    if plan.task == "weather":
        return own_series.problem(plan)
    if plan.task in TEXTS:
        found = texts_found(plan)
        return found.problem if found else ""
    try:
        letters_of(*own) if (own := upload(plan)) else ()
    except InputError as error:
        return str(error)
    return ""


def start(beside: bool = False, given: Plan | None = None, slow: bool = False) -> None:
    """For callbacks: a run with this plan, or with the one in force if no knob holds another. `slow`: by the batch."""
    if given is None:
        PAGE.take(*LABELS)
        if refused():
            return
    plan = given or PAGE.load()[0]
    PAGE.save(plan)  # a link names its task
    own = upload(plan) if plan.source == "own file" else None
    try:
        keys = start_all(plan.with_seeds(1 if given or slow else seeds()), own, slow)
    except InputError as error:
        PAGE.refuse(error)
        return
    show([*(same_task(plan.task) if beside else []), keys], "slow" if slow else "watch")


def start_all(plans: Sequence[Plan], own: tuple[bytes, str] | None = None, slow: bool = False) -> list[str]:
    """A run each, or none. Raises InputError."""
    content, name = own or (None, "upload")
    file = file_id(plans[0]) if own else ""
    keys: list[str] = []
    try:
        for plan in plans:
            keys.append(runs().start(plan, content, name, visitor.own(), slow, teaches(), file))
    except InputError:
        for key in keys:
            runs().forget(key)
        raise
    return keys


def same_task(task: str) -> list[list[str]]:
    """The last settings of this task, so many that one more has a place in the charts."""
    kept = []
    for keys in watched():
        with suppress(InputError):  # it is gone
            if runs().handle(keys[0]).plan.task == task:
                kept.append(keys)
    return kept[1 - len(RUNS) :]


def start_pair(first: Plan, second: Plan) -> None:
    """For callbacks: two runs that a lesson compares."""
    PAGE.save(first)
    try:
        show([[key] for key in start_all((first, second))])
    except InputError as error:
        PAGE.refuse(error)


def show(settings: list[list[str]], view: str = "watch") -> None:
    """Watches these, in this view; a run that makes way is stopped."""
    staying = {key for keys in settings for key in keys}
    for old in (key for keys in watched() for key in keys):
        if old not in staying:
            try:
                runs().stop(old)
            except InputError:
                continue  # it is gone already
    watch(settings)
    st.query_params["view"] = st.session_state["train_view"] = view
    PAGE.remember()
