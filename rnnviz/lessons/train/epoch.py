"""What a net made of the task after a given epoch: live it is the last one, looking back any."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from rnnviz.core.metrics import score_text
from rnnviz.core.typed import InputError
from rnnviz.learn import predict
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import OWN_FILE, Plan
from rnnviz.learn.records import Evaluation
from rnnviz.learn.trained import Trained
from rnnviz.lessons.train.confusion import beliefs_figure, confusion_figure, positive_figure, states_figure
from rnnviz.lessons.train.examples import beliefs, example, read_as, window
from rnnviz.lessons.train.forecast import Axes, forecast_figure
from rnnviz.lessons.train.recalls import learned_from
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import forecast, net_at, on_learned, runs, series

LETTERS = 240
NO_TEXT = ("weather", "noise")  # tasks whose examples are numbers
MATRICES = (_("validation"), _("learned from"))
WHY_VALIDATION = _(
    "The net does not learn from the validation part. Its score is looked at after every epoch, to choose a net and "
    "its settings. The test part is kept for the end."
)
MOST_STATES = 60  # pieces whose states are drawn


def epoch_panel(it: View, epoch: int, key: str, small: bool = False, states: bool = False, ask: bool = True) -> None:
    """The validation part and one example, as the net saw them after `epoch` epochs."""
    key = f"{key}_{it.id[-8:]}"  # it begins with its owner
    try:
        found = evaluated(it, epoch)
        net = net_at(it.id, nearest(it, epoch))
        alone = small or it.plan.task in NO_TEXT
        left, right = (st.container(), st.container()) if alone else st.columns(2, gap="medium")
        with right:
            validation(found, it, key, small)
        with left:
            given = one_example(it, net, epoch, key, ask)
        if states:
            hidden(net, given, key)
    except InputError as error:
        st.info(plain(str(error)), icon=":material/info:")


def nearest(it: View, epoch: int) -> int:
    """The kept epoch that is next to this one: of many, every other is kept. Raises InputError."""
    kept = runs().folder(it.id).checkpoints.epochs()
    if not kept:
        raise InputError(_("No epoch is kept yet: wait for the first one."))
    return min(kept, key=lambda number: abs(number - epoch))


def evaluated(it: View, epoch: int) -> Evaluation | None:
    """The scores after this epoch; of a run that is shorter, those after its last one; None before the first."""
    return next((found for found in reversed(it.evaluations) if found.epoch <= epoch), None) if epoch else None


def one_example(it: View, net: Trained, epoch: int, key: str, ask: bool) -> str:
    """The task's example and what the net says to it; returns the text that was read."""
    if net.plan.task in NO_TEXT:
        return ""
    given = example(net, key, ask)
    if net.plan.task == "characters":
        st.code(given + sampled(it.id, nearest(it, epoch), given), language=None, wrap_lines=True)
        return given
    if net.plan.task == "names":
        read_as(given, net.tokens)
    draw_beliefs(believed(it.id, nearest(it, epoch), given), net.plan, key)
    return given


@st.cache_data(max_entries=64, show_spinner=False)
def sampled(key: str, epoch: int, given: str) -> str:
    """What a run's net wrote after so many epochs: once, however often the page looks."""
    return predict.text(net_at(key, epoch), given, LETTERS, 0.7)


@st.cache_data(max_entries=64, show_spinner=False)
def believed(key: str, epoch: int, given: str) -> predict.Beliefs:
    """What it believed, piece by piece."""
    return beliefs(net_at(key, epoch), given)


def draw_beliefs(found: predict.Beliefs, plan: Plan, key: str) -> None:
    """Letter by letter, or word by word."""
    p = np.exp(found.log_p)
    if plan.task == "names" or plan.source == OWN_FILE:
        figure = beliefs_figure(p[-MOST_STATES:], found.pieces[-MOST_STATES:], found.classes, 300)
        alt = _("The belief in each class after each {word}.").format(
            word=_("letter") if plan.task == "names" else _("word")
        )
    else:
        figure, alt = (
            positive_figure(p[:, 1], found.pieces),
            _("The belief that the review is positive, after each word."),
        )
    chart(f"train_{key}_beliefs", figure, alt)


