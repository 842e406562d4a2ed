"""A few chosen units, with the others summed in one wire: every sum against torch in float64, and against loops."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import InputError
from rnnviz.learn.inside.chosen import ChosenUnits, chosen
from rnnviz.learn.inside.own_net import OwnNet, own_net
from rnnviz.learn.inside.patching import looked_at
from rnnviz.learn.inside.replay import replay
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import task_of, usual
from rnnviz.learn.trained import Trained

KINDS: dict[str, Any] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
UNITS = (1, 4, 5)


def own(kind: str, **more: Any) -> OwnNet:
    torch.manual_seed(3)
    rnn = KINDS[kind](3, 7, 2, bidirectional=True, batch_first=True, **more)
    return own_net({name: it.double() for name, it in rnn.state_dict().items()})


def fused(net: OwnNet, x: Tensor, layer: int, direction: int) -> Tensor:
    """torch's own h of a layer and direction, (T, H), by its fused pass over the layers up to it."""
    with torch.no_grad():
        for at in range(layer + 1):
            names = {name: it for name, it in net.rnn.state_dict().items() if f"_l{at}" in name}
            kind = KINDS[net.cell]
            one = kind(x.shape[2], 7, bidirectional=True, batch_first=True, bias=net.rnn.bias).double()
            one.load_state_dict({name.replace(f"_l{at}", "_l0"): it for name, it in names.items()})
            x = one(x)[0]
    return x[0][:, direction * 7 :][:, :7]


@pytest.mark.parametrize(("kind", "layer", "direction"), list(product(KINDS, (0, 1), (0, 1))))
@pytest.mark.parametrize("bias", [True, False])
def test_the_pre_activations_are_torchs_and_the_other_units_are_in_them(
    kind: str, layer: int, direction: int, bias: bool
) -> None:
    net = own(kind, bias=bias)
    x = torch.randn(1, 9, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    found = chosen(net, x, layer, direction, UNITS)
    h = fused(net, x, layer, direction).numpy()
    np.testing.assert_allclose(found.record["h"], h[:, UNITS], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.truth["h"], h[:, UNITS], rtol=0, atol=1e-12)
    end = f"l{layer}{'_reverse' * direction}"
    read = x[0] if not layer else torch.cat([fused(net, x, layer - 1, way) for way in (0, 1)], 1)
    weights = {name: it.numpy() for name, it in net.rnn.state_dict().items() if name.endswith(end)}
    gates = list(IN_TORCH[kind].arrays["weight_ih"])
    assert (found.of, found.others, found.inputs) == (7, 4, read.shape[1])
    for g, t, k in product(range(len(gates)), range(9), range(len(UNITS))):
        row, at = 7 * g + UNITS[k], len(UNITS) * g + k
        b = [weights[f"bias_{side}_{end}"][row] if bias else 0.0 for side in ("ih", "hh")]
        before = t + 1 if direction else t - 1
        prev = h[before] if 0 <= before < 9 else np.zeros(7)
        into = weights[f"weight_hh_{end}"][row]
        others = sum(into[unit] * prev[unit] for unit in range(7) if unit not in UNITS)
        from_x = sum(weights[f"weight_ih_{end}"][row][i] * float(read[t, i]) for i in range(read.shape[1]))
        assert found.record["from_others"][t, at] == pytest.approx(others, abs=1e-12)
        assert found.record["from_x"][t, at] == pytest.approx(from_x, abs=1e-12)
        assert found.record["a_ih"][t, at] == pytest.approx(from_x + b[0], abs=1e-12)
        shown = sum(found.weights.weight_hh[at, j] * found.record["h_prev"][t, j] for j in range(len(UNITS)))
        assert found.record["a_hh"][t, at] == pytest.approx(shown + others + b[1], abs=1e-12)
        assert found.weights.bias_hh[at] == b[1]


PLANS = [
    usual("names").but(hidden=6), usual("names").but(hidden=6, carries=False), usual("weather").but(hidden=6),
    usual("sentiment").but(hidden=6, read="last padded", longest=20), usual("names").but(directions=2, hidden=6),
    usual("characters").but(cell="gru", hidden=6),
]  # fmt: skip


def made(plan: Plan) -> tuple[Trained, Tensor]:
    task = task_of(plan)
    data = task.load(plan, lambda share: None)
    torch.manual_seed(2)
    x = data.validation.batch(torch.tensor([0]))
    net = Net(task.shape(plan, data)).eval()
    return Trained(net, plan, data.classes, data.tokens), x.x[:, : int(x.lengths[0])]


@pytest.mark.parametrize("plan", PLANS)
def test_the_labs_nets_are_shown_as_they_read(plan: Plan) -> None:
    """Padding that is read, a state that is not carried on, embeddings and numbers."""
    trained, x = made(plan)
    found = chosen(trained, x, 0, plan.directions - 1, (0, 5))
    truth = looked_at(trained, x).found[0][-1]
    for name in (*IN_TORCH[plan.cell].states, *IN_TORCH[plan.cell].gates):
        expected = truth[name][0, : x.shape[1]].numpy()[:, (0, 5)]
        np.testing.assert_allclose(found.record[name], expected, rtol=0, atol=2e-6)
    assert len(found.record["h"]) == x.shape[1]


def test_those_that_change_most_are_shown_where_none_is_chosen() -> None:
    net = own("gru")
    x = torch.randn(1, 12, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(4))
    h = replay(net.rnn, x, torch.tensor([12])).found[0][0]["h"][0].numpy()
    most = sorted(sorted(range(7), key=lambda unit: h[:, unit].min() - h[:, unit].max())[:4])
    assert chosen(net, x, 0, 0, ()).units == tuple(most)


def test_all_of_a_small_layer_has_no_others() -> None:
    torch.manual_seed(0)
    net = own_net(nn.GRU(2, 3).state_dict())
    found: ChosenUnits = chosen(net, torch.randn(1, 4, 2), 0, 0, (0, 1, 2))
    assert found.others == 0
    np.testing.assert_array_equal(found.record["from_others"], np.zeros((4, 9)))


@pytest.mark.parametrize("units", [(0, 1, 2, 3, 4), (7,), (-1,)])
def test_what_the_layer_has_not_is_refused(units: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="Choose at most 4 of the 7 units"):
        chosen(own("lstm"), torch.zeros(1, 3, 3), 0, 0, units)


def test_a_projected_h_is_refused() -> None:
    net = own_net(nn.LSTM(2, 5, proj_size=2).state_dict())
    with pytest.raises(InputError, match="projects its h"):
        chosen(net, torch.zeros(1, 3, 2), 0, 0, (0,))
