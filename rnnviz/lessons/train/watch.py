"""The runs live: a fragment that looks every few seconds while anything moves, and rests when all is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.jobs.cluster import trouble
from rnnviz.learn.evaluating import Exam, exams
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import OWN_FILE, Plan
from rnnviz.lessons.train.curves import SLIDES, SLIDES_WEATHER, Setting, curves_row, names
from rnnviz.lessons.train.data_picture import draw_data, has_picture
from rnnviz.lessons.train.done import test_part
from rnnviz.lessons.train.epoch import epoch_panel
from rnnviz.lessons.train.pairs import lesson, pair_of
from rnnviz.lessons.train.recalls import draw_recalls
from rnnviz.lessons.train.starting import way
from rnnviz.lessons.train.state import PAGE, part, view
from rnnviz.lessons.train.verdicts import ALIKE, of_seeds, verdict
from rnnviz.texts import _
from rnnviz.ui.lead import is_open
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.final import scoring as scoring_test
from rnnviz.ui.runs.own import own_baselines
from rnnviz.ui.runs.results import net_at, of_slides, runs
from rnnviz.ui.runs.run_line import run_line, seeds_line

HALF_OF_IMDB = 12_500
AT_ONCE = 0.4  # seconds between two looks at a run that is to begin, or has just begun: its first point comes at once
OFTEN, SELDOM = 2.0, 5.0  # later: a browser on the same two cores draws while the run trains
NEW, YOUNG, NEAR = 5, 30, 10  # seconds that a run has trained, twice, or has left to train


def monitor(settings: list[Setting]) -> None:
    """The runs' lines and, in the first view, their curves over them."""
    seen = [it for setting in settings for it in setting]
    every = look_every(seen)
    keys = [[it.id for it in setting] for setting in settings]
    part(_monitor, every)(keys, every, changes(seen), trouble())


def look_every(seen: list[View]) -> float | None:
    """As often as the runs need it; and until what needs no net has its score."""
    scoring = view() == "watch" and any(own_baselines(it.plan) is None for it in seen if it.progress)
    if view() == "watch" and any(map(scoring_test, seen)):
        return AT_ONCE
    return pace(seen) or (SELDOM if scoring else None)


def pace(seen: list[View]) -> float | None:
    """Seconds between two looks; None when all is over."""
    return min((pace_of(it) for it in seen if not it.over), default=None)


def pace_of(it: View) -> float:
    """The pace of one run; of those that wait, the next one alone may begin at any moment."""
    last = it.progress[-1] if it.progress else None
    if it.state == "paused" or it.place > 1:
        return OFTEN
    if last is None or last.seconds < NEW:
        return AT_ONCE
    return OFTEN if last.seconds < YOUNG or last.seconds_left < NEAR else SELDOM


def changes(seen: list[View]) -> int:
    """How often a learning rate was changed."""
    return sum(len(it.rates) for it in seen)


def _monitor(keys: list[list[str]], every: float | None, changed: int, why: str) -> None:
    try:
        settings = [[runs().view(key) for key in setting] for setting in keys]
    except InputError:
        st.rerun()
    seen = [it for setting in settings for it in setting]
    if every != look_every(seen) or changes(seen) != changed or trouble() != why:
        st.rerun()  # another pace; all is over, and the page draws what is there; the script's new rate; the cluster
    if settings and view() == "watch":
        with_data(settings)
    lines(settings)
    if view() == "watch":
        watch_view(settings)


def lines(settings: Sequence[Setting]) -> None:
    """One line a setting, its name before it where there are several."""
    named = names(settings) if settings else ()
    for number, (setting, name) in enumerate(zip(settings, named, strict=True)):
        said = plain(name) if len(settings) > 1 or setting[0].name else ""
        if len(setting) > 1:
            seeds_line(setting, said, number, PAGE.refuse)
        else:
            run_line(setting[0], said, number, PAGE.refuse)


def watch_view(settings: Sequence[Setting]) -> None:
    """What the runs have shown, and what the nets make of an example now."""
    if not settings:
        todo = way(PAGE.load()[0])
        st.info(
            _("{todo}: the run lives in a process of its own, and its curves appear here.").format(
                todo=todo[0].upper() + todo[1:]
            )
        )
        return
    seen = [setting[0] for setting in settings]
    for said in sentences(settings):
        st.caption(said)
    if len(seen) == 2 and pair_of([it.plan for it in seen]) == "j" and all(it.over and it.evaluations for it in seen):
        draw_exams(seen)
    if seen[0].plan.task == "names":
        draw_recalls(seen, names(settings))
    for column, it in zip(st.columns(len(seen), gap="medium"), seen, strict=True):
        with column:
            if it.evaluations:
                epoch_panel(it, it.result.epoch, "watch", small=len(seen) > 1, ask=it is seen[0])
                test_part(it, "watch")


def with_data(settings: Sequence[Setting]) -> None:
    """The curves, beside what they were learned from where that can be shown and a lead leaves room for it."""
    plan = settings[0][0].plan
    own = PAGE.load()[0].source == OWN_FILE  # the learner's own stands above
    if is_open("train") or own or not has_picture(plan):
        curves_row(settings, "watch")
        return
    data, run = st.columns([3, 7], gap="medium")
    with data:
        draw_data(plan)
    with run:
        curves_row(settings, "watch")