def validation(found: Evaluation | None, it: View, key: str, small: bool) -> None:
    """The validation part: a forecast over the truth, or the confusion matrix."""
    if found is None:
        st.caption(_("Epoch 0: the net has not learned from anything yet, so it has no scores."))
        return
    said = _("After epoch {epoch}, validation: {scores} · loss **{validation_loss:.4g}**").format(
        epoch=found.epoch, scores=scores(found.scores), validation_loss=found.validation_loss
    )
    st.markdown(said, help=WHY_VALIDATION)
    if it.plan.task == "weather":
        draw_forecast(it, found, key)
    elif found.confusion:
        draw_confusion(found, it, key, small)


def draw_confusion(found: Evaluation, it: View, key: str, small: bool) -> None:
    """Of the validation part; of names also of the side that was learned from, as S4 draws it."""
    rows = found.confusion or []
    if it.plan.task == "names" and found.counts:
        whose = st.segmented_control(
            _("Which names are in the matrix"), MATRICES, default=MATRICES[0], required=True, key=f"train_{key}_whose"
        )
        if whose == MATRICES[1]:
            learned = on_learned(it.id, nearest(it, found.epoch))
            rows = learned.confusion or []
            st.caption(learned_from(learned, found))
    classes = net_at(it.id, nearest(it, found.epoch)).classes
    alt = _("Confusion matrix: rows are the truth, columns the guess.")
    chart(f"train_{key}_confusion", confusion_figure(rows, classes, 300 if small else 380), alt)


def scores(found: Mapping[str, float | None]) -> str:
    return " · ".join(f"{_(name)} **{score_text(value)}**" for name, value in found.items())


def draw_forecast(it: View, found: Evaluation, key: str) -> None:
    """Validation steps over the truth, so many steps ahead as are asked for, and the scores of these alone."""
    about_it, ahead = series(it.plan.to_json()), 1
    step = about_it.step
    if it.plan.ahead > 1:
        name = _("{names} ahead, drawn and scored below").format(names=step.names.capitalize())
        ahead = int(st.number_input(name, 1, it.plan.ahead, 1, width=330, key=f"train_{key}_ahead"))
        if found.by_ahead:
            st.markdown(
                _("The scores above count all {every_step}. {one_step} ahead alone: {scores}").format(
                    every_step=step.counted(it.plan.ahead),
                    one_step=step.counted(ahead),
                    scores=scores(found.by_ahead[ahead - 1]),
                )
            )
    epoch = nearest(it, found.epoch)
    if epoch != found.epoch:
        st.caption(
            _("The chart is of the net after epoch {epoch}: of many epochs not all are kept.").format(epoch=epoch)
        )
    drawn = forecast(it.id, epoch, ahead)
    stretch, axes = drawn.stretch, Axes(step, about_it.unit)
    figure = forecast_figure(
        stretch.y.tolist(), stretch.y_hat.tolist(), stretch.last.tolist(), ahead, axes, drawn.gaps
    )  # fmt: skip
    alt = _("The forecast {ahead} ahead over the truth{word}.").format(
        ahead=step.counted(ahead), word=_(", in {unit}").format(unit=axes.unit) * bool(axes.unit)
    )
    chart(f"train_{key}_forecast", figure, alt)


def hidden(net: Trained, given: str, key: str) -> None:
    """One example's hidden states; noise has no example that could be read."""
    if net.plan.task == "noise":
        return
    read = window(series(net.plan.to_json()), net.plan.lag).read if net.plan.task == "weather" else given
    states, pieces = predict.hidden_states(net, read)
    st.markdown(
        _("**Hidden states** of the last layer while it reads ")
        + (_("one window.") if not given else _("the example."))
    )
    alt = _("The hidden state of every unit after each piece of the example.")
    chart(f"train_{key}_states", states_figure(states[:MOST_STATES], pieces[:MOST_STATES]), alt)
