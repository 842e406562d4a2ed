"""A trained net replayed step by step, with every state and gate recorded; any of them may be held meanwhile.

One replay serves what is painted, ranked, cut and patched. torch's fused kernels keep their gates to themselves, so the
steps are composed of primitives (`learn.cell_steps`); the inputs' share of all steps is one product.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core.cells import IN_TORCH
from rnnviz.learn.cell_steps import STEPS, Hold, StepInput, unprojected
from rnnviz.learn.inside.holding import Intervention, cell_name, checked, holding, quantities_of, tables, width_of
from rnnviz.learn.models import Net, picked

Recorded = dict[str, Tensor]


@dataclass(frozen=True, eq=False)
class Replay:
    """found[layer][direction]: each quantity (N, T, H) by its name; out (N, T, D·H): the last layer's h, side by side.

    Beyond a sequence's own end all numbers are 0, as `pad_packed_sequence` has them.
    """

    found: tuple[tuple[Recorded, ...], ...]
    out: Tensor


@torch.no_grad()
def replay(
    rnn: nn.RNNBase,
    x: Tensor,
    lengths: Tensor,
    held: Iterable[Intervention] = (),
    *,
    keep: Collection[str] | None = None,
    carries: bool = True,
) -> Replay:
    """An nn.RNN, LSTM or GRU in eval mode over x (N, T, D), padded on the right, lengths (N,), from zero states.

    keep: the quantities that are recorded, beside h; None: all. carries: without, each step starts anew (slip h).
    Raises InputError for an intervention on what the net has not.
    """
    interventions, (samples, steps, _) = checked(rnn, held), x.shape
    names = [name for name in quantities_of(cell_name(rnn)) if keep is None or name == "h" or name in keep]
    step, end = torch.arange(steps).expand(samples, steps), lengths[:, None]
    places = (step, torch.where(step < end, end - 1 - step, step))  # the backward direction begins at its own end
    found = []
    for layer in range(rnn.num_layers):
        ways = []
        for direction in range(1 + int(rnn.bidirectional)):
            rows = (places[direction] + steps * torch.arange(samples)[:, None]).flatten()
            numbers = tables(rnn, interventions, layer, direction, steps)
            hold = [holding(numbers, places[direction][:, t]) for t in range(steps)]
            made = list(unrolled(rnn, (layer, direction), picked(x, rows) if direction else x, hold, carries))
            stacked = {name: torch.stack([it[name] for it in made], 1) for name in names}
            ways.append({name: trimmed(picked(it, rows) if direction else it, end) for name, it in stacked.items()})
        found.append(tuple(ways))
        x = torch.cat([way["h"] for way in ways], 2)
    return Replay(tuple(found), x)


def trimmed(values: Tensor, end: Tensor) -> Tensor:
    real = torch.arange(values.shape[1]) < end
    return values if bool(real.all()) else torch.where(real[..., None], values, 0.0)


def unrolled(rnn: nn.RNNBase, where: tuple[int, int], x: Tensor, hold: list[Hold], carries: bool) -> Iterator[Recorded]:
    """The steps of one layer and direction over x (N, T, D) in the order that it reads."""
    layer, direction = where
    names = (f"{name}_l{layer}{'_reverse' * direction}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    weight_ih, weight_hh, bias_ih, bias_hh = (getattr(rnn, name, None) for name in names)
    cell = cell_name(rnn)
    first = {name: x.new_zeros(len(x), width_of(rnn, name)) for name in IN_TORCH[cell].states}
    prev, a_ih = first, F.linear(x, weight_ih, bias_ih)  # type: ignore[arg-type]
    for t in range(x.shape[1]):
        a_hh = F.linear(prev["h"], weight_hh, bias_hh)  # type: ignore[arg-type]
        activation = "relu" if rnn.mode == "RNN_RELU" else "tanh"
        made = STEPS[cell](
            StepInput(a_ih[:, t], a_hh, prev, hold[t], activation, project=projecting(rnn, layer, direction))
        )
        prev = made if carries else first
        yield made


def projecting(rnn: nn.RNNBase, layer: int, direction: int) -> Callable[[Tensor], Tensor]:
    """h by weight_hr, where the net has a proj_size."""
    if not rnn.proj_size:
        return unprojected
    weight: Tensor = getattr(rnn, f"weight_hr_l{layer}{'_reverse' * direction}")
    return lambda h: F.linear(h, weight)


def fed(net: Net, x: Tensor) -> Tensor:
    """What the first layer reads, (N, T, D)."""
    features = net.features(x)
    if net.shape.carries:
        return features
    return torch.cat([features, features.new_zeros(*x.shape[:2], net.shape.hidden)], 2)  # slip h: zeros in h's place


@torch.no_grad()
def answered(
    net: Net, x: Tensor, lengths: Tensor, held: Iterable[Intervention] = (), keep: Collection[str] | None = None
) -> tuple[Replay, Tensor]:
    """A net of the lab over x as it learned to read it: the replay, and the answer (N, outputs) or (N, T, outputs)."""
    shape = net.shape
    read = torch.full_like(lengths, x.shape[1]) if shape.read == "last padded" else lengths
    passed = replay(net.rnn, fed(net, x), read, held, keep=keep, carries=shape.carries)
    answer: Tensor = net.head(passed.out if shape.every else net.ends(passed.out, lengths))
    return passed, answer
