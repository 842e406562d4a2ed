"""Opinions of 40 words that end in a verdict: only the last word counts, whatever stands before it (slip i)."""

from __future__ import annotations

import torch

from rnnviz.learn.data.examples import Dataset, Examples

STEPS, SAMPLES, FILLERS = 40, 1000, 20
CLASSES = ("bad", "good")
FIRST_FILLER = 1 + len(CLASSES)


def dataset(seed: int) -> Dataset:
    """1000 opinions to learn from and as many held out: ids (M, 40), the label is the last word."""
    drawn = torch.Generator().manual_seed(seed)
    tokens = ("<pad>", *CLASSES, *(f"word {k}" for k in range(1, FILLERS + 1)))
    origin = f"opinions whose last word decides, seed {seed}"
    return Dataset(side(drawn), side(drawn), len(tokens), len(CLASSES), origin, CLASSES, tokens)


def side(drawn: torch.Generator) -> Examples:
    """Verdicts stand among the other words too, one word in ten, and mean nothing there."""
    x = torch.randint(FIRST_FILLER, FIRST_FILLER + FILLERS, (SAMPLES, STEPS), generator=drawn)
    misleading = torch.rand(SAMPLES, STEPS, generator=drawn) < 0.1
    verdicts = torch.randint(0, len(CLASSES), (SAMPLES, STEPS), generator=drawn)
    x[misleading] = verdicts[misleading] + 1
    y = verdicts[:, -1]
    x[:, -1] = y + 1
    return Examples(x.to(torch.int32), y, torch.full((SAMPLES,), STEPS))
