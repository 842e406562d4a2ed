"""The honest lessons: runs that differ in one choice, and where in them to look. What they show, `verdicts` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from rnnviz.learn.data import sources
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import REAL_WEATHER, TASKS
from rnnviz.texts import _

REAL_FILES = {"sentiment": ("aclImdb_v1.tar.gz",), "names": ("names", "names.zip", "data.zip"), "weather": REAL_WEATHER}


@dataclass(frozen=True)
class RunPair:
    """`choice`: the one that differs. `look_for`: where in the charts its effect is. `source`: the deck."""

    source: str
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
        "S4", _("The LSTM that forgets"), "carries", _NAMES, _NAMES.but(carries=False),
        _("The code of the slides returns the old hidden state. So the state never changes. The net sees only the last "
        "letter of a name."),
        _("Compare the validation accuracies. Then look back: how does the belief change from letter to letter?"),
    ),
    "i": RunPair(
        "S0", _("hidden[−1] against both directions"), "ends", _TWO_WAYS, _TWO_WAYS.but(ends="hidden[-1]"),
        _("hidden[−1] is the end of the backward direction alone. The result of the forward direction is lost."),
        _("Compare the losses, and the validation accuracies after as many epochs."),
    ),
    "j": RunPair(
        "S0", _("Sorted or unsorted hours"), "sort", _HOURS, _HOURS.but(sort=False),
        _("In the slides’ file the days are sorted as text: 1, 10, 11, …, 2. In that order some windows contain a jump "
        "of days. Is the training worse, or the test? Here: a made-up year in the same order."),
        _("The line under each run counts the windows with a jump. After both runs you see three tests below."),
    ),
    "l": RunPair(
        "S2", _("Last real against last padded"), "read", _RNN, _RNN.but(read="last padded"),
        _("All reviews are padded to one length. The RNN reads hundreds of blanks after the last word. The answer uses "
        "the state after the blanks."),
        _("Compare the validation accuracies; 0.5 is chance. Measured on 8000 of IMDB’s reviews, 4 epochs: "
        "RNN 0.50 padded, 0.69 at the last word; LSTM 0.50 and 0.79."),
        {"epochs": 4, "batch_size": 64, "hidden": 64, "embedding": 128, "limit": 8000, "longest": 500},
    ),
    "balanced": RunPair(
        "S4", _("As the names come, or each language equally often"), "balanced", _REAL_NAMES,
        _REAL_NAMES.but(balanced=True),
        _("The tutorial’s files have 9340 Russian names and 71 Vietnamese ones. The slides draw a language first, then "
        "one of its names. What does that do to Russian, and to Vietnamese?"),
        _("Compare the accuracy of all names with the recall of each language below."),
    ),
    "lag": RunPair(
        "S0", _("5 hours or 64"), "lag", _LAGS.but(lag=5), _LAGS,
        _("The slides first use 5 hours to predict the next one, and then 64. Do 59 more hours help?"),
        _("Compare the validation errors, and the time of one epoch."),
    ),
}  # fmt: skip
ALONE = {
    "noise": _("The labels are random. Compare the accuracy in training with the validation accuracy."),
    "weather": _("The dashed lines are forecasts without a net. A useful net must be better than the last hour again."),
}


def with_real(plan: Plan, changes: dict[str, int]) -> Plan:
    """On the real file where there is one on this machine."""
    there = plan.source == "built in" and sources.find(*REAL_FILES[plan.task])
    return plan.but(source="real", **changes) if there else plan


def pair_of(plans: Sequence[Plan]) -> str:
    """The key of the lesson whose choice alone differs between these two plans; "" for any others."""
    if len(plans) != 2:
        return ""
    ones, others = (asdict(plan) for plan in plans)
    changed = [name for name in ones if ones[name] != others[name] and name != "file"]
    task = plans[0].task
    return next((key for key, it in PAIRS.items() if changed == [it.choice] and task == it.first.task), "")


def lesson(plans: Sequence[Plan]) -> str:
    """Where to look in one run, or in two that differ in the choice of one lesson; nothing for all others."""
    if len(plans) == 1:
        return ALONE.get(plans[0].task, "")
    key = pair_of(plans)
    return PAIRS[key].look_for if key else ""
