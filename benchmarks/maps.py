"""Maps of vectors: how long until a first picture and until the finished UMAP, against umap-learn alone, and how true.

    python -m benchmarks.maps --quick        (2 000 × 64 only: a minute or two)
    python -m benchmarks.maps                (10 000 × 128 as well: about five minutes on two idle cores)

Cold: a process of its own for each, from its start, interpreter and imports included; ours with the code that numba
keeps on disk from earlier starts, and once without. Warm: the same process again, other seeds. "Finished" is when the
places are there; the scores come after.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.tables import markdown, median
from rnnviz.maps.points import Points, Vectors
from rnnviz.maps.project import pca
from rnnviz.maps.setting import Setting
from rnnviz.maps.truth import NEAR, scores
from rnnviz.maps.worker import Mapper

ROOT = Path(__file__).resolve().parents[1]
SIZES = {"2 000 × 64": (2000, 64), "10 000 × 128": (10_000, 128)}
PLAIN = """
import sys, time
import numpy as np
import umap
vectors = np.load(sys.argv[1])
for seed in map(int, sys.argv[3:]):
    began = time.perf_counter()
    places = umap.UMAP(metric="euclidean", random_state=None if seed < 0 else seed).fit_transform(vectors)
    np.save(sys.argv[2], places)
    print(time.perf_counter() - began, flush=True)
"""
Row = tuple[str, str, str, str, str]


def blobs(count: int, width: int) -> Points:
    """Forty clouds of unequal size and spread on a plane of a few dimensions, and noise in all: seeded."""
    draw = np.random.default_rng(0)
    of = draw.choice(40, count, p=draw.dirichlet(np.full(40, 2.0)))
    inner = draw.normal(size=(40, 8))[of] * 3 + draw.normal(size=(count, 8)) * draw.uniform(0.3, 1.2, 40)[of, None]
    vectors = inner @ draw.normal(size=(8, width)) + 0.5 * draw.normal(size=(count, width))
    return Points("clouds", vectors.astype(np.float32), tuple(map(str, range(count))), tuple(map(str, of)))


def seconds(times: list[float]) -> str:
    spread = f" ({min(times):.2f}–{max(times):.2f})" if len(times) > 1 else ""
    return f"{median(times):.2f}{spread}"


def plain(points: Points, seeds: list[int]) -> tuple[float, list[float], float]:
    """umap-learn alone in its own process: seconds from its start to a first map, of the later ones, and the trust."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "vectors.npy", Path(folder) / "places.npy"
        np.save(source, points.vectors)
        command = [sys.executable, "-c", PLAIN, str(source), str(made), *map(str, seeds)]
        began, told = time.perf_counter(), []
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout
            for line in process.stdout:
                told.append((time.perf_counter() - began, float(line)))
        return told[0][0], [it for _, it in told[1:]], trust(points, np.load(made))


def drawn(mapper: Mapper, points: Points, seed: int) -> tuple[float, float]:
    """Seconds until the places of a new map are there, and its trustworthiness."""
    began = time.perf_counter()
    job = mapper.submit(points, Setting(metric="euclidean", seed=seed))
    while not job.parts and not job.done:
        time.sleep(0.005)
    took = time.perf_counter() - began
    return took, job.result().trust["trustworthiness"]


def ours(points: Points, seeds: list[int]) -> tuple[float, list[float], list[float]]:
    """The app's worker: seconds from its start to the first map, of the later ones, and each one's trust."""
    mapper = Mapper()
    found = [drawn(mapper, points, seed) for seed in seeds]
    mapper.close()
    return found[0][0], [it for it, _ in found[1:]], [it for _, it in found]


def another_vectors(points: Points, times: int) -> list[float]:
    """Warm, and vectors that the worker has never seen: neighbours and all."""
    mapper, took = Mapper(), []
    drawn(mapper, blobs(500, 16), 0)
    for k in range(times):
        moved = Points("moved", points.vectors + np.float32(0.001 * (k + 1)), points.labels)
        took.append(drawn(mapper, moved, 0)[0])
    mapper.close()
    return took


def first_picture(points: Points, times: int) -> list[float]:
    """From vectors to PCA's places, as the page does it."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        pca(points.vectors)
        took.append(time.perf_counter() - began)
    return took


def compare(name: str, times: int) -> None:
    points, seeds = blobs(*SIZES[name]), list(range(times + 1))
    pictures = first_picture(points, times)
    cold, warm, trusts = ours(points, seeds)
    fresh = another_vectors(points, times)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder
        coldest, _, _ = ours(points, [0])
        del os.environ["NUMBA_CACHE_DIR"]
    plainest = f"{trust(points, pca(points.vectors)):.4f}"
    rows: list[Row] = [("PCA: the first picture", "", seconds(pictures), plainest, "")]
    theirs = {how: plain(points, given) for how, given in (("no seed", [-1] * len(seeds)), ("seeded", seeds))}
    base = median(theirs["no seed"][1])
    for how, (first, later, true) in theirs.items():
        rows.append((f"umap.UMAP(), {how}", f"{first:.1f}", seconds(later), f"{true:.4f}", ratio(base, median(later))))
    rows += [
        (
            "rnnviz, vectors it has not seen",
            f"{cold:.1f}",
            seconds(fresh),
            f"{trusts[0]:.4f}",
            ratio(base, median(fresh)),
        ),
        ("rnnviz, another setting", "", seconds(warm), f"{median(trusts[1:]):.4f}", ratio(base, median(warm))),
        ("rnnviz, nothing compiled on disk", f"{coldest:.1f}", "", "", ""),
    ]
    print("\n" + markdown((name, "cold s", "warm s", "trustworthiness", "times as fast, warm"), rows), flush=True)


def trust(points: Points, places: Vectors) -> float:
    return scores(points.vectors, places, NEAR, "euclidean")[0]["trustworthiness"]


def ratio(base: float, own: float) -> str:
    return f"{base / own:.1f}×"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="the smaller of the two only")
    parser.add_argument("--times", type=int, default=5, help="warm maps of each kind (default 5)")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in list(SIZES)[: 1 if asked.quick else None]:
        compare(name, asked.times)


if __name__ == "__main__":
    main()
