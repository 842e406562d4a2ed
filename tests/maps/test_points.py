"""Points and their samples; exact neighbours and scores against scikit-learn's; maps laid over each other."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import procrustes as scipy_procrustes
from sklearn.manifold import trustworthiness
from sklearn.metrics import pairwise_distances
from sklearn.neighbors import NearestNeighbors

from rnnviz.maps import neighbours, truth
from rnnviz.maps.neighbours import Neighbour
from rnnviz.maps.points import Points, PointsError, Snapshots, sample, stratified
from rnnviz.maps.project import pca, procrustes, project
from rnnviz.maps.setting import Setting


def made(count=400, width=12, seed=0):
    draw = np.random.default_rng(seed)
    vectors = draw.normal(size=(count, width)).astype(np.float32)
    kinds = tuple("abc"[k] for k in draw.choice(3, count, p=[0.7, 0.25, 0.05]))
    return Points("made", vectors, tuple(f"w{k}" for k in range(count)), kinds, {"n": np.arange(count, dtype=float)})


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("k", [1, 15, 200])
def test_neighbours_are_scikit_learns(metric, k):
    points = made()
    far, near = NearestNeighbors(n_neighbors=k, algorithm="brute", metric=metric).fit(points.vectors).kneighbors()
    rows, distances = neighbours.knn(points.vectors, k, metric)
    assert (rows == near).mean() > 0.9999  # its own cosine is in float32: two all but equal ones may change places
    np.testing.assert_allclose(distances, far, atol=1e-6)
    for index in (0, 7, 399):
        own = neighbours.neighbours(points, index, k, metric)
        assert [it.row for it in own] == rows[index].tolist()
        np.testing.assert_allclose([it.distance for it in own], distances[index], atol=1e-7)


def test_zeros_and_twins_among_the_neighbours():
    vectors = np.array([[0, 0], [1, 0], [2, 0], [0, 3], [1, 0], [0, 0]], dtype=np.float32)
    rows, distances = neighbours.knn(vectors, 5, "cosine")
    exact = pairwise_distances(vectors.astype(float), metric="cosine")
    np.fill_diagonal(exact, np.inf)
    np.testing.assert_allclose(distances, np.sort(exact, axis=1)[:, :5], atol=1e-12)
    assert set(rows[1, :2]) == {2, 4}
    rows, distances = neighbours.knn(vectors, 2, "euclidean")
    assert (rows[1].tolist(), distances[1].tolist()) == ([4, 0], [0.0, 1.0])
    points = Points("twins", vectors, tuple("abcdef"))
    assert neighbours.neighbours(points, 1, 2, "cosine") == [Neighbour("c", 0.0, 2), Neighbour("e", 0.0, 4)]
    assert neighbours.neighbours(points, 0, 1, "cosine") == [Neighbour("b", 1.0, 1)]


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("between", [2000, 200])
def test_neighbours_of_a_sample_are_those_in_the_whole(metric, between):
    points = made(2000, 40)
    few = sample(sample(points, between), 60)
    far, near = (
        NearestNeighbors(n_neighbors=11, algorithm="brute", metric=metric)
        .fit(points.vectors.astype(float))
        .kneighbors()
    )
    for row in (0, 31, 59):
        at = points.labels.index(few.labels[row])
        own = neighbours.neighbours(few, row, 11, metric)
        assert [it.label for it in own] == [points.labels[k] for k in near[at]]
        np.testing.assert_allclose([it.distance for it in own], far[at], atol=1e-7)
        drawn_ones = [it.label if it.label in few.labels else None for it in own]
        assert [it.row if it.row is None else few.labels[it.row] for it in own] == drawn_ones
    a, b, c = (points.labels.index(few.labels[row]) for row in (4, 5, 6))
    there = neighbours.nearest_to(points, neighbours.analogy(points, a, b, c), 5, metric, {a, b, c})
    here = neighbours.nearest_to(few, neighbours.analogy(few, 4, 5, 6), 5, metric, {4, 5, 6})
    assert [(it.label, it.distance) for it in here] == [(it.label, it.distance) for it in there]


def test_what_is_too_large_is_not_kept_beside_its_sample(monkeypatch):
    monkeypatch.setattr("rnnviz.maps.points.MOST_WHOLE", 4 * 100 * 8)
    assert sample(made(100, 8), 10).whole is not None
    assert sample(made(101, 8), 10).whole is None


def test_an_analogy_leaves_its_own_words_out():
    rows = {"man": (1, 0, 0), "woman": (0, 1, 0), "king": (1, 0, 5), "queen": (0, 1, 5), "tree": (4, 4, -1)}
    points = Points("royal", np.array(list(rows.values())), tuple(rows))
    vector = neighbours.analogy(points, 2, 0, 1)
    assert vector.tolist() == [0, 1, 5]
    found = neighbours.nearest_to(points, vector, 9, "cosine", without=(2, 0, 1))
    assert [it.label for it in found] == ["queen", "tree"]
    with pytest.raises(PointsError, match="choose cosine or euclidean"):
        neighbours.nearest_to(points, vector, 1, "manhattan")


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("k", [1, 5, 15])
def test_trustworthiness_is_scikit_learns(metric, k):
    points = made(600)
    for places in (pca(points.vectors), pca(points.vectors, 3), points.vectors):
        theirs = trustworthiness(points.vectors.astype(float), places, n_neighbors=k, metric=metric)
        assert truth.scores(points.vectors, places, k, metric)[0]["trustworthiness"] == pytest.approx(theirs, abs=1e-12)


def test_lies_and_kept_neighbours_are_those_counted_by_hand():
    """Five points on a line, of which the map moves the last to the front."""
    vectors = np.array([[0.0], [1.0], [2.1], [3.3], [4.6]], dtype=np.float32)
    moved = np.array([[0.0, 0], [1.0, 0], [2.1, 0], [3.3, 0], [-0.5, 0]], dtype=np.float32)
    # the nearest on the map of a is e, its 4th in truth; of e a, its 4th; the others keep theirs
    found, lies = truth.scores(vectors, moved, 1, "euclidean")
    assert lies == pytest.approx(np.array([3, 0, 0, 0, 3]) * 2 / (2 * 5 - 3 - 1))
    assert found["overlap"] == pytest.approx(3 / 5)
    assert found["trustworthiness"] == pytest.approx(1 - 2 / 5)


def test_k_is_kept_below_half_of_the_points():
    assert [truth.fitting(count, 15) for count in (3, 4, 10, 31, 32, 500)] == [1, 1, 4, 15, 15, 15]
    with pytest.raises(PointsError, match="at least three"):
        truth.fitting(2, 15)


def test_pca_is_that_of_the_singular_values():
    points = made(width=7)
    centred = points.vectors - points.vectors.mean(axis=0)
    left, strengths, _ = np.linalg.svd(centred.astype(float), full_matrices=False)
    found = pca(points.vectors, 3)
    np.testing.assert_allclose(np.abs(found), np.abs(left * strengths)[:, :3], atol=1e-4)
    loadings = np.linalg.lstsq(centred, found, rcond=None)[0]
    assert (np.take_along_axis(loadings, np.abs(loadings).argmax(axis=0)[None], 0) > 0).all()
    assert pca(points.vectors[:, :1], 3)[:, 1:].any() is np.False_


def test_a_turned_and_mirrored_map_is_laid_back():
    draw = np.random.default_rng(3)
    fixed = draw.normal(size=(50, 3))
    turn = np.linalg.qr(draw.normal(size=(3, 3)))[0] @ np.diag([1, 1, -1])
    np.testing.assert_allclose(procrustes(fixed, fixed @ turn + 7), fixed, atol=1e-5)
    np.testing.assert_allclose(procrustes(fixed, 4 * fixed @ turn, scale=True), fixed, atol=1e-5)
    other = draw.normal(size=(50, 3))
    ours, centred = procrustes(fixed, other, scale=True), fixed - fixed.mean(axis=0)
    disparity = ((ours - fixed) ** 2).sum() / (centred**2).sum()
    assert disparity == pytest.approx(scipy_procrustes(fixed, other)[2], abs=1e-6)


def test_a_sample_has_each_kind_in_its_share_and_is_the_same_again():
    points = made(3000)
    some = sample(points, 500, seed=1)
    assert len(some) == 500
    assert some.sampled_from == 3000
    assert "500 of 3000 points" in some.note
    for kind in "abc":
        assert some.kinds.count(kind) == pytest.approx(points.kinds.count(kind) / 6, abs=1)
    assert list(some.values["n"]) == sorted(some.values["n"])
    np.testing.assert_array_equal(some.vectors, points.vectors[some.values["n"].astype(int)])
    assert sample(points, 500, seed=1).key == some.key != sample(points, 500, seed=2).key
    assert sample(points, 3000) is points
    assert sorted(np.array(["x"] * 99 + ["y"])[stratified(["x"] * 99 + ["y"], 5, 0)]) == ["x"] * 4 + ["y"]


@pytest.mark.parametrize(
    ("vectors", "labels", "sentence"),
    [
        (np.zeros((1, 2)), "a", "one row"),
        (np.zeros((0, 2)), "", "no row"),
        (np.zeros((2, 0)), "ab", "no vectors"),
        (np.zeros(4), "abcd", "no vectors"),
        ([[1, 2], [3, np.nan]], "ab", "Row 2"),
        ([[1, 2], [3, np.inf]], "ab", "Row 2"),
        ([[1, 2], [3, 4]], "abc", "as many labels"),
        (np.zeros((2, 5000)), "ab", "at most 4096"),
    ],
)
def test_what_cannot_be_drawn_gets_a_sentence(vectors, labels, sentence):
    with pytest.raises(PointsError, match=sentence):
        Points("these", np.asarray(vectors), tuple(labels))


def test_a_key_is_of_the_content():
    points = made(20)
    assert points.key == made(20).key
    assert points.key != Points("x", points.vectors, points.labels[::-1]).key
    assert points.key != Points("x", points.vectors + 1, points.labels).key
    assert Points("x", points.vectors[:2], ("a\nb\x00 c" * 50, "")).labels[1] == "·"
    with pytest.raises(PointsError, match="same words"):
        Snapshots((points, made(21)), ("a", "b"))


@pytest.mark.parametrize(
    "changes",
    [{"method": "lda"}, {"metric": "dot"}, {"n_neighbors": 1}, {"n_neighbors": 201}, {"n_neighbors": 2.5},
     {"dimensions": 4}, {"min_dist": 1.0}, {"seed": -1}, {"perplexity": 1}, {"dimensions": True}],
)  # fmt: skip
def test_a_setting_that_there_is_not_gets_a_sentence(changes):
    with pytest.raises(PointsError, match=next(iter(changes))):
        Setting().but(**changes)


def test_few_points_and_foreign_starts_get_a_sentence():
    with pytest.raises(PointsError, match="at least 5 points"):
        project(made(4), Setting("umap"))
    with pytest.raises(PointsError, match="other points"):
        project(made(9), Setting("tsne"), np.zeros((8, 2), np.float32))


class Enough(Exception):
    """No longer wanted."""


@pytest.mark.parametrize("dimensions", [2, 3])
def test_tsne_says_how_far_it_is_over_both_phases_and_ends_when_it_is_told(dimensions):
    points, shares = made(60), list[float]()
    project(points, Setting("tsne", dimensions=dimensions), None, shares.append)
    assert (shares[0], shares[-1]) == (0, 1)
    assert 0 < np.diff(shares).min() <= np.diff(shares).max() < 0.02

    def told(share):
        if share > 0.5:
            raise Enough

    with pytest.raises(Enough):
        project(points, Setting("tsne", dimensions=dimensions), None, told)
