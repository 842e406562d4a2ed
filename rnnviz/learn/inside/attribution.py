"""Which inputs mattered for an answer: three ways to ask, which disagree.

f is the head's number for one output after the last step. Source of integrated gradients: Sundararajan, Taly and Yan,
2017, https://arxiv.org/abs/1703.01365.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from rnnviz.core import Array
from rnnviz.learn.models import Net
from rnnviz.learn.predict import as_learned
from rnnviz.learn.trained import Trained

POINTS = 64  # on the way from the baseline, by the rule of Gauss and Legendre


@dataclass(frozen=True, eq=False)
class Attribution:
    """What each of T steps adds to f, (T,): by the gradient times the input, by integrated gradients from an input of
    zeros, and by taking the step out (occlusion), which is NaN where nothing would be left.

    f, f_baseline: of the whole input, and of zeros in its place.
    """

    gradient: Array
    integrated: Array
    occlusion: Array
    f: float
    f_baseline: float


def attribution(trained: Trained, x: Tensor, output: int) -> Attribution:
    """x (1, T) ids or (1, T, D)."""
    net, steps = trained.net, x.shape[1]
    padded, lengths = as_learned(trained, x)
    with torch.no_grad():
        whole = net.features(padded)
        ends = said(net, torch.cat([whole, torch.zeros_like(whole)]), lengths.repeat(2), output)
    gradient = slopes(net, whole, lengths, output) * whole
    rule = np.polynomial.legendre.leggauss(POINTS)
    places, weights = (torch.from_numpy(it).to(whole.dtype)[:, None, None] / 2 for it in rule)
    sloped = slopes(net, (places + 0.5) * whole, lengths.repeat(POINTS), output)
    along = (weights * sloped).sum(0, keepdim=True) * whole
    gradient, along = (it[0, :steps].sum(-1).double() for it in (gradient, along))
    f, f_baseline = ends.double().tolist()
    return Attribution(gradient.numpy(), along.numpy(), f - without_each(trained, x, output), f, f_baseline)


def said(net: Net, features: Tensor, lengths: Tensor, output: int) -> Tensor:
    """f of each of features (N, T, D), (N,)."""
    out = net.read(features, lengths)
    found: Tensor = net.head(out[:, -1] if net.shape.every else net.ends(out, lengths))[:, output]
    return found


def slopes(net: Net, features: Tensor, lengths: Tensor, output: int) -> Tensor:
    """The gradient of f by each number of features (N, T, D)."""
    with torch.enable_grad():
        given = features.detach().requires_grad_()
        return torch.autograd.grad(said(net, given, lengths, output).sum(), given)[0]


@torch.no_grad()
def without_each(trained: Trained, x: Tensor, output: int) -> Array:
    """f with each step taken out in turn, (T,); NaN for an input of one step."""
    steps = x.shape[1]
    if steps == 1:
        return torch.full((1,), torch.nan).double().numpy()
    rows = torch.cat([torch.cat([x[:, :t], x[:, t + 1 :]], 1) for t in range(steps)])
    most = as_learned(trained, rows[:1])[0].shape[1]
    if most > steps - 1:  # the padding is read where the net learned it so
        rows = torch.cat([rows, rows.new_zeros(steps, most - steps + 1, *x.shape[2:])], 1)
    lengths = torch.full((steps,), steps - 1)
    found: Array = said(trained.net, trained.net.features(rows), lengths, output).double().numpy()
    return found
