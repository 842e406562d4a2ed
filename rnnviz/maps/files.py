"""Word vectors and tables that a learner loads: GloVe, word2vec, fastText, the projector's pair of TSV files."""

from __future__ import annotations

from typing import BinaryIO

from rnnviz.maps.points import Points


def read_vectors(data: bytes | BinaryIO, name: str) -> Points:
    raise NotImplementedError


def read_projector(vectors: bytes, metadata: bytes | None = None) -> Points:
    raise NotImplementedError
