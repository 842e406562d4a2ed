"""The points of a map: a vector each, a label, what to colour it by; and a fair sample when there are too many."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from rnnviz.core.typed import InputError
from rnnviz.texts import _

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Tell = Callable[[float], None]
"""Called with the share that is done, 0 to 1; may raise to end the work."""
MOST_DRAWN = 10_000
MOST_DIMENSIONS = 4096
MOST_LETTERS = 80  # of a label
MOST_WHOLE = 64 * 2**20  # bytes of vectors that are kept beside a sample: 50 000 × 300


class PointsError(InputError):
    """These are no points for a map; the text is one sentence for the learner."""


@dataclass(frozen=True, eq=False)
class Population:
    """What a sample was drawn from: vectors (M, D) and labels (M,); `drawn` (N,): the sample's rows among them."""

    vectors: Vectors
    labels: tuple[str, ...]
    drawn: Rows


@dataclass(frozen=True, eq=False)
class Points:
    """`vectors` (N, D), finite, float32; `labels` (N,); `kinds` (N,): a class each, for colour; `values`: numbers (N,).

    `sampled_from`: rows of the source, N unless a sample was taken. `note`: a sentence on what these are, or on what
    was left out. `path`: the order in which to join them, where they have one. `key`: a hash of content and labels.
    `whole`: of a sample, where it is kept: true neighbours are looked for there.
    Raises PointsError for what cannot be drawn.
    """

    name: str
    vectors: Vectors
    labels: tuple[str, ...]
    kinds: tuple[str, ...] | None = None
    values: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    sampled_from: int = 0
    note: str = ""
    path: tuple[int, ...] | None = None
    key: str = ""
    whole: Population | None = None

    def __post_init__(self) -> None:
        with np.errstate(over="ignore"):  # too big for float32 is infinite, which `check` tells
            vectors = np.array(self.vectors, dtype=np.float32, order="C")
        check(self.name, vectors, [self.labels, *([self.kinds] if self.kinds else []), *self.values.values()])
        labels = tuple(one_line_label(label) for label in self.labels)
        object.__setattr__(self, "vectors", vectors)
        object.__setattr__(self, "labels", labels)
        object.__setattr__(self, "sampled_from", self.sampled_from or len(vectors))
        object.__setattr__(self, "key", self.key or content_key(vectors, labels))
        vectors.flags.writeable = False

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def width(self) -> int:
        return int(self.vectors.shape[1])

    def rows(self, index: Rows) -> Points:
        """These points alone, in this order, said to be a sample."""
        return replace(
            self,
            vectors=self.vectors[index],
            labels=tuple(self.labels[i] for i in index),
            kinds=tuple(self.kinds[i] for i in index) if self.kinds else None,
            values={name: value[index] for name, value in self.values.items()},
            path=None,
            key="",
            whole=self.around(index),
        )

    def around(self, index: Rows) -> Population | None:
        """What these rows are drawn from; None where more was left out before, or where it is too much to keep."""
        if self.whole:
            return replace(self.whole, drawn=self.whole.drawn[index])
        kept = self.sampled_from <= len(self) and self.vectors.nbytes <= MOST_WHOLE
        return Population(self.vectors, self.labels, np.asarray(index)) if kept else None


@dataclass(frozen=True)
class Snapshots:
    """The same points at several moments, in order: all slices have the same labels. `names`: of the moments."""

    slices: tuple[Points, ...]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.slices or len(self.slices) != len(self.names):
            raise PointsError(_("There is no moment of training to show here."))
        if any(it.labels != self.slices[0].labels for it in self.slices):
            raise PointsError(_("These moments are not of the same words: choose those of one run."))

    @property
    def labels(self) -> tuple[str, ...]:
        return self.slices[0].labels

    @property
    def last(self) -> Points:
        return self.slices[-1]

    def rows(self, index: Rows) -> Snapshots:
        return Snapshots(tuple(it.rows(index) for it in self.slices), self.names)


def check(name: str, vectors: Vectors, columns: Sequence[Sequence[object] | npt.NDArray[np.float64]]) -> None:
    """Raises PointsError for what cannot be drawn."""
    if vectors.ndim != 2 or not vectors.shape[1]:
        raise PointsError(
            _("{name} holds no vectors: give a table with a row of numbers for each point.").format(name=name)
        )
    count, width = vectors.shape
    if count < 2:
        raise PointsError(
            _("{name} has {word}: a map needs at least two points.").format(
                name=name, word=_("one row") if count else _("no row")
            )
        )
    if width > MOST_DIMENSIONS:
        raise PointsError(
            _("{name} has {width} numbers a point: at most {most_dimensions} can be mapped.").format(
                name=name, width=width, most_dimensions=MOST_DIMENSIONS
            )
        )
    if not np.isfinite(vectors).all():
        row = int(np.flatnonzero(~np.isfinite(vectors).all(axis=1))[0]) + 1
        raise PointsError(
            _("Row {row} of {name} holds what is no finite number: fix or leave out that row.").format(
                row=row, name=name
            )
        )
    if any(len(column) != count for column in columns):
        raise PointsError(
            _("{name} has {count} rows of numbers, but not as many labels or values.").format(name=name, count=count)
        )


def one_line_label(label: str) -> str:
    """A label that can be drawn: one line, not too long, never empty."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in label).split())
    return f"{plain[: MOST_LETTERS - 1]}…" if len(plain) > MOST_LETTERS else plain or "·"


def content_key(vectors: Vectors, labels: Sequence[str]) -> str:
    made = hashlib.blake2b(repr(vectors.shape).encode(), digest_size=16)
    made.update(np.ascontiguousarray(vectors).data)
    made.update("\n".join(labels).encode("utf-8", "replace"))
    return made.hexdigest()


def sample(points: Points, most: int = MOST_DRAWN, seed: int = 0) -> Points:
    """At most `most` points, drawn at random, each kind in its share, in their order; the same each time."""
    if len(points) <= most:
        return points
    index = stratified(points.kinds or ("",) * len(points), most, seed)
    note = _("{most} of {sampled_from} points, drawn at random").format(most=most, sampled_from=points.sampled_from) + (
        _(", each kind in its share.") if points.kinds else "."
    )
    return replace(points.rows(index), note=f"{points.note} {note}".strip())


def stratified(kinds: Sequence[str], most: int, seed: int) -> Rows:
    """`most` row numbers, ascending, of each kind its share (largest remainders; at least one where there is room)."""
    names, kind = np.unique(np.asarray(kinds), return_inverse=True)
    share = np.bincount(kind) * (most / len(kind))
    wanted = np.floor(share).astype(np.int64)
    if len(names) <= most:
        wanted = np.maximum(wanted, 1)
    by_remainder = np.argsort(-(share - wanted), kind="stable")
    while wanted.sum() < most:
        wanted[by_remainder[: most - wanted.sum()]] += 1
    while wanted.sum() > most:
        wanted[np.argmax(wanted)] -= 1
    draw = np.random.default_rng(seed)
    drawn = [draw.choice(np.flatnonzero(kind == k), count, replace=False) for k, count in enumerate(wanted) if count]
    return np.sort(np.concatenate(drawn)).astype(np.int64)
