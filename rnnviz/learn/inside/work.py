"""What takes long of all that is asked of a trained net: run in a process, stopped, and kept while it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from torch import Tensor

from rnnviz.core import Array
from rnnviz.core.typed import InputError, grouped
from rnnviz.jobs.serve import Reporter
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.inside.attribution import Attribution, attribution
from rnnviz.learn.inside.chosen import ChosenUnits, chosen
from rnnviz.learn.inside.holding import Where
from rnnviz.learn.inside.looking import Held, Looked, look_into
from rnnviz.learn.inside.memory import influence
from rnnviz.learn.inside.on_disk import OnDisk, record
from rnnviz.learn.inside.own_net import OwnNet, own_net
from rnnviz.learn.inside.removal import Removal, removal
from rnnviz.learn.inside.study import HeldOutPlaces, Ranking, places, ranking
from rnnviz.learn.inside.weights_file import read_tensors
from rnnviz.learn.plan import from_json
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained, load
from rnnviz.texts import _

Units = tuple[int, ...]


@dataclass(frozen=True)
class RunNet:
    """A run's net after an epoch, as a process finds it: its file on this server, and the run's plan."""

    path: str
    plan: str

    def open(self) -> Trained:
        """Raises InputError."""
        content = content_of(self.path, _("This net is no longer kept: choose another epoch."))
        return replace(load(content), plan=from_json(self.plan))


@dataclass(frozen=True)
class FileNet:
    """A net of a learner's own file, which lies on this server; part: what stands before its names there."""

    path: str
    phi: str
    part: str

    def open(self) -> OwnNet:
        """Raises InputError."""
        content = content_of(self.path, _("This file is no longer kept: load it again."))
        return own_net(read_tensors(content), self.part, self.phi)


def content_of(path: str, gone: str) -> bytes:
    """Raises InputError with the sentence `gone`."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(gone) from error


def look(tell: Reporter, it: RunNet | FileNet, x: Tensor, held: Held) -> Looked:
    tell.doing(_("reading with every state kept"))
    return look_into(it.open(), x, held)


def choose(tell: Reporter, it: RunNet | FileNet, x: Tensor, where: tuple[int, int], units: Units) -> ChosenUnits:
    tell.doing(_("reading with every state kept"))
    return chosen(it.open(), x, *where, units)


def remember(tell: Reporter, it: RunNet | FileNet, read: Tensor, layer: int, direction: int) -> Array:
    """How much the last state of a layer depends on each step's, (T,): the layer reads (1, T, D)."""
    tell.doing(_("following each state to the end"))
    net = it.open()
    return influence(net.rnn if isinstance(net, OwnNet) else net.net.rnn, read, layer, direction)


def opened(tell: Reporter, it: RunNet) -> tuple[Trained, Dataset]:
    tell.doing(_("reading the held-out data"))
    trained = it.open()
    return trained, task_of(trained.plan).load(trained.plan, lambda share: None)


def rank(tell: Reporter, it: RunNet, where: Where, name: str, pattern: str) -> Ranking:
    trained, data = opened(tell, it)
    tell.doing(_("asking each unit"))
    return ranking(trained.net, trained.plan, data, where, name, pattern)


def rank_each(tell: Reporter, asked: tuple[tuple[RunNet, Where, str], ...]) -> tuple[Ranking, ...]:
    """Of each net how well its units tell a property."""
    found = []
    for k, (it, where, name) in enumerate(asked):
        tell(k / len(asked))
        found.append(rank(tell, it, where, name, ""))
    return tuple(found)


def remove(tell: Reporter, it: RunNet, layer: int, direction: int) -> Removal:
    trained, data = opened(tell, it)
    tell.doing(_("removing each unit in turn"))
    return removal(trained.net, trained.plan, data, (layer, direction), tell)


def find_places(tell: Reporter, it: RunNet, where: Where, unit: int) -> HeldOutPlaces:
    trained, data = opened(tell, it)
    tell.doing(_("looking for places"))
    return places(trained.net, trained.plan, data, where, unit)


def keep_states(tell: Reporter, it: RunNet, where: Where, path: str) -> OnDisk:
    trained, data = opened(tell, it)
    steps = sum(int(part.lengths.sum()) for part in (data.train, data.validation))
    tell.doing(
        _("reading all the data: up to {steps} on this server's disk").format(
            steps=in_mb(2 * steps * trained.net.shape.hidden)
        )
    )
    with disk_of(path):
        return record(trained.net, trained.plan, data, where, Path(path), tell)


def keep_bits(tell: Reporter, disk: OnDisk, least: float) -> bool:
    tell.doing(_("asking which units are on"))
    with disk_of(disk.path):
        disk.keep_bits(least, tell)
    return True


def in_mb(size: int) -> str:
    return _("{value} MB").format(value=grouped(max(1, round(size / 1e6))))


@contextmanager
def disk_of(path: str) -> Iterator[None]:
    """Raises InputError where it has no room."""
    try:
        yield
    except OSError as error:
        raise InputError(
            _("The states have no room on the server ({strerror}): free some of its disk.").format(
                strerror=error.strerror
            )
        ) from error


def why(tell: Reporter, it: RunNet, x: Tensor, output: int) -> Attribution:
    tell.doing(_("asking which inputs mattered"))
    return attribution(it.open(), x, output, tell=tell)
