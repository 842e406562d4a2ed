"""What the page asks of `learn`, each answer cached and bounded. Torch is loaded here, when this page is opened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

import pandas as pd
import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.core.windows import Gap
from rnnviz.learn import predict, script, tasks
from rnnviz.learn.baselines import BASELINES, Baseline
from rnnviz.learn.data import weather
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.data.series import Series
from rnnviz.learn.evaluating import PartScores, scored
from rnnviz.learn.jobs import Runs, View
from rnnviz.learn.models import Layer, Net, Shape, layers, shape_of, weights
from rnnviz.learn.plan import OWN_FILE, Plan, from_json
from rnnviz.learn.portable import to_zip
from rnnviz.learn.tables import predictions_table
from rnnviz.learn.tasks import TASKS, task_of, usual
from rnnviz.learn.trained import Trained
from rnnviz.texts import _

REAL_SIZES = {"names": (57, 18), "sentiment": (20_000, 2)}
"""What the real files hold: ids and classes, known before they are fetched."""


SLIPS = {
    "carries": (_("state never moves"), _("state carried")),
    "sort": ("unsorted", "sorted"),
    "balanced": (_("names as they come"), _("each language equally often")),
}
"""What a run is called that has a slip of the slides, and one that has not."""

OF_COLUMNS = ("column", "inputs", "time")
NO_NAME, MOST_OF_NAME = re.compile(r"[^\w ,]|_"), 40  # of a learner's column in a legend, where Markdown may be read
SHOWN = 168  # validation steps of a forecast that are drawn: a week of hours


@st.cache_resource(max_entries=1, show_spinner=False)
def runs() -> Runs:
    """The runs of everybody on this server."""
    return Runs()


@dataclass(frozen=True)
class Facts:
    """A net before it is trained: its layers, its weights' names and shapes, and the script of its run."""

    layers: tuple[Layer, ...]
    weights: tuple[tuple[str, tuple[int, ...]], ...]
    script: str

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)


def sizes(plan: Plan, own: tuple[int, int] | None = None, seen: Sequence[View] = ()) -> tuple[int, int]:
    """Width of a step (or number of ids) and outputs, without reading a large file. Raises InputError.

    `own`: those of a learner's file; None while they are not known.

    `seen`: runs that are watched; one with the same real data knows how many words there are.
    """
    if plan.source == OWN_FILE:
        if own is None:
            raise InputError(_("Your file decides how large the net is."))
        return own
    if plan.task == "weather":
        return 1, plan.ahead
    if plan.source == "real":
        return seen_sizes(plan, seen) or REAL_SIZES[plan.task]
    return built_in(plan.task, plan.longest)


def seen_sizes(plan: Plan, seen: Sequence[View]) -> tuple[int, int] | None:
    shape = seen_shape(plan, seen)
    return (shape.width, shape.outputs) if shape else None


def at_most(plan: Plan, seen: Sequence[View]) -> bool:
    """Whether only the most words are known: those of some of the real reviews are counted when a run loads them."""
    return plan.task == "sentiment" and plan.source == "real" and plan.limit > 0 and not seen_shape(plan, seen)


def seen_shape(plan: Plan, seen: Sequence[View]) -> Shape | None:
    """The shape of a watched run's net that reads the same data."""
    same = ("task", "source", "limit")
    for it in seen:
        if all(getattr(it.plan, name) == getattr(plan, name) for name in same):
            with suppress(InputError):  # it has not loaded its data yet
                return net_at(it.id, 0).net.shape
    return None


@st.cache_data(max_entries=32, show_spinner=False)
def built_in(task: str, longest: int) -> tuple[int, int]:
    """What the data that comes along holds. The seed only splits it."""
    plan = next(iter(TASKS[task].presets.values())).but(longest=longest)
    data = TASKS[task].load(plan, lambda share: None)
    return data.width, data.outputs


@st.cache_data(max_entries=64, show_spinner=False)
def facts(plan_json: str, width: int, outputs: int) -> Facts:
    """The layers and the script of a plan."""
    plan = from_json(plan_json)
    task = task_of(plan)
    shape = shape_of(plan, task.takes, width, outputs, task.every, task.ways)
    net = Net(shape)
    return Facts(tuple(layers(net)), tuple(weights(net)), script.to_script(plan, shape))


@st.cache_data(max_entries=8, show_spinner=False)
def forecasts_without_a_net(plan_json: str) -> dict[str, dict[str, float]]:
    """The scores of "same as the last hour" (slip k) and "same time yesterday" on this plan's validation hours."""
    data = windows(plan_json)
    return {"last": dict(data.persistence), "yesterday": dict(data.yesterday)}


@st.cache_data(max_entries=16, show_spinner=False)
def baselines(task: str, seed: int, longest: int) -> dict[str, Baseline]:
    """What is scored without a net on the data that comes along: under half a second, kept for everybody."""
    plan = usual(task).but(seed=seed, longest=longest)
    data = TASKS[task].load(plan, lambda share: None)
    return {name: found(data) for name, found in BASELINES[task].items()}


def kept_epochs(keys: Sequence[str]) -> list[int]:
    """The epochs after which a net of any of these runs is kept, in order. Raises InputError."""
    return sorted({epoch for key in keys for epoch in runs().folder(key).checkpoints.epochs()})


