"""The nets that come along: their file, and the scores that it states, found again by the core."""

from __future__ import annotations

import numpy as np
import pytest
import safetensors.numpy

from rnnviz.core import Array
from rnnviz.core.cells import run
from rnnviz.core.small import order, store


def states(name: str, x: Array) -> Array:
    net = store.net(name)
    return run(net.cell, x, net.weights, np.zeros(net.weights.hidden_size)).h


def test_the_file_is_read_as_its_own_library_reads_it():
    tensors, notes = store.contents()
    wanted = safetensors.numpy.load_file(store.FILE)
    assert tensors.keys() == wanted.keys()
    for name, value in tensors.items():
        assert value.dtype == np.float64
        np.testing.assert_array_equal(value, wanted[name])
    assert notes.keys() >= {"word", "tags", "odd", "name", "date.encoder", "date.decoder", "opinion"}


def test_opinions_are_told_by_order_alone():
    """Held-out sentences come as twins of the same words, so no bag of them can be right in more than half."""
    held_out = order.opinions(True)
    bags: dict[tuple[str, ...], list[int]] = {}
    for words, label in held_out:
        bags.setdefault(tuple(sorted(words)), []).append(label)
    assert all(2 * sum(labels) == len(labels) for labels in bags.values())
    assert not {frozenset(words) for words, _ in held_out} & {frozenset(words) for words, _ in order.opinions(False)}
    readings = [order.words(words) for words, _ in held_out]
    right = [(reading.said[-1] > 0.5) == label for reading, (_, label) in zip(readings, held_out, strict=True)]
    assert float(np.mean(right)) == pytest.approx(store.net("opinion").score, abs=1e-4)
    assert store.bag("opinion.bag")[1] == 0.5
