"""The replay against torch's own layers, packed, in both precisions; and what is held against a loop by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from rnnviz.core.typed import InputError
from rnnviz.learn.cell_steps import STEPS, StepInput
from rnnviz.learn.inside.holding import Intervention, cell_name, quantities_of, width_of
from rnnviz.learn.inside.replay import Recorded, answered, replay
from rnnviz.learn.models import Net, Shape

KINDS: list[Any] = [nn.RNN, nn.LSTM, nn.GRU]
Case = tuple[nn.RNNBase, Tensor, Tensor]


def drawn_net(seed: int, dtype: torch.dtype = torch.float64) -> Case:
    """A random net, x (N, T, D) with numbers in its padding too, lengths."""
    random = np.random.default_rng(seed)
    torch.manual_seed(seed)
    kind, hidden = KINDS[seed % 3], int(random.integers(2, 7))
    how: dict[str, Any] = {}
    if kind is nn.LSTM and random.random() < 0.4:
        how |= {"proj_size": int(random.integers(1, hidden))}
    how |= {"nonlinearity": "relu"} if kind is nn.RNN and random.random() < 0.4 else {}
    width, samples, steps = (int(random.integers(1, 6)) for _ in range(3))
    rnn = kind(
        width, hidden, int(random.integers(1, 4)), bias=bool(random.random() < 0.8), batch_first=True,
        bidirectional=bool(random.random() < 0.5), dropout=0.3 * (seed % 2), **how,
    )  # fmt: skip
    lengths = torch.tensor(random.integers(1, steps + 1, samples))
    return rnn.to(dtype).eval(), torch.randn(samples, steps, width, dtype=dtype), lengths


def torchs_own(rnn: nn.RNNBase, x: Tensor, lengths: Tensor) -> tuple[Tensor, Any]:
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    out, last = rnn(packed)
    return nn.utils.rnn.pad_packed_sequence(out, batch_first=True, total_length=x.shape[1])[0], last


@pytest.mark.filterwarnings("ignore:dropout option adds dropout")
@pytest.mark.parametrize(("dtype", "allowed"), [(torch.float64, 1e-12), (torch.float32, 1e-6)])
def test_every_state_is_that_of_torchs_own_layers(dtype: torch.dtype, allowed: float) -> None:
    for seed in range(120):
        rnn, x, lengths = drawn_net(seed, dtype)
        found = replay(rnn, x, lengths)
        with torch.no_grad():
            out, last = torchs_own(rnn, x, lengths)
        torch.testing.assert_close(found.out, out, rtol=0, atol=allowed)
        states = dict(zip("hc", last if rnn.mode == "LSTM" else [last], strict=False))
        for layer, ways in enumerate(found.found):
            for direction, way in enumerate(ways):
                for name, ends in states.items():  # torch tells the states of inner layers at the end alone
                    at = torch.zeros_like(lengths) if direction else lengths - 1
                    end = way[name][torch.arange(len(x)), at]
                    torch.testing.assert_close(end, ends[layer * len(ways) + direction], rtol=0, atol=allowed)


@pytest.mark.filterwarnings("ignore:dropout option adds dropout")
def test_every_step_of_every_layer_is_that_of_the_layer_cut_off_there() -> None:
    """torch says the states of an inner layer, and c, at the end alone: so each sequence is cut after each step."""
    for seed in range(60):
        rnn, x, _ = drawn_net(seed)
        if rnn.bidirectional:
            continue
        steps = x.shape[1]
        whole = replay(rnn, x, torch.full((len(x),), steps))
        for t in range(steps):
            with torch.no_grad():
                last = rnn(x[:, : t + 1])[1]
            for name, ends in zip("hc", last if rnn.mode == "LSTM" else [last], strict=False):
                for layer, (way,) in enumerate(whole.found):
                    torch.testing.assert_close(way[name][:, t], ends[layer], rtol=0, atol=1e-12)


@pytest.mark.filterwarnings("ignore:dropout option adds dropout")
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_nothing_held_is_the_same_to_the_bit(dtype: torch.dtype) -> None:
    """As without the machinery, and as where all that is held lies behind the end."""
    for seed in range(60):
        rnn, x, _ = drawn_net(seed, dtype)
        lengths = torch.full((len(x),), x.shape[1])
        beyond = [
            Intervention(layer, way, name, 0, 0.5, start=x.shape[1])
            for layer in range(rnn.num_layers)
            for way in range(1 + int(rnn.bidirectional))
            for name in quantities_of(cell_name(rnn))
        ]
        bare, plain, behind = by_hand(rnn, x), replay(rnn, x, lengths), replay(rnn, x, lengths, beyond)
        for layer, ways in enumerate(plain.found):
            for direction, way in enumerate(ways):
                for name, values in way.items():
                    assert torch.equal(values, behind.found[layer][direction][name])
                    assert torch.equal(values, bare[layer][direction][name])


@torch.no_grad()
def by_hand(rnn: nn.RNNBase, x: Tensor, held: tuple[Intervention, ...] = ()) -> list[list[Recorded]]:
    """A loop over steps and units, without padding: every number of every step, with the same numbers held."""
    found: list[list[Recorded]] = []
    cell, steps = cell_name(rnn), x.shape[1]
    for layer in range(rnn.num_layers):
        ways: list[Recorded] = []
        for direction in range(1 + int(rnn.bidirectional)):
            end = f"_l{layer}{'_reverse' if direction else ''}"
            own = {n.removesuffix(end): v for n, v in rnn.named_parameters() if n.endswith(end)}
            a_ih = nn.functional.linear(x.flip(1) if direction else x, own["weight_ih"], own.get("bias_ih"))
            a_ih = a_ih.flip(1) if direction else a_ih
            prev = {n: x.new_zeros(len(x), width_of(rnn, n)) for n in ("h", "c")}
            rows: dict[int, Recorded] = {}
            for t in reversed(range(steps)) if direction else range(steps):

                def hold(name: str, value: Tensor, t: int = t, at: tuple[int, int] = (layer, direction)) -> Tensor:
                    for one in held:
                        now = one.start <= t and (one.stop is None or t < one.stop)
                        if now and (one.layer, one.direction, one.quantity) == (*at, name):
                            value = value.clone()
                            value[:, one.unit] = one.value
                    return value

                def project(h: Tensor, own: Recorded = own) -> Tensor:  # type: ignore[assignment]
                    return nn.functional.linear(h, own["weight_hr"]) if "weight_hr" in own else h

                a_hh = nn.functional.linear(prev["h"], own["weight_hh"], own.get("bias_hh"))
                phi = "relu" if rnn.mode == "RNN_RELU" else "tanh"
                prev = rows[t] = STEPS[cell](StepInput(a_ih[:, t], a_hh, prev, hold, phi, project=project))
            ways.append({n: torch.stack([rows[t][n] for t in range(steps)], 1) for n in rows[0]})
        found.append(ways)
        x = torch.cat([way["h"] for way in ways], 2)
    return found


@pytest.mark.filterwarnings("ignore:dropout option adds dropout")
def test_what_is_held_is_that_of_a_loop_by_hand() -> None:
    for seed in range(150):
        rnn, x, lengths = drawn_net(seed)
        random = np.random.default_rng([seed, 1])
        held = tuple(drawn_intervention(rnn, x.shape[1], random) for _ in range(random.integers(1, 5)))
        found = replay(rnn, x, lengths, held)
        for n, length in enumerate(lengths.tolist()):
            truth = by_hand(rnn, x[n : n + 1, :length], held)
            for layer, ways in enumerate(found.found):
                for direction, way in enumerate(ways):
                    for name, values in way.items():
                        own = truth[layer][direction][name][0]
                        torch.testing.assert_close(values[n, :length], own, rtol=0, atol=1e-12)
                        assert not values[n, length:].any()


def drawn_intervention(rnn: nn.RNNBase, steps: int, random: np.random.Generator) -> Intervention:
    name = str(random.choice(quantities_of(cell_name(rnn))))
    start = int(random.integers(0, steps))
    stop = None if random.random() < 0.4 else start + int(random.integers(1, 3))
    layer, way = int(random.integers(rnn.num_layers)), int(random.integers(1 + int(rnn.bidirectional)))
    return Intervention(
        layer, way, name, int(random.integers(width_of(rnn, name))), float(random.normal()), start, stop
    )


@pytest.mark.parametrize(
    "how",
    [
        {}, {"directions": 2}, {"directions": 2, "ends": "hidden[-1]"}, {"read": "last padded"}, {"every": True},
        {"read": "mean of all", "directions": 2, "layers": 2}, {"carries": False}, {"takes": "embedding"},
        {"read": "last padded", "directions": 2}, {"takes": "one-hot", "layers": 2},
    ],
)  # fmt: skip
def test_a_net_of_the_lab_answers_as_it_does(how: dict[str, Any]) -> None:
    torch.manual_seed(0)
    takes = how.pop("takes", "numbers")
    net = Net(Shape("lstm", takes, 5, 3, 6, embedding=4, **how)).double().eval()
    x = torch.randn(7, 9, 5).double() if takes == "numbers" else torch.randint(0, 5, (7, 9))
    lengths = torch.tensor([9, 1, 4, 9, 5, 2, 7])
    with torch.no_grad():
        truth = net(x, lengths)
    _, answer = answered(net, x, lengths)
    if how.get("every"):
        real = torch.arange(9) < lengths[:, None]
        truth, answer = truth[real], answer[real]
    torch.testing.assert_close(answer, truth, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "wrong",
    [
        Intervention(1, 0, "h", 0, 0.0), Intervention(0, 1, "h", 0, 0.0), Intervention(0, 0, "z", 0, 0.0),
        Intervention(0, 0, "h", 4, 0.0), Intervention(0, 0, "h", -1, 0.0), Intervention(0, 0, "c", 0, float("nan")),
    ],
)  # fmt: skip
def test_what_the_net_has_not_is_refused(wrong: Intervention) -> None:
    with pytest.raises(InputError):
        replay(nn.LSTM(2, 4, batch_first=True), torch.zeros(1, 2, 2), torch.tensor([2]), [wrong])
