"""The honest lessons: runs that differ in one choice, and where in them to look. What they show, `verdicts` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from rnnviz.learn.data import sources
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import REAL_WEATHER, TASKS

REAL_FILES = {"sentiment": ("aclImdb_v1.tar.gz",), "names": ("names", "names.zip", "data.zip"), "weather": REAL_WEATHER}


@dataclass(frozen=True)
class RunPair:
    """`choice`: the one that differs. `look_for`: where in the charts its effect is. `of`: "slip h", or the deck."""

    of: str
    title: str
    choice: str
    first: Plan
    second: Plan
    why: str
    look_for: str
    real: dict[str, int] = field(default_factory=dict)  # what the real file needs otherwise


_NAMES = TASKS["names"].presets["LSTM"].but(epochs=12)
_TWO_WAYS = _NAMES.but(directions=2, hidden=32)
_HOURS = Plan("weather", source="file order", hidden=16, lag=64, epochs=4, learning_rate=0.005, batch_size=64)
_RNN = (
    TASKS["sentiment"]
    .presets["RNN"]
    .but(epochs=8, batch_size=32, hidden=32, embedding=32, learning_rate=0.005, longest=100)
)
_REAL_NAMES = TASKS["names"].presets["LSTM"].but(source="real", hidden=64, epochs=6)
_LAGS = Plan("weather", hidden=16, lag=64, epochs=6, learning_rate=0.005, batch_size=64)
PAIRS: dict[str, RunPair] = {
    "h": RunPair(
        "slip h", "The LSTM that forgets", "carries", _NAMES, _NAMES.but(carries=False),
        "S4 returns the hidden state it was given, so the state never moves: the name is judged by its last letter.",
        "compare the held-out accuracies; then look back: how does the belief change from letter to letter?",
    ),
    "i": RunPair(
        "slip i", "hidden[−1] against both directions", "ends", _TWO_WAYS, _TWO_WAYS.but(ends="hidden[-1]"),
        "hidden[−1] is the end of the backward direction alone: what the forward one made of the name is thrown away.",
        "compare the losses, and the held-out accuracies after as many epochs.",
    ),
    "j": RunPair(
        "slip j", "Sorted or unsorted hours", "sort", _HOURS, _HOURS.but(sort=False),
        "In the slides’ file the days stand as text would: 1, 10, 11, …, 2. Cut in that order, some windows "
        "contain a jump of days. Which suffers, the training or the test? Here: a made-up year in that same order.",
        "the line under each run counts the windows with a jump. When both are over, three tests stand below.",
    ),
    "l": RunPair(
        "slip l", "Last real against last padded", "read", _RNN, _RNN.but(read="last padded"),
        "Padded to one length, an RNN reads hundreds of blanks after the last word, and only then is its state read.",
        "compare the held-out accuracies; 0.5 is chance. Measured on 8000 of IMDB’s reviews, 4 epochs: "
        "RNN 0.50 padded, 0.69 at the last word; LSTM 0.50 and 0.79.",
        {"epochs": 4, "batch_size": 64, "hidden": 64, "embedding": 128, "limit": 8000, "longest": 500},
    ),
    "balanced": RunPair(
        "S4", "As the names come, or each language equally often", "balanced", _REAL_NAMES,
        _REAL_NAMES.but(balanced=True),
        "The tutorial’s files have 9340 Russian names and 71 Vietnamese ones. S4 draws a language first, then one of "
        "its names. What does that do to Russian, and to Vietnamese?",
        "compare the accuracy of all names with the recall of each language below.",
    ),
    "lag": RunPair(
        "S0", "5 hours or 64", "lag", _LAGS.but(lag=5), _LAGS,
        "S0 asks for the next hour from the previous 5, and then trains with 64. What do 59 more hours buy?",
        "compare the held-out errors, and the time that an epoch takes.",
    ),
}  # fmt: skip
ALONE = {
    "noise": "Slip m: the labels are random. Compare the accuracy in training with the held-out one.",
    "weather": "Slip k: the dashed line costs nothing. A forecast is worth what it has above it.",
}


def with_real(plan: Plan, changes: dict[str, int]) -> Plan:
    """On the real file where there is one on this machine."""
    there = plan.source == "built in" and sources.find(*REAL_FILES[plan.task])
    return plan.but(source="real", **changes) if there else plan


def pair_of(plans: Sequence[Plan]) -> str:
    """The key of the lesson whose choice alone differs between these two plans; "" for any others."""
    ones, others = (asdict(plan) for plan in plans)
    changed = [name for name in ones if ones[name] != others[name] and name != "file"]
    task = plans[0].task
    return next((key for key, it in PAIRS.items() if changed == [it.choice] and task == it.first.task), "")


def lesson(plans: Sequence[Plan]) -> str:
    """Where to look in one run, or in two that differ in the choice of one lesson; nothing for all others."""
    if len(plans) == 1:
        return ALONE.get(plans[0].task, "")
    key = pair_of(plans)
    return f"{PAIRS[key].of[0].upper()}{PAIRS[key].of[1:]}: {PAIRS[key].look_for}" if key else ""
