"""The runs live: a fragment that looks every few seconds while anything moves, and rests when all is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from rnnviz.core.metrics import defined
from rnnviz.core.typed import InputError
from rnnviz.figures.training import Curves, gradient_figure, loss_figure, score_figure
from rnnviz.learn.evaluating import Exam, exams
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.data_picture import draw_data, has_picture
from rnnviz.lessons.train.epoch import epoch_panel
from rnnviz.lessons.train.own_series import step_of
from rnnviz.lessons.train.pairs import lesson, pair_of
from rnnviz.lessons.train.recalls import draw_recalls
from rnnviz.lessons.train.starting import way
from rnnviz.lessons.train.state import PAGE, view
from rnnviz.lessons.train.verdicts import ALIKE, verdict
from rnnviz.stage.chart import chart
from rnnviz.ui.groups import picture
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import about, baselines, difference, forecasts_without_a_net, net_at, of_slides, runs
from rnnviz.ui.runs.run_line import run_line

OFTEN, SELDOM = 2.0, 5.0  # seconds between two looks: a browser on the same two cores draws while the run trains
YOUNG, NEAR = 30, 10  # seconds that a run has trained, or has left to train, in which it is looked at often
MOST_POINTS = 250  # of a curve that has one every half a second, or after every epoch
SLIDES = {"the slides’ RNN, about": 0.68, "the slides’ LSTM, about": 0.88}  # S0, 25 000 test reviews of IMDB
SLIDES_WEATHER = {  # S0, on weatherHistory.csv
    "RNN": {"R²": 0.984, "MAE": 0.71, "MSE": 1.23},
    "LSTM": {"R²": 0.986, "MAE": 0.67, "MSE": 1.06},
}
T = TypeVar("T")


def monitor(seen: list[View]) -> None:
    """The runs' lines and, in the first view, their curves over them."""
    every = pace(seen)
    st.fragment(_monitor, run_every=every)([it.id for it in seen], every, changes(seen))


def pace(seen: list[View]) -> float | None:
    """Seconds between two looks; None when all is over."""
    last = [it.progress[-1] if it.progress else None for it in seen if not it.over]
    if any(it is None or it.seconds < YOUNG or it.seconds_left < NEAR for it in last):
        return OFTEN
    return SELDOM if last else None


def changes(seen: list[View]) -> int:
    """How often a learning rate was changed."""
    return sum(len(it.rates) for it in seen)


def _monitor(keys: list[str], every: float | None, changed: int) -> None:
    try:
        seen = [runs().view(key) for key in keys]
    except InputError:
        st.rerun()
    if every != pace(seen) or changes(seen) != changed:
        st.rerun()  # another pace; the page draws what is there once all runs are over; the script's new rate
    if seen and view() == "watch":
        with_data(seen)
    for number, (it, name) in enumerate(zip(seen, names(seen), strict=True)):
        run_line(it, name if len(seen) > 1 else "", number, PAGE.refuse)
    if view() == "watch":
        watch_view(seen)


def watch_view(seen: list[View]) -> None:
    """What the runs have shown, and what the nets make of an example now."""
    if not seen:
        todo = way(PAGE.load()[0])
        st.info(f"{todo[0].upper()}{todo[1:]}: the run lives in a process of its own, and its curves appear here.")
        return
    for said in sentences(seen):
        st.caption(said)
    if len(seen) == 2 and pair_of([it.plan for it in seen]) == "j" and all(it.over and it.evaluations for it in seen):
        draw_exams(seen)
    if seen[0].plan.task == "names":
        draw_recalls(seen, names(seen))
    for column, it in zip(st.columns(len(seen), gap="medium"), seen, strict=True):
        with column:
            if it.evaluations:
                epoch_panel(it, it.evaluations[-1].epoch, "watch", small=len(seen) > 1, ask=it is seen[0])


def with_data(seen: list[View]) -> None:
    """The curves, beside what they were learned from where that can be shown."""
    if not has_picture(seen[0].plan):
        curves_row(seen, "watch")
        return
    data, run = st.columns([3, 7], gap="medium")
    with data:
        draw_data(seen[0].plan)
    with run:
        curves_row(seen, "watch")


def sentences(seen: list[View]) -> list[str]:
    """Where to look, what the slides have, and what these runs have shown."""
    plan = seen[0].plan
    parts = [HEADLINES[plan.task](plan)] if plan.task in HEADLINES else []
    parts += [lesson([it.plan for it in seen]), verdict(seen, [plain(it) for it in names(seen)], classes)]
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
    return (
        f"Epoch {last.epoch}: the mean training loss is **{last.loss:.4f}**. The last mini-batch alone has "
        f"**{last.last_batch:.4f}**. The slides print that one number as the loss of the epoch."
    )


def curves_row(seen: list[View], key: str, marker: int | None = None) -> None:
    """Loss, metric, gradients. `marker`: an epoch."""
    found = [curves(it, name) for it, name in zip(seen, names(seen), strict=True)]
    metric = TASKS[seen[0].plan.task].metric
    figures = {
        "loss": (loss_figure(found, marker), "Loss against epochs, trained and held out."),
        "score": (score_figure(found, metric, levels(seen[0]), marker), f"{metric} against epochs."),
        "gradients": (gradient_figure(found, marker), "The norm of each layer's gradient, on a logarithmic axis."),
    }
    for column, (name, (figure, alt)) in zip(picture().columns(3, gap="small"), figures.items(), strict=True):
        with column:
            chart(f"train_{key}_{name}", figure, alt)


