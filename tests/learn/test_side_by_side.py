"""Two directions at the same time: torch's packed sequences in float64, and one after the other to the bit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor, nn

from rnnviz.learn.models import CELLS, Net, Shape, both_at_once, both_ways
from rnnviz.learn.plan import Plan
from rnnviz.learn.side_by_side import side_by_side
from rnnviz.learn.tasks import task_of
from rnnviz.learn.training import Trainer

LENGTHS = torch.tensor([6, 2, 4, 1])


@pytest.fixture
def two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def made(cell: str, kind: torch.dtype) -> tuple[nn.RNNBase, Tensor]:
    torch.manual_seed(1)
    rnn = CELLS[cell](3, 5, 2, bidirectional=True, batch_first=True).to(kind)
    return rnn, torch.randn(4, 6, 3, dtype=kind, requires_grad=True)


def real(states: Tensor) -> Tensor:
    return states * (torch.arange(6) < LENGTHS[:, None])[..., None]


def gradients(states: Tensor, rnn: nn.RNNBase, x: Tensor) -> tuple[Tensor, ...]:
    weigh = torch.sin(torch.arange(states.numel(), dtype=x.dtype)).view_as(states)
    return torch.autograd.grad((real(states) * weigh).sum(), [x, *rnn.parameters()])


@pytest.mark.usefixtures("two_threads")
@pytest.mark.parametrize("cell", CELLS)
def test_states_and_gradients_are_those_of_packed_sequences(cell: str) -> None:
    rnn, x = made(cell, torch.float64)
    packed = nn.utils.rnn.pack_padded_sequence(x, LENGTHS, batch_first=True, enforce_sorted=False)
    wanted, found = nn.utils.rnn.pad_packed_sequence(rnn(packed)[0], batch_first=True)[0], both_at_once(rnn, x, LENGTHS)
    torch.testing.assert_close(real(found), wanted, rtol=0, atol=1e-12)
    torch.testing.assert_close(gradients(found, rnn, x), gradients(wanted, rnn, x), rtol=1e-10, atol=1e-12)
    with torch.no_grad():
        torch.testing.assert_close(real(both_at_once(rnn, x, LENGTHS)), wanted, rtol=0, atol=1e-12)


@pytest.mark.usefixtures("two_threads")
@pytest.mark.parametrize("cell", CELLS)
def test_one_after_the_other_has_the_same_bits(cell: str) -> None:
    rnn, x = made(cell, torch.float32)
    found, wanted = both_at_once(rnn, x, LENGTHS), both_ways(rnn, x, LENGTHS)
    assert torch.equal(found, wanted)
    for one, other in zip(gradients(found, rnn, x), gradients(wanted, rnn, x), strict=True):
        assert torch.equal(one, other)


def weights_after(steps: int, threads: int) -> dict[str, Tensor]:
    torch.set_num_threads(threads)
    plan = Plan(
        "sentiment",
        hidden=6,
        embedding=4,
        layers=2,
        directions=2,
        read="mean of all",
        dropout=0.3,
        limit=64,
        batch_size=8,
    )
    trainer = Trainer(plan, task_of(plan).load(plan, lambda share: None))
    for index in trainer.order()[:steps]:
        trainer.one_step(trainer.data.train.batch(index))
    return trainer.net.state_dict()


@pytest.mark.usefixtures("two_threads")
def test_a_run_on_two_threads_learns_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    alone, calls = weights_after(4, threads=1), []
    monkeypatch.setattr("rnnviz.learn.models.both_at_once", lambda *given: calls.append(1) or both_at_once(*given))
    found = weights_after(4, threads=2)
    assert len(calls) == 4
    assert all(torch.equal(found[name], value) for name, value in alone.items())


@pytest.mark.usefixtures("two_threads")
def test_each_pass_has_half_of_the_threads_and_the_caller_keeps_its_own() -> None:
    threads: list[int] = []

    def doubled(x: Tensor, weights: list[Tensor]) -> Tensor:
        threads.append(torch.get_num_threads())
        return 2 * x * weights[0]

    x, weights = torch.ones(2, requires_grad=True), [torch.full((2,), float(k), requires_grad=True) for k in (3, 5)]
    first, second = side_by_side((doubled, doubled), x, weights)
    assert (threads, torch.get_num_threads()) == ([1, 1], 2)
    (first + second).sum().backward()
    assert x.grad is not None
    assert x.grad.tolist() == [16.0, 16.0]  # 2 · (3 + 5)


@pytest.mark.usefixtures("two_threads")
def test_a_pass_that_fails_is_heard_of() -> None:
    def fails(x: Tensor, weights: list[Tensor]) -> Tensor:
        raise RuntimeError("not enough memory")

    with pytest.raises(RuntimeError, match="not enough memory"):
        side_by_side((fails, fails), torch.ones(1), [])


def test_a_net_on_one_thread_has_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.learn.models.both_at_once", None)
    net = Net(Shape("lstm", "numbers", 3, 2, 5, directions=2))
    assert net(torch.randn(4, 6, 3), LENGTHS).shape == (4, 2)
