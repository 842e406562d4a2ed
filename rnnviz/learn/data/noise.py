"""Random sequences with random labels, as S2 trains on them (slip m): there is nothing to learn but the examples."""

from __future__ import annotations

import torch

from rnnviz.learn.data.examples import Dataset, Examples

SAMPLES, STEPS, WIDTH, CLASSES = 1000, 10, 5, 2


def dataset(seed: int) -> Dataset:
    """1000 sequences of 10 × 5 numbers from N(0, 1) with a label of 2 each, and as many held out."""
    drawn = torch.Generator().manual_seed(seed)
    train, held_out = side(drawn), side(drawn)
    classes = ("class 0", "class 1")
    return Dataset(train, held_out, WIDTH, CLASSES, f"random numbers and random labels, seed {seed}", classes)


def side(drawn: torch.Generator) -> Examples:
    x = torch.randn(SAMPLES, STEPS, WIDTH, generator=drawn)
    return Examples(x, torch.randint(0, CLASSES, (SAMPLES,), generator=drawn), torch.full((SAMPLES,), STEPS))
