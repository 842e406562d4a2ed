"""Which inputs mattered for an answer: three ways to ask, by captum, which disagree.

f is the head's number for one output after the last step. captum is imported when the first question is asked: it
brings matplotlib. Source of integrated gradients: Sundararajan, Taly and Yan, 2017, https://arxiv.org/abs/1703.01365.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from rnnviz.core import Array
from rnnviz.learn.models import Net
from rnnviz.learn.predict import as_learned
from rnnviz.learn.trained import Trained

POINTS = {64: "gausslegendre", 512: "riemann_middle", 2048: "riemann_middle", 8192: "riemann_middle"}
"""On the way from the baseline, and captum's rule: the next ones where the sum is not complete. A text that is long for
its net needs thousands of them."""
FEWEST = next(iter(POINTS))
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
    most: int = max(POINTS),
    tell: Callable[[float], None] = lambda share: None,
) -> Attribution:
    """x (1, T) ids or (1, T, D). With more points while the sum is not complete, so many at most."""
    from captum.attr import InputXGradient

    net, steps = trained.net, x.shape[1]
    padded, lengths = as_learned(trained, x)
    whole = net.features(padded).detach()

    def f(features: Tensor) -> Tensor:
        return said(net, features, lengths.expand(len(features)), output)

    with torch.no_grad():
        f_whole, f_baseline = f(torch.cat([whole, torch.zeros_like(whole)])).double().tolist()
    gradient = InputXGradient(f).attribute(whole.clone().requires_grad_()).detach()
    for points in (it for it in POINTS if it <= most):
        along = way(f, whole, points)
        missed = float(along.sum().double()) - (f_whole - f_baseline)
        tell(min(0.99, points / most))
        if abs(missed) <= COMPLETE:
            break
    gradients, integrated = (it[0, :steps].sum(-1).double().numpy() for it in (gradient, along))
    return Attribution(gradients, integrated, without_each(trained, x, output), f_whole, f_baseline, points, missed)


def way(f: Callable[[Tensor], Tensor], whole: Tensor, points: int) -> Tensor:
    """Integrated gradients of whole (1, T, D), of its shape, with so many points."""
    from captum.attr import IntegratedGradients

    found: Tensor = IntegratedGradients(f).attribute(
        whole.clone().requires_grad_(), 0, method=POINTS[points], n_steps=points, internal_batch_size=AT_ONCE
    )
    return found.detach()


def said(net: Net, features: Tensor, lengths: Tensor, output: int) -> Tensor:
    """f of each of features (N, T, D), (N,)."""
    out = net.read(features, lengths)
    found: Tensor = net.head(out[:, -1] if net.shape.every else net.ends(out, lengths))[:, output]
    return found


@torch.no_grad()
def without_each(trained: Trained, x: Tensor, output: int) -> Array:
    """What f loses by each step taken out in turn, (T,); NaN for an input of one step.

    captum's occlusion of what is there, a row of ones: the net reads the steps that are left, close together.
    """
    from captum.attr import Occlusion

    steps = x.shape[1]
    if steps == 1:
        return torch.full((1,), torch.nan).double().numpy()

    def f(there: Tensor) -> Tensor:
        left = int(there[0].sum())  # of each row as many
        rows = x[0, (there == 0).int().argsort(dim=1, stable=True)[:, :left]]
        read, lengths = as_learned(trained, rows)
        return said(trained.net, trained.net.features(read), lengths, output)

    lost = Occlusion(f).attribute(torch.ones(1, steps), (1,), baselines=0, perturbations_per_eval=steps)
    found: Array = lost[0].double().numpy()
    return found
