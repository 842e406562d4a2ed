"""What runs that wait are told of their beginning, beside when they began: a fresh server's queue, without its pages.

    python -m benchmarks.told [--runs 6] [--rounds 2] [--task names]

As many runs start at the same moment as a class starts them; each is looked at twice a second, as its page does. The
pages of those who watch take nothing here: their browsers are on other machines, `first_point --at-once` has them on
this one.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from benchmarks.serving import machine
from benchmarks.tables import Row, markdown
from rnnviz.learn.jobs import Runs
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, usual

OFTEN = 0.5  # seconds
HEAD = ("run", "told first, s", "came, s", "off by", "least", "most")


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.told", description=__doc__, formatter_class=shown)
    parser.add_argument("--runs", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--task", choices=list(TASKS), default="names")
    return parser.parse_args(argv)


def queued(runs: Runs, plan: Plan, count: int) -> list[Row]:
    """A row a run, in the order in which they began."""
    keys = [runs.start(it, owner=f"{k}-") for k, it in enumerate(plan.with_seeds(count))]
    told: dict[str, list[tuple[float, float]]] = {key: [] for key in keys}
    began: dict[str, float] = {}
    while any(not runs.view(key).over for key in keys):
        now = time.perf_counter()
        for key in keys:
            it = runs.view(key)
            if it.state != "queued":
                began.setdefault(key, now)
            elif it.wait is not None:
                told[key].append((now, max(1.0, it.wait)))
        time.sleep(OFTEN)
    return [row(number, told[key], began[key]) for number, key in enumerate(sorted(keys, key=began.__getitem__), 1)]


def row(number: int, told: list[tuple[float, float]], began: float) -> Row:
    """What was told first, and by how much all that was told two seconds or more before it was off."""
    if not told:
        return number, "–", "–", "–", "–", "–"
    off = [100 * (said / (began - at) - 1) for at, said in told if began - at >= 2.0]
    at, said = told[0]
    range_ = (f"{min(off):+.0f} %", f"{max(off):+.0f} %") if off else ("–", "–")
    return number, said, began - at, f"{100 * (said / max(began - at, OFTEN) - 1):+.0f} %", *range_


def main() -> None:
    chosen = arguments()
    plan, runs = usual(chosen.task), Runs()
    while runs.durations.of(plan) is None:
        time.sleep(OFTEN)
    for _ in range(chosen.rounds):
        print(markdown(HEAD, queued(runs, plan, chosen.runs)), "\n", flush=True)
    print(f"measured before: {runs.durations.of(plan):.1f} s\n{machine()}")


if __name__ == "__main__":
    main()
