"""A training loop in plain torch, on demand: what benchmarks/watched.py holds the app's runs against.

    python -m benchmarks.bare PLAN.json

For each line of standard input, a number of seconds, it trains for so long and writes how many steps it made a second.
It looks at the validation part after each epoch, as every script does, and does nothing else.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from rnnviz.jobs.serve import NICE
from rnnviz.learn import running
from rnnviz.learn.data.examples import epoch_order, in_turn
from rnnviz.learn.plan import from_json
from rnnviz.learn.tasks import task_of, untrained
from rnnviz.learn.training import loss_of

WARM = 100  # steps until memory and caches are as they will be


def steps(path: Path) -> Iterator[None]:
    """One step after the other, for ever."""
    plan = from_json(path.read_text(encoding="utf-8"))
    task = task_of(plan)
    data = task.load(plan, lambda share: None)
    torch.manual_seed(plan.seed)
    net, epoch = untrained(plan, data), 0
    optimiser = torch.optim.Adam(net.parameters(), lr=plan.learning_rate)
    while True:
        net.train()
        for index in epoch_order(data.train.lengths, plan.batch_size, task.order, plan.seed, epoch):
            batch = data.train.batch(index)
            optimiser.zero_grad()
            loss = loss_of(task, net(batch.x, batch.lengths), batch.y)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            yield
        net.eval()
        with torch.no_grad():
            for index in in_turn(data.validation.lengths, 256):
                batch = data.validation.batch(index)
                loss_of(task, net(batch.x, batch.lengths), batch.y)
        epoch += 1


def main() -> None:
    os.nice(NICE)
    running.use_threads(heavy=False)
    loop = steps(Path(sys.argv[1]))
    for _ in range(WARM):
        next(loop)
    print("ready", flush=True)
    for line in sys.stdin:
        began, made = time.perf_counter(), 0
        while time.perf_counter() - began < float(line):
            next(loop)
            made += 1
        print(made / (time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    main()
