"""Which recurrent net a state dict holds: found by torch's names, whatever stands before them, and by shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import InputError, counted, visible
from rnnviz.learn.models import CELLS
from rnnviz.texts import _

MOST_UNITS, MOST_LAYERS, MOST_IDS = 1024, 4, 200_000
NAME = re.compile(r"(.*?)(weight|bias)_(ih|hh|hr)_l(\d{1,3})(_reverse)?", re.DOTALL)
NONLINEARITIES = ("tanh", "relu")
EMBEDDED, HEADED = re.compile("emb|encod|lookup", re.I), re.compile("head|fc|out|lin|dec|class|proj|h2o|i2o", re.I)
NONE_HERE = _(
    "This file holds no nn.RNN, nn.LSTM or nn.GRU: none of its names ends in weight_ih_l0. It holds {what}. "
    "Load a file of a recurrent net."
)


@dataclass(frozen=True, eq=False)
class OwnNet:
    """A recurrent net from a file, in eval mode on the CPU. prefix: what stands before its names in the file.

    embedding (V, I), head weight (C, D·H) and bias (C,): where the file has them. unsure: whether it may be a net with
    tanh or with relu, which no shape tells.
    """

    rnn: nn.RNNBase
    cell: str
    prefix: str
    prefixes: tuple[str, ...]
    embedding: Tensor | None
    head: tuple[Tensor, Tensor | None] | None
    unsure: bool

    @property
    def dtype(self) -> torch.dtype:
        return self.rnn.get_parameter("weight_ih_l0").dtype

    @property
    def said(self) -> str:
        """What was found, in a sentence."""
        rnn = self.rnn
        parts = [
            f"nn.{IN_TORCH[self.cell].module}",
            counted(rnn.hidden_size, "{n} unit", "{n} units"),
            counted(rnn.num_layers, "{n} layer", "{n} layers"),
        ]
        parts += [_("two directions")] if rnn.bidirectional else []
        parts += [_("projected to {proj_size}").format(proj_size=rnn.proj_size)] if rnn.proj_size else []
        parts += [] if rnn.bias else [_("no biases")]
        parts += (
            [_("an embedding of {n_embedding}").format(n_embedding=counted(len(self.embedding), "{n} row", "{n} rows"))]
            if self.embedding is not None
            else []
        )
        parts += (
            [_("a head of {n_head}").format(n_head=counted(len(self.head[0]), "{n} output", "{n} outputs"))]
            if self.head
            else [_("no head")]
        )
        return ", ".join(parts)


def own_net(tensors: Mapping[str, Tensor], prefix: str | None = None, nonlinearity: str = "tanh") -> OwnNet:
    """The net under a prefix, the first one where none is said. Raises InputError."""
    prefixes = prefixes_of(tensors)
    if not prefixes:
        raise InputError(NONE_HERE.format(what=listed(tensors)))
    chosen = prefixes[0] if prefix not in prefixes else str(prefix)
    own = {name.removeprefix(chosen): it for name, it in tensors.items() if belongs(name, chosen)}
    rnn, cell = layer_of(own, nonlinearity)
    rest = {name: it for name, it in tensors.items() if not belongs(name, chosen)}
    embedding = embedding_of(rest, rnn.input_size)
    head = head_of(rest, embedding, (rnn.proj_size or rnn.hidden_size) * (2 if rnn.bidirectional else 1))
    numbers = tensors[embedding] if embedding else None
    return OwnNet(rnn, cell, chosen, prefixes, numbers, head, unsure=IN_TORCH[cell].activated)


def prefixes_of(tensors: Mapping[str, Tensor]) -> tuple[str, ...]:
    """What stands before weight_ih_l0 in each net of the file, in the order of the names."""
    found = (NAME.fullmatch(name) for name in sorted(tensors))
    return tuple(
        dict.fromkeys(it[1] for it in found if it and (it[2], it[3], it[4], it[5]) == ("weight", "ih", "0", None))
    )


def belongs(name: str, prefix: str) -> bool:
    found = NAME.fullmatch(name)
    return bool(found and found[1] == prefix)


def listed(tensors: Mapping[str, Tensor]) -> str:
    names = [visible(name[:40]) for name in sorted(tensors)[:3]]
    return f"{counted(len(tensors), '{n} tensor', '{n} tensors')}{_(' such as ') + ', '.join(names) if names else ''}"


def layer_of(own: Mapping[str, Tensor], nonlinearity: str) -> tuple[nn.RNNBase, str]:
    """torch's layer with these weights, and its key in `CELLS`. Raises InputError."""
    sizes = sizes_of(own)
    cell, layers = sizes.pop("cell"), sizes["num_layers"]
    how: dict[str, Any] = {"nonlinearity": nonlinearity} if IN_TORCH[cell].activated else {}
    with torch.device("meta"):
        shapes = {name: it.shape for name, it in CELLS[cell](**sizes, **how).state_dict().items()}
    for name, shape in shapes.items():
        if name not in own:
            raise InputError(
                _("The file has {layers}, but no {name}: load the whole state dict.").format(
                    layers=counted(layers, "{n} layer", "{n} layers"), name=name
                )
            )
        if own[name].shape != shape:
            raise InputError(
                _("{name} is {shape} and should be {wanted}: load another file.").format(
                    name=name, shape=tuple(own[name].shape), wanted=tuple(shape)
                )
            )
    if more := sorted(set(own) - set(shapes)):
        raise InputError(
            _("The net has no place for {more}: load a state dict of one net.").format(more=visible(more[0][:60]))
        )
    rnn = CELLS[cell](**sizes, **how, batch_first=True).to(own["weight_ih_l0"].dtype)
    rnn.load_state_dict(dict(own))
    return rnn.eval().requires_grad_(False), cell


