"""The maps' process: seeded maps, the same for every session, and their progress. It compiles umap once for all."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

import numpy as np
import pytest

from rnnviz.maps import truth
from rnnviz.maps.points import Points, PointsError, Snapshots
from rnnviz.maps.project import pca
from rnnviz.maps.setting import Setting
from rnnviz.maps.worker import Mapper

PATIENCE = 240.0  # s: umap is compiled first where numba has not kept it, below everybody else's work


@pytest.fixture(scope="module")
def mapper():
    made = Mapper()
    made.warm()
    yield made
    made.close()


def blobs(count=120, width=10, seed=0, moved=0.0):
    draw = np.random.default_rng(seed)
    centre = draw.integers(0, 5, count)
    vectors = 6 * draw.normal(size=(5, width))[centre] + draw.normal(size=(count, width)) + moved
    return Points("blobs", vectors, tuple(map(str, range(count))), tuple(map(str, centre)))


def until(true, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_seeded_map_is_the_same_twice_and_in_two_processes(mapper):
    points, setting = blobs(), Setting(metric="euclidean", seed=5)
    first = mapper.submit(points, setting).result(PATIENCE)
    assert mapper.submit(blobs(), setting).result(1) is first  # another session's: kept
    mapper.queue.results.clear()
    again = mapper.submit(points, setting).result(PATIENCE)
    pid = mapper.queue.child.process.pid
    mapper.queue.child.process.kill()  # by somebody else, while it has nothing to do
    mapper.queue.results.clear()
    elsewhere = mapper.submit(points, setting).result(PATIENCE)
    assert mapper.queue.child.process.pid != pid
    for other in (again, elsewhere):
        assert other is not first
        np.testing.assert_array_equal(other.positions, first.positions)
        np.testing.assert_array_equal(other.lies, first.lies)
    assert np.abs(mapper.submit(points, setting.but(seed=6)).result(PATIENCE).positions - first.positions).max() > 0.01


def test_a_map_comes_with_its_scores_and_keeps_more_than_pca(mapper):
    points = blobs()
    found = {
        name: mapper.submit(points, Setting(name, metric="euclidean")).result(PATIENCE)
        for name in ("umap", "pca", "tsne")
    }
    for it in found.values():
        assert it.trust == pytest.approx(truth.scores(points.vectors, it.positions, it.near, "euclidean")[0])
        assert 1 - it.lies.mean() == pytest.approx(it.trust["trustworthiness"])
        assert it.seconds > 0
    np.testing.assert_allclose(found["pca"].positions, pca(points.vectors), atol=1e-4)
    assert min(found[name].trust["overlap"] for name in ("umap", "tsne")) > found["pca"].trust["overlap"]


EDGES = {
    "five points": (blobs(5), Setting()),
    "two neighbours": (blobs(60), Setting(n_neighbors=2)),
    "more neighbours than points": (blobs(30), Setting(n_neighbors=200, metric="euclidean")),
    "three dimensions": (blobs(60), Setting(dimensions=3, begin="random")),
    "three dimensions by t-SNE": (blobs(40), Setting("tsne", dimensions=3)),
    "a large perplexity": (blobs(20), Setting("tsne", perplexity=100)),
    "one number a point": (blobs(40, width=1), Setting(metric="euclidean")),
    "twins": (Points("twins", np.repeat(blobs(12).vectors, 5, axis=0), ("x",) * 60), Setting(n_neighbors=3)),
    "all the same": (Points("same", np.ones((30, 4)), ("x",) * 30), Setting(min_dist=0.0)),
    "with zeros": (Points("zeros", np.vstack([np.zeros((9, 10)), blobs(40).vectors]), ("x",) * 49), Setting()),
    "two points": (blobs(2), Setting("pca", dimensions=3)),
}


@pytest.mark.parametrize("what", EDGES)
def test_every_point_has_a_place_whatever_the_data(mapper, what):
    points, setting = EDGES[what]
    found = mapper.submit(points, setting).result(PATIENCE)
    assert found.positions.shape == (len(points), setting.dimensions)
    assert np.isfinite(found.positions).all()
    assert np.isfinite(found.lies).all()
    assert ("n_neighbors is 30" in found.note) == (what == "more neighbours than points")


def test_points_keep_their_place_when_a_map_starts_from_another(mapper):
    points, setting = blobs(), Setting(metric="euclidean")
    first = mapper.submit(points, setting).result(PATIENCE).positions
    turned = np.ascontiguousarray(first[:, ::-1] * [-1, 1], dtype=np.float32)
    for changed in (setting.but(n_neighbors=30), setting.but(method="tsne"), setting.but(method="pca")):
        warm = mapper.submit(points, changed, turned).result(PATIENCE).positions
        fresh = mapper.submit(points, changed).result(PATIENCE).positions
        assert apart(turned, warm) < 0.6 * apart(turned, fresh)
    wide = mapper.submit(points, setting.but(dimensions=3), turned).result(PATIENCE)
    assert np.isfinite(wide.positions).all()


def apart(a, b):
    """How far points lie from where they were, in spreads of their own map."""
    a, b = ((it - it.mean(axis=0)) / it.std() for it in (a, b))
    return float(np.linalg.norm(a - b, axis=1).mean())


def test_moments_of_training_and_seeds_lie_over_each_other(mapper):
    slices = Snapshots(tuple(blobs(moved=0.05 * k) for k in range(4)), ("a", "b", "c", "d"))
    job = mapper.chain(slices, Setting(metric="euclidean"))
    chained = [it.positions for it in job.result(PATIENCE)]
    assert len(job.parts) == 4
    alone = [
        mapper.submit(it, Setting(metric="euclidean", seed=k)).result(PATIENCE).positions
        for k, it in enumerate(slices.slices)
    ]
    steps = [[apart(a, b) for a, b in pairwise(maps)] for maps in (chained, alone)]
    assert np.mean(steps[0]) < 0.5
    seeds = mapper.several(blobs(), [Setting(begin="random", metric="euclidean", seed=k) for k in range(3)]).result(
        PATIENCE
    )
    assert [it.setting.seed for it in seeds] == [0, 1, 2]
    for other in seeds[1:]:
        mirrored = other.positions * np.array([-1, 1])
        assert apart(seeds[0].positions, other.positions) < apart(seeds[0].positions, mirrored)


def test_it_says_how_far_it_is_and_stops_within_a_second(mapper):
    points = blobs(1500)
    job, seen = mapper.submit(points, Setting(metric="euclidean", n_neighbors=100)), []
    until(lambda: seen.append(job.share) or job.left_s is not None, 30)
    assert seen == sorted(seen)
    assert 0 < job.share < 1
    assert "UMAP" in job.doing
    other = mapper.submit(points, Setting("pca"))
    assert other.doing.startswith("waiting")
    assert other.place == 1
    pid, (under_way,) = mapper.queue.child.process.pid, mapper.queue.running
    job.cancel()
    assert (job.done, job.error) == (True, "Stopped.")
    with pytest.raises(PointsError, match="Stopped"):
        job.result()
    other.result(PATIENCE)
    assert mapper.queue.child.process.pid == pid  # it was not killed
    assert under_way.share < 1  # and it did not run to its end


def test_sessions_each_get_their_own_map(mapper):
    """A short version of benchmarks/map_stress.py."""
    mine = [blobs(60, seed=k) for k in range(2)]
    setting, wrong = Setting(n_neighbors=5, metric="euclidean"), []
    expected = [mapper.submit(points, setting).result(PATIENCE).positions for points in mine]

    def session(k):
        for seed in range(3):
            job = mapper.submit(mine[k], setting.but(min_dist=0.1 + 0.1 * seed))
            if seed == 1:
                job.cancel()
            elif seed == 0 and not np.array_equal(job.result(PATIENCE).positions, expected[k]):
                wrong.append(k)

    mapper.queue.results.clear()
    threads = [threading.Thread(target=session, args=(k,)) for k in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not wrong
