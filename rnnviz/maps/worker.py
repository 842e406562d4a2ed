"""The one process that makes maps: what it can be asked for, what runs there, what makes two askings the same."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rnnviz.jobs.cluster import cluster
from rnnviz.jobs.job import Job
from rnnviz.jobs.serve import Reporter
from rnnviz.jobs.shared import SharedQueue
from rnnviz.maps.points import Points, PointsError, Snapshots, Vectors
from rnnviz.maps.project import Map, neighbour_table, procrustes, project
from rnnviz.maps.setting import METHODS, Setting
from rnnviz.maps.truth import NEAR, fitting, scores
from rnnviz.texts import _

DRAWN = 0.9  # the share that is done when the picture is there and its scores are not


def make_map(tell: Reporter, points: Points, setting: Setting, start: Vectors | None) -> Map:
    """One map; its places are told as a part before its scores are known."""
    began = time.perf_counter()
    tell.doing(_("making the map by {methods}").format(methods=METHODS[setting.method]))
    places = project(points, setting, start, tell.within(0, DRAWN))
    seconds = time.perf_counter() - began
    tell.part(places)
    tell.doing(_("comparing it with the truth"))
    return scored(points, setting, places, seconds)


def scored(points: Points, setting: Setting, positions: Vectors, seconds: float) -> Map:
    if len(points) < 3:
        return Map(positions, setting, seconds, note=_("Two points are always neighbours: there is nothing to score."))
    k = fitting(len(points), NEAR)
    table = neighbour_table(points, k, setting.metric) if len(points) > NEAR else None
    trust, lies = scores(points.vectors, positions, k, setting.metric, table[0] if table else None)
    return Map(positions, setting, seconds, trust, lies, k, note_on(points, setting))


def note_on(points: Points, setting: Setting) -> str:
    most = len(points) if setting.method == "umap" else setting.n_neighbors
    return (
        _("There are {most} points: n_neighbors is {most} here.").format(most=most)
        if setting.n_neighbors > most
        else ""
    )


def make_several(tell: Reporter, points: Points, settings: tuple[Setting, ...]) -> tuple[Map, ...]:
    """The points by each setting; every map is laid over the first one, sized as well. Each is told as a part."""
    made: list[Map] = []
    for number, setting in enumerate(settings):
        began = time.perf_counter()
        tell.doing(_("map {number} of {n_settings}").format(number=number + 1, n_settings=len(settings)))
        places = project(points, setting, None, tell.within(number / len(settings), (number + 1) / len(settings)))
        if made and made[0].positions.shape == places.shape:
            places = procrustes(made[0].positions, places, scale=True)
        made.append(scored(points, setting, places, time.perf_counter() - began))
        tell.part(made[-1])
    return tuple(made)


def make_chain(tell: Reporter, snapshots: Snapshots, setting: Setting) -> tuple[Map, ...]:
    """A map of each moment, begun from the one before and laid over it. Each is told as a part."""
    made: list[Map] = []
    count = len(snapshots.slices)
    for number, points in enumerate(snapshots.slices):
        began = time.perf_counter()
        tell.doing(_("moment {number} of {count}").format(number=number + 1, count=count))
        before = made[-1].positions if made else None
        places = project(points, setting, before, tell.within(number / count, (number + 1) / count))
        made.append(scored(points, setting, places, time.perf_counter() - began))
        tell.part(made[-1])
    return tuple(made)


def make_source(tell: Reporter, name: str) -> Snapshots:
    from rnnviz.maps.sources import SOURCES

    tell.doing(SOURCES[name].doing)
    return SOURCES[name].make(tell)


def make_checkpoints(tell: Reporter, folder: str) -> Snapshots:
    from rnnviz.maps.trained import from_checkpoints

    tell.doing(_("reading the checkpoints"))
    return from_checkpoints(Path(folder), tell)


def make_file(tell: Reporter, path: str, name: str, metadata: bytes | None) -> Points:
    from rnnviz.maps.files import read_vectors

    tell.doing(_("reading {name}").format(name=name))
    with Path(path).open("rb") as file:
        return read_vectors(file, name, tell, metadata)


def bare(points: Points) -> Points:
    """Without what they are a sample of: the map does not need it sent."""
    return replace(points, whole=None) if points.whole else points


class Mapper:
    """Its process, or a cluster's workers. It loads and compiles umap beforehand if it is to be warm."""

    def __init__(self, warm: bool = True) -> None:
        ready = ("rnnviz.maps.ready",) if warm else ()
        self.queue = SharedQueue(_("makes maps"), _("maps"), modules=ready, refused=PointsError, cluster=cluster())

    def warm(self) -> None:
        """Starts and warms the process in the background; returns at once."""
        self.queue.warm()

    def close(self) -> None:
        """Ends the process and all that waits."""
        self.queue.close()

    def submit(self, points: Points, setting: Setting, start: Vectors | None = None) -> Job[Map]:
        """A map. `start` (N, d): places to begin from and to be laid over."""
        begun = "" if start is None else hashlib.blake2b(start.tobytes(), digest_size=16).hexdigest()
        return self.queue.ask(f"map {points.key} {setting} {begun}", make_map, bare(points), setting, start)

    def several(self, points: Points, settings: Sequence[Setting]) -> Job[tuple[Map, ...]]:
        """The same points by several settings (five seeds, a strip of n_neighbors), all laid over the first."""
        return self.queue.ask(f"several {points.key} {settings}", make_several, bare(points), tuple(settings))

    def chain(self, snapshots: Snapshots, setting: Setting) -> Job[tuple[Map, ...]]:
        """A map of each moment of training, each begun from the one before and laid over it."""
        keys = " ".join(it.key for it in snapshots.slices)
        return self.queue.ask(
            f"chain {keys} {setting}",
            make_chain,
            Snapshots(tuple(map(bare, snapshots.slices)), snapshots.names),
            setting,
        )

    def source(self, name: str) -> Job[Snapshots]:
        """The built-in source of that name, a key of `sources.SOURCES`; one slice where there is no training."""
        return self.queue.ask(f"source {name}", make_source, name)

    def checkpoints(self, folder: Path) -> Job[Snapshots]:
        """What a training run in this folder learned of its words or letters, at each checkpoint."""
        return self.queue.ask("", make_checkpoints, str(folder), here=True)

    def file(self, path: Path, name: str, metadata: bytes | None = None) -> Job[Points]:
        """A large file of vectors, alone in its folder, read over there. The folder goes when the job ends."""
        try:
            job = self.queue.ask("", make_file, str(path), name, metadata, here=True)
        except PointsError:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        job.when_over(lambda: shutil.rmtree(path.parent, ignore_errors=True))
        return job