def names(seen: list[View]) -> tuple[str, ...]:
    return difference(seen[0].plan, seen[1].plan) if len(seen) == 2 else tuple(about(it.plan) for it in seen)


def levels(it: View) -> dict[str, float]:
    """What needs no net: the last hour again (slip k), guessing (slip m), a bag of letters or of words."""
    if it.plan.task == "noise":
        return {"guessing": 0.5}
    if it.plan.task == "sentiment" and it.plan.source == "real":
        return SLIDES
    if it.plan.task != "weather":
        if it.plan.source != "built in":
            return {}
        found = baselines(it.plan.task, it.plan.seed, it.plan.longest)
        return {f"{name}{took(one.seconds)}": one.accuracy for name, one in found.items()}
    try:
        without = forecasts_without_a_net(it.plan.to_json())
    except InputError:
        return {}
    names = {"last": f"same as the last {step_of(it.plan).name}", "yesterday": "same time yesterday"}
    levels = {names[key]: scores["R²"] for key, scores in without.items() if scores}
    slides = {f"the slides’ {cell}": found["R²"] for cell, found in SLIDES_WEATHER.items()}
    levels |= slides if of_slides(it.plan.to_json()) else {}
    return {name: level for name, level in levels.items() if defined(level)}


def took(seconds: float) -> str:
    """What a level cost, where it cost anything."""
    return f" ({seconds:.1f} s)" if seconds >= 0.05 else ""


def weather_headline(plan: Plan) -> str:
    """The slides' scores beside this run's, on the file that they are of and on no other (row 22)."""
    if not of_slides(plan.to_json()):
        return ""
    parts = [
        f"{cell} " + ", ".join(f"{name} {value:g}" for name, value in found.items())
        for cell, found in SLIDES_WEATHER.items()
    ]
    asked = "" if (plan.lag, plan.ahead) == (64, 1) else f" This run: lag {plan.lag}, {plan.ahead} ahead."
    return f"The slides on this file, lag 64 and 1 hour ahead: {'; '.join(parts)}.{asked}"


def headline(plan: Plan) -> str:
    """The slides' accuracies beside this run's, and whether they are of the same reviews (row 24)."""
    rnn, lstm = (f"{value:.0%}".replace("%", " %") for value in SLIDES.values())
    of = "all 25 000 test reviews of IMDB"
    if plan.source != "real":
        said = "this run reads made-up reviews: do not compare"
        return f"The slides (RNN about {rnn}, LSTM about {lstm}) test on {of}; {said}."
    other = f"; this run tests on {plan.limit} of them" if 0 < plan.limit < 25_000 else ""
    return f"The slides’ nets: RNN about {rnn}, LSTM about {lstm}, on {of}{other}."


HEADLINES: dict[str, Callable[[Plan], str]] = {"sentiment": headline, "weather": weather_headline}


def some(told: tuple[T, ...]) -> tuple[T, ...]:
    """So many of them that a chart shows no fewer, the last one always: a long run's news stay small."""
    step = -(-len(told) // MOST_POINTS)
    return told[(len(told) - 1) % step :: step] if told else told


def curves(it: View, name: str) -> Curves:
    """The records of a run as lines."""
    told, ends = some(it.progress), some(it.evaluations)
    epochs, metric = [float(e.epoch) for e in ends], TASKS[it.plan.task].metric
    at = [p.epoch for p in told]
    layers = dict.fromkeys(name for p in told for name in p.gradients)
    return Curves(
        name,
        (at, [p.loss for p in told]),
        (epochs, [e.loss for e in ends]),
        (epochs, [e.held_out_loss for e in ends]),
        (epochs, [e.scores.get(metric) for e in ends]),
        (epochs, [e.trained.get(metric) for e in ends]),
        {layer: (at, [p.gradients.get(layer) for p in told]) for layer in layers},
    )


def draw_exams(seen: list[View]) -> None:
    """For two runs that are over and differ in the order of their hours alone."""
    ordered, unordered = sorted(seen, key=lambda it: not it.plan.sort)
    try:
        found = _exams(ordered.id, ordered.evaluations[-1].epoch, unordered.id, unordered.evaluations[-1].epoch)
    except InputError:
        return  # a run whose nets are gone has its curves still
    head = ["| trained on | tested on | MSE, °C² | same as the last hour |", "| --- | --- | ---: | ---: |"]
    rows = [f"| {it.trained} | {it.tested} | {it.mse:.3f} | {it.persistence:.3f} |" for it in found]
    st.markdown("\n".join([*head, *rows]))
    st.caption(f"{exam_verdict(found)} One run each: another seed gives other numbers.")


@st.cache_data(max_entries=16, show_spinner=False)
def _exams(ordered: str, first: int, unordered: str, second: int) -> tuple[Exam, Exam, Exam]:
    return exams(net_at(ordered, first), net_at(unordered, second))


def exam_verdict(found: Sequence[Exam]) -> str:
    """What the three numbers say, no more."""
    right, same_test, own_test = found
    parts = [
        f"On the same sorted hours the two nets are within {ALIKE:.0%} of each other.".replace("%", " %")
        if abs(right.mse - same_test.mse) <= ALIKE * max(right.mse, same_test.mse)
        else f"On the same sorted hours the net trained {min(found[:2], key=lambda it: it.mse).trained} is better."
    ]
    if own_test.mse > (1 + ALIKE) * same_test.mse and own_test.persistence > (1 + ALIKE) * same_test.persistence:
        parts.append("The unsorted test is harder for the same net, and for the same-as-last-hour forecast.")
    return " ".join(parts)
