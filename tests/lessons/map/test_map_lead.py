"""The lead of Map: its truths beside scikit-learn's, and its tasks' edges."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.metrics import pairwise_distances
from sklearn.neighbors import NearestNeighbors

from rnnviz.lead.answers import Guess
from rnnviz.lead.steps import steps_of
from rnnviz.lessons.map.tasks import TASKS, on_map, points
from tests.lessons.map.map_worker import worker
from tests.pages.visiting import visit

__all__ = ["worker"]
STEPS = steps_of("map")
STATE, T = TASKS.read("points=skip-gram&method=pca")
WORDS = points(STATE)
X = WORDS.vectors.astype(np.float64)
PLACES = PCA(2).fit_transform(X)


def truth(name: str, **of: object) -> Guess:
    return TASKS.truths[name](STATE, T, **of).truth


def at(word: str) -> int:
    return WORDS.labels.index(word)


@pytest.mark.parametrize("word", ["dog", "king", "one"])
def test_the_true_neighbour_is_that_of_all_pairs(word: str) -> None:
    far = pairwise_distances(X, metric="cosine")[at(word)]
    far[at(word)] = np.inf
    assert truth("true_neighbour", word=word) == WORDS.labels[far.argmin()]


def test_what_a_step_says_is_nearest_on_the_map_is_so_and_not_in_truth() -> None:
    far = np.linalg.norm(PLACES - PLACES[at("dog")], axis=1)
    assert WORDS.labels[np.argsort(far)[1]] == "trumpet"
    assert WORDS.labels[on_map(STATE, "dog")[0]] == "trumpet"
    assert "*trumpet*" in STEPS[1].text
    assert WORDS.width == 32
    assert all("32" in step.text for step in STEPS[:2])


def test_two_directions_hold_what_scikit_learn_says() -> None:
    whole = PCA().fit(X).explained_variance_ratio_
    answer = TASKS.truths["spread_share"](STATE, T)
    assert answer.truth == pytest.approx(100 * whole[:2].sum(), rel=1e-4)
    assert answer.mistakes["one"] == pytest.approx(100 * whole[0], rel=1e-4)
    assert truth("more_than_equal") == "more"


def test_the_analogy_is_the_nearest_row_but_the_three() -> None:
    king, man, woman = map(at, ("king", "man", "woman"))
    far = pairwise_distances(X, (X[king] - X[man] + X[woman])[None], metric="cosine")[:, 0]
    far[[king, man, woman]] = np.inf
    assert truth("from_analogy", a="king", b="man", c="woman") == WORDS.labels[far.argmin()] == "queen"
    assert truth("step_between", first=["man", "woman"], second=["king", "queen"]) == "same"
    assert truth("step_between", first=["man", "woman"], second=["queen", "king"]) == "back"


def test_a_quarter_of_the_neighbours_is_kept() -> None:
    near = [NearestNeighbors(n_neighbors=15, metric=how).fit(of).kneighbors(return_distance=False)
            for of, how in ((X, "cosine"), (PLACES, "euclidean"))]  # fmt: skip
    kept = [len(set(true) & set(drawn)) for true, drawn in zip(*near, strict=True)]
    assert 3 < np.mean(kept) < 5
    assert truth("kept_share") == "quarter"


def test_a_doubled_vector_has_the_same_direction_and_one_hot_rows_are_all_alike() -> None:
    answer = TASKS.truths["same_direction"](STATE, T, word="dog")
    assert answer.truth == 0
    assert answer.mistakes["length"] == pytest.approx(np.linalg.norm(X[at("dog")]))
    assert truth("one_hot_neighbour", word="dog") == "alike"


@pytest.mark.parametrize(
    ("check", "of", "link", "done"),
    [
        ("torn", {"least": 20}, "word=one", True),
        ("torn", {"least": 20}, "word=One", True),
        ("torn", {"least": 20}, "word=monday", False),
        ("torn", {"least": 20}, "word=nobody", False),
        ("torn", {"least": 20}, "", False),
        ("kept_near", {"word": "dog", "most": 2}, "dimensions=3", True),
        ("kept_near", {"word": "dog", "most": 2}, "dimensions=2", False),
        ("kept_near", {"word": "dog", "most": 2}, "method=umap", False),  # a map that is not there yet
        ("liar", {}, "panel=truth&word=garden", True),
        ("liar", {}, "panel=near&word=garden", False),
        ("liar", {}, "panel=truth&word=monday", False),
        ("liar", {}, "panel=truth", False),
    ],
)
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, of: dict[str, object], link: str, done: bool) -> None:
    state, t = TASKS.read("points=skip-gram&method=pca&" + link if "method" not in link else link)
    assert bool(TASKS.checks[check](state, t, **of)) is done


def test_the_first_word_of_the_truth_panel_is_that_of_the_hint() -> None:
    from rnnviz.maps.truth import scores

    lies = scores(WORDS.vectors, PLACES.astype(np.float32), 15, "cosine")[1]
    step = next(one for one in STEPS if one.check == "liar")
    assert f"*{WORDS.labels[lies.argmax()]}*" in step.hints[1]


@pytest.mark.usefixtures("worker")
def test_a_lesson_that_is_come_back_to_keeps_what_it_showed() -> None:
    app = visit("map", step="3")
    app.query_params["word"] = "word5"
    app.run()
    app.switch_page("../pages/rnn.py").run()
    app.query_params.clear()
    app.switch_page("../pages/map.py").run()
    assert not app.exception
    assert app.query_params["word"] in ("word5", ["word5"])
