"""The lead of minGRU: its truths beside closed forms, and its task's edges."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.lessons.cells.tasks import MOVED, tasks_of

TASKS, GRU = tasks_of("mingru"), tasks_of("gru")


def test_the_gate_moves_with_its_own_input_alone_and_torch_says_how_far_h_does() -> None:
    settings, t = TASKS.read("preset=worked&t=3")
    answer = TASKS.truths["moved_steps"](settings, t, q="z")
    weight, bias = (torch.from_numpy(settings.weights.arrays[name]) for name in ("weight_ih", "bias_ih"))

    def run(x: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        a_z, n = (torch.from_numpy(x) @ weight.T + bias).chunk(2, dim=1)
        z, h, states = a_z.sigmoid(), torch.from_numpy(settings.h0), []
        for gate, new in zip(z, n, strict=True):
            states.append(h := torch.lerp(h, new, gate))
        return z, torch.stack(states)

    x = settings.x.copy()
    x[t, 0] += 1.0
    moved = [
        int((abs(more - now).amax(dim=1) > MOVED).sum()) for more, now in zip(run(x), run(settings.x), strict=True)
    ]
    assert moved[0] == answer.truth == 1
    assert answer.mistakes["h"] == moved[1] > 1
    assert answer.mistakes["later"] == settings.steps - t


@pytest.mark.parametrize("z", [0.2, 0.5])
@pytest.mark.parametrize("steps", [1, 3])
def test_what_is_left_of_a_change_is_a_power_of_what_each_step_keeps(z: float, steps: int) -> None:
    answer = TASKS.truths["left_over"](*TASKS.read(f"preset=worked&clamp=z:{z}"), steps=steps)
    assert answer.truth == pytest.approx((1 - z) ** steps)
    assert all(value != pytest.approx(answer.truth) for value in answer.mistakes.values())


def test_a_gate_is_said_to_read_what_moves_it() -> None:
    assert TASKS.truths["read_by"](*TASKS.read("preset=worked"), q="z").truth == "x"
    assert TASKS.truths["read_by"](*TASKS.read("preset=worked"), q="h").truth == "x_h"
    assert GRU.truths["read_by"](*GRU.read("preset=worked"), q="z").truth == "x_h"


@pytest.mark.parametrize(
    ("link", "done"),
    [
        ("preset=worked&clamp=z:0,z@12:1", True),
        ("preset=worked&clamp=z:0", False),  # it keeps, and has taken nothing
        ("preset=worked&clamp=z:1", False),  # it takes, and keeps nothing
        ("preset=worked&clamp=z:0,z@11:1", False),  # another hour
        ("preset=worked&x=1,2,3&clamp=z:0,z@3:1", False),  # no step 12
        (f"preset=worked&x={','.join(['0.5'] * 24)}&clamp=z:1", False),  # an input that never moves keeps by itself
    ],
)
def test_the_task_is_done_by_taking_one_hour_and_keeping_it(link: str, done: bool) -> None:
    assert bool(TASKS.checks["takes_and_keeps"](*TASKS.read(link), at=12)) is done
