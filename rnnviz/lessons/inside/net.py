"""The net that is opened and what it reads: a run's or a file's. Each answer is cached and bounded."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Hashable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from cachetools import LRUCache, cached
from torch import Tensor

from rnnviz.core import Array
from rnnviz.core.typed import InputError, counted
from rnnviz.learn import predict
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.inside.attribution import FEWEST, Attribution, attribution
from rnnviz.learn.inside.chosen import ChosenUnits, chosen
from rnnviz.learn.inside.looking import Held, Looked, look_into
from rnnviz.learn.inside.memory import influence
from rnnviz.learn.inside.own_net import own_net
from rnnviz.learn.inside.patching import features_of
from rnnviz.learn.inside.properties import PROPERTIES
from rnnviz.learn.inside.weights_file import read_tensors
from rnnviz.learn.inside.work import FileNet, RunNet, Units
from rnnviz.learn.plan import TASK_NAMES, from_json
from rnnviz.learn.tasks import task_of
from rnnviz.lessons.inside.opened import DONORS, EXAMPLES, MOST_SHOWN, OpenNet, Reading, given_file, reads_text
from rnnviz.lessons.inside.state import LAST, InsideState
from rnnviz.scratch import folder
from rnnviz.texts import _
from rnnviz.ui.runs.results import about, epoch_of, net_at, runs


def open_run(look: InsideState) -> OpenNet:
    """Raises InputError."""
    it = runs().view(look.key)
    if it.plan.task not in PROPERTIES:
        raise InputError(_("This net belongs to another page: choose one of those in the menu."))
    epochs = runs().folder(it.id).checkpoints.epochs()
    epoch = epoch_of(it) if look.epoch == LAST else look.epoch
    if epoch not in epochs:
        raise InputError(
            _("The net after epoch {epoch} is not kept: choose one of {epochs}.").format(
                epoch=epoch, epochs=", ".join(map(str, epochs))
            )
        )
    found = net_at(it.id, epoch)
    title = it.name or f"{TASK_NAMES[it.plan.task]}: {about(it.plan)}"
    path = runs().folder(it.id).checkpoints.path(epoch)
    return OpenNet(it.id, epoch, title, found.net.rnn, found, run=RunNet(str(path), it.plan.to_json()))


class Files(LRUCache[tuple[str, str, str], OpenNet]):
    """The last few files of learners, each with its copy on this server, which goes with it."""

    def popitem(self) -> tuple[tuple[str, str, str], OpenNet]:
        key, net = super().popitem()
        assert net.file is not None
        shutil.rmtree(Path(net.file.path).parent, ignore_errors=True)
        return key, net


@cached(Files(4), key=lambda file_id, content, name, phi, part: (file_id, phi, part), lock=threading.Lock())
def from_file(file_id: str, content: bytes, name: str, phi: str, part: str) -> OpenNet:
    """Raises InputError."""
    own = own_net(read_tensors(content), part, phi)
    path = folder("net") / "weights"
    path.write_bytes(content)
    return OpenNet(f"{file_id} {phi} {part}", LAST, name, own.rnn, own=own, file=FileNet(str(path), phi, part))


@lru_cache(maxsize=2)
def data_of(plan_json: str) -> Dataset:
    plan = from_json(plan_json)
    return task_of(plan).load(plan, lambda share: None)


def given(net: OpenNet, look: InsideState) -> Reading:
    """What the net is shown. Raises InputError."""
    if net.trained is None:
        return given_file(net, look.text)
    if reads_text(net):
        text = look.text or EXAMPLES.get(net.trained.plan.task, "")
        x, pieces = predict.readable(net.trained, text)
        return Reading(x[:, :MOST_SHOWN], pieces[:MOST_SHOWN], _("What you typed") if look.text else _("Our example"))
    data = data_of(net.trained.plan.to_json())
    part = data.validation
    if look.example > len(part):
        raise InputError(
            _("There are {n_part}: choose a smaller number.").format(
                n_part=counted(len(part), "{n} validation example", "{n} validation examples")
            )
        )
    batch = part.batch(torch.tensor([look.example - 1]))
    mean, spread = (data.input_scales or (data.scale,))[0]
    numbers = batch.x[0, :MOST_SHOWN, 0].double().numpy() * spread + mean
    pieces = tuple(f"{value:.4g}" for value in numbers.tolist())
    said = _("Validation example {example} of {n_part}").format(example=look.example, n_part=len(part))
    return Reading(batch.x[:, :MOST_SHOWN], pieces, said, numbers)


def donor_of(net: OpenNet, look: InsideState) -> Reading:
    """The other text or example, whose memory is taken. Raises InputError."""
    if net.trained is None:
        return given_file(net, look.donor, seed=1)
    text = look.donor or DONORS.get(net.trained.plan.task, "")
    return given(net, replace(look, text=text, example=look.other))


def same_look(net: OpenNet, what: Reading, held: Held = ()) -> tuple[Hashable, ...]:
    return net.key, net.epoch, *what.key, held


@cached(LRUCache(32), key=same_look, lock=threading.Lock())
def looked(net: OpenNet, what: Reading, held: Held = ()) -> Looked:
    """The last few are kept."""
    return look_into(net.net, what.x, held)


def of_units(net: OpenNet, what: Reading, where: tuple[int, int], units: Units) -> Hashable:
    return *same_look(net, what), where, units


@cached(LRUCache(16), key=of_units, lock=threading.Lock())
def on_stage(net: OpenNet, what: Reading, where: tuple[int, int], units: Units) -> ChosenUnits:
    """What these units of a layer and direction compute over a sequence. Raises InputError."""
    return chosen(net.net, what.x, *where, units)


def own_answer(net: OpenNet, found: Looked) -> tuple[int, str]:
    """The output that the net itself gives, and what it is called."""
    seen = found.scores
    assert net.trained is not None
    assert seen is not None
    output = int(seen[-1].argmax()) if task_of(net.trained.plan).loss != "mse" else 0
    return output, net.names(seen.shape[1])[output]


def of_output(net: OpenNet, what: Reading, output: int) -> Hashable:
    return *same_look(net, what), output


@cached(LRUCache(16), key=of_output, lock=threading.Lock())
def attributed(net: OpenNet, what: Reading, output: int) -> Attribution:
    """What each step adds to the output, with the fewest points."""
    assert net.trained is not None
    return attribution(net.trained, what.x, output, most=FEWEST)


def of_layer(net: OpenNet, what: Reading, read: Tensor, layer: int, direction: int) -> Hashable:
    return *same_look(net, what), layer, direction


@cached(LRUCache(16), key=of_layer, lock=threading.Lock())
def remembered(net: OpenNet, what: Reading, read: Tensor, layer: int, direction: int) -> Array:
    """How much the last state of a layer and direction depends on each step's, (T,); it reads (1, T, D)."""
    return influence(net.rnn, read, layer, direction)


def read_by(net: OpenNet, what: Reading, found: Looked, layer: int) -> Tensor:
    """What a layer reads, (1, T, D)."""
    if not layer:
        return features_of(net.net, what.x)
    ways = found.states[layer - 1]
    return torch.from_numpy(np.concatenate([way["h"] for way in ways], axis=1))[None].to(net.dtype)
