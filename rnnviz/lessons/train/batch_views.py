"""One batch of a run in slow motion: what each of the loop's five lines makes of it, in a sentence and as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from rnnviz.core.typed import visible
from rnnviz.figures.axes import as_text
from rnnviz.figures.training import COLOURS
from rnnviz.learn.plan import Plan
from rnnviz.learn.script import OPTIMISERS
from rnnviz.learn.slow_motion import BatchExample, BatchRecord
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.own_series import step_of
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import HUES, NEUTRAL

Column = Sequence[str] | Sequence[float | None]
SHORT = ("zero_grad", "forward", "loss", "backward", "step")
"""The five lines of `core.course.LINES`, in a word each."""
HEIGHT = 300
WINDOWS = 6  # that can be told apart in one picture
GIVEN = {"names": "name", "sentiment": "review", "noise": _("first step"), "characters": _("letters read")}
ANSWERS = {
    "names": _("language"),
    "sentiment": _("sentiment"),
    "noise": _("class"),
    "characters": _("letters that follow"),
}
FOUR = st.column_config.NumberColumn(format="%.4g")


def number(value: float | None) -> str:
    return _("beyond any number") if value is None or not math.isfinite(value) else f"{value:.4g}"


def sentence(batch: BatchRecord, plan: Plan, line: int) -> str:
    """What the line does to this batch."""
    return SENTENCES[line](batch, plan)


def old_gradients(batch: BatchRecord, plan: Plan) -> str:
    said = _("The input has the shape {shape}. ").format(shape=tuple(batch.shape))
    if batch.left:
        return _("{said}`.grad` still holds the gradient of the batch before. Its norm is {left}. It goes.").format(
            said=said, left=number(batch.left)
        )
    return _("{said}This is the first batch: `.grad` holds nothing yet.").format(said=said)


def answers(batch: BatchRecord, plan: Plan) -> str:
    if TASKS[plan.task].loss == "mse":
        return _("The net reads each window and forecasts. No weight changes.")
    right = sum(it.truth == it.guess for it in batch.examples)
    if TASKS[plan.task].every:
        return _("The net reads a letter and predicts the next one, at each step. No weight changes.")
    return _("The net gives each class a probability. {right} of the {n_examples} shown are right.").format(
        right=right, n_examples=len(batch.examples)
    )


def one_number(batch: BatchRecord, plan: Plan) -> str:
    rule = (
        _("the squared error, in standardised units")
        if TASKS[plan.task].loss == "mse"
        else _("−ln p of the right answer")
    )
    worst = max((it for it in batch.losses if it is not None), default=None)
    return _(
        "The loss of an example is {rule}. The mean is the loss of the batch: **{loss}**. The largest is {worst}."
    ).format(rule=rule, loss=number(batch.loss), worst=number(worst))


def gradients(batch: BatchRecord, plan: Plan) -> str:
    said = _("Each weight gets its gradient. The norm of all of them is **{gradient}**.").format(
        gradient=number(batch.gradient)
    )
    if not batch.clip:
        return _("{said} This run does not clip.").format(said=said)
    if batch.gradient is not None and batch.gradient > batch.clip:
        now = number(batch.clipped)
        return _("{said} That is above {clip:g}: one factor makes all of them smaller. The norm is now {now}.").format(
            said=said, clip=batch.clip, now=now
        )
    return _("{said} That is not above {clip:g}: clipping changes nothing.").format(said=said, clip=batch.clip)


def moves(batch: BatchRecord, plan: Plan) -> str:
    name, rate = OPTIMISERS[plan.optimiser], f"{batch.learning_rate:g}"
    said = _("{name} moves each weight, with learning rate {rate}. The same batch again: ").format(name=name, rate=rate)
    way = _("no number") if batch.again is None or batch.loss is None else compared(batch.loss, batch.again)
    return _("{said}the loss was {loss} and is now **{again}**, {way}.").format(
        said=said, loss=number(batch.loss), again=number(batch.again), way=way
    )


def compared(before: float, after: float) -> str:
    return "smaller" if after < before else "larger" if after > before else _("the same")


SENTENCES: tuple[Callable[[BatchRecord, Plan], str], ...] = (old_gradients, answers, one_number, gradients, moves)


def draw_batch(batch: BatchRecord, plan: Plan) -> None:
    """What was drawn from the data: windows as curves, all else as a table."""
    if TASKS[plan.task].loss == "mse":
        draw_windows(batch, plan, forecast=False)
        return
    rows = {GIVEN[plan.task]: shown(batch, lambda it: it.given), ANSWERS[plan.task]: shown(batch, lambda it: it.truth)}
    table(batch, rows)


def draw_answers(batch: BatchRecord, plan: Plan) -> None:
    if TASKS[plan.task].loss == "mse":
        draw_windows(batch, plan, forecast=True)
        return
    p = _("p of the right letters (mean)") if TASKS[plan.task].every else _("p of the right class")
    rows: dict[str, Column] = {
        GIVEN[plan.task]: shown(batch, lambda it: it.given),
        ANSWERS[plan.task]: shown(batch, lambda it: it.truth),
        _("the net says"): shown(batch, lambda it: it.guess),
        p: [it.p for it in batch.examples],
    }
    table(batch, rows, {p: st.column_config.ProgressColumn(format="%.3f", min_value=0.0, max_value=1.0)})


def shown(batch: BatchRecord, of: Callable[[BatchExample], str]) -> list[str]:
    return [visible(of(it)) for it in batch.examples]


def table(batch: BatchRecord, rows: Mapping[str, Column], columns: dict[str, Any] | None = None) -> None:
    st.dataframe(rows, hide_index=True, height=HEIGHT, width="stretch", column_config=columns or {})
    if len(batch.examples) < len(batch.losses):
        st.caption(
            _("The first {n_examples} of {n_losses} examples.").format(
                n_examples=len(batch.examples), n_losses=len(batch.losses)
            )
        )


def draw_windows(batch: BatchRecord, plan: Plan, forecast: bool) -> None:
    """The first windows, what came after them, and what the net says."""
    figure, colours, step = go.Figure(), [hue["light"] for hue in HUES.values()], step_of(plan)
    for n, (it, colour) in enumerate(zip(batch.examples[:WINDOWS], colours, strict=False)):
        before, after = list(range(1 - len(it.values), 1)), list(range(1, len(it.after) + 1))
        name = _("window {n}").format(n=n + 1)
        figure.add_scatter(x=before, y=it.values, mode="lines", line={"color": colour, "width": 1.6}, name=name)
        sides = [(_("truth"), it.after, "circle-open")] + ([(_("forecast"), it.forecast, "x")] if forecast else [])
        for said, values, symbol in sides:
            figure.add_scatter(
                x=after, y=values, mode="markers", marker={"color": colour, "symbol": symbol, "size": 8},
                name=f"{said} {n + 1}", showlegend=False,
            )  # fmt: skip
    figure.update_xaxes(title_text=_("{name}, 0 is the last one read").format(name=step.name)).update_yaxes(
        title_text="value"
    )
    framed(figure)
    said = _("○ is what came next") + (_(", × what the net says.") if forecast else ".")
    alt = _("Windows of this batch, with what came next") + (_(" and the forecasts.") if forecast else ".")
    chart("train_slow_windows", figure, alt)
    st.caption(
        _("The first {windows} of {n_losses} windows. {said}").format(
            windows=min(WINDOWS, len(batch.examples)), n_losses=len(batch.losses), said=said
        )
    )


def draw_losses(batch: BatchRecord, plan: Plan) -> None:
    """A bar an example, and their mean."""
    names = [as_text(it.given or _("window {n}").format(n=n + 1)) for n, it in enumerate(batch.examples)]
    names += [_("not shown in the table")] * (len(batch.losses) - len(names))
    figure = go.Figure(
        go.Bar(
            x=list(range(1, len(batch.losses) + 1)), y=batch.losses, marker={"color": COLOURS[0]}, customdata=names,
            hovertemplate="%{customdata}: %{y:.4g}<extra></extra>",
        )
    )  # fmt: skip
    mean = number(batch.loss)
    figure.add_hline(
        y=batch.loss,
        line={"color": NEUTRAL, "dash": "dash", "width": 2},
        annotation_text=_("mean {mean}").format(mean=mean),
    )
    figure.update_xaxes(title_text=_("example of the batch")).update_yaxes(title_text=_("loss"), rangemode="tozero")
    framed(figure)
    chart(
        "train_slow_losses",
        figure,
        _("The loss of each of {n_losses} examples; their mean is {mean}.").format(
            n_losses=len(batch.losses), mean=mean
        ),
    )


def framed(figure: go.Figure) -> None:
    figure.update_layout(height=HEIGHT, margin={"l": 56, "r": 8, "t": 24, "b": 44}, dragmode=False, showlegend=False)


def draw_gradients(batch: BatchRecord, plan: Plan) -> None:
    rows: dict[str, Column] = {
        _("parameter"): [it.name for it in batch.parameters],
        _("shape"): [" × ".join(map(str, it.shape)) for it in batch.parameters],
        _("norm of .grad"): [it.gradient for it in batch.parameters],
    }
    if batch.clip:
        rows[_("after clipping")] = [it.clipped for it in batch.parameters]
    numbers(rows)


def draw_moves(batch: BatchRecord, plan: Plan) -> None:
    numbers({
        _("parameter"): [it.name for it in batch.parameters],
        _("norm of the weights"): [it.weight for it in batch.parameters],
        _("norm of the change"): [it.change for it in batch.parameters],
        _("largest change of one weight"): [it.largest for it in batch.parameters],
    })  # fmt: skip


def numbers(rows: Mapping[str, Column]) -> None:
    columns = {name: FOUR for name, values in rows.items() if values and not isinstance(values[0], str)}
    st.dataframe(rows, hide_index=True, height=HEIGHT, width="stretch", column_config=columns)


SHOW: tuple[Callable[[BatchRecord, Plan], None], ...] = (
    draw_batch, draw_answers, draw_losses, draw_gradients, draw_moves,
)  # fmt: skip
