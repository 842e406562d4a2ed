"""The lead of Gradients: its truths against finite differences, and what its open questions leave on the screen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lead.steps import steps_of
from rnnviz.lead.tasks import Measured
from rnnviz.lessons.gradient.seen import Seen
from rnnviz.lessons.gradient.tasks import TASKS
from rnnviz.ui import lead
from tests.lessons.gradient.gradient import data
from tests.pages.leads import give
from tests.pages.visiting import visit

STEPS = steps_of("gradient")
SMALL = 1e-6


@pytest.fixture(autouse=True)
def newcomer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead, "remembered", dict)


def step_of(title: str) -> int:
    return next(k for k, step in enumerate(STEPS) if step.title == title)


def error(state: Seen, k: int, by: float) -> float:
    """E_of with h_k moved by `by`, from the cell's own arithmetic: the steps after k run on from there."""
    problem, h = state.gradient.problem, state.gradient.forward.h[k].copy()
    h[0] += by
    of = state.of
    if of == k:
        y = problem.head.weight @ h + problem.head.bias
    else:
        rest = replace(problem, x=problem.x[k + 1 :], h0=h)
        y = problem.head.weight @ rest.run().h[of - k - 1] + problem.head.bias
    return float(0.5 * ((y - problem.loss.target_rows(state.gradient.y)[of]) ** 2).sum())


def test_the_blanks_are_the_slopes_of_the_error() -> None:
    step = STEPS[step_of("Carry it back yourself")]
    state, t = TASKS.read(step.state)
    for blank, k in zip(step.blanks[1:], (2, 1, 0), strict=True):
        slope = (error(state, k, SMALL) - error(state, k, -SMALL)) / (2 * SMALL)
        assert TASKS.blank(state, t, blank).truth == pytest.approx(slope, abs=1e-8)


def test_the_share_that_is_left_is_that_of_finite_differences() -> None:
    step = STEPS[step_of("What is left at step 1?")]
    state, t = TASKS.read(step.state)
    weight, h = state.settings.weights.weight_hh, state.gradient.forward.h
    last = state.gradient.dy[3] @ state.gradient.problem.head.weight
    first = last
    for j in (3, 2, 1):
        first = first @ (np.diag(1 - h[j] ** 2) @ weight)
    assert TASKS.truths["share"](state, t).truth == pytest.approx(np.linalg.norm(first) / np.linalg.norm(last))


def test_a_larger_weight_lets_more_arrive_until_h_comes_near_1() -> None:
    """The way that a learner tries first leads to the goal; the share is the product of slope times weight."""
    step = STEPS[step_of("Let it reach step 1")]
    shares = {}
    for weight in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 3.0):
        state, t = TASKS.read(step.state.replace("weight_hh=0.5", f"weight_hh={weight}"))
        found = TASKS.checks[step.check](state, t, **step.of)
        assert isinstance(found, Measured)
        h = state.gradient.forward.h[1:, 0]
        assert found.now == pytest.approx(np.prod((1 - h**2) * weight))
        shares[weight] = found.now
    upwards = list(shares.values())[:-1]
    assert upwards == sorted(upwards)
    assert upwards[0] < 0.5 < upwards[-1]
    assert shares[3.0] < shares[0.5], "what the card says of 3"


def test_the_step_that_adds_most_is_the_largest_part_of_the_sum() -> None:
    step = STEPS[step_of("Which step teaches most?")]
    state, t = TASKS.read(step.state)
    rows, h = state.gradient.signals[3], state.gradient.forward.h
    parts = [rows[k, 0] * (1 - h[k, 0] ** 2) * (h[k - 1, 0] if k else 0.0) for k in range(4)]
    assert TASKS.truths["adds_most"](state, t).truth == np.argmax(np.abs(parts)) + 1


def led(app: AppTest) -> dict[str, object]:
    found: dict[str, object] = data(app)["led"]
    return found


@pytest.mark.parametrize(("title", "most"), [("What is left at step 1?", 2), ("Carry it back yourself", 0)])
def test_the_sweep_goes_no_further_than_the_question(title: str, most: int) -> None:
    app = visit("gradient", step=str(step_of(title) + 1))
    assert led(app)["most"] == most
    moved = led(app)["moved"]
    if STEPS[step_of(title)].kind == "predict":
        key = f"lead_gradient_{step_of(title)}_0"
        give(app, key, STEPS[step_of(title)].ask, 1.0)
        app.button(key=f"{key}_True").click().run()
        assert led(app) == {"most": None, "moved": moved}, "uncovered where the learner stands"


@pytest.mark.parametrize("title", ["What do raw degrees teach?", "Which step teaches most?"])
def test_the_sum_is_covered_until_it_is_guessed(title: str) -> None:
    k = step_of(title)
    app = visit("gradient", step=str(k + 1))
    assert not app.get("plotly_chart")
    assert not [text for text in app.markdown if "difference" in text.value]
    key = f"lead_gradient_{k}_0"
    ask = STEPS[k].ask
    assert ask
    truth = TASKS.truths[ask.truth](*TASKS.read(STEPS[k].state), **ask.of).truth
    give(app, key, ask, truth)
    app.button(key=f"{key}_True").click().run()
    assert app.get("plotly_chart")


def test_a_link_of_ones_own_is_not_replaced_and_comes_back() -> None:
    before = step_of("Let it reach step 1")
    app = visit("gradient", step=str(before), cell="rnn", preset="leaky", steps="4")
    assert data(app)["table"]["preset"] == "leaky"
    app.button(key="lead_next").click().run()
    assert data(app)["table"]["preset"] == "counts"
    assert data(app)["moves"]["view"] == "path"
    app.button(key="lead_mine").click().run()
    assert (data(app)["table"]["preset"], data(app)["moves"]["view"]) == ("leaky", "sweep")