@st.cache_resource(max_entries=16, show_spinner=False)
def net_at(key: str, epoch: int) -> Trained:
    """A run's net after so many epochs, with the run's plan: a saved one names no file. Raises InputError."""
    run = runs().handle(key)
    return replace(run.folder.checkpoints.load(epoch), plan=run.plan)


@st.cache_data(max_entries=32, show_spinner=_("Counting the names learned from …"))
def on_learned(key: str, epoch: int) -> PartScores:
    """A run's net on the examples that it learned from. Raises InputError."""
    net = net_at(key, epoch)
    task = task_of(net.plan)
    data = task.load(net.plan, lambda share: None)
    return scored(net.net, task, replace(data, validation=data.train), net.plan.read == "last padded")


def epoch_of(it: View) -> int:
    """The epoch of a run's net that counts, or of its last one that is kept. Raises InputError where none is."""
    kept = runs().folder(it.id).checkpoints.epochs()
    if not kept:
        raise InputError(_("No net of this run is kept: start it again."))
    return it.result.epoch if it.evaluations and it.result.epoch in kept else kept[-1]


def predictions(it: View) -> pd.DataFrame:
    """What a run's net says to every validation example. Raises InputError."""
    net = net_at(it.id, epoch_of(it))
    data = task_of(net.plan).load(net.plan, lambda share: None)
    times = None
    if net.plan.task == "weather":
        found = series(net.plan.to_json())
        times = weather.in_order(found).times if net.plan.sort else found.times
    return predictions_table(net, data, times)


@dataclass(frozen=True)
class AsItWent:
    """A run for its script: the rates that were chosen on the way, and no epoch that it did not end.

    `tested`: its test score was looked at.
    """

    plan: Plan
    shape: Shape
    rates: Mapping[int, float]
    tested: bool

    def script(self) -> str:
        return script.to_script(self.plan, self.shape, self.rates, self.tested)

    def with_data(self) -> bytes:
        """A zip that runs in any folder. Raises InputError where the data cannot be read."""
        return to_zip(self.plan, self.shape, self.rates, self.tested)


def as_it_went(it: View, tested: bool) -> AsItWent | None:
    """None for a run that has not begun."""
    ended = it.evaluations[-1].epoch if it.over and it.evaluations else it.plan.epochs
    try:
        shape = net_at(it.id, 0).net.shape
    except InputError:
        return None
    rates = {rate.step: rate.learning_rate for rate in it.rates}
    return AsItWent(it.plan.but(epochs=ended), shape, rates, tested)


@st.cache_data(max_entries=4, show_spinner=False)
def series(plan_json: str) -> Series:
    """What a weather run is about, in its own order. Raises DataError."""
    return tasks.series(from_json(plan_json))


@st.cache_data(max_entries=8, show_spinner=False)
def of_slides(plan_json: str) -> bool:
    """Whether a weather run is about the slides' own file."""
    try:
        return weather.is_slides_file(series(plan_json))
    except InputError:
        return False


@st.cache_resource(max_entries=2, show_spinner=False)
def windows(plan_json: str) -> Dataset:
    """The windows of a weather plan."""
    return tasks.load_weather(from_json(plan_json), lambda share: None)


@dataclass(frozen=True)
class Forecast:
    """The first validation steps so many steps ahead, and where the time jumps among them."""

    stretch: predict.ForecastStretch
    gaps: tuple[Gap, ...]


@st.cache_data(max_entries=32, show_spinner=False)
def forecast(key: str, epoch: int, ahead: int) -> Forecast:
    """By a run's net after so many epochs. Raises InputError."""
    net = net_at(key, epoch)
    found = series(net.plan.to_json())
    found = weather.in_order(found) if net.plan.sort else found
    stretch = predict.stretch(net, windows(net.plan.to_json()), ahead, SHOWN, found.values)
    return Forecast(stretch, found.gaps(stretch.at))


def about(plan: Plan) -> str:
    """A run's name in a legend."""
    parts = [plan.cell.upper(), f"{plan.hidden}"]
    parts += [f"×{plan.layers}"] if plan.layers > 1 else []
    parts += [_("two ways")] if plan.directions == 2 else []
    return " ".join(parts)


def differences(plans: Sequence[Plan]) -> tuple[str, ...]:
    """The runs' names: what each has that another has not; numbered where that is the same."""
    each = [asdict(plan) for plan in plans]
    named = [name for name in each[0] if name != "file" and len({it[name] for it in each}) > 1][: len(plans)]
    said = [", ".join(worded(name, it[name]) for name in named) or about(Plan(**it)) for it in each]
    return tuple(f"{it} ({k})" if said.count(it) > 1 else it for k, it in enumerate(said, start=1))


def worded(name: str, value: object) -> str:
    words = SLIPS.get(name)
    if name in OF_COLUMNS:
        return f"{name} {NO_NAME.sub('', str(value))[:MOST_OF_NAME] or _('as found')}"
    return words[bool(value)] if words else f"{name.replace('_', ' ')} {said(value)}"


def said(value: object) -> str:
    return (
        ("yes" if value else "no")
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
