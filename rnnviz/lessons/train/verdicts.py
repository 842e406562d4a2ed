"""What runs that stand side by side have shown: sentences that are made of their scores, and say no more than these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from rnnviz.core.metrics import compared, interval, mean_and_range, per_cent, score_text, spread
from rnnviz.core.typed import InputError, counted
from rnnviz.learn.jobs import View
from rnnviz.learn.records import Evaluation
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.pairs import pair_of
from rnnviz.texts import _

ONE_EACH = _("One run each: another seed gives other numbers.")
BRACKETS = _("In brackets: the 95 % interval.")
MEMORISED, GUESSING = 0.9, 0.5
ALIKE = 0.1  # share of the larger MSE: runs from other seeds differ by as much
WATCHED = ("Russian", "Vietnamese")
"""The language with the most names in the tutorial's files, and the one with the fewest."""
SAME = ("task", "source", "limit", "column")
"""What two runs must share, or else they are tested on different things."""


def verdict(seen: Sequence[View], names: Sequence[str], classes: Callable[[View], Sequence[str]]) -> str:
    """Of runs that are over, on the same task: which is better, if that is more than chance.

    classes: the names of a run's classes; InputError where its nets are gone.
    """
    ends = [it.result for it in seen if it.over and it.evaluations]
    if len(ends) < len(seen):
        return ""
    if len(seen) == 1:
        return by_heart(ends[0]) if seen[0].plan.task == "noise" else ""
    tested = {(Path(it.plan.file).name, *(getattr(it.plan, name) for name in SAME)) for it in seen}
    if len(seen) > 2 or len(tested) > 1:
        return ""
    said = f"{accuracies(ends, names)} {BRACKETS}" if all(it.counts for it in ends) else ""
    key = pair_of([it.plan for it in seen])
    if key == "balanced":
        with suppress(InputError):  # its nets are gone
            said = " ".join([said, drawn_or_not(ends, classes(seen[0]), names)])
    if key == "lag":
        said = errors(ends, names)
    return f"{said} {ONE_EACH}" if said else ""


def of_seeds(setting: Sequence[View], name: str) -> str:
    """Of a setting that was trained with several seeds: the last scores' mean and range, once all are over."""
    ends = [it.result for it in setting if it.over and it.evaluations]
    if len(ends) < len(setting):
        return ""
    metric = TASKS[setting[0].plan.task].metric
    mean, least, most = (score_text(it[0], ".3f") for it in mean_and_range([[end.scores[metric]] for end in ends]))
    return _("{name}, validation {metric} of {n_ends} seeds: mean {mean}, from {least} to {most}.").format(
        name=name, metric=_(metric), n_ends=len(ends), mean=mean, least=least, most=most
    )


def drawn_or_not(ends: Sequence[Evaluation], classes: Sequence[str], names: Sequence[str]) -> str:
    """What became of Russian and of Vietnamese in two runs; where either has no validation name, it is left out."""
    one, other = ends
    said = []
    for language in WATCHED:
        k = classes.index(language) if language in classes else -1
        if k < 0 or not (one.counts or [])[k] or not (other.counts or [])[k]:
            continue
        shares = [(name, (it.confusion or [])[k][k]) for name, it in zip(names, ends, strict=True)]
        counts = [(it.counts or [])[k] for it in ends]
        said.append(
            _("{language}, {counts} validation names: {shares}").format(
                language=language, counts=counts[0], shares=compared(shares[0], shares[1], counts[0], counts[1])
            )
        )
    return " ".join(said)


def accuracies(ends: Sequence[Evaluation], names: Sequence[str]) -> str:
    """Validation accuracies with their spread."""
    shares = [(name, it.scores["accuracy"] or 0.0) for name, it in zip(names, ends, strict=True)]
    counts = [sum(it.counts or ()) for it in ends]
    return _("Validation, {ends}: {shares}").format(
        ends=after(ends), shares=compared(shares[0], shares[1], counts[0], counts[1])
    )


def after(ends: Sequence[Evaluation]) -> str:
    first, second = (it.epoch for it in ends)
    return (
        _("after {first}").format(first=counted(first, "{n} epoch", "{n} epochs"))
        if first == second
        else _("after {first} and {second} epochs").format(first=first, second=second)
    )


def errors(ends: Sequence[Evaluation], names: Sequence[str]) -> str:
    """Validation MSE of two forecasts; runs from other seeds differ by about a tenth."""
    found = [it.scores["MSE"] or 0.0 for it in ends]
    said = _("Validation MSE, {ends}: {one} {error:.3f}, {other} {other_error:.3f}.").format(
        ends=after(ends), one=names[0], error=found[0], other=names[1], other_error=found[1]
    )
    if abs(found[0] - found[1]) <= ALIKE * max(found):
        return _("{said} They are within {alike} of each other.").format(said=said, alike=per_cent(ALIKE))
    return _("{said} The smaller error is that of {names}.").format(said=said, names=names[found.index(min(found))])


def by_heart(end: Evaluation) -> str:
    """Slip m: what was learned of random labels, and what is known of others."""
    own, new, count = end.trained["accuracy"], end.scores["accuracy"] or 0.0, sum(end.counts or ())
    if not count:
        return ""
    said = _("Right in training: {own}. Validation: {new}.").format(own=per_cent(own), new=spread(new, count))
    low, high = interval(new, count)
    if own >= MEMORISED and low <= GUESSING <= high:
        return _("{said} The net has learned the labels by heart. On validation data it only guesses.").format(
            said=said
        )
    return said
