"""How long a trained net remembers: what its gates keep, and what its last state still owes to each step."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.core import Array
from rnnviz.learn.cell_steps import unheld
from rnnviz.learn.inside.holding import width_of
from rnnviz.learn.inside.replay import unrolled

FOREVER = 1e4  # steps: a gate that is open all the time


def kept(gate: Array) -> Array:
    """Of a keeping gate (T, H): the share of what each unit has after each step that is left after the last, (T, H).

    The product of the gate over all later steps; 1 at the last one.
    """
    later = np.concatenate([gate[1:], np.ones_like(gate[:1])])
    found: Array = np.cumprod(later[::-1], axis=0)[::-1]
    return found


def half_lives(gate: Array) -> Array:
    """After how many steps half of it is left at a unit's mean rate, (H,): at most FOREVER."""
    rate = np.log(np.clip(gate, 1e-300, None)).mean(axis=0)
    found: Array = np.minimum(FOREVER, np.log(0.5) / np.minimum(rate, -1e-12))
    return found


def influence(rnn: nn.RNNBase, x: Tensor, layer: int, direction: int) -> Array:
    """The norm (Frobenius) of ∂h_T/∂h_k within one layer and direction that reads x (1, T, D), for each k, (T,).

    T is the step that it reads last; an LSTM's c_k is kept as it is, as `core.spectrum` has it.
    """
    steps, width = x.shape[1], width_of(rnn, "h")
    with torch.enable_grad():
        read = x.flip(1) if direction else x
        made = unrolled(rnn, (layer, direction), read.detach().requires_grad_(), [unheld] * steps, True)
        states = [step["h"] for step in made]
        every = torch.eye(width, dtype=x.dtype)[:, None, :]
        slopes = torch.autograd.grad(states[-1], states[:-1], every, is_grads_batched=True) if steps > 1 else ()
    norms = [float(slope.double().norm()) for slope in slopes] + [float(np.sqrt(width))]
    return np.array(norms[::-1] if direction else norms)
