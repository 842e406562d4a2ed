"""A net that is opened, what it is given to read, and what was seen of it: values, without the page."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.core import Array
from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import InputError, counted, grouped
from rnnviz.learn.inside.holding import Intervention, Where, cell_name, quantities_of, width_of
from rnnviz.learn.inside.own_net import OwnNet
from rnnviz.learn.inside.study import BLANKS
from rnnviz.learn.inside.work import FileNet, RunNet
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained
from rnnviz.lessons.inside.state import InsideState
from rnnviz.texts import _

EXAMPLES = {
    "names": "Lukashenko",
    "sentiment": "The story is not dull, but the acting is wonderful.",
    "characters": "The old man went down to the ",
}
DONORS = {
    "names": "Satoshi",
    "sentiment": "The story is dull, but the acting is wonderful.",
    "characters": "The young woman came up to the ",
}
"""Whose memory is transplanted, where none is typed."""
MOST_SHOWN = 200  # steps
DRAWN = 24  # steps that are drawn by chance for a file
LARGEST = 1_000_000
HEAVY = 6e8  # products of numbers: about 0.3 s of one core


@dataclass(frozen=True, eq=False)
class OpenNet:
    """key, epoch: of a run; those of a file are its id and LAST. rnn: what is looked into."""

    key: str
    epoch: int
    title: str
    rnn: nn.RNNBase
    trained: Trained | None = None
    own: OwnNet | None = None
    run: RunNet | None = None
    file: FileNet | None = None

    @property
    def plan(self) -> Plan | None:
        return self.trained.plan if self.trained else None

    @property
    def dtype(self) -> torch.dtype:
        return self.rnn.get_parameter("weight_ih_l0").dtype

    def names(self, outputs: int) -> tuple[str, ...]:
        """What each output is called."""
        if self.trained is None:
            return tuple(f"y[{k + 1}]" for k in range(outputs))
        if task_of(self.trained.plan).loss == "mse":
            return tuple(counted(k + 1, "{n} step ahead", "{n} steps ahead") for k in range(outputs))
        return tuple(BLANKS.get(it, it) for it in self.trained.classes) or tuple(
            _("class {k}").format(k=k) for k in range(outputs)
        )

    @property
    def source(self) -> RunNet | FileNet:
        """Where a process finds it."""
        found = self.run or self.file
        assert found is not None
        return found

    @property
    def net(self) -> Trained | OwnNet:
        found = self.trained or self.own
        assert found is not None
        return found

    @property
    def quantities(self) -> tuple[str, ...]:
        return quantities_of(cell_name(self.rnn))

    @property
    def states(self) -> tuple[str, ...]:
        """What it hands on from step to step."""
        return IN_TORCH[cell_name(self.rnn)].states

    def where(self, look: InsideState) -> Where:
        """The quantity, layer and direction that are shown, as far as this net has them."""
        layer = min(look.layer, self.rnn.num_layers) - 1
        direction = look.direction if self.rnn.bidirectional else 0
        return Where(layer, direction, look.q if look.q in self.quantities else "h")

    def held(self, look: InsideState, steps: int) -> Intervention:
        """The experiment that is chosen, on so many steps."""
        where, start = self.where(look), min(look.since, steps) - 1
        stop = start + 1 if look.span == "one" else None
        return Intervention(where.layer, where.direction, where.quantity, self.unit(look), look.value, start, stop)

    def span(self, look: InsideState, steps: int) -> tuple[int, int]:
        """The span that is chosen on so many steps: from the first one, counted from 0, up to the second one."""
        begin, end = sorted((min(look.begin, steps), min(look.end, steps)))
        return begin - 1, end

    def heavy(self, steps: int, passes: int) -> bool:
        """Whether so many passes over so many steps are work for a process beside the page."""
        return sum(it.numel() for it in self.rnn.parameters()) * steps * passes > HEAVY

    def unit(self, look: InsideState) -> int:
        """The unit that is chosen, from 0."""
        return min(look.unit, width_of(self.rnn, self.where(look).quantity)) - 1


@dataclass(frozen=True, eq=False)
class Reading:
    """One sequence that a net reads: x (1, T) ids or (1, T, D), its T pieces, and in words where it is from.

    numbers (T,): the first input's, in its unit, where it is a series.
    """

    x: Tensor
    pieces: tuple[str, ...]
    said: str
    numbers: Array | None = None

    @property
    def key(self) -> tuple[Hashable, ...]:
        return tuple(self.x.shape), self.x.numpy().tobytes()


def reads_text(net: OpenNet) -> bool:
    return net.plan is not None and task_of(net.plan).takes != "numbers"


def given_file(net: OpenNet, text: str, seed: int = 0) -> Reading:
    """Ids or numbers that were typed, or drawn by chance with this seed. Raises InputError."""
    assert net.own is not None
    table = net.own.embedding
    width = net.rnn.input_size
    if not text.strip():
        drawn = torch.Generator().manual_seed(seed)
        if table is not None:
            ids = torch.randint(len(table), (1, DRAWN), generator=drawn)
            return Reading(ids, tuple(map(str, ids[0].tolist())), _("{drawn} ids drawn by chance").format(drawn=DRAWN))
        x = torch.randn(1, DRAWN, width, generator=drawn)
        return Reading(
            x, tuple(str(t + 1) for t in range(DRAWN)), _("{drawn} steps of random numbers").format(drawn=DRAWN)
        )
    values = [number_of(piece) for piece in text.replace(",", " ").replace(";", " ").split()]
    if table is not None:
        if any(it != int(it) or not 0 <= it < len(table) for it in values):
            raise InputError(
                _("Give ids: whole numbers from 0 to {n_table}, with blanks between.").format(n_table=len(table) - 1)
            )
        found = torch.tensor([[int(it) for it in values]])[:, :MOST_SHOWN]
        return Reading(found, tuple(map(str, found[0].tolist())), _("Your ids"))
    if len(values) % width:
        raise InputError(
            _("Each step has {width}: give {width2}, {width3}, {width4} … numbers.").format(
                width=counted(width, "{n} number", "{n} numbers"), width2=width, width3=2 * width, width4=3 * width
            )
        )
    x = torch.tensor(values, dtype=torch.float32).reshape(1, -1, width)[:, :MOST_SHOWN]
    return Reading(x, tuple(f"{it:.4g}" for it in x[0, :, 0].tolist()), _("Your numbers"), x[0, :, 0].double().numpy())


def number_of(piece: str) -> float:
    try:
        found = float(piece)
    except ValueError as error:
        raise InputError(_("Give numbers with blanks between them, for example 0.5 −1 0.25.")) from error
    if not np.isfinite(found) or abs(found) > LARGEST:
        raise InputError(_("Give numbers between −{largest} and {largest}.").format(largest=grouped(LARGEST)))
    return found
