"""Pictures as sequences: the dual net against one composed by hand, beliefs step by step, and that both learn."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.images import ORDERS, squares_read
from rnnviz.learn import predict, trained
from rnnviz.learn.data import digits
from rnnviz.learn.data.pictures import pictures
from rnnviz.learn.models import Net, count, groups, layers
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation
from rnnviz.learn.tasks import EXHIBITS, TASKS, task_of
from rnnviz.learn.training import Trainer

TASK = EXHIBITS["digits"]


def made(plan: Plan, seed: int = 0) -> Net:
    torch.manual_seed(seed)
    return Net(TASK.shape(plan, digits.dataset("down"))).double().eval()


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@torch.no_grad()
def test_the_dual_net_reads_all_four_orders(cell: str) -> None:
    """Four one-way cells with the net's weights, each over its own order, give the head the same 4 H numbers."""
    net = made(TASK.presets["dual"].but(cell=cell, hidden=5))
    image = pictures()[0][7] / 16
    ends = []
    for rnn, orders in ((net.rnn, ("down", "up")), (net.turned, ("left", "right"))):
        assert isinstance(rnn, nn.RNNBase)
        for order, tail in zip(orders, ("", "_reverse"), strict=True):
            alone = type(rnn)(8, 5, batch_first=True).double()  # type: ignore[call-arg]
            alone.load_state_dict({name: rnn.state_dict()[name + tail] for name in alone.state_dict()})
            ends.append(alone(torch.tensor(ORDERS[order].read(image).copy())[None])[0][0, -1])
    wanted = net.head(torch.cat(ends))
    torch.testing.assert_close(net(torch.tensor(image)[None], torch.tensor([8]))[0], wanted, atol=1e-12, rtol=0)


def test_parameters_layers_and_groups_know_the_turned_cell() -> None:
    single, dual = (made(TASK.presets[name]) for name in ("single", "dual"))
    assert count(dual) == 2 * count(single.rnn) + 10 * (4 * 32 + 1)
    assert [layer.name for layer in layers(dual)] == ["rnn", "turned", "head"]
    assert sum(layer.parameters for layer in layers(dual)) == count(dual)
    assert sum(value.numel() for part in groups(dual).values() for value in part) == count(dual)


def test_no_picture_is_on_both_sides_and_every_order_holds_the_same_numbers() -> None:
    sides = {name: digits.dataset(name) for name in ORDERS}
    for data in sides.values():
        assert (len(data.train), len(data.validation)) == (1437, 360)
        assert data.train.x.sum() == sides["down"].train.x.sum()
        torch.testing.assert_close(data.train.y, sides["down"].train.y)
    learned = {row.numpy().tobytes() for row in sides["down"].train.x}
    assert not learned & {row.numpy().tobytes() for row in sides["down"].validation.x}


@pytest.mark.parametrize("reading", ["up", "dual"])
def test_both_learn_and_the_belief_at_the_last_step_is_the_nets_own(reading: str) -> None:
    directions = 2 if reading == "dual" else 1
    plan = TASK.presets["single"].but(reading=reading, directions=directions, epochs=4, hidden=24, learning_rate=0.01)
    trainer = Trainer(plan, task_of(plan).load(plan, lambda share: None))
    last = [record for record in trainer.records() if isinstance(record, Evaluation)][-1]
    assert last.scores["accuracy"] > 0.7
    found = trained.load(trainer.trained().to_bytes())
    image = pictures()[0][0]
    beliefs = predict.picture(found, image)
    x = torch.tensor(ORDERS["down" if reading == "dual" else reading].read(image) / 16, dtype=torch.float32)[None]
    with torch.no_grad():
        wanted = torch.log_softmax(found.net(x, torch.tensor([8])).double(), dim=1)[0].numpy()
    np.testing.assert_allclose(beliefs.log_p[-1], wanted, atol=1e-6)
    assert beliefs.log_p.shape == (8, 10)


READ_BY = {"down": "row < k", "up": "row > 7 - k", "left": "column > 7 - k", "right": "column < k"}
"""By hand: the squares (row and column from 0) that an order has read after k steps."""


def by_hand(orders: list[str], k: int) -> np.ndarray:
    row, column = np.indices((8, 8))
    names = {"row": row, "column": column, "k": k}
    return np.any([eval(READ_BY[order], {}, names) for order in orders], axis=0)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(
    ("preset", "orders"), [("single", ["down", "up"]), ("dual", ["down", "up", "left", "right"]), ("up", ["up"])]
)
def test_what_is_said_to_be_read_is_what_moves_the_belief(cell: str, preset: str, orders: list[str]) -> None:
    """Each square is perturbed alone: after k steps the belief moves if, and only if, a pass has read that square."""
    chosen = TASK.presets["single"].but(reading="up", directions=1) if preset == "up" else TASK.presets[preset]
    net = made(chosen.but(cell=cell, hidden=5))
    image = torch.tensor(ORDERS["up" if preset == "up" else "down"].read(pictures()[0][7] / 16).copy())
    squares = image.repeat(64, 1, 1)
    squares.reshape(64, 64)[range(64), range(64)] += 0.5
    for k in range(1, 9):
        with torch.no_grad():
            change = (net.upto(squares, k) - net.upto(image[None], k)).abs().amax(1)
        moved = (change > 1e-12).numpy().reshape(8, 8)
        if preset == "up":
            moved = moved[::-1]
        np.testing.assert_array_equal(moved, by_hand(orders, k), err_msg=f"after {k} steps")
        np.testing.assert_array_equal(squares_read(orders, k), by_hand(orders, k))


def test_the_lab_does_not_offer_what_has_a_page_of_its_own() -> None:
    assert not TASKS.keys() & EXHIBITS.keys()
