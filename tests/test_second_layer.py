"""S0's k_t with the arrays that its names stand for, against torch's two-layer RNN; and each notation's letters."""

from __future__ import annotations

import numpy as np
import torch

from rnnviz.equations.layers import names


def test_the_slides_formula_with_these_arrays_is_torchs_second_layer() -> None:
    torch.manual_seed(0)
    rnn = torch.nn.RNN(1, 3, num_layers=2, dtype=torch.float64)
    x = torch.randn(5, 1, dtype=torch.float64)
    out, h_n = rnn(x)
    arrays = {name.slide: getattr(rnn, name.array).detach().numpy() for name in names() if name.array}
    first = torch.nn.RNN(1, 3, dtype=torch.float64)
    first.load_state_dict({key: value for key, value in rnn.state_dict().items() if key.endswith("_l0")})
    k = np.zeros(3)
    for h in first(x)[0].detach().numpy():
        k = np.tanh(arrays["W_{hk}"] @ h + arrays["b_{hk}"] + arrays["W_{kk}"] @ k + arrays["b_{kk}"])
    np.testing.assert_allclose(k, out[-1].detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(k, h_n[1].detach().numpy(), atol=1e-12)


def test_every_notation_has_its_own_letter_for_each() -> None:
    found = names()
    assert [name.slide for name in found] == ["k_t", "h_t", "W_{hk}", "b_{hk}", "W_{kk}", "b_{kk}"]
    assert found[0].written["torch"] == "{h^{(2)}}_{t}"
    assert found[2].written == {
        "torch": "{W_{ih}}^{(2)}", "concat": "{W^{x}}^{(2)}", "wu": "{W}^{(2)}", "andrew": "{W_{ax}}^{[2]}",
    }  # fmt: skip
    for notation in found[0].written:
        assert len({name.written[notation] for name in found}) == len(found)
