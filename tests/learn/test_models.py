"""The net against torch's own modules, and the slides' slips against what they should do."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from rnnviz.learn.data.examples import ORDERS, epoch_order, in_turn
from rnnviz.learn.models import CELLS, Net, Shape, count, groups, layers


def seeded(shape: Shape) -> Net:
    torch.manual_seed(0)
    return Net(shape).eval()


def padded_batch() -> tuple[torch.Tensor, torch.Tensor]:
    x, lengths = torch.randn(4, 9, 3), torch.tensor([9, 4, 1, 7])
    for row, length in zip(x, lengths.tolist(), strict=True):
        row[length:] = 0
    return x, lengths


@pytest.mark.parametrize("layers_", [1, 2, 3])
@pytest.mark.parametrize("cell", CELLS)
def test_the_last_real_state_is_that_of_packed_sequences(cell: str, layers_: int) -> None:
    net = seeded(Shape(cell, "numbers", 3, 2, 5, layers_))
    x, lengths = padded_batch()
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    _, hidden = net.rnn(packed)
    hidden = hidden[0] if cell == "lstm" else hidden
    torch.testing.assert_close(net(x, lengths), net.head(hidden[-1]))


@pytest.mark.parametrize("cell", CELLS)
def test_the_slip_reads_the_state_after_the_padding(cell: str) -> None:
    right, slip = (seeded(Shape(cell, "numbers", 3, 2, 5, read=read)) for read in ("last real", "last padded"))
    x, lengths = padded_batch()
    _, hidden = slip.rnn(x)
    hidden = hidden[0] if cell == "lstm" else hidden
    torch.testing.assert_close(slip(x, lengths), slip.head(hidden[-1]))
    same = (right(x, lengths) - slip(x, lengths)).abs().amax(dim=1) < 1e-6
    assert same.tolist() == [True, False, False, False]


@pytest.mark.parametrize("cell", CELLS)
def test_two_directions_are_torchs(cell: str) -> None:
    both, slip = (seeded(Shape(cell, "numbers", 3, 2, 5, 2, 2, ends=ends)) for ends in ("both", "hidden[-1]"))
    x = torch.randn(4, 9, 3)
    for net in (both, slip):
        _, hidden = net.rnn(x)
        hidden = hidden[0] if cell == "lstm" else hidden
        wanted = torch.cat([hidden[-2], hidden[-1]], dim=1) if net is both else hidden[-1]
        torch.testing.assert_close(net(x, torch.full((4,), 9)), net.head(wanted))


def test_the_backward_end_has_read_the_last_word_but_not_after_it() -> None:
    """Slip i: with hidden[-1] alone, what the forward direction makes of the sentence is lost."""
    net = seeded(Shape("lstm", "numbers", 3, 2, 5, 1, 2, ends="hidden[-1]"))
    x, lengths = torch.randn(1, 6, 3), torch.tensor([6])
    before = net(x, lengths)
    for name, value in net.rnn.named_parameters():
        if not name.endswith("_reverse"):
            nn.init.zeros_(value)
    torch.testing.assert_close(net(x, lengths), before)


def test_the_lstm_that_forgets_sees_the_last_letter_alone() -> None:
    """Slip h."""
    slip = seeded(Shape("lstm", "one-hot", 5, 3, 4, carries=False))
    one, other = torch.tensor([[1, 2, 3, 4]]), torch.tensor([[3, 3, 0, 4]])
    lengths = torch.tensor([4])
    torch.testing.assert_close(slip(one, lengths), slip(other, lengths))
    right = seeded(Shape("lstm", "one-hot", 5, 3, 4))
    assert (right(one, lengths) - right(other, lengths)).abs().max() > 1e-3


def test_layers_are_told_with_shapes_and_counts() -> None:
    net = seeded(Shape("lstm", "embedding", 20_000, 2, 64, 2, 2))
    told = layers(net)
    assert [it.name for it in told] == ["embedding", "rnn", "head"]
    assert told[0].parameters == 20_000 * 128
    assert told[1].parameters == 2 * 4 * 64 * (128 + 64 + 2) + 2 * 4 * 64 * (128 + 64 + 2)
    assert told[2].output == ("N", 2)
    assert sum(it.parameters for it in told) == count(net)
    assert sum(value.numel() for part in groups(net).values() for value in part) == count(net)


@pytest.mark.parametrize("how", ORDERS)
def test_every_example_comes_once_in_a_seeded_order(how: str) -> None:
    lengths = torch.randint(1, 12, (500,), generator=torch.Generator().manual_seed(0))
    order = epoch_order(lengths, 16, how, 3, 0)
    assert torch.equal(torch.cat(order).sort().values, torch.arange(500))
    assert max(len(batch) for batch in order) == 16
    again = epoch_order(lengths, 16, how, 3, 0)
    assert all(torch.equal(one, other) for one, other in zip(order, again, strict=True))
    for seed, epoch in ((3, 1), (4, 0)):
        assert not torch.equal(torch.cat(order), torch.cat(epoch_order(lengths, 16, how, seed, epoch)))
    assert len(epoch_order(lengths, 16, how, 3, 1)) == len(order)


def test_buckets_save_padding() -> None:
    lengths = torch.randint(1, 500, (5000,), generator=torch.Generator().manual_seed(0))
    assert all(lengths[batch].unique().numel() == 1 for batch in epoch_order(lengths, 64, "same length", 0, 0))
    near = epoch_order(lengths, 64, "near length", 0, 0)
    spent = sum(int(lengths[batch].max()) * len(batch) for batch in near)
    assert spent < 1.05 * int(lengths.sum())
    assert torch.equal(torch.cat(in_turn(lengths, 64)).sort().values, torch.arange(5000))


@pytest.mark.gpu
@pytest.mark.parametrize("cell", CELLS)
def test_a_gpu_computes_what_the_cpu_does(cell: str) -> None:
    if not torch.cuda.is_available():
        pytest.skip("there is no CUDA GPU here")
    net = seeded(Shape(cell, "numbers", 3, 2, 5, 2, 2))
    x, lengths = padded_batch()
    wanted = net(x, lengths)
    found = net.cuda()(x.cuda(), lengths.cuda()).cpu()
    torch.testing.assert_close(found, wanted, atol=1e-5, rtol=1e-4)
