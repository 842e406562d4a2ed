"""Pictures as sequences: one way, two ways, as many parameters as the dual net, and the dual net, over five seeds.

python -m benchmarks.images                 (two minutes on one core)
python -m benchmarks.images --seeds 2
"""

from __future__ import annotations

import argparse
import time
from statistics import mean, stdev

import torch

from rnnviz.learn.models import count
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation
from rnnviz.learn.tasks import EXHIBITS, task_of
from rnnviz.learn.training import Trainer

SINGLE = EXHIBITS["digits"].presets["single"]
NETS: dict[str, Plan] = {
    "one way, rows down": SINGLE.but(directions=1),
    "one way, rows up": SINGLE.but(directions=1, reading="up"),
    "one way, columns right": SINGLE.but(directions=1, reading="right"),
    "one way, columns left": SINGLE.but(directions=1, reading="left"),
    "two ways, rows": SINGLE,
    "two ways, rows, about as many parameters as dual": SINGLE.but(hidden=48),
    "dual: rows and columns": EXHIBITS["digits"].presets["dual"],
}


def trained(plan: Plan) -> tuple[float, int, float]:
    """Held-out accuracy, parameters, seconds."""
    trainer = Trainer(plan, task_of(plan).load(plan, lambda share: None))
    began = time.perf_counter()
    last = [record for record in trainer.records() if isinstance(record, Evaluation)][-1]
    return last.scores["accuracy"], count(trainer.net), time.perf_counter() - began


def main() -> None:
    asked = argparse.ArgumentParser(description="One bidirectional net on pictures against the dual one.")
    asked.add_argument("--seeds", type=int, default=5)
    seeds = asked.parse_args().seeds
    torch.set_num_threads(1)
    print("| net | parameters | seconds | seeds | mean | spread |\n|---|--:|--:|---|--:|--:|", flush=True)
    for name, plan in NETS.items():
        runs = [trained(plan.but(seed=seed)) for seed in range(seeds)]
        scores = [score for score, _, _ in runs]
        each = " ".join(f"{score:.3f}" for score in scores)
        spread = stdev(scores) if seeds > 1 else 0.0
        seconds = mean(took for _, _, took in runs)
        print(f"| {name} | {runs[0][1]:,} | {seconds:.1f} | {each} | {mean(scores):.3f} | {spread:.3f} |", flush=True)


if __name__ == "__main__":
    main()
