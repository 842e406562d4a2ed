"""The states of a whole data set in half precision on disk, a memory map: built once for a net, and searched often."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import torch
from torch import Tensor

from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.learn.inside.holding import Where
from rnnviz.learn.inside.recording import batches
from rnnviz.learn.inside.same import Halves, Index, Words, packed_to
from rnnviz.learn.inside.study import HeldOutPlace, around, example_of
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan

MOST_BITS = 4  # thresholds of which the bits are kept
OF_FREE = 4  # so many such files the disk has room for, before one is made


@dataclass(frozen=True, eq=False)
class OnDisk:
    """path: a file of numpy with (K, H) halves, beside which its bits lie. begins (M + 1,): where each sequence begins
    in it, and K.

    part, number (M,): which part each sequence is from, and its number there. of: so many sequences there are.
    """

    path: str
    begins: Index
    part: tuple[str, ...]
    number: Index
    of: int

    def values(self) -> Halves:
        found: Halves = np.load(self.path, mmap_mode="r")
        return found

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return Path(self.path).stat().st_size

    def bits(self, least: float) -> Words | None:
        """Which units are on from so much on, read from the disk where it is asked; None: `keep_bits` makes them."""
        found: Words | None = np.load(path, mmap_mode="r") if (path := self.bits_path(least)).exists() else None
        return found

    def bits_path(self, least: float) -> Path:
        return Path(self.path).with_name(f"on-{least:.6g}.npy")

    def keep_bits(self, least: float, tell: Callable[[float], None] = lambda share: None) -> None:
        """Raises OSError for a full disk, with no half file."""
        with whole_file(self.bits_path(least)) as half:
            packed_to(half, self.values(), least, tell)
        made = sorted(Path(self.path).parent.glob("on-*.npy"), key=lambda path: path.stat().st_mtime)
        for path in made[:-MOST_BITS]:
            path.unlink(missing_ok=True)


def looked_through(plan: Plan, data: Dataset, width: int, room: int) -> list[tuple[str, Examples, Tensor]]:
    """Of what was learned from and of the validation part, which sequences: as many as so many bytes have room for.

    Windows of a series overlap: those are taken that do not. The test part is nobody's to look through.
    """
    parts = {"train": data.train, "validation": data.validation}
    every = plan.lag if plan.task == "weather" else 1
    found = [(name, part, torch.arange(0, len(part), every)) for name, part in parts.items()]
    steps = sum(int(part.lengths[index].sum()) for _, part, index in found)
    thin = -(-steps * width * 2 // max(1, room))
    return [(name, part, index[::thin]) for name, part, index in found]


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where a file is made that is there only once it is whole."""
    half = path.with_suffix(f".{uuid4().hex[:8]}.half")
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def room_at(folder: Path) -> int:
    """How many bytes a file may take there."""
    return shutil.disk_usage(folder).free // OF_FREE


def record(
    net: Net, plan: Plan, data: Dataset, where: Where, path: Path, tell: Callable[[float], None] = lambda share: None
) -> OnDisk:
    """Writes the file. Raises OSError for a full disk, with no half file."""
    width = net.shape.hidden
    parts = looked_through(plan, data, width, room_at(path.parent))
    lengths = torch.cat([part.lengths[index] for _, part, index in parts])
    begins = np.concatenate([[0], np.cumsum(lengths.numpy())]).astype(np.int64)
    with whole_file(path) as half:
        file = np.lib.format.open_memmap(half, mode="w+", dtype=np.float16, shape=(int(begins[-1]), width))
        values, done, at = np.asarray(file), 0, 0  # a memmap is made anew at each slice
        for _, part, index in parts:
            for rows, quantity, ends in batches(net, part, index, where):
                steps = np.arange(quantity.shape[1])
                real = steps < np.array(ends)[:, None]
                there = (begins[at + rows.numpy()][:, None] + steps)[real]
                values[there] = quantity.half().numpy()[real]
                done += len(rows)
                tell(done / len(lengths))
            at += len(index)
        file.flush()
        del file, values
    names = sum(((name,) * len(index) for name, _, index in parts), ())
    numbers = torch.cat([index for _, _, index in parts]).numpy()
    return OnDisk(str(path), begins, names, numbers, sum(len(part) for _, part, _ in parts))


def in_words(plan: Plan, data: Dataset, disk: OnDisk, sequence: int, begin: int, end: int) -> HeldOutPlace:
    """A stretch of a sequence with what stands around it; value: the number of its steps."""
    part = getattr(data, disk.part[sequence])
    batch = part.batch(torch.tensor([disk.number[sequence]]))
    example = example_of(data, batch.x[0, : int(batch.lengths[0])], None)
    return around(plan, example, begin, end, end - begin)
