"""What the page asks of a learner's own text and of the data of runs on own files, each answer cached and bounded."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.letters import one_line_end
from rnnviz.core.typed import InputError, counted
from rnnviz.jobs.job import Job
from rnnviz.jobs.queue import Queue
from rnnviz.learn import tasks
from rnnviz.learn.baselines import BASELINES, Baseline, of_plan
from rnnviz.learn.data import characters
from rnnviz.learn.data.series.unpacking import decode
from rnnviz.learn.plan import OWN_FILE, Plan, from_json
from rnnviz.learn.tasks import usual
from rnnviz.texts import _

MOST_OF_TEXT, FIRST_LETTERS = 2000, 12
OF_DATA = ("source", "file", "column", "inputs", "time", "seed", "limit", "longest")


@st.cache_data(max_entries=4, show_spinner=False)
def letters_of(own: bytes, name: str) -> tuple[str, ...]:
    """The different letters of the learner's text. Raises DataError for one that cannot be learned from."""
    return characters.alphabet(decode(own[: tasks.MAX_TEXT_BYTES], name))


@st.cache_data(max_entries=4, show_spinner=False)
def own_text(own: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The learner's text from its beginning, and its letters. Raises DataError."""
    return one_line_end(decode(own[: tasks.MAX_TEXT_BYTES], name))[:MOST_OF_TEXT], letters_of(own, name)


@st.cache_data(max_entries=4, show_spinner=False)
def text_read(own: bytes, name: str) -> str:
    """What was read of the learner's text, in a sentence."""
    text = one_line_end(decode(own[: tasks.MAX_TEXT_BYTES], name))
    lines, letters = (
        counted(text.rstrip("\n").count("\n") + 1, "{n} line", "{n} lines"),
        counted(len(set(text)), "{n} different letter", "{n} different letters"),
    )
    return _("Read: {name} · {n_text} in {lines} · {letters}.").format(
        name=name, n_text=counted(len(text), "{n} letter", "{n} letters"), lines=lines, letters=letters
    )


@st.cache_resource(max_entries=1, show_spinner=False)
def scorers() -> Queue:
    """The process that scores without a net what a learner brought."""
    return Queue(_("scores without a net"), _("scores"), modules=("rnnviz.learn.ready",), fresh=True)


@st.cache_resource(max_entries=64, show_spinner=False)
def baseline_job(plan_json: str) -> Job[dict[str, Baseline]]:
    """Of a run's own data, once. Raises InputError when too much is waiting."""
    return scorers().ask(plan_json, of_plan, from_json(plan_json))


def own_baselines(plan: Plan) -> dict[str, Baseline] | None:
    """What is scored without a net on a run's own data; None while that is made. Nothing where it cannot be."""
    if plan.source != OWN_FILE or plan.task not in BASELINES:
        return {}
    try:
        job = baseline_job(same_data(plan).to_json())
        return job.result(0) if job.done else None
    except InputError:
        return {}


def same_data(plan: Plan) -> Plan:
    """A plan whose data is the same, whatever its net and its training are."""
    return usual(plan.task).but(**{name: getattr(plan, name) for name in OF_DATA})


@st.cache_data(max_entries=8, show_spinner=False)
def first_text(plan_json: str) -> str:
    """The first text of the learner's file that a run is about, or its text's first words. Raises DataError."""
    plan = from_json(plan_json)
    if plan.task == "characters":
        begun = own_text(tasks.own(plan).read_bytes(), plan.file)[0][:FIRST_LETTERS].strip("\n")
        return begun.rpartition(" ")[0] or begun
    return tasks.labelled(plan).rows[0].text[:MOST_OF_TEXT]
