"""Which inputs mattered for an answer: three ways to ask, by captum, which disagree.

f is the head's number for one output after the last step, all in float64. The way from the baseline is cut in
stretches; what one should add is known, f at its end less f at its beginning, so one that misses it is halved. captum
is imported when the first question is asked: it brings matplotlib. Source of integrated gradients: Sundararajan, Taly
and Yan, 2017, https://arxiv.org/abs/1703.01365.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from rnnviz.core import Array
from rnnviz.learn.models import Net
from rnnviz.learn.predict import as_learned
from rnnviz.learn.trained import Trained

STRETCHES, POINTS = 8, 8  # of the way from the baseline at first; of each stretch, by captum's Gauss and Legendre
FEWEST, MOST = STRETCHES * POINTS, 20_000
COMPLETE = 1e-3  # what the sum may miss
AT_ONCE = 256  # points
WAYS = ("gradient", "integrated", "occlusion")


@dataclass(frozen=True, eq=False)
class Attribution:
    """What each of T steps adds to f, (T,): by the gradient times the input, by integrated gradients from an input of
    zeros, and by taking the step out (occlusion), which is NaN where nothing would be left.

    f, f_baseline: of the whole input, and of zeros in its place. points: on the way between them; missed: what the sum
    of the integrated gradients has beyond f − f_baseline, those of padding that is read among them.
    """

    gradient: Array
    integrated: Array
    occlusion: Array
    f: float
    f_baseline: float
    points: int
    missed: float

    @property
    def complete(self) -> bool:
        return abs(self.missed) <= COMPLETE

    def ways(self) -> dict[str, Array]:
        """The three, by the names of these fields."""
        return {name: getattr(self, name) for name in WAYS}

    def largest(self) -> dict[str, int]:
        """By each way that says something, the step that adds or takes most, from 0."""
        return {name: int(np.nanargmax(np.abs(it))) for name, it in self.ways().items() if np.isfinite(it).any()}

    @property
    def added(self) -> float:
        return float(self.integrated.sum())

    @property
    def moved(self) -> float:
        """What they should add up to, where no padding is read."""
        return self.f - self.f_baseline


def attribution(
    trained: Trained,
    x: Tensor,
    output: int,
    most: int = MOST,
    tell: Callable[[float], None] = lambda share: None,
) -> Attribution:
    """x (1, T) ids or (1, T, D). With more points while the sum is not complete, about so many at most."""
    from captum.attr import InputXGradient

    trained = replace(trained, net=deepcopy(trained.net).double())
    net, steps = trained.net, x.shape[1]
    padded, lengths = as_learned(trained, x)
    whole = net.features(padded).detach().double()

    def f(features: Tensor) -> Tensor:
        return said(net, features, lengths.expand(len(features)), output)

    with torch.no_grad():
        f_whole, f_baseline = f(torch.cat([whole, torch.zeros_like(whole)])).tolist()
    gradient = InputXGradient(f).attribute(whole.clone().requires_grad_()).detach()
    along, points = way(f, whole, most, tell)
    missed = float(along.sum()) - (f_whole - f_baseline)
    gradients, integrated = (it[0, :steps].sum(-1).numpy() for it in (gradient, along))
    return Attribution(gradients, integrated, without_each(trained, x, output), f_whole, f_baseline, points, missed)


def way(f: Callable[[Tensor], Tensor], whole: Tensor, most: int, tell: Callable[[float], None]) -> tuple[Tensor, int]:
    """Integrated gradients of whole (1, T, D), of its shape, and from how many points."""
    edges = torch.linspace(0, 1, STRETCHES + 1, dtype=whole.dtype)
    begins, ends, stretches, points = edges[:-1], edges[1:], STRETCHES, 0
    found, missed = torch.zeros_like(whole), 0.0
    while len(begins):
        added = along_stretches(f, whole, begins, ends)
        points += POINTS * len(begins)
        tell(min(0.99, points / most))
        misses = (added.sum((1, 2)) - (at_places(f, whole, ends) - at_places(f, whole, begins))).abs()
        done = misses <= COMPLETE / (8 * stretches)
        if missed + float(misses.sum()) <= COMPLETE / 2 or points + 2 * POINTS * int((~done).sum()) > most:
            done = torch.ones_like(done)
        found += added[done].sum(0, keepdim=True)
        missed += float(misses[done].sum())
        begins, ends = begins[~done], ends[~done]
        middles, stretches = (begins + ends) / 2, stretches + len(begins)
        begins, ends = torch.cat([begins, middles]), torch.cat([middles, ends])
    return found, points


def along_stretches(f: Callable[[Tensor], Tensor], whole: Tensor, begins: Tensor, ends: Tensor) -> Tensor:
    """What captum's integrated gradients say of each stretch of the way from zeros to whole, (K, T, D)."""
    from captum.attr import IntegratedGradients

    found: Tensor = IntegratedGradients(f).attribute(
        (ends[:, None, None] * whole).requires_grad_(), begins[:, None, None] * whole,
        method="gausslegendre", n_steps=POINTS, internal_batch_size=AT_ONCE,
    )  # fmt: skip
    return found.detach()


@torch.no_grad()
def at_places(f: Callable[[Tensor], Tensor], whole: Tensor, places: Tensor) -> Tensor:
    """f at places (K,) of the way, (K,)."""
    return torch.cat([f(some[:, None, None] * whole) for some in torch.split(places, AT_ONCE)])


def said(net: Net, features: Tensor, lengths: Tensor, output: int) -> Tensor:
    """f of each of features (N, T, D), (N,)."""
    out = net.read(features, lengths)
    found: Tensor = net.head(out[:, -1] if net.shape.every else net.ends(out, lengths))[:, output]
    return found


@torch.no_grad()
def without_each(trained: Trained, x: Tensor, output: int) -> Array:
    """What f loses by each step taken out in turn, (T,); NaN for an input of one step.

    captum's ablation of what is there, a row of ones: the net reads the steps that are left, close together. Its
    Occlusion, for windows of one the same, gives float32 alone.
    """
    from captum.attr import FeatureAblation

    steps = x.shape[1]
    if steps == 1:
        return torch.full((1,), torch.nan).double().numpy()

    def f(there: Tensor) -> Tensor:
        left = int(there[0].sum())  # of each row as many
        rows = x[0, (there == 0).int().argsort(dim=1, stable=True)[:, :left]]
        read, lengths = as_learned(trained, rows)
        return said(trained.net, trained.net.features(read).double(), lengths, output)

    there = torch.ones(1, steps, dtype=torch.float64)
    lost = FeatureAblation(f).attribute(there, baselines=0, perturbations_per_eval=steps)
    found: Array = lost[0].numpy()
    return found
