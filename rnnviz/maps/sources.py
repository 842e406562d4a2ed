"""The sources of points that come with the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rnnviz.maps.points import Points, Snapshots, Tell
from rnnviz.texts import _
from rnnviz.whole_torch import wait_for_torch


@dataclass(frozen=True)
class PointSource:
    """What `make` gives is there at once, or it takes seconds: then the worker runs it (`worker.Mapper.source`)."""

    name: str
    sentence: str
    make: Callable[[Tell], Snapshots]
    metric: str = "cosine"
    at_once: bool = True
    doing: str = "loading"


def digits(tell: Tell) -> Snapshots:
    """scikit-learn's handwritten digits: 1 797 pictures of 8 × 8 pixels, 0 to 16 each."""
    wait_for_torch()
    from sklearn.datasets import load_digits

    bunch = load_digits()
    kinds = tuple(str(digit) for digit in bunch.target)
    labels = tuple(_("{digit} · no. {number}").format(digit=digit, number=number) for number, digit in enumerate(kinds))
    return Snapshots((Points("digits", bunch.data, labels, kinds),), ("digits",))


def skip_gram(tell: Tell) -> Snapshots:
    from rnnviz.maps.skipgram import load

    return load()


def trained_now(tell: Tell) -> Snapshots:
    from rnnviz.maps.skipgram import train

    return train(tell=tell)


SOURCES: dict[str, PointSource] = {
    "skip-gram": PointSource(
        _("Words"), _("skip-gram with negative sampling, trained beforehand on a text written for rnnviz"), skip_gram
    ),
    "now": PointSource(
        _("Words, trained now"),
        _("the same skip-gram, trained in seconds while you wait"),
        trained_now,
        at_once=False,
        doing=_("training skip-gram"),
    ),
    "digits": PointSource(
        _("Handwritten digits"), _("scikit-learn's 1797 digits of 8 × 8 pixels"), digits, "euclidean"
    ),
}
