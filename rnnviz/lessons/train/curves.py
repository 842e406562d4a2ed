"""The curves of the runs that are watched: one a setting, a band where a setting has several seeds; and their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from rnnviz.core.metrics import defined, mean_and_range
from rnnviz.core.typed import InputError
from rnnviz.figures.training import Curves, Points, gradient_figure, loss_figure, score_figure
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import OWN_FILE
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.own_series import step_of
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.ui.groups import picture
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.own import own_baselines
from rnnviz.ui.runs.results import about, baselines, differences, forecasts_without_a_net, of_slides

Setting = Sequence[View]
"""The runs of one setting: one, or one a seed."""
MOST_POINTS = 250  # of a curve that has one every half a second, or after every epoch
MARKS = (":blue[●]", ":red[■]", ":green[◆]", ":violet[▲]")
"""Beside a setting's name: the colour and the marks of its curves (`figures.training`)."""
SLIDES = {_("the slides’ RNN, about"): 0.68, _("the slides’ LSTM, about"): 0.88}  # S0, 25 000 test reviews of IMDB
SLIDES_WEATHER = {  # S0, on weatherHistory.csv
    "RNN": {"R²": 0.984, "MAE": 0.71, "MSE": 1.23},
    "LSTM": {"R²": 0.986, "MAE": 0.67, "MSE": 1.06},
}
T = TypeVar("T")


def curves_row(settings: Sequence[Setting], key: str, marker: int | None = None) -> None:
    """Loss, metric, gradients in the same axes, under one legend. `marker`: an epoch."""
    first = settings[0][0]
    found = [curves(it, name) for it, name in zip(settings, names(settings), strict=True)]
    metric = TASKS[first.plan.task].metric
    figures = {
        "loss": (loss_figure(found, marker), _("Loss against epochs, of train and validation.")),
        "score": (
            score_figure(found, _(metric), levels(first), marker),
            _("{metric} against epochs.").format(metric=_(metric)),
        ),
        "gradients": (gradient_figure(found, marker), _("The norm of each layer's gradient, on a logarithmic axis.")),
    }
    with picture():
        if len(settings) > 1:
            st.caption(legend(settings))
        for column, (name, (figure, alt)) in zip(st.columns(3, gap="small"), figures.items(), strict=True):
            with column:
                chart(f"train_{key}_{name}", figure, alt)


def legend(settings: Sequence[Setting]) -> str:
    """The names of several settings beside their marks, and what the kinds of line mean."""
    named = [f"{mark} {plain(name)}" for mark, name in zip(MARKS, names(settings), strict=False)]
    band = [_("band: from the least to the most of the seeds")] if any(len(it) > 1 for it in settings) else []
    return " · ".join([*named, _("solid line: validation"), _("dotted: train"), *band])


def names(settings: Sequence[Setting]) -> tuple[str, ...]:
    """What the settings are called: by the learner, or by what each has that another has not."""
    firsts = [it[0] for it in settings]
    given = differences([it.plan for it in firsts]) if len(firsts) > 1 else (about(firsts[0].plan),)
    return tuple(it.name or name for it, name in zip(firsts, given, strict=True))


def levels(it: View) -> dict[str, float]:
    """What needs no net: the last hour again (slip k), guessing (slip m), a bag of letters or of words."""
    if it.plan.task == "noise":
        return {_("guessing"): 0.5}
    if it.plan.task == "sentiment" and it.plan.source == "real":
        return SLIDES
    if it.plan.task != "weather":
        if it.plan.source == OWN_FILE:
            found = own_baselines(it.plan) or {}
        elif it.plan.source == "built in":
            found = baselines(it.plan.task, it.plan.seed, it.plan.longest)
        else:
            return {}
        return {f"{_(name)}{took(one.seconds)}": one.accuracy for name, one in found.items()}
    try:
        without = forecasts_without_a_net(it.plan.to_json())
    except InputError:
        return {}
    names = {
        "last": _("same as the last {name}").format(name=step_of(it.plan).name),
        "yesterday": _("same time yesterday"),
    }
    levels = {names[key]: scores["R²"] for key, scores in without.items() if scores}
    slides = {_("the slides’ {cell}").format(cell=cell): found["R²"] for cell, found in SLIDES_WEATHER.items()}
    levels |= slides if of_slides(it.plan.to_json()) else {}
    return {name: level for name, level in levels.items() if defined(level)}


def took(seconds: float) -> str:
    """What a level cost, where it cost anything."""
    return _(" ({seconds:.1f} s)").format(seconds=seconds) if seconds >= 0.05 else ""


def curves(setting: Setting, name: str) -> Curves:
    """The records of a setting as lines: of several seeds the mean, and from the least to the most a band.

    Of those seeds that are over; the first one's alone until a second is.
    """
    there = [it for it in setting if it.over and it.evaluations] or setting[:1]
    if len(there) == 1:
        return curves_of(there[0], name)
    each = [curves_of(it, name) for it in there]
    loss, validation, score, trained = (
        banded([getattr(it, part) for it in each]) for part in ("loss", "validation", "score", "trained_score")
    )
    ranges = {"validation": validation[1:], "score": score[1:]}
    return Curves(name, ([], []), loss[0], validation[0], score[0], trained[0], each[0].gradients, ranges)


def banded(runs: Sequence[Points]) -> tuple[Points, Points, Points]:
    """Mean, least and most at the epochs that all runs have ended."""
    epochs = [at for at in runs[0][0] if all(at in points[0] for points in runs[1:])]
    values = [[dict(zip(*points, strict=True))[at] for at in epochs] for points in runs]
    found = mean_and_range(values)
    return (epochs, found[0]), (epochs, found[1]), (epochs, found[2])


def curves_of(it: View, name: str) -> Curves:
    """The records of a run as lines."""
    told, over = some(it.progress), some(it.evaluations)
    epochs, metric = [float(e.epoch) for e in over], TASKS[it.plan.task].metric
    at = [p.epoch for p in told]
    layers = dict.fromkeys(name for p in told for name in p.gradients)
    return Curves(
        name,
        (at, [p.loss for p in told]),
        (epochs, [e.loss for e in over]),
        (epochs, [e.validation_loss for e in over]),
        (epochs, [e.scores.get(metric) for e in over]),
        (epochs, [e.trained.get(metric) for e in over]),
        {layer: (at, [p.gradients.get(layer) for p in told]) for layer in layers},
    )


def some(told: tuple[T, ...]) -> tuple[T, ...]:
    """So many of them that a chart shows no fewer, the last one always: a long run's news stay small."""
    step = -(-len(told) // MOST_POINTS)
    return told[(len(told) - 1) % step :: step] if told else told
