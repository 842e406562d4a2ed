"""The same text or series alone and in any batch: the same numbers, in training, scoring, use and the exported script.

Random nets and batches, seeded; the right values are torch's own packed sequences in float64, and each text alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core.images import BRIGHTEST
from rnnviz.learn import predict
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.evaluating import scored
from rnnviz.learn.models import CELLS, Net, Shape
from rnnviz.learn.plan import ENDS, READS, Plan
from rnnviz.learn.script import to_script
from rnnviz.learn.tasks import EXHIBITS, TASKS, task_of
from rnnviz.learn.training import Trainer
from rnnviz.lessons.train.pairs import PAIRS

CLOSE = {"atol": 1e-6, "rtol": 1e-6}
WIDTH = 5


def shapes(seed: int) -> Iterator[Shape]:
    """Every cell with 1 to 3 layers and 1 or 2 directions, the rest drawn."""
    drawn = random.Random(seed)
    for cell in CELLS:
        for layers in (1, 2, 3):
            for directions in (1, 2):
                carries = cell != "lstm" or drawn.random() < 0.7
                takes = drawn.choice(("numbers", "one-hot", "embedding"))
                read, ends = drawn.choice(READS), drawn.choice(ENDS)
                yield Shape(
                    cell, takes, WIDTH, 3, drawn.randint(1, 6), layers, directions, 4, 0.0, read, ends, carries,
                    drawn.random() < 0.2,
                )  # fmt: skip


def batch(shape: Shape, drawn: random.Random) -> tuple[Tensor, Tensor]:
    """x with padding that no text has, so that whoever reads it differs; and lengths."""
    samples, steps = drawn.randint(2, 7), drawn.randint(2, 12)
    lengths = torch.tensor([drawn.randint(1, steps) for _ in range(samples)])
    if shape.takes == "numbers":
        return torch.randn(samples, steps, WIDTH, dtype=torch.float64), lengths
    return torch.randint(0, WIDTH, (samples, steps)), lengths


def as_net(net: Net, x: Tensor) -> Tensor:
    return x.to(net.head.weight.dtype) if x.is_floating_point() else x


def real(out: Tensor, lengths: Tensor, every: bool) -> list[Tensor]:
    """The rows that count: those of real steps, or each text's one."""
    return [row[:length] if every else row for row, length in zip(out, lengths.tolist(), strict=True)]


@pytest.mark.parametrize("seed", range(6))
def test_any_net_says_the_same_alone_and_in_any_batch(seed: int) -> None:
    drawn = random.Random(seed)
    torch.manual_seed(seed)
    for shape in shapes(seed):
        net, (x, lengths) = Net(shape).eval(), batch(shape, drawn)
        x, padded = as_net(net, x), shape.read == "last padded"
        together = real(net(x, lengths), lengths, shape.every)
        for row, (text, length) in enumerate(zip(x, lengths.tolist(), strict=True)):
            steps = len(text) if padded else length
            alone = net(text[None, :steps], lengths[row : row + 1])[0]
            torch.testing.assert_close(together[row], alone[:length] if shape.every else alone, **CLOSE, msg=str(shape))
        some = torch.tensor(drawn.sample(range(len(x)), drawn.randint(1, len(x))))
        most = x.shape[1] if padded else int(lengths[some].max())
        again = real(net(x[some, :most], lengths[some]), lengths[some], shape.every)
        for row, found in zip(some.tolist(), again, strict=True):
            torch.testing.assert_close(found, together[row], **CLOSE, msg=str(shape))


@pytest.mark.parametrize("seed", range(3))
def test_states_and_gradients_are_those_of_packed_sequences(seed: int) -> None:
    drawn = random.Random(seed)
    torch.manual_seed(seed)
    for shape in shapes(seed):
        if not shape.carries or shape.read == "last padded":
            continue
        net, (x, lengths) = Net(shape).double(), batch(shape, drawn)
        wanted_states, wanted = by_packing(net, as_net(net, x), lengths)
        found_states = net.states(as_net(net, x), lengths)
        inside = torch.arange(x.shape[1]) < lengths[:, None]
        torch.testing.assert_close(found_states[inside], wanted_states[inside], atol=1e-12, rtol=0)
        found = torch.autograd.grad((found_states[inside] ** 2).sum(), list(net.rnn.parameters()))
        for mine, torchs in zip(found, wanted, strict=True):
            torch.testing.assert_close(mine, torchs, atol=1e-11, rtol=1e-11)


