"""The states of a whole data set in half precision on disk, a memory map: built once for a net, and searched often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.learn.inside.same import Halves, Index
from rnnviz.learn.inside.study import HeldOutPlace, Where, around, batches, example_of
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan

MOST_BYTES = 256 * 2**20


@dataclass(frozen=True, eq=False)
class OnDisk:
    """path: a file of numpy with (K, H) halves. begins (M + 1,): where each sequence begins in it, and K.

    part, number (M,): which part each sequence is from, and its number there. of: so many sequences there are.
    """

    path: str
    begins: Index
    part: tuple[str, ...]
    number: tuple[int, ...]
    of: int

    def values(self) -> Halves:
        found: Halves = np.load(self.path, mmap_mode="r")
        return found


def looked_through(plan: Plan, data: Dataset, width: int) -> list[tuple[str, Examples, Tensor]]:
    """Of what was learned from and of the validation part, which sequences: as many as there is room for.

    Windows of a series overlap: those are taken that do not. The test part is nobody's to look through.
    """
    parts = {"train": data.train, "validation": data.validation}
    every = plan.lag if plan.task == "weather" else 1
    found = [(name, part, torch.arange(0, len(part), every)) for name, part in parts.items()]
    steps = sum(int(part.lengths[index].sum()) for _, part, index in found)
    thin = -(-steps * width * 2 // MOST_BYTES)
    return [(name, part, index[::thin]) for name, part, index in found]


def record(
    net: Net, plan: Plan, data: Dataset, where: Where, path: Path, tell: Callable[[float], None] = lambda share: None
) -> OnDisk:
    """Writes the file. Raises OSError for a full disk, with no half file."""
    width = net.shape.hidden
    parts = looked_through(plan, data, width)
    lengths = torch.cat([part.lengths[index] for _, part, index in parts])
    begins = np.concatenate([[0], np.cumsum(lengths.numpy())]).astype(np.int64)
    half = path.with_suffix(".half")
    try:
        file = np.lib.format.open_memmap(half, mode="w+", dtype=np.float16, shape=(int(begins[-1]), width))
        done = at = 0
        for _, part, index in parts:
            for rows, values, ends in batches(net, part, index, where):
                halves = values.half().numpy()
                for row, k in enumerate(rows.tolist()):
                    begin = begins[at + k]
                    file[begin : begin + ends[row]] = halves[row, : ends[row]]
                done += len(rows)
                tell(done / len(lengths))
            at += len(index)
        file.flush()
        del file
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    names = tuple(name for name, _, index in parts for _ in range(len(index)))
    numbers = tuple(k for _, _, index in parts for k in index.tolist())
    return OnDisk(str(path), begins, names, numbers, sum(len(part) for _, part, _ in parts))


def in_words(plan: Plan, data: Dataset, disk: OnDisk, sequence: int, begin: int, end: int) -> HeldOutPlace:
    """A stretch of a sequence with what stands around it; value: the number of its steps."""
    part = getattr(data, disk.part[sequence])
    batch = part.batch(torch.tensor([disk.number[sequence]]))
    example = example_of(data, batch.x[0, : int(batch.lengths[0])], None)
    return around(plan, example, begin, end, end - begin)
