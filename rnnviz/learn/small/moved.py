"""The two nets that learn a pattern at the first places of a window, to be asked at the others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core.small.pattern import LEARNED, PLACES, STEPS, drawn
from rnnviz.learn.small.fitting import Made, cell, fit

HIDDEN, WINDOWS, NEW = 8, 600, 1000


class Finders:
    """Both nets, of the same width."""

    def __init__(self) -> None:
        self.first, self.second = nn.Linear(STEPS, HIDDEN), nn.Linear(HIDDEN, 1)
        self.rnn, self.head = cell("rnn", 1, HIDDEN), nn.Linear(HIDDEN, 1)

    def dense(self, x: Tensor) -> Tensor:
        logit: Tensor = self.second(self.first(x).tanh())[:, 0]
        return logit

    def recurrent(self, x: Tensor) -> Tensor:
        logits: Tensor = self.head(self.rnn(x[:, :, None])[0])[:, :, 0]
        return logits.amax(1)


def tensors(count: int, places: range, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    x, y = drawn(count, tuple(places), rng)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)


def fitted(seed: int) -> Finders:
    """Trained on the first places alone."""
    torch.manual_seed(seed)
    x, y = tensors(WINDOWS, range(LEARNED), np.random.default_rng(seed))
    nets = Finders()
    for modules, said in (((nets.first, nets.second), nets.dense), ((nets.rnn, nets.head), nets.recurrent)):

        def loss(index: Tensor, said: Callable[[Tensor], Tensor] = said) -> Tensor:
            return F.binary_cross_entropy_with_logits(said(x[index]), y[index])

        fit(modules, loss, WINDOWS, epochs=30, batch=32, rate=0.02)
    return nets


def pattern(made: Made) -> None:
    """Scores are of the places that neither has learned from."""
    nets = fitted(0)
    x, y = tensors(NEW, range(LEARNED, PLACES), np.random.default_rng(99))
    right = [float(((said(x) > 0) == (y > 0)).float().mean()) for said in (nets.dense, nets.recurrent)]
    made.add("pattern.first", None, nets.first, right[0], NEW)
    made.add("pattern.dense", None, nets.second, right[0], NEW)
    made.add("pattern", nets.rnn, nets.head, right[1], NEW)
