"""The truths and the checks of the lead, each of the settings and the run on the screen."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qsl

import numpy as np

from rnnviz.core.metrics import SLIDE_Y, SLIDE_Y_HAT, can_be_chance, terms
from rnnviz.core.typed import InputError
from rnnviz.core.windows import count
from rnnviz.lead.answers import Answer, Guess
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.learn import predict
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation
from rnnviz.lessons.train.shown import CODEC, LAST, LabState, begun
from rnnviz.lessons.train.verdicts import GUESSING
from rnnviz.ui.runs.results import baselines, facts, kept_epochs, net_at, runs, sizes


def read(link: str) -> tuple[LabState, int]:
    items = dict(parse_qsl(link))
    view, epoch, example = items.pop("view", "watch"), int(items.pop("epoch", LAST)), items.pop("example", "")
    return begun(CODEC.read(items), view, epoch, example), 0


def fits(state: LabState, example: LabState) -> bool:
    """The run that came along, of the same task."""
    return (state.plan.task, state.runs) == (example.plan.task, example.runs)


def first_run(state: LabState) -> str:
    return state.runs[0][0]


def ends(state: LabState) -> list[Evaluation]:
    """The run's scores after each epoch."""
    return list(runs().view(first_run(state)).evaluations)


def first_loss(state: LabState, t: int, classes: int = 0) -> Answer:
    """The loss of a net that gives every class the same p: of the task's classes, or of so many."""
    k = classes or sizes(state.plan)[1]
    found = {"share": 1 / k, "wrong_share": 1 - 1 / k, "zero": 0.0, "log2": math.log2(k), "sign": -math.log(k)}
    return Answer(math.log(k), found)


def beats(state: LabState, t: int) -> Answer:
    """Which answers without a net the run's net beats on validation names, by more than chance."""
    end = ends(state)[-1]
    own, names = end.scores["accuracy"] or 0.0, sum(end.counts or ())
    without = baselines(state.plan.task, state.plan.seed, state.plan.longest)
    won = [one for one in without.values() if own > one.accuracy and not can_be_chance(own, one.accuracy, names)]
    if len(won) == 1:
        return Answer("common" if won[0].accuracy == min(one.accuracy for one in without.values()) else "bag")
    return Answer("both" if won else "neither")


def right_of(state: LabState, t: int) -> Answer:
    """How many validation names of a hundred the net names correctly: nearest to a few, half, nearly all."""
    own = ends(state)[-1].scores["accuracy"] or 0.0
    shares = {"few": 0.05, "half": 0.5, "all": 0.95}
    return Answer(min(shares, key=lambda name: abs(shares[name] - own)))


def new_labels(state: LabState, t: int) -> Answer:
    """How the validation accuracy ends: as in training, by chance, or near nothing."""
    end = ends(state)[-1]
    shares = {"as_trained": end.trained["accuracy"] or 0.0, "half": GUESSING, "none": 0.0}
    own = end.scores["accuracy"] or 0.0
    return Answer(min(shares, key=lambda name: abs(shares[name] - own)))


def rising(state: LabState, t: int) -> Answer:
    """Which loss ends higher than it began."""
    first, last = ends(state)[0], ends(state)[-1]
    up = {"validation": last.validation_loss > first.validation_loss, "training": last.loss > first.loss}
    return Answer("both" if all(up.values()) else next((name for name, rises in up.items() if rises), "neither"))


def drawn(state: LabState, t: int, counts: list[int]) -> Answer:
    """How often the second class comes where a class is drawn first, then one of its texts; by the chances of both."""
    each = [sum(1 / len(counts) / count for _ in range(count)) for count in counts]
    ratios = {"equal": 1.0, "files": counts[1] / counts[0], "more": counts[0] / counts[1]}
    return Answer(min(ratios, key=lambda name: abs(ratios[name] - each[1] / each[0])))


def mean_error(state: LabState, t: int) -> Answer:
    """The mean absolute error of the slides' three forecasts."""
    found = terms(np.array(SLIDE_Y), np.array(SLIDE_Y_HAT))
    mistakes: dict[str, Guess] = {"squares": found.mse, "root": math.sqrt(found.mse), "sum": 3 * found.mae}
    return Answer(found.mae, mistakes)


def parameters(plan: Plan) -> int:
    """Raises InputError where the data's sizes are not known."""
    return facts(plan.to_json(), *sizes(plan)).parameters


def windows(state: LabState, t: int, length: int) -> Answer:
    """How many windows with a target a series of this length has."""
    lag, ahead = state.plan.lag, state.plan.ahead
    found = {"no_target": length - lag + 1, "one_less": length - lag - ahead, "apart": length // (lag + ahead)}
    return Answer(float(count(length, lag, ahead)), {name: float(value) for name, value in found.items()})


TRUTHS: dict[str, Callable[..., Answer]] = {
    "first_loss": first_loss, "beats": beats, "right_of": right_of, "new_labels": new_labels, "rising": rising,
    "drawn": drawn, "mean_error": mean_error, "windows": windows,
}  # fmt: skip


def first_above(state: LabState, t: int, share: float) -> Measured:
    """The first kept epoch at which the validation accuracy is above this share is looked back to; in per cent."""
    scores = {it.epoch: it.scores.get("accuracy") or 0.0 for it in ends(state)}
    above = [epoch for epoch in kept_epochs([first_run(state)]) if scores.get(epoch, 0.0) > share]
    epoch = max(scores, default=0) if state.epoch == LAST else state.epoch
    now = scores.get(epoch, 0.0)
    lacks = "view" if state.view != "back" else "earlier" if now > share and epoch != above[0] else ""
    return Measured(100 * now, 100 * share, now > share and not lacks, lacks)


def takes_for(state: LabState, t: int, language: str, least: float) -> bool | Measured:
    """A name in *Use it* that the net takes for one of this language."""
    with suppress(InputError):
        net = net_at(first_run(state), kept_epochs([first_run(state)])[-1])
        p = float(np.exp(predict.surname(net, state.example).log_p[-1])[net.classes.index(language)])
        return Measured(p, least, state.view == "use" and p >= least)
    return False


def small(state: LabState, t: int, below: int, layers: int) -> bool | Measured:
    """A net of so many layers with fewer parameters."""
    with suppress(InputError):
        now, deep = parameters(state.plan), state.plan.layers == layers
        return Measured(now, below, deep and now < below, "" if deep else "layers")
    return False


CHECKS: dict[str, Check] = {"first_above": first_above, "takes_for": takes_for, "small": small}
TASKS: Tasks[LabState] = Tasks(read, TRUTHS, CHECKS, fits=fits)
