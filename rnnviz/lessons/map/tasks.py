"""The truths and the checks of the lead, each of the points and the map on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from urllib.parse import parse_qsl

import numpy as np
import streamlit as st

from rnnviz.core.losses import one_hot
from rnnviz.lead.answers import Answer, numbers
from rnnviz.lead.tasks import Check, Measured, Tasks
from rnnviz.lessons.map.neighbours import find
from rnnviz.lessons.map.picture import Picture, wanted
from rnnviz.lessons.map.source import built_in
from rnnviz.lessons.map.state import CODEC, MapState
from rnnviz.lessons.map.truth import LIARS
from rnnviz.maps.neighbours import analogy, distances, nearest_to, neighbours
from rnnviz.maps.points import Points, Vectors
from rnnviz.maps.project import pca
from rnnviz.maps.truth import NEAR, scores


def read(link: str) -> tuple[MapState, int]:
    return CODEC.read(dict(parse_qsl(link))), 0


def fits(state: MapState, example: MapState) -> bool:
    """The example's points."""
    return (state.points, state.metric) == (example.points, example.metric)


def points(state: MapState) -> Points:
    return built_in(state.points).last


def places(state: MapState) -> Vectors | None:
    """Where the points are drawn; None while that map is being made."""
    if state.method == "pca":
        return pca(points(state).vectors, state.dimensions)
    shown: Picture | None = st.session_state.get("map_shown")
    there = shown is not None and (shown.points.key, shown.setting) == (points(state).key, wanted(state.setting))
    return shown.places if shown and there else None


def nearest(state: MapState, word: str) -> tuple[int, int]:
    """A word's row and that of its true nearest neighbour, over all numbers of the vectors."""
    row = points(state).labels.index(word)
    return row, int(neighbours(points(state), row, 1, state.metric)[0].row or 0)


def on_map(state: MapState, word: str) -> list[int]:
    """All other rows, the nearest to a word on the map first."""
    row, drawn = points(state).labels.index(word), places(state)
    if drawn is None:
        return []
    order = np.argsort(np.linalg.norm(drawn - drawn[row], axis=1), kind="stable")
    return [int(other) for other in order if other != row]


def true_neighbour(state: MapState, t: int, word: str) -> Answer:
    return Answer(points(state).labels[nearest(state, word)[1]])


def nearer(state: MapState, t: int, word: str, others: Sequence[str]) -> Answer:
    """Which of two words is nearer to a third in all numbers."""
    far = distances(points(state).vectors, vector(state, word), state.metric)
    return Answer(min(others, key=lambda other: far[points(state).labels.index(other)]))


def vector(state: MapState, word: str) -> Vectors:
    found: Vectors = points(state).vectors[points(state).labels.index(word)]
    return found


def spread_share(state: MapState, t: int) -> Answer:
    """How much of the vectors' variance two directions hold, in per cent."""
    of, width = points(state), points(state).width
    along = [float(it) for it in pca(of.vectors, 2).var(axis=0) / of.vectors.var(axis=0).sum()]
    return Answer(100 * sum(along), {"equal": 200 / width, "one": 100 * along[0], "all": 100.0, "half": 50.0})


def more_than_equal(state: MapState, t: int) -> Answer:
    """Whether the two hold more than two directions of their own do on average."""
    answer = spread_share(state, t)
    return Answer("more" if answer.number > numbers(answer.mistakes)["equal"] else "as_much")


def from_analogy(state: MapState, t: int, a: str, b: str, c: str) -> Answer:
    """The word nearest to a − b + c, without these three."""
    rows = [points(state).labels.index(word) for word in (a, b, c)]
    made = analogy(points(state), rows[0], rows[1], rows[2])
    return Answer(nearest_to(points(state), made, 1, state.metric, set(rows))[0].label)