def sentences(settings: Sequence[Setting]) -> list[str]:
    """Where to look, what the slides have, and what these runs have shown."""
    seen, named = [it[0] for it in settings], [plain(it) for it in names(settings)]
    plan = seen[0].plan
    parts = [HEADLINES[plan.task](plan)] if plan.task in HEADLINES else []
    parts += [lesson([it.plan for it in seen])]
    if all(len(it) == 1 for it in settings):
        parts += [verdict(seen, named, classes)]
    parts += [of_seeds(setting, name) for setting, name in zip(settings, named, strict=True) if len(setting) > 1]
    parts += [two_losses(seen[0])] if plan.task == "noise" else []
    return [part for part in parts if part]


def classes(it: View) -> Sequence[str]:
    """The names of the classes of a run's net. Raises InputError where its nets are gone."""
    return net_at(it.id, it.evaluations[-1].epoch).classes


def two_losses(it: View) -> str:
    """The mean over the epoch and the last mini-batch's loss, which S2 prints as the epoch's."""
    last = it.evaluations[-1] if it.evaluations else None
    if last is None or last.last_batch is None:
        return ""
    return _(
        "Epoch {epoch}: the mean training loss is **{loss:.4f}**. The last mini-batch alone has "
        "**{last_batch:.4f}**. The slides print that one number as the loss of the epoch."
    ).format(epoch=last.epoch, loss=last.loss, last_batch=last.last_batch)


def weather_headline(plan: Plan) -> str:
    """The slides' scores beside this run's, on the file that they are of and on no other (row 22)."""
    if not of_slides(plan.to_json()):
        return ""
    parts = [
        f"{cell} " + ", ".join(f"{name} {value:g}" for name, value in found.items())
        for cell, found in SLIDES_WEATHER.items()
    ]
    asked = (
        ""
        if (plan.lag, plan.ahead) == (64, 1)
        else _(" This run: lag {lag}, {ahead} ahead.").format(lag=plan.lag, ahead=plan.ahead)
    )
    return _("The slides on this file, lag 64 and 1 hour ahead: {parts}.{asked}").format(
        parts="; ".join(parts), asked=asked
    )


def headline(plan: Plan) -> str:
    """The slides' accuracies beside this run's, and whether they are of the same reviews (row 24)."""
    if plan.source == OWN_FILE:
        return ""
    rnn, lstm = (f"{value:.0%}".replace("%", " %") for value in SLIDES.values())
    of = _("all 25 000 test reviews of IMDB")
    if plan.source != "real":
        said = _("this run reads made-up reviews: do not compare")
        return _("The slides (RNN about {rnn}, LSTM about {lstm}) test on {of}; {said}.").format(
            rnn=rnn, lstm=lstm, of=of, said=said
        )
    here = _("{limit} of them").format(limit=plan.limit) if 0 < plan.limit < HALF_OF_IMDB else _("half of them")
    return _("The slides’ nets: RNN about {rnn}, LSTM about {lstm}, on {of}; validation here: {here}.").format(
        rnn=rnn, lstm=lstm, of=of, here=here
    )


HEADLINES: dict[str, Callable[[Plan], str]] = {"sentiment": headline, "weather": weather_headline}


def draw_exams(seen: list[View]) -> None:
    """For two runs that are over and differ in the order of their hours alone."""
    ordered, unordered = sorted(seen, key=lambda it: not it.plan.sort)
    try:
        found = _exams(ordered.id, ordered.result.epoch, unordered.id, unordered.result.epoch)
    except InputError:
        return  # a run whose nets are gone has its curves still
    head = [_("| trained on | tested on | MSE, °C² | same as the last hour |"), "| --- | --- | ---: | ---: |"]
    rows = [f"| {it.trained} | {it.tested} | {it.mse:.3f} | {it.persistence:.3f} |" for it in found]
    st.markdown("\n".join([*head, *rows]))
    st.caption(_("{found} One run each: another seed gives other numbers.").format(found=exam_verdict(found)))


@st.cache_data(max_entries=16, show_spinner=False)
def _exams(ordered: str, first: int, unordered: str, second: int) -> tuple[Exam, Exam, Exam]:
    return exams(net_at(ordered, first), net_at(unordered, second))


def exam_verdict(found: Sequence[Exam]) -> str:
    """What the three numbers say, no more."""
    right, same_test, own_test = found
    parts = [
        _("On the same sorted hours the two nets are within {alike:.0%} of each other.")
        .format(alike=ALIKE)
        .replace("%", " %")
        if abs(right.mse - same_test.mse) <= ALIKE * max(right.mse, same_test.mse)
        else _("On the same sorted hours the net trained {trained} is better.").format(
            trained=min(found[:2], key=lambda it: it.mse).trained
        )
    ]
    if own_test.mse > (1 + ALIKE) * same_test.mse and own_test.persistence > (1 + ALIKE) * same_test.persistence:
        parts.append(_("The unsorted test is harder for the same net, and for the same-as-last-hour forecast."))
    return " ".join(parts)
