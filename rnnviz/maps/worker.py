"""The one process that makes maps: what it can be asked for, and what makes two askings the same."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rnnviz.jobs.in_turn import InTurn
from rnnviz.jobs.shared import Job
from rnnviz.maps.making import make_chain, make_checkpoints, make_file, make_map, make_several, make_source
from rnnviz.maps.points import Points, PointsError, Snapshots, Vectors
from rnnviz.maps.project import Map
from rnnviz.maps.setting import Setting


def bare(points: Points) -> Points:
    """Without what they are a sample of: the map does not need it sent."""
    return replace(points, whole=None) if points.whole else points


class Mapper(InTurn):
    """Its process loads and compiles umap beforehand if it is to be warm."""

    def __init__(self, warm: bool = True) -> None:
        super().__init__("makes maps", "maps", PointsError, "rnnviz.maps.ready" if warm else "")

    def submit(self, points: Points, setting: Setting, start: Vectors | None = None) -> Job[Map]:
        """A map. `start` (N, d): places to begin from and to be laid over."""
        begun = "" if start is None else hashlib.blake2b(start.tobytes(), digest_size=16).hexdigest()
        return self.ask(f"map {points.key} {setting} {begun}", make_map, bare(points), setting, start)

    def several(self, points: Points, settings: Sequence[Setting]) -> Job[tuple[Map, ...]]:
        """The same points by several settings (five seeds, a strip of n_neighbors), all laid over the first."""
        return self.ask(f"several {points.key} {settings}", make_several, bare(points), tuple(settings))

    def chain(self, snapshots: Snapshots, setting: Setting) -> Job[tuple[Map, ...]]:
        """A map of each moment of training, each begun from the one before and laid over it."""
        keys = " ".join(it.key for it in snapshots.slices)
        return self.ask(
            f"chain {keys} {setting}",
            make_chain,
            Snapshots(tuple(map(bare, snapshots.slices)), snapshots.names),
            setting,
        )

    def source(self, name: str) -> Job[Snapshots]:
        """The built-in source of that name, a key of `sources.SOURCES`; one slice where there is no training."""
        return self.ask(f"source {name}", make_source, name)

    def checkpoints(self, folder: Path) -> Job[Snapshots]:
        """What a training run in this folder learned of its words or letters, at each checkpoint."""
        return self.ask("", make_checkpoints, str(folder))

    def file(self, path: Path, name: str, metadata: bytes | None = None) -> Job[Points]:
        """A large file of vectors, alone in its folder, read over there. The folder goes when the job ends."""
        try:
            job = self.ask("", make_file, str(path), name, metadata)
        except PointsError:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        job.when_over(lambda: shutil.rmtree(path.parent, ignore_errors=True))
        return job
