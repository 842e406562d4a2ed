"""A run's test score as this session knows it: not asked for, under way in a process, or there."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.jobs.job import Job
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import Plan
from rnnviz.learn.testing import FinalScore, from_json, of_run, same_test
from rnnviz.ui.runs.own import scorers
from rnnviz.ui.runs.results import epoch_of, runs

JOBS, LOOKED = "test_jobs", "test_looked"


def ask(it: View) -> None:
    """Scores the run's net that counts on the test part, once: what is there is only shown. Raises InputError."""
    folder = runs().folder(it.id)
    if folder.final() is None:
        epoch = epoch_of(it)
        jobs()[it.id] = scorers().ask(f"test {it.id}", of_run, str(folder.path), epoch)
    looked()[it.id] = it.plan


def final(it: View) -> FinalScore | None:
    """The score, if it was asked for: of a run that came along in this session, of another one by anybody."""
    if it.included and it.id not in looked():
        return None
    try:
        text = runs().folder(it.id).final()
    except InputError:
        return None
    if text:
        looked().setdefault(it.id, it.plan)  # of an earlier session, or another learner's
    return from_json(text) if text else None


def looks_before(it: View) -> int:
    """How often this session looked at the data of this run's test part before it looked at this run's."""
    each = list(looked())
    before = each[: each.index(it.id)] if it.id in each else each
    return sum(same_test(looked()[key]) == same_test(it.plan) for key in before)


def under_way(it: View) -> Job[FinalScore] | None:
    """What scores it; it may have ended in an error."""
    return jobs().get(it.id)


def give_up(it: View) -> None:
    """What ended in an error was no look."""
    jobs().pop(it.id, None)
    looked().pop(it.id, None)


def scoring(it: View) -> bool:
    job = under_way(it)
    return job is not None and not job.done


def jobs() -> dict[str, Job[FinalScore]]:
    found: dict[str, Job[FinalScore]] = st.session_state.setdefault(JOBS, {})
    return found


def looked() -> dict[str, Plan]:
    """The plans of the runs whose test score this session asked for, in that order."""
    found: dict[str, Plan] = st.session_state.setdefault(LOOKED, {})
    return found
