"""The lead of RNN to LSTM: what stands under the stage tells no answer, and its truths are those of a loop by hand."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lead.steps import steps_of
from rnnviz.lessons.construction.tasks import TASKS
from rnnviz.ui import lead
from tests.pages.visiting import visit, words

STEPS = steps_of("construction")


@pytest.fixture(autouse=True)
def newcomer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead, "remembered", dict)


def step_of(title: str) -> int:
    return next(k for k, step in enumerate(STEPS) if step.title == title)


def answered(title: str) -> AppTest:
    k = step_of(title)
    app = visit("construction", step=str(k + 1))
    assert not app.get("expander")
    assert "reaches" not in words(app), "the sentence under the stage gives |c|"
    ask = STEPS[k].ask
    assert ask
    truth = TASKS.truths[ask.truth](*TASKS.read(STEPS[k].state), **ask.of).truth
    app.radio(key=f"lead_construction_{k}_0").set_value(truth).run()
    return app.button(key=f"lead_construction_{k}_0_True").click().run()


@pytest.mark.parametrize("title", ["A memory that adds", "How large does it get?"])
def test_what_the_memory_reaches_is_said_only_after_the_guess(title: str) -> None:
    assert "reaches" in words(answered(title))


def test_the_memory_is_the_running_sum() -> None:
    state, t = TASKS.read(STEPS[step_of("A memory that adds")].state)
    w, h, c = state.settings.weights, np.zeros(2), np.zeros(2)
    for x in state.settings.x[: t + 1]:
        a = w.weight_ih @ x + w.bias_ih + w.weight_hh @ h + w.bias_hh
        c = c + np.tanh(a[4:6])  # blocks i f g o
        h = np.tanh(c)
    assert TASKS.truths["total"](state, t, unit=1).truth == pytest.approx(c[0])


@pytest.mark.parametrize(
    ("check", "link", "done"),
    [
        ("as_before", "stage=d&clamp=i:1,f:1,o:1", True),
        ("as_before", "stage=d&clamp=i:1,f:1", False),
        ("as_before", "stage=b", False),
        ("never_changes", "stage=d&c0=0.8,-0.5&clamp=f:1,i:0", True),
        ("never_changes", "stage=d&clamp=f:1,i:0", False),
        ("never_changes", "stage=d&c0=0.8,-0.5&clamp=f:1", False),
        ("unstuck", "stage=b&weight_ih=8*", False),
        ("unstuck", "stage=b&weight_ih=0,0,0,0,0,0,0,0&weight_hh=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0&bias_ih=8*", False),
    ],
)
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, link: str, done: bool) -> None:
    assert bool(TASKS.checks[check](*TASKS.read(f"preset=worked&{link}"))) is done
