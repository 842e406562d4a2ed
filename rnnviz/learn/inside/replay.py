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
    end, places = lengths[:, None], (torch.arange(steps).expand(samples, steps), places_of(lengths, steps))
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


def places_of(lengths: Tensor, steps: int) -> Tensor:
    """At which step of its sequence the backward direction is, (N, T): it begins at each one's own end."""
    step, end = torch.arange(steps).expand(len(lengths), steps), lengths[:, None]
    return torch.where(step < end, end - 1 - step, step)


def trimmed(values: Tensor, end: Tensor) -> Tensor:
    real = torch.arange(values.shape[1]) < end
    return values if bool(real.all()) else torch.where(real[..., None], values, 0.0)


def unrolled(rnn: nn.RNNBase, where: tuple[int, int], x: Tensor, hold: list[Hold], carries: bool) -> Iterator[Recorded]:
    """The steps of one layer and direction over x (N, T, D) in the order that it reads."""
    end = f"_l{where[0]}{'_reverse' * where[1]}"
    a_ih = F.linear(x, rnn.get_parameter(f"weight_ih{end}"), getattr(rnn, f"bias_ih{end}", None))
    return stepped(rnn, where, lambda t: a_ih[:, t], len(x), hold, carries)


def stepped(
    rnn: nn.RNNBase,
    where: tuple[int, int],
    a_ih: Callable[[int], Tensor],
    samples: int,
    hold: list[Hold],
    carries: bool,
    tanh: Callable[[Tensor], Tensor] = torch.tanh,
) -> Iterator[Recorded]:
    """The same from a_ih (N, G·H) of each step."""
    end, cell = f"_l{where[0]}{'_reverse' * where[1]}", cell_name(rnn)
    weight_hh, bias_hh = rnn.get_parameter(f"weight_hh{end}"), getattr(rnn, f"bias_hh{end}", None)
    first = {name: weight_hh.new_zeros(samples, width_of(rnn, name)) for name in IN_TORCH[cell].states}
    prev, activation, project = first, "relu" if rnn.mode == "RNN_RELU" else "tanh", projecting(rnn, *where)
    for t, held in enumerate(hold):
        a_hh = F.linear(prev["h"], weight_hh, bias_hh)
        made = STEPS[cell](StepInput(a_ih(t), a_hh, prev, held, activation, project=project, tanh=tanh))
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
