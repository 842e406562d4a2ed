"""The end of a run: the test part is looked at once, when its learner says so, beside what needs no net."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.metrics import score_text, spread
from rnnviz.core.typed import InputError, counted, grouped
from rnnviz.learn.jobs import View
from rnnviz.learn.tasks import TASKS
from rnnviz.learn.testing import FinalScore
from rnnviz.lessons.train.epoch import scores
from rnnviz.lessons.train.state import PAGE
from rnnviz.lessons.train.verdicts import BRACKETS
from rnnviz.texts import _, marked
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.final import ask, final, give_up, looks_before, under_way

NOW = _("Now I am done")
UNSEEN = _(
    "**One part is left: the test part.** No curve shows it. The validation score may be too good, because settings "
    "are chosen by it. So choose first. Then look at the test score once."
)
SEEN = _(
    "In this session you have looked at the test part of this data {times}. If you chose by it, it is no longer a test."
)
ONCE = _("A test score counts once: whoever chooses by it makes it a second validation score.")


def test_part(it: View, key: str) -> None:
    """Of a run that is over: the button, what it does now, or the score."""
    if not it.over or not it.evaluations:
        return
    with st.container(key=f"train_{key}_test_{it.id[-8:]}"):
        found, job = final(it), under_way(it)
        if found:
            draw_score(found, it)
        elif job is None:
            offer(it, key)
        elif not job.done:
            st.progress(job.share, text=f"{(job.doing or _('scoring the test part')).capitalize()} …")
        else:
            st.warning(plain(job.error), icon=":material/error:")
            give_up(it)


def offer(it: View, key: str) -> None:
    times = looks_before(it)
    st.markdown(SEEN.format(times=often(times)) if times else UNSEEN)
    st.button(
        NOW, key=f"train_{key}_done_{it.id[-8:]}", icon=":material/check:", on_click=_asked, args=(it,),
        help=_("Scores the net on the test part. The button is gone then."),
    )  # fmt: skip


def _asked(it: View) -> None:
    try:
        ask(it)
    except InputError as error:
        PAGE.refuse(error)


def often(times: int) -> str:
    return _("once") if times == 1 else _("twice") if times == 2 else _("{times} times").format(times=times)


def draw_score(found: FinalScore, it: View) -> None:
    """The net's score and those of what needs no net, on the same examples."""
    st.markdown(
        _("**Test, after {epoch}:** {scores} · loss **{loss}**").format(
            epoch=counted(found.epoch, "{n} epoch", "{n} epochs"),
            scores=scores(found.scores),
            loss=score_text(found.loss),
        )
    )
    metric = TASKS[it.plan.task].metric
    shares = metric == "accuracy" and not TASKS[it.plan.task].every  # one answer an example
    rows = {marked("this net"): found.scores.get(metric), **found.without}
    head = [
        _("| on the {count} examples of the test part | {metric} |").format(
            count=grouped(found.count), metric=_(metric)
        ),
        "| --- | ---: |",
    ]
    st.markdown(
        "\n".join(
            [*head, *(f"| {plain(_(name))} | {cell(value, found.count, shares)} |" for name, value in rows.items())]
        )
    )
    times = looks_before(it)
    said = _("{seen} That was before this score.").format(seen=SEEN.format(times=often(times))) if times else ONCE
    st.caption(f"{BRACKETS} {said}" if shares else said)


def cell(score: float | None, count: int, share: bool) -> str:
    """A score in the table; a share of the `count` examples with its interval."""
    return spread(score, count) if share and score is not None else score_text(score)
