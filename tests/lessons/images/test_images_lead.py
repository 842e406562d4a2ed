"""The lead of Images: what it says that a net has read is what moves the net, and its tasks' edges."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.core.metrics import accuracy
from rnnviz.core.small import digits
from rnnviz.learn import predict
from rnnviz.learn.data.pictures import pictures
from rnnviz.learn.included.keys import key_of
from rnnviz.lessons.images.nets import picture
from rnnviz.lessons.images.state import PICTURES
from rnnviz.lessons.images.tasks import TASKS, scores
from rnnviz.ui.runs.results import net_at

SEVEN = "007f6000002ef2000005g6000005g92005egfb40057cb000004f100000ab0000"


@pytest.mark.parametrize("net", ["single", "dual"])
@pytest.mark.parametrize("steps", [1, 3])
def test_the_squares_that_a_net_has_read_are_those_that_move_its_answer(net: str, steps: int) -> None:
    state, t = TASKS.read("picture=4")
    trained, image = net_at(key_of(f"digits-{net}"), state.epochs), picture(state)
    before = predict.picture(trained, image).log_p[steps - 1]
    moved = 0
    for place in range(image.size):
        other = image.copy()
        other.flat[place] = 16 - other.flat[place] / 2
        moved += not np.array_equal(predict.picture(trained, other).log_p[steps - 1], before)
    assert TASKS.truths["squares"](state, t, net=net, steps=steps).truth == moved


def test_the_scores_that_are_compared_are_those_of_the_nets_on_the_held_out_pictures() -> None:
    state, _ = TASKS.read("picture=4")
    images, labels = pictures()
    rows = digits.held_out(len(labels))
    for name, score in zip(("single", "dual"), scores(state), strict=True):
        trained = net_at(key_of(f"digits-{name}"), state.epochs)
        found = np.array([predict.picture(trained, images[row]).log_p[-1].argmax() for row in rows])
        assert len(found) == PICTURES
        assert accuracy(labels[rows], found) == pytest.approx(score)


@pytest.mark.parametrize(
    ("check", "of", "link", "done"),
    [
        ("both_wrong", {}, "picture=2", True),
        ("both_wrong", {}, "picture=4", False),
        ("both_wrong", {}, f"picture=2&drawn={SEVEN}", False),
        ("drew", {"what": 7}, f"drawn={SEVEN}", True),
        ("drew", {"what": 1}, f"drawn={SEVEN}", False),
        ("drew", {"what": 7}, "picture=49", False),
    ],
)
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, of: dict[str, int], link: str, done: bool) -> None:
    assert bool(TASKS.checks[check](*TASKS.read(link), **of)) is done
