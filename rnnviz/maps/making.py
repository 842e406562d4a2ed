"""What the worker's process is asked for, each a function of `tell` and what was sent; it answers with what is pickled."""

from __future__ import annotations

import time
from pathlib import Path

from rnnviz.maps.align import procrustes
from rnnviz.maps.points import Points, Snapshots, Tell, Vectors
from rnnviz.maps.project import Map, Setting, project
from rnnviz.maps.truth import NEAR, fitting, liars, overlap


def make_map(tell: Tell, points: Points, setting: Setting, start: Vectors | None) -> Map:
    began = time.perf_counter()
    return scored(points, setting, project(points, setting, start, tell), time.perf_counter() - began)


def scored(points: Points, setting: Setting, positions: Vectors, seconds: float) -> Map:
    if len(points) < 3:
        return Map(positions, setting, seconds)
    k = fitting(len(points), NEAR)
    lies = liars(points, positions, k, setting.metric)
    trust = {"trustworthiness": float(1 - lies.mean()), "overlap": overlap(points, positions, k, setting.metric)}
    return Map(positions, setting, seconds, trust, lies, k)


def make_several(tell: Tell, points: Points, settings: tuple[Setting, ...]) -> tuple[Map, ...]:
    made: list[Map] = []
    for number, setting in enumerate(settings):
        began = time.perf_counter()
        places = project(points, setting, None, lambda share: tell((number + share) / len(settings)))
        if made:
            places = procrustes(made[0].positions, places, scale=True)
        made.append(scored(points, setting, places, time.perf_counter() - began))
    return tuple(made)


def make_chain(tell: Tell, snapshots: Snapshots, setting: Setting) -> tuple[Map, ...]:
    made: list[Map] = []
    for number, points in enumerate(snapshots.slices):
        began = time.perf_counter()
        before = made[-1].positions if made else None
        places = project(points, setting, before, lambda share: tell((number + share) / len(snapshots.slices)))
        made.append(scored(points, setting, places, time.perf_counter() - began))
    return tuple(made)


def made_from_source(tell: Tell, name: str) -> Snapshots:
    from rnnviz.maps.sources import SOURCES

    return SOURCES[name].make(tell)


def made_from_checkpoints(tell: Tell, folder: str) -> Snapshots:
    from rnnviz.maps.trained import from_checkpoints

    return from_checkpoints(Path(folder), tell)
