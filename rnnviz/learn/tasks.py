"""The tasks that a net is trained on. A task is one function that loads its data, and one line in TASKS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rnnviz.core.typed import InputError, grouped
from rnnviz.learn.data import DataError, characters, digits, drawn, names, reviews, sources, tags, weather
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.data.labelled import Labelled
from rnnviz.learn.data.labelled import reading as labelled_reading
from rnnviz.learn.data.series import Series, reading
from rnnviz.learn.data.series.unpacking import decode
from rnnviz.learn.data.sources import Progress
from rnnviz.learn.models import Net, Shape, Takes, shape_of
from rnnviz.learn.plan import OWN_FILE, TASK_NAMES, Plan
from rnnviz.texts import _, marked

Load = Callable[[Plan, Progress], Dataset]
REAL_WEATHER = ("weatherHistory.csv", "weather/weatherHistory.csv", "weather/beijing_hourly.csv", "beijing_hourly.csv")
MAX_TEXT_BYTES = 8 * 2**20


@dataclass(frozen=True)
class Task:
    """What a task is called, where its data may come from, how a net reads it, and the slides' settings for it.

    `sources`: what can be chosen, with a sentence each. `order`: a key of `examples.ORDERS`. `metric`: the headline.
    `ways`: the most directions that make sense (one that predicts the next step may not see it).
    """

    name: str
    takes: Takes
    metric: str
    load: Load
    sources: Mapping[str, str]
    presets: Mapping[str, Plan]
    order: str = "any length"
    loss: str = "cross entropy"
    every: bool = False
    ways: int = 2
    heavy: bool = False
    own_file: str = field(default="")

    def shape(self, plan: Plan, data: Dataset) -> Shape:
        return shape_of(plan, self.takes, data.width, data.outputs, self.every, self.ways)


def load_weather(plan: Plan, tell: Progress) -> Dataset:
    return weather.dataset(series(plan), plan.lag, plan.ahead, plan.sort)


def series(plan: Plan) -> Series:
    """The hours that a weather run is about, in their own order."""
    if plan.source == OWN_FILE:
        return reading.read(own(plan), Path(plan.file).name, plan.column, plan.read_columns, plan.time)
    if plan.source == "slides":
        return weather.slide_hours()
    if plan.source == "real":
        found = sources.find(*REAL_WEATHER)
        if not found:
            raise DataError(
                _(
                    "There is no weatherHistory.csv: put it into a folder, name the folder in "
                    "RNNVIZ_DATA, or load it here."
                )
            )
        return reading.read(found, found.name, plan.column)
    hours = weather.synthetic(seed=plan.seed)
    return weather.file_order(hours) if plan.source == "file order" else hours


def load_names(plan: Plan, tell: Progress) -> Dataset:
    if plan.source == OWN_FILE:
        return names.own(labelled(plan), plan.seed)
    if plan.source == "real":
        return names.dataset(names.real(tell), plan.seed, _("the PyTorch tutorial's names"))
    return names.dataset(names.built_in(), plan.seed, _("surnames written down for rnnviz"))


def labelled(plan: Plan) -> Labelled:
    """The learner's texts that a run is about. Raises DataError."""
    text = next(iter(plan.read_columns), "")
    return labelled_reading.read(own(plan), Path(plan.file).name, plan.task, plan.column, text)


def load_sentiment(plan: Plan, tell: Progress) -> Dataset:
    if plan.source == OWN_FILE:
        found = labelled(plan)
        sides, origin = reviews.own(found, plan.seed), f"{found.origin} ({found.read})"
        data = reviews.dataset(sides, origin, plan.longest, 1, plan.limit, tell, found.classes)
        return replace(data, notes=found.notes)
    if plan.source == "real":
        sides, origin, min_freq = reviews.real(tell), "IMDB", reviews.MIN_FREQ
    else:
        sides, origin, min_freq = reviews.built_in(plan.seed), _("made by a grammar, labels known"), 1
    data = reviews.dataset(sides, origin, plan.longest, min_freq, plan.limit, tell)
    counts = " + ".join(grouped(len(part)) for part in data.parts)
    return replace(data, origin=f"{origin}, {counts} reviews")


def load_noise(plan: Plan, tell: Progress) -> Dataset:
    return drawn.noise_dataset(plan.seed)


def load_characters(plan: Plan, tell: Progress) -> Dataset:
    if plan.source == OWN_FILE:
        content = own(plan).read_bytes()[:MAX_TEXT_BYTES]
        return characters.dataset(decode(content, Path(plan.file).name), Path(plan.file).name)
    return characters.dataset(characters.built_in(), _("a story written for rnnviz"))


def load_tags(plan: Plan, tell: Progress) -> Dataset:
    return tags.dataset(plan.seed)


def load_verdict(plan: Plan, tell: Progress) -> Dataset:
    return drawn.verdict_dataset(plan.seed)


def load_digits(plan: Plan, tell: Progress) -> Dataset:
    return digits.dataset("down" if plan.reading == "dual" else plan.reading)


def own(plan: Plan) -> Path:
    path = Path(plan.file)
    if not plan.file or not path.is_file():
        raise DataError(_("There is no file yet: load one first."))
    return path


