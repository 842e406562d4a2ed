"""The GRU that learns on a CPU by a pass of ours, against torch's own; no part of its arithmetic is shared."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from rnnviz.learn import fused_gru
from rnnviz.learn.fused_gru import LARGEST, FusedGRU, gru_pass
from rnnviz.learn.models import both_ways


def pair(inputs: int, size: int, **options: object) -> tuple[FusedGRU, nn.GRU]:
    torch.manual_seed(3)
    given = {"batch_first": True, "dtype": torch.float64} | options
    ours, theirs = FusedGRU(inputs, size, **given), nn.GRU(inputs, size, **given)
    theirs.load_state_dict(ours.state_dict())
    return ours, theirs


def slopes(out: Tensor, weigh: Tensor, of: list[Tensor]) -> list[Tensor]:
    return list(torch.autograd.grad((out * weigh).sum(), of))


@pytest.mark.parametrize("options", [{}, {"num_layers": 3}, {"bidirectional": True, "num_layers": 2}], ids=str)
@pytest.mark.parametrize(("samples", "steps", "inputs", "size"), [(4, 7, 3, 5), (1, 1, 1, 1), (300, 9, 2, 33)])
def test_states_and_gradients_are_torchs(
    samples: int, steps: int, inputs: int, size: int, options: dict[str, object]
) -> None:
    ours, theirs = pair(inputs, size, **options)
    x = torch.randn(samples, steps, inputs, dtype=torch.float64, requires_grad=True)
    (out, last), (wanted, end) = ours(x), theirs(x)
    assert out.shape == wanted.shape
    torch.testing.assert_close(out, wanted, rtol=0, atol=1e-12)
    torch.testing.assert_close(last, end, rtol=0, atol=1e-12)
    weigh = torch.randn_like(out)
    found = slopes(out, weigh, [x, *ours.parameters()])
    torch.testing.assert_close(found, slopes(wanted, weigh, [x, *theirs.parameters()]), rtol=1e-10, atol=1e-10)


def test_gradients_are_the_differences_of_the_states() -> None:
    ours, _ = pair(2, 3)
    x = torch.randn(2, 5, 2, dtype=torch.float64, requires_grad=True)
    weights = [value.detach().requires_grad_() for value in ours.parameters()]
    assert torch.autograd.gradcheck(gru_pass, (x, *weights))


def test_sequences_of_different_lengths_read_from_both_ends_as_packed_ones() -> None:
    ours, theirs = pair(3, 4, bidirectional=True, num_layers=2)
    x, lengths = torch.randn(3, 6, 3, dtype=torch.float64), torch.tensor([6, 2, 4])
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    wanted = nn.utils.rnn.pad_packed_sequence(theirs(packed)[0], batch_first=True)[0]
    real = (torch.arange(6) < lengths[:, None])[..., None]
    torch.testing.assert_close(both_ways(ours, x, lengths) * real, wanted, rtol=0, atol=1e-12)


def test_large_states_and_hard_gates_stay_finite_and_right_in_float32() -> None:
    ours, theirs = (net.float() for net in pair(4, 32))
    x = 40 * torch.randn(16, 64, 4)
    torch.testing.assert_close(ours(x)[0], theirs(x)[0], rtol=0, atol=5e-6)
    found = slopes(ours(x)[0], torch.ones(()), list(ours.parameters()))
    assert all(bool(torch.isfinite(value).all()) for value in found)


@pytest.mark.parametrize("options", [{"bias": False}, {"batch_first": False}], ids=str)
def test_another_kind_of_gru_is_torchs_own(options: dict[str, bool]) -> None:
    ours, theirs = pair(2, 4, **options)
    x = torch.randn(3, 5, 2, dtype=torch.float64)
    assert torch.equal(ours(x)[0], theirs(x)[0])


def test_one_sequence_without_a_batch_is_torchs_own() -> None:
    ours, theirs = pair(2, 4)
    x = torch.randn(5, 2, dtype=torch.float64)
    assert torch.equal(ours(x)[0], theirs(x)[0])


@pytest.mark.parametrize("case", ["without gradients", "many units", "from a state"])
def test_elsewhere_it_is_torchs_own(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fused_gru, "gru_pass", lambda *given: pytest.fail("ours was taken"))
    size = LARGEST + 1 if case == "many units" else 4
    ours, theirs = pair(2, size)
    x, start = torch.randn(2, 3, 2, dtype=torch.float64), torch.rand(1, 2, size, dtype=torch.float64)
    given = (x, start) if case == "from a state" else (x,)
    with torch.set_grad_enabled(case != "without gradients"):
        assert torch.equal(ours(*given)[0], theirs(*given)[0])
    assert str(ours) == str(theirs)
