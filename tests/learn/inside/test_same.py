"""Find the same, against a scan step by step; and the states of a data set on disk, against each sequence alone."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from rnnviz.core.typed import InputError
from rnnviz.learn.inside import on_disk
from rnnviz.learn.inside.on_disk import in_words, looked_through, record
from rnnviz.learn.inside.replay import answered
from rnnviz.learn.inside.same import Same, Stretch, on, packed, search, throughout
from rnnviz.learn.inside.study import Where
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
    for name, part, index in looked_through(plan, data, plan.hidden):
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


def test_what_has_no_room_is_taken_thinly(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = usual("names")
    data = task_of(plan).load(plan, lambda share: None)
    steps = sum(int(it.lengths.sum()) for it in (data.train, data.validation))
    monkeypatch.setattr(on_disk, "MOST_BYTES", steps * 128)
    taken = sum(len(index) for _, _, index in looked_through(plan, data, 128))
    assert taken == pytest.approx((len(data.train) + len(data.validation)) / 2, abs=2)
    windows = looked_through(usual("weather"), task_of(usual("weather")).load(usual("weather"), lambda share: None), 1)
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
