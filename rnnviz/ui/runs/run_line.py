"""One line a run: what it does, how far it is, and pause, resume, stop and the learning rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rnnviz.core.metrics import score_text
from rnnviz.core.typed import InputError, clock
from rnnviz.jobs.far import WAITS
from rnnviz.learn.jobs import View
from rnnviz.learn.records import LOADING
from rnnviz.learn.tasks import task_of
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import runs

ICONS = {"resume": "play_arrow", "pause": "pause", "stop": "stop"}
FAULTS = ("failed", "diverged", "left")
Refuse = Callable[[InputError], None]
FAIR = _("Runs wait in rounds: one of each learner, then the next round. In a class, the teacher's run begins first.")
CAME_ALONG = _("**This run came with rnnviz**, trained beforehand on the built-in data")
RATES = (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 5e-3, 1e-2, 3e-2, 0.1, 1.0)


def run_line(it: View, name: str, number: int, refuse: Refuse) -> None:
    """Draw the line of a run, with its buttons while it lasts. refuse: told what a button could not do."""
    with st.container(key=f"train_line_{number}", horizontal=True, vertical_alignment="center", gap="small"):
        st.progress(share(it), text=f"**{name}** · {line(it)}" if name else line(it), width="stretch")
        if not it.over:
            buttons(it, number, refuse)
    if it.state in FAULTS:
        st.error(plain(it.sentence), icon=":material/error:")
    if it.state == "queued":
        st.caption(FAIR)
    if it.notices:
        st.caption(plain(" ".join(it.notices)))


def seeds_line(setting: Sequence[View], name: str, number: int, refuse: Refuse) -> None:
    """One line for a setting that is trained with several seeds, with one button that stops them all."""
    done = sum(it.over for it in setting)
    said = [f"**{name}**"] if name else []
    said += [
        _("{seeds} seeds: {done} done").format(seeds=len(setting), done=done)
        + (_(", {count} to come").format(count=len(setting) - done) if done < len(setting) else "")
    ]
    waiting = [it for it in setting if it.state == "queued"]
    if waiting and len(waiting) == len(setting) - done:
        said += [line(min(waiting, key=lambda it: it.place))]
    with st.container(key=f"train_line_{number}", horizontal=True, vertical_alignment="center", gap="small"):
        st.progress(sum(map(share, setting)) / len(setting), text=" · ".join(said), width="stretch")
        if done < len(setting):
            st.button(
                _("Stop all"), key=f"train_stop_{number}", icon=":material/stop:", on_click=stop_all,
                args=([it.id for it in setting if not it.over], refuse),
            )  # fmt: skip
    for it in setting:
        if it.state in FAULTS:
            st.error(
                plain(_("Seed {seed}: {sentence}").format(seed=it.plan.seed, sentence=it.sentence)),
                icon=":material/error:",
            )


def stop_all(keys: Sequence[str], refuse: Refuse) -> None:
    """For callbacks."""
    for key in keys:
        act("stop", key, refuse)


def share(it: View) -> float:
    if it.state == "finished":
        return 1.0
    if it.working and it.working.what == LOADING:
        return it.working.share
    return it.progress[-1].share if it.progress else 0.0


def line(it: View) -> str:
    """What the run does, in words."""
    if it.state == "queued":
        soon = "" if it.wait is None else _(" It begins in about {time}.").format(time=clock(max(1.0, it.wait)))
        return _("Waiting: place {place} in the queue.{soon}").format(place=it.place, soon=soon)
    if it.where == WAITS and not it.over:
        return _("Waiting for a worker of the cluster …")
    if it.state == "starting":
        return _("Starting a process for this run …")
    parts = [CAME_ALONG] if it.included else []
    parts += [plain(it.sentence) if it.over else _("Paused") if it.state == "paused" else doing(it)]
    if it.progress:
        last = it.progress[-1]
        where = _("epoch {epoch:.1f} of {epochs}, step {step} of {steps}").format(
            epoch=last.epoch, epochs=it.plan.epochs, step=last.step, steps=last.steps
        )
        left = _("{seconds_left} left").format(seconds_left=clock(last.seconds_left))
        pace = _("{steps_per_second:.0f} steps/s").format(steps_per_second=last.steps_per_second)
        # in slow motion the pace of a step or two says nothing of the run's
        parts += [pace] if it.over else [where] if it.state == "paused" else [where, left, pace]
    parts += [plain(it.where)] if it.where and not it.over else []
    return " · ".join([*parts, *scores(it)])


def doing(it: View) -> str:
    return it.working.what.capitalize() if it.working else _("Training")


def scores(it: View) -> list[str]:
    if not it.evaluations:
        return []
    last, metric = it.result, task_of(it.plan).metric
    after = _(" after epoch {epoch}").format(epoch=last.epoch) if it.plan.patience else ""
    return (
        [
            _("validation {metric}{after} **{scores}**").format(
                metric=_(metric), after=after, scores=score_text(last.scores[metric], ".4f")
            )
        ]
        if metric in last.scores
        else []
    )


def buttons(it: View, number: int, refuse: Refuse) -> None:
    turn = "resume" if it.state == "paused" else "pause"
    for what, key in ((turn, "pause"), ("stop", "stop")):  # one key for both turns: the focus stays on the button
        st.button(
            what.capitalize(), key=f"train_{key}_{number}", icon=f":material/{ICONS[what]}:", on_click=act,
            args=(what, it.id, refuse),
        )  # fmt: skip
    now = it.progress[-1].learning_rate if it.progress else it.plan.learning_rate
    key = f"train_rate_{number}_{it.id[-8:]}"
    # At every drawing: a browser that was not told of it shows the first rate, and sends that as chosen.
    st.session_state[key] = st.session_state.get(key, now)
    st.selectbox(
        _("Learning rate"), sorted({*RATES, now, st.session_state[key]}),
        format_func=lambda rate: _("rate {rate:g}").format(rate=rate),
        key=key, label_visibility="collapsed", width=130, on_change=rate_chosen, args=(key, it.id, refuse),
    )  # fmt: skip


def act(what: str, key: str, refuse: Refuse) -> None:
    """For callbacks."""
    try:
        {"pause": runs().pause, "resume": runs().resume, "stop": runs().stop}[what](key)
    except InputError as error:
        refuse(error)


def rate_chosen(widget: str, key: str, refuse: Refuse) -> None:
    try:
        runs().set_learning_rate(key, st.session_state[widget])
    except InputError as error:
        refuse(error)
