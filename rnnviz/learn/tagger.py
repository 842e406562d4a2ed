"""The taggers of the lesson on two directions: trained in seconds, then handed over as plain numbers to be stepped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from rnnviz.core import Array
from rnnviz.core.head import Head, apply_head
from rnnviz.core.shapes import Structure
from rnnviz.core.stack import StackWeights, from_named, run_stack
from rnnviz.core.typed import InputError, shortened
from rnnviz.jobs.serve import Reporter
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.data.tags import HEADS, TAGS
from rnnviz.learn.folder import RunFolder
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation
from rnnviz.learn.tasks import EXHIBITS, task_of
from rnnviz.learn.training import Trainer
from rnnviz.texts import _

MOST_WORDS = 16
ENDS = ("hidden[-1]", "both")
"""What a two-way classifier reads: as the slide has it, and the two ends side by side."""


@dataclass(frozen=True, eq=False)
class Tagger:
    """A trained (or untrained) tagger in float64. table (V, E): a vector for each word of `words`, by its id.

    curve: after every epoch, the share of held-out sentences whose ambiguous word got the right tag.
    """

    made: Structure
    weights: StackWeights
    head: Head
    table: Array
    words: tuple[str, ...]
    curve: tuple[float, ...] = ()

    def read(self, sentence: tuple[str, ...]) -> Array:
        """x (T, E) of a sentence. Raises InputError for a word it has never seen."""
        for word in sentence:
            if word not in self.words[1:]:
                raise InputError(
                    _(
                        "The tagger has never seen {word}: use words like general, royal, zaid, omar, "
                        "psychology, music, are, makes, sells, fans, cars."
                    ).format(word=shortened(word))
                )
        return self.table[[self.words.index(word) for word in sentence]]

    def tags(self, sentence: tuple[str, ...]) -> list[tuple[str, float]]:
        """The tag of every word and its probability."""
        p = self.beliefs(sentence)
        return [(TAGS[int(k)], float(row[k])) for row, k in zip(p, p.argmax(axis=1), strict=True)]

    def beliefs(self, sentence: tuple[str, ...]) -> Array:
        """p (T, tags) of every word."""
        p = apply_head(self.head, run_stack(self.made, self.read(sentence), self.weights).out, softmax=True).p
        assert p is not None
        return p


def plan_of(cell: str, ways: int, seed: int) -> Plan:
    """The exhibit's plan for one tagger."""
    return EXHIBITS["tags"].presets["two ways" if ways == 2 else "one way"].but(cell=cell, seed=seed)


def sentence_of(text: str) -> tuple[str, ...]:
    """Typed words, lower-cased and without punctuation. Raises InputError."""
    words = tuple("".join(c if c.isalnum() else " " for c in text.lower()).split())
    if not words:
        raise InputError(_("There is no word here yet: type a sentence, for example general zaid is a friend of omar."))
    if len(words) > MOST_WORDS:
        raise InputError(
            _("There are {n_words} words: type at most {most_words}.").format(n_words=len(words), most_words=MOST_WORDS)
        )
    return words


def untrained(cell: str, ways: int, seed: int) -> Tagger:
    """What training starts from."""
    plan = plan_of(cell, ways, seed)
    data = task_of(plan).load(plan, lambda share: None)
    return taken_out(Trainer(plan, data).net, data)


def train(cell: str, ways: int, seed: int, tell: Callable[[int, int, float], None]) -> Tagger:
    """Train one. tell(epoch, epochs, share of ambiguous words right) is called after every epoch."""
    plan = plan_of(cell, ways, seed)
    data = task_of(plan).load(plan, lambda share: None)
    trainer, curve = Trainer(plan, data), []
    for epoch in epochs(trainer):
        curve.append(heads_right(trainer.net, data))
        tell(epoch, plan.epochs, curve[-1])
    return taken_out(trainer.net, data, tuple(curve))


