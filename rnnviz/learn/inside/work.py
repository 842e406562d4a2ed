"""What takes long of all that is asked of a trained net: run in a process, stopped, and kept while it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from torch import Tensor

from rnnviz.core.typed import InputError
from rnnviz.jobs.serve import Reporter
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.inside.attribution import Attribution, attribution
from rnnviz.learn.inside.on_disk import OnDisk, record
from rnnviz.learn.inside.removal import Removal, removal
from rnnviz.learn.inside.study import HeldOutPlaces, Ranking, Where, places, ranking
from rnnviz.learn.plan import from_json
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained, load


@dataclass(frozen=True)
class RunNet:
    """A run's net after an epoch, as a process finds it: its file on this server, and the run's plan."""

    path: str
    plan: str

    def open(self) -> Trained:
        """Raises InputError."""
        try:
            content = Path(self.path).read_bytes()
        except OSError as error:
            raise InputError("This net is no longer kept: choose another epoch.") from error
        return replace(load(content), plan=from_json(self.plan))


def opened(tell: Reporter, it: RunNet) -> tuple[Trained, Dataset]:
    tell.doing("reading the held-out data")
    trained = it.open()
    return trained, task_of(trained.plan).load(trained.plan, lambda share: None)


def rank(tell: Reporter, it: RunNet, where: Where, name: str, pattern: str) -> Ranking:
    trained, data = opened(tell, it)
    tell.doing("asking each unit")
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
    tell.doing("removing each unit in turn")
    return removal(trained.net, trained.plan, data, (layer, direction), tell)


def find_places(tell: Reporter, it: RunNet, where: Where, unit: int) -> HeldOutPlaces:
    trained, data = opened(tell, it)
    tell.doing("looking for places")
    return places(trained.net, trained.plan, data, where, unit)


def keep_states(tell: Reporter, it: RunNet, where: Where, path: str) -> OnDisk:
    trained, data = opened(tell, it)
    tell.doing("reading all the data")
    return record(trained.net, trained.plan, data, where, Path(path), tell)


def why(tell: Reporter, it: RunNet, x: Tensor, output: int) -> Attribution:
    tell.doing("asking which inputs mattered")
    return attribution(it.open(), x, output, tell=tell)
