"""Names by their language: how many of each are recognised, in the test and among those learned from (row 33)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from rnnviz.core.metrics import can_be_chance, per_cent, spread
from rnnviz.core.typed import InputError
from rnnviz.learn.evaluating import PartScores
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import OWN_FILE
from rnnviz.learn.records import Evaluation
from rnnviz.lessons.train.verdicts import BRACKETS
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import net_at


def draw_recalls(seen: list[View], names: Sequence[str]) -> None:
    """A row a language, a column a run; for runs that have ended an epoch on the same names."""
    ends = [it.result for it in seen if it.evaluations]
    if len(ends) < len(seen) or not all(it.counts and it.confusion for it in ends):
        return
    if len({len(it.counts or ()) for it in ends}) > 1:
        return  # runs on different data
    try:
        classes = net_at(seen[0].id, ends[0].epoch).classes
    except InputError:
        return  # its nets are gone, or could not be kept
    what = _("class") if seen[0].plan.source == OWN_FILE else _("language")
    with st.expander(
        _("Recall: how many of each {what}’s validation names are right").format(what=what), expanded=len(seen) == 2
    ):
        st.markdown(table(ends, classes, names, what))
        st.caption(BRACKETS)


def table(ends: Sequence[Evaluation], classes: Sequence[str], names: Sequence[str], what: str = _("language")) -> str:
    """Languages with the most validation names first; then their mean, and the share of all names."""
    counts = ends[0].counts or []
    head = [
        _("| {what} | validation | {names} |").format(what=what, names=" | ".join(map(plain, names))),
        "| --- | ---: |" + " ---: |" * len(ends),
    ]
    rows = [
        f"| {plain(classes[k])} | {counts[k]} | {' | '.join(recall(it, k) for it in ends)} |"
        for k in sorted(range(len(classes)), key=lambda k: -counts[k])
    ]
    means = [per_cent(float(np.mean([(it.confusion or [])[k][k] for k in met(it)]))) for it in ends]
    every = [spread(it.scores["accuracy"] or 0.0, sum(counts)) for it in ends]
    last = [
        _("| mean of the {word} | | {means} |").format(
            word=_("classes") if what == _("class") else _("languages"), means=" | ".join(means)
        ),
        _("| all names | {counts} | {every} |").format(counts=sum(counts), every=" | ".join(every)),
    ]
    return "\n".join([*head, *rows, *last])


def met(it: Evaluation) -> list[int]:
    """The classes of which there are validation examples."""
    return [k for k, count in enumerate(it.counts or ()) if count]


def recall(it: Evaluation, k: int) -> str:
    count = (it.counts or [])[k]
    return spread((it.confusion or [])[k][k], count) if count else "none"


def learned_from(found: PartScores, validation: Evaluation) -> str:
    """S4 counts names that its net has learned from: beside the validation ones, and whether that flatters the net."""
    own, new = found.scores["accuracy"], validation.scores["accuracy"] or 0.0
    counts = sum(found.counts or ()), sum(validation.counts or ())
    said = _(
        "The slides test on names that the net has learned. This table counts all of these names. "
        "Right of the names learned from: {own}; of the validation names: {new}."
    ).format(own=spread(own, counts[0]), new=spread(new, counts[1]))
    if own > new and not can_be_chance(own, new, *counts):
        return _("{said} With names that it has learned, the net looks better than it is.").format(said=said)
    return said
