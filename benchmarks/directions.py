"""One direction against two, and slip i (hidden[-1] against both ends), over five seeds each.

python -m benchmarks.directions                (two minutes)
python -m benchmarks.directions --seeds 2
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from statistics import mean

from benchmarks.tables import markdown
from rnnviz.learn import running
from rnnviz.learn.tagger import train, verdict_accuracy

Score = Callable[[int], float]


def quiet(epoch: int, epochs: int, score: float) -> None:
    """Nobody watches."""


def scores() -> dict[str, Score]:
    """What is measured, by the words of the table."""
    found: dict[str, Score] = {}
    for cell in ("rnn", "lstm"):
        for ways, words in ((1, "one way"), (2, "two ways")):
            found[f"tag of an ambiguous word, {cell.upper()}, {words}"] = tagger(cell, ways)
    for cell in ("rnn", "lstm"):
        for ends, words in (("hidden[-1]", "hidden[−1] (slip i)"), ("both", "both ends")):
            found[f"verdict at the end, {cell.upper()}, {words}"] = verdict(cell, ends)
    return found


def tagger(cell: str, ways: int) -> Score:
    return lambda seed: train(cell, ways, seed, quiet).curve[-1]


def verdict(cell: str, ends: str) -> Score:
    return lambda seed: verdict_accuracy(cell, ends, seed, quiet)


def main() -> None:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directions", description=__doc__, formatter_class=shown)
    parser.add_argument("--seeds", type=int, default=5, help="seeds 0, 1, …")
    asked = parser.parse_args()
    running.use_threads(heavy=False)
    rows = []
    for name, score in scores().items():
        found = [score(seed) for seed in range(asked.seeds)]
        rows.append((name, *(f"{value:.3f}" for value in found), f"{mean(found):.3f}"))
    print(markdown(["held-out accuracy", *(f"seed {seed}" for seed in range(asked.seeds)), "mean"], rows))


if __name__ == "__main__":
    main()
