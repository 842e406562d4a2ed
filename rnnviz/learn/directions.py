"""Two directions over sequences of different lengths: each is read backwards from its own end, never from the padding.

The same numbers as packed sequences, and on a CPU many times as fast: those leave torch's fused kernels there
(pytorch/pytorch issue 149194). Exported scripts carry these functions as they stand here.
"""

from __future__ import annotations

import inspect

import torch
import torch.nn.functional as F
from torch import nn


def both_ways(rnn: nn.RNNBase, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """The states (N, T, 2H) of the last layer of a two-way net over x (N, T, D); those of the padding mean nothing."""
    samples, steps, _ = x.shape
    if bool((lengths == steps).all()):
        whole: torch.Tensor = rnn(x)[0]
        return whole
    if x.is_cuda:
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        return nn.utils.rnn.pad_packed_sequence(rnn(packed)[0], batch_first=True, total_length=steps)[0]
    step, end = torch.arange(steps, device=x.device), lengths[:, None]
    turned = torch.where(step < end, end - 1 - step, step)  # from its own end to its first step; the padding stays
    rows = (turned + steps * torch.arange(samples, device=x.device)[:, None]).flatten()
    for layer in range(rnn.num_layers):
        if layer:
            x = F.dropout(x, rnn.dropout, rnn.training)
        back = one_way(rnn, picked(x, rows), f"l{layer}_reverse")
        x = torch.cat([one_way(rnn, x, f"l{layer}"), picked(back, rows)], dim=2)
    return x


def one_way(rnn: nn.RNNBase, x: torch.Tensor, which: str) -> torch.Tensor:
    """torch's fused pass over x (N, T, D) with the weights of one layer and direction alone."""
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    h_0 = x.new_zeros(1, len(x), rnn.hidden_size)
    start = (h_0, h_0) if rnn.mode == "LSTM" else h_0
    run = getattr(torch, rnn.mode.lower())  # torch.lstm, torch.gru, torch.rnn_tanh
    out: torch.Tensor = run(
        x, start, [getattr(rnn, f"{name}_{which}") for name in names], True, 1, 0.0, rnn.training, False, True
    )[0]
    return out


def picked(x: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """x (N, T, D) with its N · T rows in another order."""
    return x.flatten(0, 1).index_select(0, rows).view_as(x)


SOURCE = "\n\n".join(inspect.getsource(part) for part in (both_ways, one_way, picked))
"""The functions as a script's text, which needs torch, F and nn."""
