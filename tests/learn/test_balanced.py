"""Names drawn so that each language comes equally often, and what becomes of each (row 33)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import sklearn.metrics as theirs
import torch

from rnnviz.core.metrics import can_be_chance
from rnnviz.core.typed import InputError
from rnnviz.learn.data.examples import ORDERS, balanced, epoch_order
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation, Progress
from rnnviz.learn.tasks import TASKS, task_of
from rnnviz.learn.training import Trainer

CLASSES = torch.tensor([0] * 9000 + [1] * 900 + [2] * 90 + [3] * 10)


def test_each_class_is_drawn_as_often_as_any_other() -> None:
    drawn = balanced(CLASSES, torch.Generator().manual_seed(0))
    counts = Counter(CLASSES[drawn].tolist())
    bound = 4.5 * math.sqrt(10_000 * 0.25 * 0.75)  # of a binomial number: 1 in 100 000 lies outside
    assert len(drawn) == 10_000
    assert all(abs(counts[number] - 2500) < bound for number in range(4))


def test_within_a_class_each_example_is_as_likely() -> None:
    drawn = balanced(CLASSES, torch.Generator().manual_seed(1))
    rare = Counter(drawn[drawn >= 9990].tolist())
    assert len(rare) == 10
    assert all(abs(count - 250) < 4.5 * math.sqrt(10_000 * 0.025 * 0.975) for count in rare.values())


def test_a_class_that_has_no_example_is_never_drawn() -> None:
    drawn = balanced(torch.tensor([0, 0, 2]), torch.Generator().manual_seed(0))
    assert set(drawn.tolist()) <= {0, 1, 2}


@pytest.mark.parametrize("how", ORDERS)
def test_the_batches_hold_what_was_drawn(how: str) -> None:
    lengths = torch.randint(1, 12, (10_000,), generator=torch.Generator().manual_seed(0))
    order = epoch_order(lengths, 64, how, 3, 0, CLASSES)
    whole = torch.cat(order)
    expected = balanced(CLASSES, torch.Generator().manual_seed(3000))
    assert torch.equal(whole.sort().values, expected.sort().values)
    assert all(torch.equal(a, b) for a, b in zip(order, epoch_order(lengths, 64, how, 3, 0, CLASSES), strict=True))
    assert not torch.equal(whole, torch.cat(epoch_order(lengths, 64, how, 3, 1, CLASSES)))
    if how == "same length":
        assert all(lengths[batch].unique().numel() == 1 for batch in order)


def test_a_run_counts_the_steps_that_it_makes() -> None:
    plan = Plan("names", hidden=6, epochs=3, batch_size=16, balanced=True)
    data = task_of(plan).load(plan, lambda share: None)
    trainer = Trainer(plan, data)
    told = list(trainer.records())
    assert trainer.step == sum(trainer.batches)
    assert {it.steps for it in told if isinstance(it, Progress)} == {trainer.step}


def test_the_confusion_matrix_has_recall_on_its_diagonal_and_says_of_how_many() -> None:
    plan = Plan("names", hidden=16, epochs=4, learning_rate=0.01, balanced=True)
    data = task_of(plan).load(plan, lambda share: None)
    trainer = Trainer(plan, data)
    last = [it for it in trainer.records() if isinstance(it, Evaluation)][-1]
    side = data.validation
    with torch.no_grad():
        alone = (side.batch(torch.tensor([i])) for i in range(len(side)))
        guesses = [int(trainer.net(one.x, one.lengths).argmax()) for one in alone]
    labels = list(range(data.outputs))
    recall = theirs.recall_score(side.y, guesses, labels=labels, average=None, zero_division=0)
    assert last.confusion is not None
    assert np.diag(last.confusion) == pytest.approx(recall, abs=1e-6)
    assert last.counts == [int((side.y == number).sum()) for number in labels]


def test_drawn_equally_often_vietnamese_is_learned_and_russian_pays(real: Callable[[str], Path]) -> None:
    """Three epochs on the tutorial's names: 9340 are Russian and 71 Vietnamese."""
    real("names")
    plan = TASKS["names"].presets["LSTM"].but(source="real", epochs=3, hidden=32)
    data = task_of(plan).load(plan, lambda share: None)
    trainers = [Trainer(it, data) for it in (plan, plan.but(balanced=True))]
    come, drawn = ([it for it in one.records() if isinstance(it, Evaluation)][-1] for one in trainers)
    assert come.confusion is not None
    assert drawn.confusion is not None
    assert come.counts is not None
    for language, gains in (("Vietnamese", True), ("Russian", False)):
        k = data.classes.index(language)
        before, after = come.confusion[k][k], drawn.confusion[k][k]
        assert (after > before) == gains
        assert not can_be_chance(before, after, come.counts[k])


def test_names_alone_are_drawn_so() -> None:
    with pytest.raises(InputError, match="Names alone"):
        Plan("weather", balanced=True)
