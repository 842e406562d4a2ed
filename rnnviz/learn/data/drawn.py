"""Data drawn by chance: opinions whose last word decides (slip i); numbers without a rule, as S2 has them (slip m)."""

from __future__ import annotations

import torch

from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.texts import _

WORDS, OPINIONS, FILLERS = 40, 1000, 20
VERDICTS = ("bad", "good")
FIRST_FILLER = 1 + len(VERDICTS)
SAMPLES, STEPS, WIDTH, CLASSES = 1000, 10, 5, 2


def verdict_dataset(seed: int) -> Dataset:
    """1000 opinions to learn from and as many held out: ids (M, 40), the label is the last word."""
    drawn = torch.Generator().manual_seed(seed)
    tokens = ("<pad>", *VERDICTS, *(f"word {k}" for k in range(1, FILLERS + 1)))
    origin = _("opinions whose last word decides, seed {seed}").format(seed=seed)
    return Dataset(verdict_side(drawn), verdict_side(drawn), len(tokens), len(VERDICTS), origin, VERDICTS, tokens)


def verdict_side(drawn: torch.Generator) -> Examples:
    """Verdicts stand among the other words too, one word in ten, and mean nothing there."""
    x = torch.randint(FIRST_FILLER, FIRST_FILLER + FILLERS, (OPINIONS, WORDS), generator=drawn)
    misleading = torch.rand(OPINIONS, WORDS, generator=drawn) < 0.1
    verdicts = torch.randint(0, len(VERDICTS), (OPINIONS, WORDS), generator=drawn)
    x[misleading] = verdicts[misleading] + 1
    y = verdicts[:, -1]
    x[:, -1] = y + 1
    return Examples(x.to(torch.int32), y, torch.full((OPINIONS,), WORDS))


def noise_dataset(seed: int) -> Dataset:
    """1000 sequences of 10 × 5 numbers from N(0, 1) with a label of 2 each, and as many for each other part."""
    drawn = torch.Generator().manual_seed(seed)
    train, validation, test = noise_side(drawn), noise_side(drawn), noise_side(drawn)
    classes = ("class 0", "class 1")
    origin = _("random numbers and random labels, seed {seed}").format(seed=seed)
    return Dataset(train, validation, WIDTH, CLASSES, origin, classes, test=test)


def noise_side(drawn: torch.Generator) -> Examples:
    x = torch.randn(SAMPLES, STEPS, WIDTH, generator=drawn)
    return Examples(x, torch.randint(0, CLASSES, (SAMPLES,), generator=drawn), torch.full((SAMPLES,), STEPS))
