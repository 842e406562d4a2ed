"""Recording a net's states over a whole data set against torch's bare forward pass, and finding the same in them.

    python -m benchmarks.inside [--rounds 3]

20 000 sequences as long as surnames are, 25 000 as long as reviews are (drawn: mean 230 words, 500 at most). What is
compared is measured in turn, in one process: the same batches through torch's fused layer alone, and recorded to the
disk in half precision; times are those of the process. Then as the page does it: recorded in a process of its own, with
the memory of the one that asked, before and at most, and of the one that worked; and the search in what lies on disk.
The page's first picture: `python -m benchmarks.first_picture --pages inside`.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from benchmarks.tables import Row, markdown
from rnnviz.jobs.queue import Queue
from rnnviz.jobs.serve import Reporter
from rnnviz.learn.data.examples import Dataset, Examples, in_turn
from rnnviz.learn.included.runs import included_folder
from rnnviz.learn.inside.holding import Where
from rnnviz.learn.inside.on_disk import OnDisk, looked_through, record, room_at
from rnnviz.learn.inside.recording import SIZE
from rnnviz.learn.inside.same import packed, search
from rnnviz.learn.models import Net
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained

REVIEW = (5.2, 0.7)  # mean and spread of the logarithm of a review's words
ASKED, LEAST = 20, 0.3


def of_net(task: str) -> tuple[Trained, Dataset]:
    kept = included_folder(task).checkpoints
    trained = kept.load(kept.epochs()[-1])
    return trained, task_of(trained.plan).load(trained.plan, lambda share: None)


def drawn(data: Dataset, task: str, count: int) -> Dataset:
    """So many sequences of the task's own ids, none of them to validate on but one."""
    random = np.random.default_rng(0)
    if task == "names":
        lengths = random.choice(data.train.lengths.numpy(), count)
    else:
        lengths = np.clip(random.lognormal(*REVIEW, count), 10, 500).astype(np.int64)
    x = torch.from_numpy(random.integers(1, len(data.tokens), (count, int(lengths.max()))))
    x = torch.where(torch.arange(x.shape[1]) < torch.from_numpy(lengths)[:, None], x, 0)
    part = Examples(x, torch.zeros(count), torch.from_numpy(lengths))
    return replace(data, train=part, validation=Examples(x[:1], torch.zeros(1), part.lengths[:1]))


@torch.no_grad()
def bare(net: Net, parts: list[tuple[str, Examples, torch.Tensor]]) -> None:
    """What torch's own layer needs for the same batches."""
    for _, part, index in parts:
        for rows in in_turn(part.lengths[index], SIZE):
            batch = part.batch(index[rows])
            net.rnn(net.features(batch.x))


def seconds(work: Callable[[], object]) -> float:
    """Of this process's own time: what else the machine does does not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def peak() -> int:
    """MB that this process took at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 2**10)


def measured(task: str, count: int, quantities: tuple[str, ...], rounds: int) -> list[Row]:
    trained, data = of_net(task)
    data = drawn(data, task, count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "states.npy"
        return [row(task, trained, data, Where(0, 0, quantity), path, rounds) for quantity in quantities]


def row(task: str, trained: Trained, data: Dataset, where: Where, path: Path, rounds: int) -> Row:
    parts, plain, own = looked_through(trained.plan, data, trained.net.shape.hidden, room_at(path.parent)), [], []
    for _ in range(rounds):
        plain.append(seconds(lambda: bare(trained.net, parts)))
        own.append(seconds(lambda: record(trained.net, trained.plan, data, where, path)))
    disk = record(trained.net, trained.plan, data, where, path)
    values, random = disk.values(), np.random.default_rng(0)
    pack, bits = seconds(lambda: packed(values, LEAST)), packed(values, LEAST)
    units = [random.choice(values.shape[1], 5, replace=False) for _ in range(ASKED)]
    asked = [seconds(lambda chosen=chosen: search(bits, disk.begins, chosen, 3)) for chosen in units]  # type: ignore[misc]
    first, then = statistics.median(plain), statistics.median(own)
    return (
        f"{len(disk.part)} {task}, {where.quantity}", len(values), f"{first:.2f}", f"{then:.2f}",
        f"{then / first:.2f}×", 1000 * pack, 1000 * max(asked),
    )  # fmt: skip


def beside(tell: Reporter, task: str, count: int, path: str) -> tuple[OnDisk, int]:
    """Records in this process, as the page's job does, with the bits of one threshold; and what memory it took."""
    trained, data = of_net(task)
    disk = record(trained.net, trained.plan, drawn(data, task, count), Where(0, 0, "h"), Path(path), tell)
    disk.keep_bits(LEAST)
    return disk, peak()


def asked_for(task: str, count: int) -> Row:
    """The same from a server's side, which asks and searches."""
    random, queue = np.random.default_rng(0), Queue("records", "records", modules=("rnnviz.learn.ready",), fresh=True)
    with tempfile.TemporaryDirectory() as folder:
        before = peak()
        job = queue.ask(f"{task} {count}", beside, task, count, f"{folder}/states.npy")
        disk, worker = job.result(900)
        bits = disk.bits(LEAST)
        assert bits is not None
        units = [random.choice(disk.values().shape[1], 5, replace=False) for _ in range(ASKED)]
        took = [seconds(lambda chosen=chosen: search(bits, disk.begins, chosen, 3)) for chosen in units]  # type: ignore[misc]
        size = round(disk.size / 1e6)
    queue.shutdown()
    return f"{len(disk.part)} {task}", int(disk.begins[-1]), size, 1000 * max(took), before, peak(), worker


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    served = [asked_for("names", 20_000), asked_for("sentiment", 25_000)]
    rows = measured("names", 20_000, ("h", "c", "f"), asked.rounds)
    rows += measured("sentiment", 25_000, ("h",), asked.rounds)
    heads = ("states of", "steps", "torch s", "recorded s", "ratio", "new threshold ms", "search ms, worst")
    print(markdown(heads, rows), end="\n\n")
    heads = ("asked for", "steps", "MB on the disk", "search ms, worst", "server MB before", "at most", "worker MB")
    print(markdown(heads, served))


if __name__ == "__main__":
    from benchmarks import inside  # the process that records must find its work by that name

    inside.main()