_WEATHER = Plan("weather", hidden=32, epochs=10, lag=64, ahead=1, learning_rate=0.005, batch_size=256)
_NAMES = Plan("names", hidden=128, epochs=20, learning_rate=0.003, batch_size=64, clip=1.0)
_IMDB = Plan("sentiment", hidden=64, embedding=128, epochs=5, learning_rate=0.001, batch_size=64, longest=500, clip=1.0)
_TAGS = Plan("tags", cell="rnn", hidden=4, embedding=4, epochs=6, learning_rate=0.02, batch_size=16)
_VERDICT = Plan(
    "verdict", cell="rnn", directions=2, hidden=8, embedding=4, epochs=6, learning_rate=0.005, batch_size=32
)
_DIGITS = Plan(
    "digits", cell="rnn", directions=2, hidden=32, epochs=30, learning_rate=0.003, batch_size=64, clip=1.0, device="cpu"
)
_TWO_WAYS = _IMDB.but(layers=2, directions=2)

TASKS: dict[str, Task] = {
    "weather": Task(
        TASK_NAMES["weather"], "numbers", "R²", load_weather,
        {
            marked("built in"): _("a year of hours made up by rnnviz: synthetic"),
            marked("file order"): _("the same year, its days in the slides' file order: 1, 10, 11 …"),
            marked("real"): _("weatherHistory.csv from RNNVIZ_DATA"),
            marked("slides"): _("the slides' 29 hours, nine days' jump included"),
            OWN_FILE: _("a table of numbers, with times or without"),
        },
        {"RNN": _WEATHER.but(cell="rnn"), marked("three RNNs"): _WEATHER.but(cell="rnn", layers=3), "LSTM": _WEATHER},
        loss="mse", own_file="csv",
    ),
    "names": Task(
        TASK_NAMES["names"], "one-hot", marked("accuracy"), load_names,
        {"built in": _("576 surnames written down for rnnviz"), "real": _("the PyTorch tutorial's 20 074 names"),
         OWN_FILE: _("names of your own with a class each: a table, or a zip with a file a class")},
        {"RNN": _NAMES.but(cell="rnn", learning_rate=0.001), "LSTM": _NAMES,
         marked("LSTM, as the slides print it"): _NAMES.but(carries=False)},
        order="same length", own_file="texts",
    ),
    "sentiment": Task(
        TASK_NAMES["sentiment"], "embedding", "accuracy", load_sentiment,
        {"built in": _("1200 reviews made by a grammar, labels known"), "real": _("IMDB's 25 000 + 25 000 reviews"),
         OWN_FILE: _("texts of your own with a class each: a table, or a zip with a folder a class")},
        {
            "RNN": _IMDB.but(cell="rnn"),
            marked("RNN, as the slides read it"): _IMDB.but(cell="rnn", read="last padded"),
            marked("LSTM, two ways, mean"): _IMDB.but(
                directions=2, read="mean of all", dropout=0.3, learning_rate=0.006, epochs=8, patience=2),
            marked("LSTM, two layers, two directions"): _TWO_WAYS,
            marked("the same, mean of all states"): _TWO_WAYS.but(read="mean of all", dropout=0.3),
            marked("as the slides read it"): _TWO_WAYS.but(read="last padded", ends="hidden[-1]"),
        },
        order="near length", heavy=True, own_file="texts",
    ),
    "noise": Task(
        TASK_NAMES["noise"], "numbers", "accuracy", load_noise,
        {"built in": _("random numbers with random labels, as the slides make them")},
        {marked("the slides' settings"):
             Plan("noise", hidden=50, layers=2, learning_rate=0.01, batch_size=64, epochs=20)},
    ),
    "characters": Task(
        TASK_NAMES["characters"], "one-hot", "accuracy", load_characters,
        {"built in": _("a story written for rnnviz"), OWN_FILE: _("a text file")},
        {"LSTM": Plan("characters", hidden=128, epochs=60, learning_rate=0.005, batch_size=16, clip=1.0)},
        every=True, ways=1, own_file="txt",
    ),
}  # fmt: skip

EXHIBITS: dict[str, Task] = {
    "tags": Task(
        _("Words → person, company or neither"), "embedding", "accuracy", load_tags,
        {"built in": _("sentences put together for rnnviz, the slides' three General sentences held out")},
        {marked("two ways"): _TAGS.but(directions=2), marked("one way"): _TAGS},
        order="same length", every=True,
    ),
    "verdict": Task(
        _("Opinion → its last word"), "embedding", "accuracy", load_verdict,
        {"built in": _("40 words, of which the last one decides")},
        {marked("both ends"): _VERDICT, marked("hidden[-1], as the slides read it"): _VERDICT.but(ends="hidden[-1]")},
    ),
    "digits": Task(
        _("Picture → digit"), "numbers", "accuracy", load_digits,
        {"built in": _("scikit-learn's 1797 pictures of digits")},
        {"single": _DIGITS, "dual": _DIGITS.but(reading="dual")},
    ),
}  # fmt: skip
"""Tasks that have a page of their own; the training lab's menu leaves them out."""


def usual(task: str) -> Plan:
    """The plan that a task of the lab starts with: the slides' LSTM where there is one."""
    presets = TASKS[task].presets
    return presets.get("LSTM", next(iter(presets.values())))


def task_of(plan: Plan) -> Task:
    """The plan's task. Raises InputError for a task or a source that there is not."""
    tasks = TASKS | EXHIBITS
    if plan.task not in tasks:
        raise InputError(
            _("There is no task {task!r}: choose one of {tasks}.").format(task=plan.task[:20], tasks=", ".join(TASKS))
        )
    task = tasks[plan.task]
    if plan.source not in task.sources:
        raise InputError(
            _("{name} has no data {source!r}: choose one of {sources}.").format(
                name=task.name, source=plan.source[:20], sources=", ".join(task.sources)
            )
        )
    return task


def untrained(plan: Plan, data: Dataset) -> Net:
    """The net that the plan's run starts from, for the table of its layers."""
    return Net(task_of(plan).shape(plan, data))
