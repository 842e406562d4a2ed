"""Nets that take the test of long memory (`core.recall`): trained in about a second each."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core.recall import CONTESTANTS, SEEDS, Contestant, Scores, examples
from rnnviz.jobs.serve import Reporter
from rnnviz.learn.models import CELLS
from rnnviz.texts import _

HIDDEN = 16
UPDATES, BATCH, RATE, LONGEST_GRADIENT = 300, 32, 0.01, 1.0
ASKED = 1000  # sequences that were never learned from


class Recall(nn.Module):
    """x (N, T, 1) → one number (N,): the first step was 1 if it is above 0."""

    def __init__(self, contestant: Contestant) -> None:
        super().__init__()
        self.rnn = CELLS[contestant.cell](1, HIDDEN, batch_first=True)
        self.head = nn.Linear(HIDDEN, 1)
        weights = dict(self.rnn.named_parameters())
        if contestant.orthogonal:
            nn.init.orthogonal_(weights["weight_hh_l0"])
        if contestant.forget is not None:
            with torch.no_grad():
                weights["bias_ih_l0"][HIDDEN : 2 * HIDDEN] = contestant.forget  # torch's order is i f g o

    def forward(self, x: Tensor) -> Tensor:
        out, _ = self.rnn(x)
        answer: Tensor = self.head(out[:, -1])[:, 0]
        return answer


def accuracy(key: str, steps: int, seed: int) -> float:
    """Train CONTESTANTS[key] on sequences of so many steps; the share of new ones that it then answers rightly."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net = Recall(CONTESTANTS[key])
    random = np.random.default_rng([seed, steps])
    optimiser = torch.optim.Adam(net.parameters(), RATE)
    for _update in range(UPDATES):
        x, y = drawn(random, BATCH, steps)
        optimiser.zero_grad()
        F.binary_cross_entropy_with_logits(net(x), y).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), LONGEST_GRADIENT)
        optimiser.step()
    x, y = drawn(random, ASKED, steps)
    with torch.no_grad():
        return float(((net(x) > 0) == (y > 0)).float().mean())


def accuracies(tell: Reporter, steps: int) -> Scores:
    """For a process: of every contestant, by its key, the accuracies of `SEEDS`."""
    runs = [(key, seed) for key in CONTESTANTS for seed in SEEDS]
    found: dict[str, list[float]] = {key: [] for key in CONTESTANTS}
    for done, (key, seed) in enumerate(runs):
        tell(done / len(runs))
        tell.doing(_("{net}, seed {seed}").format(net=CONTESTANTS[key].title, seed=seed))
        found[key].append(accuracy(key, steps, seed))
    return found


def drawn(random: np.random.Generator, count: int, steps: int) -> tuple[Tensor, Tensor]:
    x, y = examples(random, count, steps)
    return torch.from_numpy(x).float(), torch.from_numpy(y).float()
