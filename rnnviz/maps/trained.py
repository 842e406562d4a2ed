"""What the training lab learned, as points: embeddings at each checkpoint, and the states of a sentence as a path."""

from __future__ import annotations

from pathlib import Path

from rnnviz.learn.trained import Trained
from rnnviz.maps.points import Points, Snapshots, Tell


def from_checkpoints(folder: Path, tell: Tell) -> Snapshots:
    raise NotImplementedError


def states(trained: Trained, given: str) -> Points:
    raise NotImplementedError
