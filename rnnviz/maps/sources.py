"""The sources of points that come with the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rnnviz.maps.points import Points, Snapshots, Tell


@dataclass(frozen=True)
class Source:
    """`make` takes seconds: the worker runs it (`worker.Mapper.source`)."""

    name: str
    sentence: str
    make: Callable[[Tell], Snapshots]
    metric: str = "cosine"
    doing: str = "loading"


def digits(tell: Tell) -> Snapshots:
    """scikit-learn's handwritten digits: 1 797 pictures of 8 × 8 pixels, 0 to 16 each."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    kinds = tuple(str(digit) for digit in bunch.target)
    labels = tuple(f"{digit} · no. {number}" for number, digit in enumerate(kinds))
    return Snapshots((Points("digits", bunch.data, labels, kinds),), ("digits",))


def skip_gram(tell: Tell) -> Snapshots:
    from rnnviz.maps.skipgram import train

    return train(tell=tell)


SOURCES: dict[str, Source] = {
    "skip-gram": Source(
        "Words, trained here",
        "skip-gram with negative sampling, trained on a text written for rnnviz",
        skip_gram,
        doing="training skip-gram",
    ),
    "digits": Source("Handwritten digits", "scikit-learn's 1 797 digits of 8 × 8 pixels", digits, "euclidean"),
}
