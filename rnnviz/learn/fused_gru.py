"""A GRU's training pass on a CPU, where torch fuses the LSTM alone: a GRU of 32 units took it 1.6 to 5 times as long.

The gates of a step are one matrix product and four more calls, and so is its way back. Exported scripts carry this
as it stands here.
"""

from __future__ import annotations

import inspect

import torch
import torch.nn.functional as F
from torch import nn

LARGEST = 64  # units; above, the product itself is what takes time, and torch's own pass is as quick


class GruPass(torch.autograd.Function):
    """x (T, D, N) and w (4H, D + H + 1) → s (T, H, N); each row of w is for [x_t, s_{t−1}, 1].

    s is (h + 1) / 2. The update of h mixes two states, which halving and moving both leaves right, and so tanh becomes
    the logistic function, which takes a fifth of the time: s_t = (1 − z) σ(n + r m) + z s_{t−1}. Rows of w: r, z, m, n.
    """

    @staticmethod
    def forward(ctx: torch.autograd.Function, x: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
        (steps, inputs, samples), size = x.shape, len(w) // 4
        read = x.new_empty(steps + 1, len(w[0]), samples)  # [x_t, s_{t−1}, 1] of each step
        states = read[:, inputs : inputs + size]
        read[:steps, :inputs], states[0], read[:, -1] = x, 0.5, 1
        gates = x.new_empty(steps, 4 * size, samples)
        r, z, m, n = (gate.unbind() for gate in gates.view(steps, 4, size, samples).unbind(1))
        s, both = states.unbind(), gates[:, : 2 * size].unbind()
        for t, (here, found) in enumerate(zip(read[:-1].unbind(), gates.unbind(), strict=True)):
            torch.mm(w, here, out=found)
            both[t].sigmoid_()
            n[t].addcmul_(r[t], m[t]).sigmoid_()
            torch.lerp(n[t], s[t], z[t], out=s[t + 1])
        ctx.save_for_backward(read, gates, w)
        return states[1:]

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: torch.autograd.Function, grad: torch.Tensor) -> tuple[torch.Tensor | None, torch.Tensor]:
        read, gates, w = list(ctx.saved_tensors)
        steps, size, samples = grad.shape
        inputs = len(w[0]) - size - 1
        w_x, w_s = (part.t().contiguous() for part in (w[:, :inputs], w[:, inputs:-1]))
        dw, ds = torch.zeros_like(w), grad[-1].clone(memory_format=torch.contiguous_format)
        dx = torch.empty_like(read[:-1, :inputs]) if ctx.needs_input_grad[0] else None
        last_alone = not grad[:-1].count_nonzero()  # then grad need not be read, whose steps may be far from each other
        vary = torch.ops.aten.sigmoid_backward.grad_input  # a · y (1 − y) of an a and a y
        few = max(1, 65536 // (size * samples))  # steps at once: what they need stays in the cache
        for begin in reversed(range(0, steps, few)):
            these = slice(begin, min(begin + few, steps))
            before = read[these]
            r, z, m, n = gates[these].view(-1, 4, size, samples).unbind(1)
            slopes = torch.empty_like(gates[these])  # of each row's sum, as s_t moves
            each = slopes.view(-1, 4, size, samples)
            d_r, d_z, d_m, d_n = each.unbind(1)
            vary(1 - z, n, grad_input=d_n)
            torch.mul(d_n, r, out=d_m)
            vary(d_n * m, r, grad_input=d_r)
            vary(before[:, inputs:-1] - n, z, grad_input=d_z)
            steps_here = enumerate(zip(each.unbind(), slopes.unbind(), z.unbind(), strict=True), begin)
            for t, (at, flat, keeps) in reversed(list(steps_here)):
                at.mul_(ds)
                ds.mul_(keeps).addmm_(w_s, flat)
                if t and not last_alone:
                    ds.add_(grad[t - 1])
            if dx is not None:
                torch.matmul(w_x, slopes, out=dx[these])
            dw += torch.bmm(slopes, before.transpose(1, 2)).sum(0)
        return dx, dw


def gru_pass(
    x: torch.Tensor, weight_ih: torch.Tensor, weight_hh: torch.Tensor, bias_ih: torch.Tensor, bias_hh: torch.Tensor
) -> torch.Tensor:
    """The states (N, T, H) of one layer and direction over x (N, T, D), from zeros; torch's weights, as `nn.GRU`'s."""
    two = 2 * weight_hh.shape[1]
    none_ih, none_hh = torch.zeros_like(weight_ih[two:]), torch.zeros_like(weight_hh[two:])
    w_ih = torch.cat([weight_ih[:two], none_ih, 2 * weight_ih[two:]])
    w_hh = torch.cat([weight_hh[:two], 2 * weight_hh[two:], none_hh])
    bias = torch.cat([bias_ih[:two] + bias_hh[:two], 2 * bias_hh[two:], 2 * bias_ih[two:]])
    w = torch.cat([w_ih, 2 * w_hh, (bias - w_hh.sum(1))[:, None]], dim=1)  # h = 2 s − 1
    s: torch.Tensor = GruPass.apply(x.permute(1, 2, 0), w)  # type: ignore[no-untyped-call]
    return (2 * s - 1).permute(2, 0, 1)


class FusedGRU(nn.GRU):
    """torch's `nn.GRU`; where it learns on a CPU from x (N, T, D), each layer and direction by `gru_pass`."""

    def _get_name(self) -> str:
        return "GRU"

    def learns_here(self, x: torch.Tensor) -> bool:
        """Not from a packed sequence; and without gradients torch's own pass keeps nothing of each step."""
        usual = isinstance(x, torch.Tensor) and x.dim() == 3 and x.device.type == "cpu"
        own = self.batch_first and self.bias and self.hidden_size <= LARGEST
        return usual and own and torch.is_grad_enabled()

    def run(self, x: torch.Tensor, start: torch.Tensor, weights: list[torch.Tensor], *rest: object) -> object:
        """As `torch.gru`, for one layer and direction from zeros."""
        return (gru_pass(x, *weights),) if self.learns_here(x) else torch.gru(x, start, weights, *rest)  # type: ignore[call-overload]

    def forward(self, x: torch.Tensor, hx: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:  # type: ignore[override]
        if hx is not None or not self.learns_here(x):
            return super().forward(x, hx)
        last = []
        for layer in range(self.num_layers):
            if layer:
                x = F.dropout(x, self.dropout, self.training)
            ways = [gru_pass(x, *self.all_weights[layer * (1 + self.bidirectional)])]
            last.append(ways[0][:, -1])
            if self.bidirectional:
                ways.append(gru_pass(x.flip(1), *self.all_weights[2 * layer + 1]).flip(1))
                last.append(ways[1][:, 0])
            x = torch.cat(ways, dim=2)
        return x, torch.stack(last)


GRU_SOURCE = f"LARGEST = {LARGEST}\n\n\n" + "\n\n".join(
    inspect.getsource(part) for part in (GruPass, gru_pass, FusedGRU)
)
"""All of it as a script's text, which needs torch, F and nn."""