def sizes_of(own: Mapping[str, Tensor]) -> dict[str, Any]:
    """What torch's layer is made with, told by names and shapes, and the cell. Raises InputError."""
    weight_ih, weight_hh = own["weight_ih_l0"], own.get("weight_hh_l0")
    if weight_hh is None or weight_ih.dim() != 2 or weight_hh.dim() != 2 or len(weight_ih) != len(weight_hh):
        raise InputError(_("weight_ih_l0 and weight_hh_l0 do not fit together: load the whole state dict of a net."))
    projected = own.get("weight_hr_l0")
    hidden = projected.shape[-1] if projected is not None else weight_hh.shape[1]
    rows = {len(cell.arrays["weight_ih"]): name for name, cell in IN_TORCH.items()}
    blocks = len(weight_ih) / hidden if hidden else 0
    if blocks not in rows:
        raise InputError(
            _(
                "weight_ih_l0 has {n_weight_ih} rows for {hidden}: an RNN has one a unit, a GRU three, an LSTM four. "
                "Load another file."
            ).format(n_weight_ih=len(weight_ih), hidden=counted(hidden, "{n} unit", "{n} units"))
        )
    layers = 1 + max(int(found[4]) for name in own if (found := NAME.fullmatch(name)))
    if hidden > MOST_UNITS or layers > MOST_LAYERS:
        units, deep = counted(hidden, "{n} unit", "{n} units"), counted(layers, "{n} layer", "{n} layers")
        raise InputError(
            _(
                "The net has {units} in {deep}: choose one of at most {most_units} units and {most_layers} layers."
            ).format(units=units, deep=deep, most_units=MOST_UNITS, most_layers=MOST_LAYERS)
        )
    return {
        "cell": rows[int(blocks)],
        "input_size": weight_ih.shape[1],
        "hidden_size": hidden,
        "num_layers": layers,
        "bias": "bias_ih_l0" in own,
        "bidirectional": "weight_ih_l0_reverse" in own,
    } | ({} if projected is None else {"proj_size": len(projected)})


def embedding_of(rest: Mapping[str, Tensor], width: int) -> str | None:
    """The name of the table of vectors as long as the net's input, if one is called so."""
    names = [
        name
        for name, it in rest.items()
        if it.dim() == 2 and it.shape[1] == width and name.endswith("weight") and EMBEDDED.search(name)
    ]
    return next((name for name in sorted(names) if len(rest[name]) <= MOST_IDS), None)


def head_of(rest: Mapping[str, Tensor], embedding: str | None, width: int) -> tuple[Tensor, Tensor | None] | None:
    """Weight and bias of the linear layer that reads the last layer's states, if there is one that fits."""
    names = [
        name
        for name, it in rest.items()
        if it.dim() == 2 and it.shape[1] == width and name.endswith("weight") and name != embedding
    ]
    named = [name for name in names if HEADED.search(name)] or names
    if not named:
        return None
    name = sorted(named)[0]
    bias = rest.get(f"{name.removesuffix('weight')}bias")
    return rest[name], bias if bias is not None and bias.shape == (len(rest[name]),) else None
