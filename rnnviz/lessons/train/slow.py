"""Slow motion: a run that waits after a batch, and that batch in the loop's five lines, at the learner's pace."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from rnnviz.core.course import LINES
from rnnviz.core.typed import InputError, counted
from rnnviz.learn.jobs import View
from rnnviz.learn.slow_motion import BatchRecord
from rnnviz.lessons.train.batch_views import SHORT, SHOW, sentence
from rnnviz.lessons.train.curves import Setting
from rnnviz.lessons.train.starting import PRESS, start, way
from rnnviz.lessons.train.state import PAGE
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import runs

OFTEN = 0.5  # seconds between two looks at a run that is on its way to a batch
SOON = 0.6  # seconds that a page waits for one batch, which takes less in most tasks
GLANCE = 0.02
MANY = 10
PLACE = "train_slow_place"  # (run, step, line): which line of which batch is shown


def slow(settings: Sequence[Setting]) -> None:
    """The view: the run that goes slowly, or a way to start one."""
    seen = [setting[0] for setting in settings]
    it = next((each for each in seen if not each.over and not each.included), seen[0])
    if it.over:
        begin()
    st.fragment(_slow, run_every=OFTEN if pending(it) else None)(it.id, moment(it))


def moment(it: View) -> tuple[bool, bool, int]:
    """What of a run the page around its batch shows, too."""
    return it.over, pending(it), done(it)


def pending(it: View) -> bool:
    """Whether a batch that was asked for is still to come, or the run does not yet wait."""
    if it.over:
        return False
    wish = runs().folder(it.id).wish()
    return it.state != "paused" or wish.what != "pause" or done(it) < wish.until


def done(it: View) -> int:
    """The steps that are told of. A run that waits says where: its last word on its progress may be older."""
    if not it.progress:
        return 0
    last = it.progress[-1]
    paused = it.working.share if it.working and it.state == "paused" else 0.0
    return max(last.step, round(paused * last.steps))


def _slow(key: str, drawn: tuple[bool, bool, int]) -> None:
    try:
        it = awaited(key)
        batch = runs().folder(key).batch()
    except InputError as error:
        st.info(plain(str(error)), icon=":material/history:")
        return
    if moment(it) != drawn:
        st.rerun()  # another pace; and the run's line above is to say the same
    if not it.over:
        bar(it, batch)
    if batch:
        five_lines(it, batch)


def awaited(key: str) -> View:
    """The run, a moment later if one batch is on its way. Raises InputError."""
    end = time.monotonic() + SOON
    it = runs().view(key)
    while it.state == "paused" and pending(it) and time.monotonic() < end:
        time.sleep(GLANCE)
        it = runs().view(key)
    return it


def begin() -> None:
    """Of a run that is over there is no next batch."""
    plan = PAGE.load()[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Start in slow motion"), key="train_slow_start", icon=":material/slow_motion_video:", type="primary",
            on_click=start, kwargs={"slow": True}, disabled=way(plan) != PRESS,
        )  # fmt: skip
        st.caption(
            _("A new run with these settings. It waits after each batch. Its numbers are those of a run at full speed.")
        )


def bar(it: View, batch: BatchRecord | None) -> None:
    """Back and on by a line, on by batches, and full speed."""
    line, last = place(it, batch), len(LINES) - 1
    with st.container(key="train_slow_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(_("← Line"), key="train_slow_back", on_click=go_to, args=(it, batch, line - 1), disabled=line <= 0)
        st.button(
            _("Line →") if line < last else _("Next batch →"), key="train_slow_on",
            on_click=on, args=(it, batch, line), disabled=pending(it),
        )  # fmt: skip
        for name, label, count in (
            ("ten", _("{many} batches").format(many=MANY), MANY),
            ("epoch", _("To the end of the epoch"), 0),
        ):
            st.button(label, key=f"train_slow_{name}", on_click=batches, args=(it, batch, count), disabled=pending(it))
        st.button(
            _("Full speed"), key="train_slow_full", icon=":material/fast_forward:", on_click=full_speed, args=(it,)
        )
        if pending(it):
            st.caption(
                _("On its way to the batch …") if it.state in ("running", "paused") else _("The run is starting …")
            )


def place(it: View, batch: BatchRecord | None) -> int:
    """Which line is shown. A batch that came in its turn begins at the first, one after many has had them all."""
    if batch is None:
        return 0
    key, step, line = st.session_state.get(PLACE, ("", 0, 0))
    if (key, step) == (it.id, batch.step):
        return int(line)
    return 0 if batch.step <= 1 or (key, step + 1) == (it.id, batch.step) else len(LINES) - 1


def go_to(it: View, batch: BatchRecord | None, line: int) -> None:
    if batch:
        st.session_state[PLACE] = (it.id, batch.step, line)


def on(it: View, batch: BatchRecord | None, line: int) -> None:
    """The next line; after the last one the next batch."""
    if batch and batch.step == done(it) and line < len(LINES) - 1:
        go_to(it, batch, line + 1)
    else:
        st.session_state[PLACE] = (it.id, done(it), 0)
        batches(it, batch, 1)


def batches(it: View, batch: BatchRecord | None, count: int) -> None:
    """For callbacks: so many more; 0: as many as the epoch has left, or one epoch more."""
    now = done(it)
    if not count:
        last = it.progress[-1] if it.progress else None
        each = last.steps // it.plan.epochs if last else 1
        left = batch.batches - batch.number if batch and batch.step == now else round((-now) % each)
        count = left or each
    try:
        runs().pause(it.id, now + count)
    except InputError as error:
        PAGE.refuse(error)


def full_speed(it: View) -> None:
    try:
        runs().resume(it.id)
    except InputError as error:
        PAGE.refuse(error)


def five_lines(it: View, batch: BatchRecord) -> None:
    """The loop with an arrow at a line, what the line does, and what it makes of this batch."""
    line = place(it, batch)
    left, right = st.columns([5, 8], gap="medium")
    with left:
        where = _("Epoch {epoch}, batch {number} of {batches}").format(
            epoch=batch.epoch, number=batch.number, batches=batch.batches
        )
        st.markdown(
            _("**{where}**: {shape}, step {step} of {steps}.").format(
                where=where,
                shape=counted(batch.shape[0], "{n} example", "{n} examples"),
                step=batch.step,
                steps=batch.steps,
            )
        )
        st.code(code(batch, line), language="python", wrap_lines=True)
        st.markdown(sentence(batch, it.plan, line))
    with right:
        SHOW[line](batch, it.plan)


def code(batch: BatchRecord, line: int) -> str:
    """The loop, its clipping beside backward."""
    clip = f"\n      clip_grad_norm_(model.parameters(), {batch.clip:g})" if batch.clip else ""
    lines = [
        f"  {'▶ ' if number == line else '  '}{text}{clip if number == SHORT.index('backward') else ''}"
        for number, (text, _) in enumerate(LINES)
    ]
    return "\n".join(["for inputs, targets in loader:", *lines])