def step_between(state: MapState, t: int, first: Sequence[str], second: Sequence[str]) -> Answer:
    """How the way from one word to another lies to that between two others, by its cosine."""
    one, other = (vector(state, to).astype(float) - vector(state, of) for of, to in (first, second))
    cosine = float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    names = {"same": 1.0, "across": 0.0, "back": -1.0}
    return Answer(min(names, key=lambda name: abs(names[name] - cosine)))


@lru_cache(maxsize=8)
def scored(name: str, dimensions: int, metric: str) -> tuple[float, tuple[float, ...]]:
    """The overlap of PCA's map with the truth, and each point's lie, as the panel counts them."""
    of = built_in(name).last
    kept, lies = scores(of.vectors, pca(of.vectors, dimensions), NEAR, metric)
    return kept["overlap"], tuple(float(it) for it in lies)


def kept_share(state: MapState, t: int) -> Answer:
    """How many of a word's true neighbours are its neighbours on PCA's map: nearest to a quarter, half, nearly all."""
    overlap, _ = scored(state.points, state.dimensions, state.metric)
    shares = {"quarter": 0.25, "half": 0.5, "all": 0.95}
    return Answer(min(shares, key=lambda name: abs(shares[name] - overlap)))


def same_direction(state: MapState, t: int, word: str) -> Answer:
    """The cosine distance of a vector and its double; as a mistake, how far apart they are."""
    here = vector(state, word)
    double = 2 * here[None]
    far = {name: float(distances(double, here, name)[0]) for name in ("cosine", "euclidean")}
    return Answer(round(far["cosine"], 6) + 0.0, {"length": far["euclidean"], "ratio": 2.0, "one": 1.0})


def one_hot_neighbour(state: MapState, t: int, word: str) -> Answer:
    """Which words are nearest to one, if every vector is a one-hot row."""
    of = points(state)
    row, rows = of.labels.index(word), one_hot(np.arange(float(len(of))), len(of))
    far = np.delete(distances(rows.astype(np.float32), rows[row], "euclidean"), row)
    return Answer("alike" if np.ptp(far) == 0 else of.labels[int(far.argmin())])


TRUTHS: dict[str, Callable[..., Answer]] = {
    "true_neighbour": true_neighbour, "nearer": nearer, "spread_share": spread_share,
    "more_than_equal": more_than_equal, "from_analogy": from_analogy, "step_between": step_between,
    "kept_share": kept_share, "same_direction": same_direction, "one_hot_neighbour": one_hot_neighbour,
}  # fmt: skip


def rank_on_map(state: MapState, word: str) -> int:
    """1: a word's true nearest neighbour is the nearest on the map, too. 0: no such word, or no such map."""
    row = find(points(state), word)
    if row is None or not (order := on_map(state, points(state).labels[row])):
        return 0
    return order.index(nearest(state, points(state).labels[row])[1]) + 1


def torn(state: MapState, t: int, least: int) -> bool | Measured:
    """The chosen word's true nearest neighbour has at least this rank on the map."""
    rank = rank_on_map(state, state.word)
    return Measured(rank, least, rank >= least) if rank else False


def kept_near(state: MapState, t: int, word: str, most: int) -> bool | Measured:
    """On this map a word's true nearest neighbour has at most this rank."""
    rank = rank_on_map(state, word)
    return Measured(rank, most, rank <= most) if rank else False


def liar(state: MapState, t: int) -> bool | Measured:
    """A word that the panel rings is chosen there; measured is its place among all, the worst first."""
    row = find(points(state), state.word)
    if row is None or state.method != "pca":
        return False
    lies = np.array(scored(state.points, state.dimensions, state.metric)[1])
    place = int(np.flatnonzero(np.argsort(-lies, kind="stable") == row)[0]) + 1
    opened = state.panel == "truth"
    return Measured(place, LIARS, opened and place <= LIARS, "" if opened else "panel")


CHECKS: dict[str, Check] = {"torn": torn, "kept_near": kept_near, "liar": liar}
TASKS: Tasks[MapState] = Tasks(read, TRUTHS, CHECKS, fits=fits)
