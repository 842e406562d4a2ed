"""Find the same, against a scan step by step; and the states of a data set on disk, against each sequence alone."""

from __future__ import annotations

from itertools import groupby, product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from rnnviz.core.typed import InputError
from rnnviz.learn.inside import on_disk
from rnnviz.learn.inside.holding import Where
from rnnviz.learn.inside.on_disk import MOST_BITS, OnDisk, in_words, looked_through, record
from rnnviz.learn.inside.recording import recorder
from rnnviz.learn.inside.replay import answered
from rnnviz.learn.inside.same import Same, Stretch, on, packed, search, throughout
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, task_of, usual


def scanned(values: Any, lengths: list[int], units: list[int], least: float, length: int, count: int) -> Same:
    """Step by step over plain numbers."""
    on_here = [[bool(v >= least) for v in row] for row in values.astype(np.float16).tolist()]
    counts = [sum(row[unit] for unit in units) for row in on_here]
    need, found, at, steps = max(counts), [], 0, 0
    for k, size in enumerate(lengths):
        own, t = counts[at : at + size], 0
        for hit, run in groupby(own, key=lambda it: it == need):
            end = t + len(list(run))
            if hit and need:
                found.append(Stretch(k, t, end))
                steps += end - t
            t = end
        at += size
    first = sorted(found, key=lambda it: abs(it.end - it.begin - length))[:count]
    return Same(len(units), need, len(found), steps, tuple(first))


def test_the_search_is_a_scan_step_by_step() -> None:
    for seed in range(150):
        random = np.random.default_rng(seed)
        lengths = random.integers(1, 9, random.integers(1, 30)).tolist()
        width = int(random.integers(1, 200))
        values = random.normal(scale=0.5, size=(sum(lengths), width)).astype(np.float32)
        values = np.repeat(values, 2, axis=0)[: len(values)]  # so that some stretches are longer
        units = random.choice(width, min(width, int(random.integers(1, 6))), replace=False).tolist()
        least = float(np.float16(random.uniform(0.05, 0.6)))
        begins = np.concatenate([[0], np.cumsum(lengths)])
        length = int(random.integers(1, 4))
        found = search(packed(values, least), begins, units, length, 7)
        assert found == scanned(values, lengths, units, least, length, 7)


def test_on_is_as_numbers_have_it() -> None:
    random = np.random.default_rng(0)
    values = np.concatenate([random.normal(size=3000), [0, -0.0, 0.3, -0.3, 65000, -65000]]).astype(np.float16)
    for least in (0.05, 0.3, 1.0, 2.5):
        np.testing.assert_array_equal(on(values, least), values.astype(float) >= float(np.float16(least)))
    for least in (0.0, -0.1):
        with pytest.raises(InputError):
            on(values, least)


def test_on_throughout_and_off_around() -> None:
    values = np.array([[0, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0.2], [0, 0, 1, 0]], dtype=float)
    assert throughout(values, 1, 3, 0.3) == [0]
    assert throughout(values, 0, 3, 0.3) == [1]
    assert throughout(values, 0, 4, 0.3) == [2]
    assert throughout(values, 2, 3, 0.1) == [3]


@pytest.mark.parametrize(
    ("plan", "where"),
    [
        (usual("names").but(hidden=6), Where(0, 0, "h")), (usual("names").but(hidden=6), Where(0, 0, "f")),
        (usual("names").but(hidden=5, layers=2, directions=2), Where(1, 1, "h")),
        (usual("names").but(hidden=5, layers=2), Where(0, 0, "h")), (usual("weather").but(hidden=4), Where(0, 0, "h")),
        (usual("names").but(hidden=4, carries=False), Where(0, 0, "h")),
        (TASKS["sentiment"].presets["RNN, as the slides read it"].but(hidden=5, longest=30), Where(0, 0, "h")),
        (usual("characters").but(hidden=5), Where(0, 0, "c")),
        (usual("names").but(hidden=5, layers=3, directions=2), Where(1, 1, "c")),
        (usual("names").but(hidden=5, layers=3, directions=2), Where(1, 1, "h")),
        (usual("names").but(cell="gru", hidden=5, layers=2, directions=2), Where(0, 1, "n")),
        (usual("sentiment").but(cell="gru", hidden=5, longest=30), Where(0, 0, "z")),
        (usual("weather").but(cell="gru", hidden=4), Where(0, 0, "r")),
        (usual("names").but(hidden=4, carries=False), Where(0, 0, "c")),
        (usual("sentiment").but(cell="lstm", read="last padded", hidden=5, longest=30), Where(0, 0, "i")),
    ],
)  # fmt: skip
def test_the_file_has_every_step_of_each_sequence(plan: Plan, where: Where, tmp_path: Path) -> None:
    data = task_of(plan).load(plan, lambda share: None)
    torch.manual_seed(1)
    net = Net(task_of(plan).shape(plan, data)).eval()
    told: list[float] = []
    disk = record(net, plan, data, where, tmp_path / "states.npy", told.append)
    assert (told == sorted(told), told[-1]) == (True, 1)
    values, at = disk.values(), 0
    assert [path.name for path in tmp_path.iterdir()] == ["states.npy"]
    assert values.dtype == np.float16
    assert len(values) == disk.begins[-1]
    for name, part, index in looked_through(plan, data, plan.hidden, 10**9):
        for k in index.tolist():
            if at % 37 == 0:
                batch = part.batch(torch.tensor([k]), padded=plan.read == "last padded")
                alone = answered(net, batch.x, batch.lengths)[0].found[where.layer][where.direction]
                truth = alone[where.quantity][0, : int(batch.lengths[0])].numpy()
                own = values[disk.begins[at] : disk.begins[at + 1]]
                np.testing.assert_allclose(own, truth, rtol=1e-3, atol=1e-3)
                assert (disk.part[at], disk.number[at]) == (name, k)
            at += 1
    said = in_words(plan, data, disk, 0, 1, 2)
    assert (said.value, bool(said.before), bool(said.piece)) == (1, True, True)


