"""The lead of Two directions: its tasks' edges, and its truths against torch's own h_n."""

from __future__ import annotations

import pytest
import torch

from rnnviz.lessons.directions.tasks import TASKS, net


def test_the_states_of_h_n_are_torch_s() -> None:
    state, t = TASKS.read("trained=1")
    here = net(state)
    model = torch.nn.RNN(here.made.input_size, here.made.hidden_size, bidirectional=True).double()
    weights = {
        name: torch.tensor(array) for name, array in here.arrays().items() if name.startswith(("weight", "bias"))
    }
    model.load_state_dict(weights)
    out, h_n = model(torch.tensor(here.x))
    hidden = here.made.hidden_size
    assert torch.equal(h_n[-1], out[0, hidden:])
    assert TASKS.truths["last_state"](state, t, at=-1).truth == "backward_first"
    assert torch.equal(h_n[-2], out[-1, :hidden])
    assert TASKS.truths["last_state"](state, t, at=-2).truth == "forward_last"


@pytest.mark.parametrize(
    ("check", "of", "link", "done"),
    [
        ("tagged", {"tag": "company"}, "&text=general are the manufacturers of fans ac refrigerators", True),
        ("tagged", {"tag": "company"}, "", False),
        ("touched", {}, "&x=32*,1.5,-2.4,0.5,0.9", True),
        ("touched", {}, "&x=28*,1,1,1,1,4*", False),
        ("touched", {}, "", False),
    ],
)
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, of: dict[str, str], link: str, done: bool) -> None:
    assert bool(TASKS.checks[check](*TASKS.read(f"trained=1{link}"), **of)) is done
