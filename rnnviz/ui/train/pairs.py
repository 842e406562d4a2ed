"""The honest lessons: runs that differ in one choice, the slides' and the right one, and what to look for in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from rnnviz.learn.data import sources
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import REAL_WEATHER, TASKS

REAL_FILES = {"sentiment": ("aclImdb_v1.tar.gz",), "names": ("names", "names.zip", "data.zip"), "weather": REAL_WEATHER}


@dataclass(frozen=True)
class Pair:
    """`choice`: the one that differs. `look_for`: where in the charts its effect is."""

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
PAIRS: dict[str, Pair] = {
    "h": Pair(
        "The LSTM that forgets", "carries", _NAMES, _NAMES.but(carries=False),
        "S4 returns the hidden state it was given, so the state never moves: the name is judged by its last letter.",
        "without the state, the accuracy stays far below; look back: the belief jumps with every letter.",
    ),
    "i": Pair(
        "hidden[−1] against both directions", "ends", _TWO_WAYS, _TWO_WAYS.but(ends="hidden[-1]"),
        "hidden[−1] is the end of the backward direction alone: what the forward one made of the name is thrown away.",
        "with both ends the loss falls faster and the accuracy is higher after as many epochs.",
    ),
    "j": Pair(
        "Sorted or unsorted hours", "sort", _HOURS, _HOURS.but(sort=False),
        "In the slides’ file the days stand as text would: 1, 10, 11, …, 2. Cut in that order, some windows "
        "contain a jump of days. Which suffers, the training or the test? Here: a made-up year in that same order.",
        "the line under each run counts the windows with a jump. When both are over, three tests stand below.",
    ),
    "l": Pair(
        "Last real against last padded", "read", _RNN, _RNN.but(read="last padded"),
        "Padded to one length, an RNN reads hundreds of blanks after the last word, and only then is its state read.",
        "read at the last word, the held-out accuracy rises far above 0.5; read after the padding, it stays near 0.5: "
        "chance. On 8000 of IMDB’s, after 4 epochs: RNN 0.50 padded, 0.69 at the last word; LSTM 0.50 and 0.79.",
        {"epochs": 4, "batch_size": 64, "hidden": 64, "embedding": 128, "limit": 8000, "longest": 500},
    ),
}  # fmt: skip
ALONE = {
    "noise": "Slip m: the training loss falls far: the labels are learned by heart. Held out, the net guesses.",
    "weather": "Slip k: the dashed line costs nothing. A forecast is worth what it has above it.",
}


def with_real(plan: Plan, changes: dict[str, int]) -> Plan:
    """On the real file where there is one on this machine."""
    there = plan.source == "built in" and sources.find(*REAL_FILES[plan.task])
    return plan.but(source="real", **changes) if there else plan


def lesson(plans: Sequence[Plan]) -> str:
    """What to look for in one run, or in two that differ in one of the slides' slips; nothing for all others."""
    if len(plans) == 1:
        return ALONE.get(plans[0].task, "")
    ones, others = (asdict(plan) for plan in plans)
    changed = [name for name in ones if ones[name] != others[name] and name != "file"]
    found = next((key for key, pair in PAIRS.items() if changed == [pair.choice]), None)
    return f"Slip {found}: {PAIRS[found].look_for}" if found else ""