def train_both(tell: Reporter, cell: str, seed: int) -> tuple[Tagger, Tagger]:
    """For a process: the tagger that reads one way and the one that reads both ways."""

    def said(ways: int) -> Callable[[int, int, float], None]:
        name = _("one way") if ways == 1 else _("two ways")

        def say(epoch: int, epochs: int, right: float) -> None:
            tell((ways - 1 + epoch / epochs) / 2)
            tell.doing(
                _("{name}: {right:.0%} of unseen ambiguous words right, epoch {epoch} of {epochs}").format(
                    name=name, right=right, epoch=epoch, epochs=epochs
                )
            )

        return say

    return train(cell, 1, seed, said(1)), train(cell, 2, seed, said(2))


def of_run(folder: RunFolder) -> Tagger:
    """A tagger that was trained beforehand, and how it learned: every net is looked at anew. Raises InputError."""
    plan = folder.plan()
    data = task_of(plan).load(plan, lambda share: None)
    nets = [folder.checkpoints.load(epoch).net for epoch in folder.checkpoints.epochs()]
    return taken_out(nets[-1], data, tuple(heads_right(net, data) for net in nets[1:]))


def epochs(trainer: Trainer) -> Iterator[int]:
    return (record.epoch for record in trainer.records() if isinstance(record, Evaluation))


@torch.no_grad()
def heads_right(net: Net, data: Dataset) -> float:
    """The share of held-out ambiguous words (HEADS) with the right tag. The other words give themselves away."""
    net.eval()
    side = data.validation
    ids = torch.tensor([data.tokens.index(word) for word in HEADS], dtype=side.x.dtype)
    right, asked = 0, 0
    for length in sorted(set(side.lengths.tolist())):
        batch = side.batch((side.lengths == length).nonzero()[:, 0])
        there = torch.isin(batch.x, ids)
        right += int((net(batch.x, batch.lengths).argmax(-1) == batch.y)[there].sum())
        asked += int(there.sum())
    return right / asked


def taken_out(net: Net, data: Dataset, curve: tuple[float, ...] = ()) -> Tagger:
    """The net's numbers, copied."""
    arrays = {name: value.detach().double().numpy().copy() for name, value in net.state_dict().items()}
    shape = net.shape
    made = Structure(shape.cell, shape.embedding, shape.hidden, shape.layers, bidirectional=shape.directions == 2)
    weights = from_named(made, {name[4:]: value for name, value in arrays.items() if name.startswith("rnn.")})
    head = Head(arrays["head.weight"], arrays["head.bias"])
    return Tagger(made, weights, head, np.asarray(arrays["embedding.weight"]), data.tokens, curve)


def verdict_accuracies(tell: Reporter, cell: str, seed: int) -> dict[str, float]:
    """For a process: both readings of slip i, by what they read."""
    found = {}
    for part, ends in enumerate(ENDS):

        def say(epoch: int, epochs: int, score: float, part: int = part, ends: str = ends) -> None:
            tell((part + epoch / epochs) / len(ENDS))
            tell.doing(
                _("{ends}: {score:.0%} after {epoch} of {epochs}").format(
                    ends=ends, score=score, epoch=epoch, epochs=epochs
                )
            )

        found[ends] = verdict_accuracy(cell, ends, seed, say)
    return found


def verdict_accuracy(cell: str, ends: str, seed: int, tell: Callable[[int, int, float], None]) -> float:
    """Slip i: held-out accuracy of a two-way classifier that reads `ends` ("both" or "hidden[-1]")."""
    plan = EXHIBITS["verdict"].presets["both ends"].but(cell=cell, ends=ends, seed=seed)
    trainer, last = Trainer(plan, task_of(plan).load(plan, lambda share: None)), 0.0
    for record in trainer.records():
        if isinstance(record, Evaluation):
            last = record.scores["accuracy"]
            tell(record.epoch, plan.epochs, last)
    return last
