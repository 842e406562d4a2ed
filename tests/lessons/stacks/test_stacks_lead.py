"""The lead of Stacks: its truths against torch's own nets."""

from __future__ import annotations

import pytest

from rnnviz.lessons.stacks.tasks import TASKS

START = "cell=rnn&preset=worked&steps=8&standardise=1"


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("layer", [1, 2])
def test_a_layer_learns_as_many_numbers_as_torch_s(cell: str, layer: int) -> None:
    torch = pytest.importorskip("torch")
    state, t = TASKS.read(f"cell={cell}&preset=worked&steps=8&hidden=3")
    net = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell](1, 3, num_layers=2)
    count = sum(p.numel() for name, p in net.named_parameters() if name.endswith(f"_l{layer - 1}"))
    assert TASKS.truths["layer_weights"](state, t, layer=layer).truth == count


def test_h_n_has_the_axes_that_torch_gives_it() -> None:
    torch = pytest.importorskip("torch")
    state, t = TASKS.read(f"{START}&N=4")
    out, h_n = torch.nn.RNN(1, 2, num_layers=2)(torch.zeros(8, 4, 1))
    assert tuple(h_n.shape) == (state.num_layers, state.batch, 2)
    assert tuple(out.shape) == (8, 4, 2)
    assert TASKS.truths["order"](state, t).truth == "layers"


@pytest.mark.parametrize(
    ("check", "of", "link", "done"),
    [
        ("has_layers", {"layers": 3}, "&num_layers=3", True),
        ("has_layers", {"layers": 3}, "", False),
        ("widest", {}, "&bidirectional=1", True),
        ("widest", {}, "&bidirectional=1&num_layers=1", False),
        ("widest", {}, "&bidirectional=1&num_layers=3", False),
        ("widest", {}, "&num_layers=2", False),
    ],
)
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, of: dict[str, int], link: str, done: bool) -> None:
    assert bool(TASKS.checks[check](*TASKS.read(START + link), **of)) is done
