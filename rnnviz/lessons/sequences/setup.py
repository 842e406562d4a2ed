"""What the page of sequences can show: its state and its presets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.small.order import LAST_START
from rnnviz.lessons.sequences.series import DATA, MOST_DIFFERENT, OWN, CutSeries, own, sentence, series_of, waves_of
from rnnviz.state.codec import Preset
from rnnviz.state.fields import Among, Real, Switch, Typed, Whole, declared
from rnnviz.texts import _

VIEWS: dict[str, str] = {"order": _("Order"), "shape": _("Shapes"), "split": _("Targets and split")}
PIECES: dict[str, str] = {"words": _("Words"), "hours": _("Hours")}
SPLITS: dict[str, str] = {"time": _("By time"), "shuffled": _("Shuffled")}
FORMULAS: dict[str, str] = {"right": "len − lag − ahead + 1", "slide": _("len − window + 1, the slides' count")}
LENGTH = Whole(2, 10_000)
LAG, AHEAD, STRIDE, BATCH = Whole(1, 2000), Whole(0, 200), Whole(1, 500), Whole(0, 4096)
SHARE, SEED = Real(0.1, 0.95), Whole(0, 999)


@dataclass(frozen=True)
class SequencesState:
    """view "order": pieces (words or hours) in a shuffled order (seed 0: as they were), text or the first hour.

    The others: data, a key of DATA; sentence, own, length: of its text, its typed numbers, its length; lag, stride,
    ahead (0: no target), channels D; batch, 0 for all windows in one; first: batch_first. split, share: where the
    train/test line falls; sort: rows by time, and no window with a jump in it (slip j); formula: how windows are
    counted (slip n). ask: the seed of the question to practise on.
    """

    preset: str = "words"
    view: str = declared(Among(VIEWS), "order")
    pieces: str = declared(Among(PIECES), "words")
    text: str = declared(Typed(200, empty=True), "it is good not bad")
    start: int = declared(Whole(0, LAST_START), 0)
    seed: int = declared(SEED, 2)
    data: str = declared(Among(DATA), "thousand")
    sentence: str = declared(Typed(200, empty=True), "I am happy")
    own: str = declared(Typed(400, empty=True), OWN)
    length: int = declared(LENGTH, 1000)
    lag: int = declared(LAG, 50)
    stride: int = declared(STRIDE, 1)
    ahead: int = declared(AHEAD, 0)
    channels: int = declared(Whole(1, MOST_DIFFERENT), 1)
    batch: int = declared(BATCH, 0)
    first: bool = declared(Switch(), True)
    share: float = declared(SHARE, 0.8)
    split: str = declared(Among(SPLITS), "time")
    sort: bool = declared(Switch(), False)
    formula: str = declared(Among(FORMULAS), "right")
    ask: int = declared(SEED, 0)

    @property
    def series(self) -> CutSeries:
        """What is cut into windows. Raises InputError."""
        given = {"text": lambda: sentence(self.sentence), "own": lambda: own(self.own)}
        given |= {"length": lambda: waves_of(self.length)}
        return given[self.data]() if self.data in given else series_of(self.data)


def _made(key: str, **values: Any) -> SequencesState:
    return SequencesState(preset=key, **values)


PRESETS: dict[str, Preset[SequencesState]] = {
    "words": Preset(
        _("Words: praise or blame"),
        _("Both sentences hold the same words. The bag gives both the same answer. The RNN can tell them apart."),
        _made("words"),
    ),
    "hours": Preset(
        _("Hours: the next one"),
        _("Shuffle the twelve hours: the mean and the bag's forecast stay the same. The RNN's forecast changes."),
        _made("hours", pieces="hours", seed=1),
    ),
    "iris": Preset(
        _("A table, N = 10, D = 4"),
        _("Ten rows of four features. Swap two rows and nothing is lost: a table has no T."),
        _made("iris", view="shape", data="table", lag=1),
        source="S3",
    ),
    "whole": Preset(
        _("1000 points, one window"),
        _("One window as long as the series: N = 1000 − 1000 + 1 = 1."),
        _made("whole", view="shape", lag=1000),
        source="S3",
    ),
    "fifty": Preset(
        _("A window of 50, N = 951"),
        _("1000 − 50 + 1 = 951 windows. Each shares 49 points with the next. Set the stride to 50 and count again."),
        _made("fifty", view="shape"),
        source="S3",
    ),
    "three": Preset(
        _("Three channels, D = 3"),
        _("Three sources at once: N and T stay the same. Every step is a row of three numbers."),
        _made("three", view="shape", channels=3, batch=32),
        source="S3",
    ),
    "happy": Preset(
        _("Words: I am happy"),
        _("Three words, three steps. D is the size of the vocabulary: type a longer sentence and watch it grow."),
        _made("happy", view="shape", data="text", lag=3),
        source="S3",
    ),
    "two": Preset(
        _("5 points, range(2)"),
        _("range(5 − 3 − 1 + 1) = range(2): the windows begin at 0 and at 1."),
        _made("two", view="split", data="five", lag=3, ahead=1, share=0.5),
        source="S0",
    ),
    "years": Preset(
        _("96 453 hours, 96 389 windows"),
        _("The slides print (96389, 64) and (96389, 1). The RNN needs a third axis: reshape X to (96389, 64, 1)."),
        _made("years", view="split", data="years", lag=64, ahead=1),
        source="S0",
    ),
    "leak": Preset(
        _("Leakage: shuffled before the split"),
        _("The net has already read every held-out target in training. Split by time instead: it has read none."),
        _made("leak", view="split", data="thousand", lag=20, ahead=5, split="shuffled"),
    ),
    "n": Preset(
        _("Common mistake: a count without the target"),
        _("This count includes windows that have no value after them to predict. Press End to see the last ones."),
        _made("n", view="split", data="hours", lag=6, ahead=3, formula="slide"),
        source="S3",
    ),
    "j": Preset(
        _("Common mistake: hours in the file's order"),
        _(
            "Dashed lines are jumps: the next row is from another day. Windows across a jump "
            "mix two days. Sort, and see."
        ),
        _made("j", view="split", data="month", lag=12, ahead=1),
        source="S0",
    ),
}


def changed(setup: SequencesState, **values: Any) -> SequencesState:
    """The setup with other values, brought within what its data allows."""
    new = replace(setup, **values)
    if new.view == "split":
        new = replace(new, ahead=max(1, new.ahead), data="thousand" if new.data == "table" else new.data)
    if any(getattr(new, name) != getattr(setup, name) for name in ("data", "view", "sentence", "own", "length")):
        new = fitted(new, whole="data" in values and values["data"] in ("text", "table", "own"))
    columns = new.series.values.shape[1] if new.data == "own" else DATA[new.data].columns
    return replace(new, channels=columns if new.own != setup.own and new.data == "own" else min(new.channels, columns))


def fitted(setup: SequencesState, whole: bool = False) -> SequencesState:
    """Window and target short enough for the data; a sentence is read whole."""
    length = len(setup.series.values)
    lag = length if whole else min(setup.lag, max(1, length - 2))
    lag = min(lag, length - setup.ahead) if setup.view == "split" and setup.ahead < length else lag
    return replace(setup, lag=lag, ahead=max(0, min(setup.ahead, length - lag)))