def test_what_has_no_room_is_taken_thinly() -> None:
    plan = usual("names")
    data = task_of(plan).load(plan, lambda share: None)
    steps = sum(int(it.lengths.sum()) for it in (data.train, data.validation))
    taken = sum(len(index) for _, _, index in looked_through(plan, data, 128, steps * 128))
    assert taken == pytest.approx((len(data.train) + len(data.validation)) / 2, abs=2)
    assert sum(len(index) for _, _, index in looked_through(plan, data, 128, 0)) <= 2
    weather = task_of(usual("weather")).load(usual("weather"), lambda share: None)
    windows = looked_through(usual("weather"), weather, 1, 10**9)
    assert windows[0][2].diff().tolist() == [usual("weather").lag] * (len(windows[0][2]) - 1)


def test_a_disk_that_is_full_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = usual("names").but(hidden=3)
    data = task_of(plan).load(plan, lambda share: None)
    net = Net(task_of(plan).shape(plan, data)).eval()

    def full(share: float) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        record(net, plan, data, Where(0, 0, "h"), tmp_path / "states.npy", full)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_what_is_recorded_is_the_replays_to_seven_digits(cell: str) -> None:
    """Looked-up inputs, fused layers below and a quicker tanh: the file's own halves would hide what they miss."""
    plan = usual("names").but(cell=cell, hidden=7, layers=2, directions=2)
    data = task_of(plan).load(plan, lambda share: None)
    torch.manual_seed(3)
    net = Net(task_of(plan).shape(plan, data)).eval()
    batch = data.train.batch(torch.arange(40))
    whole = answered(net, batch.x, batch.lengths)[0].found
    for layer, direction, name in product((0, 1), (0, 1), whole[0][0]):
        found = recorder(net, Where(layer, direction, name))(batch.x, batch.lengths)
        for k, length in enumerate(batch.lengths.tolist()):
            truth = whole[layer][direction][name][k, :length]
            np.testing.assert_allclose(found[k, :length], truth, rtol=0, atol=1e-6)


def test_a_file_takes_no_more_than_its_share_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = usual("names").but(hidden=3)
    data = task_of(plan).load(plan, lambda share: None)
    net = Net(task_of(plan).shape(plan, data)).eval()
    whole = record(net, plan, data, Where(0, 0, "h"), tmp_path / "whole.npy")
    assert len(whole.part) == whole.of
    free = whole.size * on_disk.OF_FREE // 3
    monkeypatch.setattr(on_disk.shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    thin = record(net, plan, data, Where(0, 0, "h"), tmp_path / "thin.npy")
    assert len(thin.part) < whole.of == thin.of
    assert thin.size <= 1.2 * whole.size / 3


def test_the_bits_on_the_disk_are_those_of_the_numbers(tmp_path: Path) -> None:
    values = np.random.default_rng(0).normal(size=(70_000, 70)).astype(np.float16)
    np.save(tmp_path / "states.npy", values)
    disk = OnDisk(str(tmp_path / "states.npy"), np.array([0, 70_000]), ("train",), np.array([0]), 1)
    for least in (0.1, 0.3, 0.5, 0.7, 0.9, 1.1):
        assert disk.bits(least) is None
        disk.keep_bits(least)
        np.testing.assert_array_equal(disk.bits(least), packed(values, least))
    assert len(list(tmp_path.glob("on-*.npy"))) == MOST_BITS
    assert disk.bits(0.1) is None
