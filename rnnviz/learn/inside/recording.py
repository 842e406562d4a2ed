"""One quantity of a trained net over many sequences: nothing is computed for it that it does not need.

h of the last layer is what torch's fused pass gives out. All else is stepped, in its own layer and direction alone; the
layers below it are passed by torch's fused kernels. Where each step reads an id, what W_ih makes of every id is worked
out once and looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from rnnviz.learn.cell_steps import unheld
from rnnviz.learn.data.examples import Examples, in_turn
from rnnviz.learn.inside.holding import Where
from rnnviz.learn.inside.replay import answered, stepped
from rnnviz.learn.models import Net, one_way, picked, rows_backwards

SIZE = 256  # sequences at once
MOST_LOOKED_UP = 8_000_000  # numbers of the table
Quantity = Callable[[Tensor, Tensor], Tensor]
"""Of x (N, T) or (N, T, D) and lengths (N,): (N, T, H), whose numbers beyond a sequence's end mean nothing."""


def batches(net: Net, part: Examples, chosen: Tensor, where: Where) -> Iterator[tuple[Tensor, Tensor, list[int]]]:
    """Of the chosen sequences, those of like length together: their places in `chosen`, the quantity (N, T, H), T's."""
    lengths, quantity = part.lengths[chosen], recorder(net, where)
    for index in in_turn(lengths, SIZE):
        batch = part.batch(chosen[index], padded=net.shape.read == "last padded")
        yield index, quantity(batch.x, batch.lengths), batch.lengths.tolist()


def recorder(net: Net, where: Where) -> Quantity:
    """How the quantity is made, without gradients."""
    if where.quantity == "h" and where.layer + 1 == net.shape.layers:
        return torch.no_grad()(partial(of_last, net, where))
    if not net.shape.carries:
        return partial(of_replay, net, where)
    if where.quantity == "h":
        return torch.no_grad()(partial(of_layer, net, where))
    return torch.no_grad()(partial(of_steps, net, where, looked_up(net, where)))


def of_last(net: Net, where: Where, x: Tensor, lengths: Tensor) -> Tensor:
    width = net.shape.hidden
    return net.states(x, lengths)[..., where.direction * width :][..., :width]


def of_replay(net: Net, where: Where, x: Tensor, lengths: Tensor) -> Tensor:
    return answered(net, x, lengths, keep=(where.quantity,))[0].found[where.layer][where.direction][where.quantity]


def of_layer(net: Net, where: Where, x: Tensor, lengths: Tensor) -> Tensor:
    """h of a layer below the last."""
    rows = rows_of(net, x, lengths)
    read, end = below(net, net.features(x), rows, where.layer), end_of(where)
    return picked(one_way(net.rnn, picked(read, rows), end), rows) if where.direction else one_way(net.rnn, read, end)


def of_steps(net: Net, where: Where, table: Tensor | None, x: Tensor, lengths: Tensor) -> Tensor:
    """The layer's own steps, one after the other, in the order that it reads. table: of `looked_up`."""
    rows, (samples, steps) = rows_of(net, x, lengths), x.shape[:2]
    if table is not None:
        ids = (x.flatten()[rows].view_as(x) if where.direction else x).T.contiguous()
        a_ih = partial(looked_up_at, table, ids)
    else:
        read = below(net, net.features(x), rows, where.layer)
        parameters = [net.rnn.get_parameter(f"{name}_ih_{end_of(where)}") for name in ("weight", "bias")]
        a_ih = partial(step_of, F.linear(picked(read, rows) if where.direction else read, *parameters))
    made = stepped(net.rnn, (where.layer, where.direction), a_ih, samples, [unheld] * steps, True, tanh)
    found = torch.stack([it[where.quantity] for it in made], 1)
    return picked(found, rows) if where.direction else found


@torch.no_grad()
def looked_up(net: Net, where: Where) -> Tensor | None:
    """W_ih x + b_ih for each id (V, G·H), where the layer reads ids and the table is not too large."""
    weight, bias = (net.rnn.get_parameter(f"{name}_ih_{end_of(where)}") for name in ("weight", "bias"))
    if where.layer or net.shape.takes == "numbers" or net.shape.width * len(weight) > MOST_LOOKED_UP:
        return None
    return F.linear(net.features(torch.arange(net.shape.width)[None])[0], weight, bias)


def looked_up_at(table: Tensor, ids: Tensor, t: int) -> Tensor:
    """Of ids (T, N)."""
    return table.index_select(0, ids[t])


def step_of(values: Tensor, t: int) -> Tensor:
    """Of (N, T, ·)."""
    return values[:, t]


def end_of(where: Where) -> str:
    """How torch's names of the layer and direction end."""
    return f"l{where.layer}{'_reverse' * where.direction}"


def rows_of(net: Net, x: Tensor, lengths: Tensor) -> Tensor:
    """The N · T rows in the order in which the backward direction reads them."""
    steps = x.shape[1]
    read = torch.full_like(lengths, steps) if net.shape.read == "last padded" else lengths
    return rows_backwards(read, steps)


def below(net: Net, x: Tensor, rows: Tensor, layers: int) -> Tensor:
    """What the layer after so many reads, (N, T, ·), by torch's fused passes."""
    for layer in range(layers):
        ways = [one_way(net.rnn, x, f"l{layer}")]
        if net.rnn.bidirectional:
            ways.append(picked(one_way(net.rnn, picked(x, rows), f"l{layer}_reverse"), rows))
        x = torch.cat(ways, 2)
    return x


def tanh(a: Tensor) -> Tensor:
    """By the logistic function, of which torch is several times as fast on a CPU; the two differ by 1e-7."""
    return torch.sigmoid(a * 2).mul_(2).sub_(1)
