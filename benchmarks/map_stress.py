"""Two sessions projecting while a third trains, time and again: does each get its own map, and does nothing crash?

    python -m benchmarks.map_stress                 (50 tries, a few minutes)

Every try starts a short training run, asks for a map from two threads at once, stops some on the way, kills the worker
now and then, and compares each map with the one that the same vectors and setting gave alone.
"""

from __future__ import annotations

import argparse
import random
import threading
import time

import numpy as np

from benchmarks.maps import blobs
from rnnviz.learn.jobs import Runs
from rnnviz.learn.plan import Plan
from rnnviz.maps.points import Points, PointsError, Vectors
from rnnviz.maps.setting import Setting
from rnnviz.maps.worker import Mapper

PLAN = Plan("names", hidden=16, epochs=2)
SETTINGS = [Setting(metric="euclidean", n_neighbors=k) for k in (5, 15)]


def own(points: Points, k: int) -> Points:
    return Points(f"session {k}", points.vectors[k::2], points.labels[k::2])


class Stress:
    """Counts what went right and wrong."""

    def __init__(self) -> None:
        self.mapper, self.runs = Mapper(), Runs()
        whole = blobs(600, 20)
        self.points = [own(whole, k) for k in range(2)]
        self.alone: dict[tuple[int, int], Vectors] = {}
        for k, points in enumerate(self.points):
            for number, setting in enumerate(SETTINGS):
                self.alone[k, number] = self.mapper.submit(points, setting).result(300).positions
        self.said: list[str] = []

    def session(self, k: int, number: int, stop: bool) -> None:
        job = self.mapper.submit(self.points[k], SETTINGS[number])
        if stop:
            time.sleep(0.2)
            job.cancel()
            job = self.mapper.submit(self.points[k], SETTINGS[number])
        try:
            right = np.array_equal(job.result(120).positions, self.alone[k, number])
            self.said.append("own map" if right else "WRONG MAP")
        except PointsError as error:
            self.said.append(f"error: {error}")
        except TimeoutError:
            self.said.append("NO ANSWER")

    def once(self, draw: random.Random, kill: bool) -> None:
        self.mapper.queue.results.clear()
        run = self.runs.start(PLAN)
        given = [(k, draw.randrange(2), draw.random() < 0.3) for k in range(2)]
        threads = [threading.Thread(target=self.session, args=it) for it in given]
        for thread in threads:
            thread.start()
        if kill and self.mapper.queue.child:
            time.sleep(draw.random())
            self.mapper.queue.child.process.kill()
        for thread in threads:
            thread.join()
        while not (view := self.runs.view(run)).over:
            time.sleep(0.05)
        self.said.append(f"training {view.state}")
        self.runs.forget(run)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=50)
    parser.add_argument("--kill", type=int, default=10, help="kill the worker in every so manieth try (0: never)")
    asked = parser.parse_args()
    stress, draw, began = Stress(), random.Random(0), time.perf_counter()
    for number in range(1, asked.tries + 1):
        stress.once(draw, bool(asked.kill) and number % asked.kill == 0)
    stress.mapper.close()
    print(f"{asked.tries} tries in {time.perf_counter() - began:.0f} s")
    for said in sorted(set(stress.said)):
        print(f"{stress.said.count(said):4d}  {said}")


if __name__ == "__main__":
    main()
