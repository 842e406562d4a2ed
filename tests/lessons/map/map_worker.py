"""A worker for tests of the explorer, which answers at once or not at all; and the page opened on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lessons.map import progress as work
from rnnviz.lessons.map import source as material
from rnnviz.maps.points import Points, PointsError, Snapshots
from rnnviz.maps.project import pca
from rnnviz.maps.setting import Setting
from rnnviz.maps.sources import SOURCES
from rnnviz.maps.trained import from_checkpoints
from rnnviz.maps.worker import scored
from tests.pages.visiting import visit
from tests.received import received

opened = partial(visit, "map")
COUNT = 60


def snapshots() -> Snapshots:
    """Sixty words of three kinds at three moments."""
    draw = np.random.default_rng(7)
    kinds = tuple("abc"[row % 3] for row in range(COUNT))
    centres = {kind: draw.normal(0, 2, 8) for kind in "abc"}
    last = np.array([centres[kind] for kind in kinds]) + draw.normal(0, 1, (COUNT, 8))
    labels = tuple(f"word{row}" for row in range(COUNT))
    moments = [(0.2, "untrained"), (0.6, "epoch 1"), (1.0, "epoch 2")]
    start = draw.normal(0, 1, last.shape)
    slices = [
        Points("words", part * last + (1 - part) * start, labels, kinds, {"seen": np.arange(60.0)})
        for part, _ in moments
    ]
    return Snapshots(tuple(slices), tuple(name for _, name in moments))


WORDS = snapshots()


@dataclass
class Ready:
    """A job that is over."""

    answer: Any = None
    error: str = ""
    done: bool = True
    share: float = 1.0
    left_s: float | None = None
    doing: str = ""

    def result(self) -> Any:
        return self.answer

    def cancel(self) -> None:
        self.done, self.error = True, "Stopped."


@dataclass
class Waiting(Ready):
    """A job that never ends by itself."""

    done: bool = False
    share: float = 0.25
    left_s: float | None = 90.0
    doing: str = "making the map"


class Worker:
    """Answers at once with PCA's places turned a quarter, whatever the method; `umap`: what it says to UMAP instead."""

    umap: Ready | None = None

    def warm(self) -> None:
        pass

    def map(self, points: Points, setting: Setting) -> Any:
        places = pca(points.vectors, setting.dimensions)
        return scored(points, setting, places if setting.method == "pca" else places[:, ::-1].copy(), 1.5)

    def submit(self, points: Points, setting: Setting, start: Any = None) -> Ready:
        if setting.method == "umap" and Worker.umap:
            return Worker.umap
        return Ready(self.map(points, setting))

    def several(self, points: Points, settings: Any) -> Ready:
        return Ready(tuple(self.map(points, setting) for setting in settings))

    def chain(self, moments: Snapshots, setting: Setting) -> Ready:
        return Ready(tuple(self.map(points, setting) for points in moments.slices))

    def checkpoints(self, folder: Path) -> Ready:
        try:
            return Ready(from_checkpoints(folder, lambda share: None))
        except PointsError as error:
            return Ready(error=str(error))

    def source(self, name: str) -> Ready:
        return Ready(WORDS)

    def file(self, path: Path, name: str, metadata: bytes | None = None) -> Ready:
        assert path.read_bytes().startswith(b"\x1f\x8b")
        return Ready(WORDS.last)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Worker]]:
    monkeypatch.setattr(work, "Mapper", Worker)
    monkeypatch.setattr(Worker, "umap", None)
    monkeypatch.setitem(SOURCES, "skip-gram", replace(SOURCES["skip-gram"], make=lambda tell: WORDS))
    few = Snapshots((WORDS.last,), ("",))
    monkeypatch.setitem(SOURCES, "digits", replace(SOURCES["digits"], make=lambda tell: few))
    forget()
    yield Worker
    forget()


def forget() -> None:
    work.mapper.clear()
    material.built_in.clear()


def sent(app: AppTest, item: str) -> dict[str, Any]:
    """What a component was given: the one whose data have this item."""
    found = [received(it.proto) for it in app.get("bidi_component")]
    return next(it for it in found if item in it)


def geometry(app: AppTest) -> dict[str, Any]:
    shape: dict[str, Any] = sent(app, "geometry")["geometry"]
    return shape


def drawn(app: AppTest) -> np.ndarray:
    return np.array(geometry(app)["slices"][-1]).T