def by_packing(net: Net, x: Tensor, lengths: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
    """All states, and the gradients of the sum of their squares."""
    packed = nn.utils.rnn.pack_padded_sequence(net.features(x), lengths, batch_first=True, enforce_sorted=False)
    states, _ = nn.utils.rnn.pad_packed_sequence(net.rnn(packed)[0], batch_first=True, total_length=x.shape[1])
    return states, torch.autograd.grad((states**2).sum(), list(net.rnn.parameters()))


def plans() -> list[Plan]:
    """Every task with nets of each kind, small."""
    kinds: list[dict[str, Any]] = [
        {"cell": "rnn", "directions": 2, "layers": 3},
        {"cell": "lstm", "directions": 2, "layers": 2, "ends": "hidden[-1]"},
        {"cell": "gru", "directions": 2, "read": "mean of all"},
        {"cell": "lstm", "directions": 2, "read": "last padded"},
        {"cell": "lstm", "directions": 2, "carries": False},
        {"cell": "rnn", "read": "last padded"},
        {"cell": "gru", "layers": 2},
    ]
    base = {"hidden": 5, "embedding": 4, "longest": 24, "lag": 12, "dropout": 0.0}
    return [next(iter(it.presets.values())).but(**base, **kind) for it in (TASKS | EXHIBITS).values() for kind in kinds]


PLANS = plans()
NAMES = [f"{it.task}, {it.cell}, {it.layers}, {it.directions}, {it.read}, {it.ends}, {it.carries}" for it in PLANS]


@cache
def loaded(plan: Plan) -> Dataset:
    return task_of(plan).load(plan, lambda share: None)


def made(plan: Plan) -> Trainer:
    """A plan's net; plans that differ in their nets alone share their data."""
    same = ("source", "seed", "lag", "ahead", "sort", "limit", "longest", "reading")
    trainer = Trainer(plan, loaded(Plan(plan.task, **{name: getattr(plan, name) for name in same})))
    trainer.net.eval()
    return trainer


def one_by_one(trainer: Trainer, rows: list[int]) -> list[Tensor]:
    side = trainer.data.validation
    return [trainer.net(it.x, it.lengths)[0] for it in (side.batch(torch.tensor([i]), trainer.padded) for i in rows)]


@pytest.mark.parametrize("plan", PLANS, ids=NAMES)
@torch.no_grad()
def test_any_task_scores_alone_as_in_a_batch(plan: Plan) -> None:
    """Scoring, and the script's own net with the same weights."""
    trainer, drawn = made(plan), random.Random(1)
    side, every = trainer.data.validation, trainer.task.every
    rows = drawn.sample(range(len(side)), min(len(side), 12))
    it = side.batch(torch.tensor(rows), trainer.padded)
    alone = one_by_one(trainer, rows)
    copied = scripts_net(trainer)
    for net in (trainer.net, copied):
        together = real(net(it.x, it.lengths), it.lengths, every)
        for found, wanted, length in zip(together, alone, it.lengths.tolist(), strict=True):
            torch.testing.assert_close(found, wanted[:length] if every else wanted, **CLOSE)


def scripts_net(trainer: Trainer) -> nn.Module:
    """The class Net of the exported script, with this run's weights."""
    text = to_script(trainer.plan, trainer.net.shape).split("torch.set_num_threads")[0]
    lines = [line for line in text.splitlines() if not line.startswith(("plan = Plan(", "data = TASKS"))]
    names: dict[str, Any] = {"data": trainer.data}
    exec("\n".join(lines), names)
    net: nn.Module = names["Net"]().eval()
    net.load_state_dict(trainer.net.state_dict())
    return net


@pytest.mark.parametrize("plan", [it for it in PLANS if it.task in ("names", "sentiment")])
@torch.no_grad()
def test_the_whole_side_is_scored_as_each_text_alone(plan: Plan) -> None:
    trainer = made(plan)
    rows = list(range(len(trainer.data.validation)))
    y_hat, y = torch.stack(one_by_one(trainer, rows)), trainer.data.validation.y.long()
    found = scored(trainer.net, trainer.task, trainer.data, trainer.padded)
    assert found.loss == pytest.approx(float(F.cross_entropy(y_hat.double(), y)), abs=1e-6)
    assert found.scores["accuracy"] == float((y_hat.argmax(-1) == y).double().mean())


@pytest.mark.parametrize("plan", [it for it in PLANS if it.task in ("names", "sentiment")])
@torch.no_grad()
def test_a_text_in_use_and_looked_back_at_is_the_one_that_was_scored(plan: Plan) -> None:
    trainer, drawn = made(plan), random.Random(2)
    side, it = trainer.data.validation, trainer.trained()
    say = predict.surname if plan.task == "names" else predict.review
    unknown = trainer.data.tokens.index("<unk>") if "<unk>" in trainer.data.tokens else -1
    rows = [i for i in drawn.sample(range(len(side)), 30) if unknown not in side.x[i, : side.lengths[i]]][:6]
    together = side.batch(torch.tensor(rows), trainer.padded)
    states = trainer.net.states(together.x, together.lengths)
    log_p = F.log_softmax(trainer.net(together.x, together.lengths).double(), dim=-1)
    for row, i in enumerate(rows):
        length = int(side.lengths[i])
        text = ("" if plan.task == "names" else " ").join(it.tokens[id] for id in side.x[i, :length].tolist())
        found = say(it, text)
        np.testing.assert_allclose(found.log_p[-1], log_p[row], atol=1e-6)
        seen, pieces = predict.hidden_states(it, text)
        assert len(seen) == len(pieces) == length
        np.testing.assert_allclose(seen, states[row, :length], atol=1e-6)


@torch.no_grad()
def test_a_window_and_a_picture_in_use_are_the_ones_that_were_scored() -> None:
    for plan in (it for it in PLANS if it.task in ("weather", "digits")):
        trainer, it = made(plan), made(plan).trained()
        side = trainer.data.validation.batch(torch.arange(9), trainer.padded)
        y_hat = trainer.net(side.x, side.lengths)
        mean, spread = it.scale
        for x, wanted in zip(side.x, y_hat, strict=True):
            if plan.task == "weather":
                found = (predict.hours(it, x[:, 0].double().numpy() * spread + mean, 1) - mean) / spread
                np.testing.assert_allclose(found, wanted, atol=2e-6)
            else:
                seen = predict.picture(it, (x * BRIGHTEST).double().numpy()).log_p[-1]
                np.testing.assert_allclose(seen, F.log_softmax(wanted.double(), dim=-1), atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
def test_a_step_of_training_is_the_sum_of_each_text_alone(cell: str) -> None:
    """Batches of reviews differ in length: the gradient is the mean of the texts' own."""
    plan = Plan("sentiment", cell=cell, directions=2, layers=2, hidden=5, embedding=4, longest=100, batch_size=24)
    trainer = made(plan)
    trainer.net.double()
    rows = trainer.order()[0]
    assert len(trainer.data.train.lengths[rows].unique()) > 1
    it = trainer.data.train.batch(rows)
    F.cross_entropy(trainer.net(it.x, it.lengths), it.y).backward()
    found = [value.grad.clone() for value in trainer.net.parameters() if value.grad is not None]
    trainer.net.zero_grad()
    for i in rows:
        one = trainer.data.train.batch(i[None])
        (F.cross_entropy(trainer.net(one.x, one.lengths), one.y) / len(rows)).backward()
    for mine, value in zip(found, trainer.net.parameters(), strict=True):
        assert value.grad is not None
        torch.testing.assert_close(mine, value.grad, atol=1e-12, rtol=1e-9)


@pytest.mark.parametrize(("ends", "seed"), [("both", 0), ("both", 1), ("hidden[-1]", 0)])
def test_the_lesson_on_both_ends_has_the_scores_of_each_name_alone(ends: str, seed: int) -> None:
    """Name by name, by torch's own two-way LSTM with the weights of the run: nothing is padded there."""
    trainer = made(PAIRS["i"].first.but(ends=ends, seed=seed))
    list(trainer.records())
    net, hidden = trainer.net, trainer.plan.hidden
    lstm = nn.LSTM(trainer.data.width, hidden, bidirectional=True)
    lstm.load_state_dict(net.rnn.state_dict())
    for part in (trainer.data, trainer.data.asked()):
        held, right = part.validation, 0
        for i, length in enumerate(held.lengths.tolist()):
            one = held.batch(torch.tensor([i]))
            with torch.no_grad():
                out, _ = lstm(F.one_hot(one.x[0, :length].long(), trainer.data.width).float())
                read = out[0, hidden:] if ends == "hidden[-1]" else torch.cat([out[-1, :hidden], out[0, hidden:]])
                right += int(net.head(read).argmax() == one.y[0])
        score = scored(net, trainer.task, part, False).scores["accuracy"]
        assert score == pytest.approx(right / len(held), abs=1e-9)
