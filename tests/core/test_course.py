"""Many learning steps are torch's, one by one, and so are the five lines of one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.bptt import Problem, central_differences
from rnnviz.core.bptt.checks import allowed, largest_difference, sampled_differences
from rnnviz.core.cells import seeded_weights
from rnnviz.core.course import LINES, MOST, ROUNDS, Course, LineEffect, Rule, line_effects, next_step, taken
from rnnviz.core.head import Head
from rnnviz.core.losses import Loss
from rnnviz.learn import autograd
from rnnviz.state.course import MAX_TAKEN, from_text, to_text
from rnnviz.state.link_numbers import LinkError
from tests.bptt_cases import plain_problem

RULES = (*[Rule("sgd", 0.05)] * 3, *[Rule("adam", 0.02, 0.5)] * 3, *[Rule("adam", 0.01)] * 2, Rule("sgd", 0.1, 0.2))
TORCHS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_course_is_torchs_loop(cell: str) -> None:
    """Another optimiser begins anew; another rate or length to clip to does not."""
    start = plain_problem(cell)
    torchs = {name: autograd.leaf(value) for name, value in start.parameters().items()}
    losses, theirs, kind = [start.value()], None, ""
    for rule in RULES:
        if rule.optimiser != kind:
            theirs, kind = TORCHS[rule.optimiser](torchs.values()), rule.optimiser
        theirs.param_groups[0]["lr"] = rule.lr
        values = {name: value.detach().numpy().copy() for name, value in torchs.items()}
        slopes = autograd.gradients(start.with_parameters(values))
        for name, value in torchs.items():
            value.grad = torch.tensor(slopes[name])
        if rule.clip:
            torch.nn.utils.clip_grad_norm_(torchs.values(), rule.clip)
        theirs.step()
        values = {name: value.detach().numpy().copy() for name, value in torchs.items()}
        losses.append(start.with_parameters(values).value())
    course = taken(start, RULES)
    np.testing.assert_allclose(course.losses, losses, rtol=1e-9)
    for name, ours in course.now.parameters().items():
        np.testing.assert_allclose(ours, torchs[name].detach().numpy(), rtol=1e-8, atol=1e-11)


def test_steps_that_are_known_are_not_computed_again() -> None:
    start = plain_problem("rnn")
    course = taken(start, RULES)
    longer = taken(start, (*RULES, RULES[0]), course)
    assert longer.steps[: len(RULES)] == course.steps
    assert taken(start, RULES[:4], course).steps == course.steps[:4]
    other = taken(start, (*RULES[:2], Rule("sgd", 0.9)), course)
    assert other.steps[:2] == course.steps[:2]
    assert other.steps[2].rule.lr == 0.9
    np.testing.assert_array_equal(other.losses, taken(start, (*RULES[:2], Rule("sgd", 0.9))).losses)


def test_a_step_that_runs_away_is_not_taken() -> None:
    start = plain_problem("rnn", activation="identity")
    course = taken(start, [Rule("sgd", 0.01), Rule("sgd", 1e3), Rule("sgd", 0.01)])
    assert course.cut
    assert len(course.steps) == 1
    assert not next_step(course, Rule("sgd", 1e3)).holds
    assert next_step(course, Rule("sgd", 1e-3)).holds
    assert not taken(start, [Rule("sgd", 0.01)]).cut


def test_what_is_beyond_float64_does_not_hold() -> None:
    start = plain_problem("rnn", activation="identity")
    step = next_step(Course(start), Rule("sgd", 1e300))
    assert not np.isfinite(step.learned.after)
    assert not step.holds


def test_a_huge_loss_may_still_be_made_smaller() -> None:
    start = plain_problem("rnn", activation="identity")
    grown = start.with_parameters({"weight_hh": 1e4 * start.weights.weight_hh})
    course = Course(grown)
    assert grown.value() > MOST
    assert next_step(course, Rule("sgd", 1e-3, 1.0)).holds


def test_what_is_applied_is_clipped() -> None:
    step = next_step(Course(plain_problem("gru")), Rule("sgd", 0.1, 0.01))
    assert step.clipped.norm > 0.01
    moved = np.concatenate([value.ravel() for value in step.learned.moved.values()])
    assert np.linalg.norm(moved) == pytest.approx(0.1 * 0.01, rel=1e-3)


def test_rules_as_text() -> None:
    assert to_text(RULES) == "sgd:0.05*3,adam:0.02:0.5*3,adam:0.01*2,sgd:0.1:0.2*1"
    assert from_text(to_text(RULES)) == RULES
    assert from_text("") == ()
    for seed in range(50):
        rng = np.random.default_rng(seed)
        drawn = [Rule(str(rng.choice(["sgd", "adam"])), float(rng.random()), float(rng.integers(3))) for _ in range(9)]
        assert from_text(to_text(drawn)) == tuple(drawn)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sgd", "it must look like sgd:0.1"),
        ("rmsprop:0.1*2", "“rmsprop:0.1\\*2”: it must look like"),
        ("sgd:0.1:1:1*2", "it must look like"),
        ("sgd:0.1", "The number of learning steps is “”"),
        ("sgd:0.1*0", "whole number from 1 to 500"),
        ("sgd:x*1", "must be a number"),
        ("sgd:-1*1", "from 0 to 10000"),
        ("sgd:0.1*400,sgd:0.2*101", f"more than {MAX_TAKEN} learning steps"),
    ],
)
def test_wrong_text_is_said(text: str, said: str) -> None:
    with pytest.raises(LinkError, match=said):
        from_text(text)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_sampled_differences_are_the_central_ones(cell: str) -> None:
    problem = plain_problem(cell)
    full = sampled_differences(problem)
    assert full.looked == full.total == sum(value.size for value in problem.parameters().values())
    for name, slopes in central_differences(problem).items():
        np.testing.assert_array_equal(full.slopes[name], slopes)
    gradients = autograd.gradients(problem)
    assert largest_difference(gradients, full) < 1e-6 <= allowed(gradients, problem.value())
    some = sampled_differences(problem, most_steps=100)
    assert (some.looked, some.total) == (10, full.total)
    seen = {name: ~np.isnan(slopes) for name, slopes in some.slopes.items()}
    assert sum(int(mask.sum()) for mask in seen.values()) == 10
    for name, mask in seen.items():
        np.testing.assert_array_equal(some.slopes[name][mask], full.slopes[name][mask])


def test_a_wrong_gradient_is_seen_by_the_differences() -> None:
    problem = plain_problem("rnn")
    wrong = dict(autograd.gradients(problem))
    wrong["weight_hh"] = wrong["weight_hh"].T
    assert largest_difference(wrong, sampled_differences(problem)) > allowed(wrong, problem.value())


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_step_that_makes_the_loss_larger_is_too_long_where_it_goes_down_at_first(cell: str) -> None:
    """Beside the loss itself a millionth of the way along the step. With Adam's memory both kinds occur."""
    seen = set()
    for seed in range(3):
        start, known = plain_problem(cell, seed), None
        for rules in ([Rule("sgd", 0.05)] * 2, *([Rule("adam", 0.1)] * many for many in range(5, 60, 3))):
            known = course = taken(start, rules, known)
            step = next_step(course, rules[-1])
            old, moved = course.now.parameters(), step.learned.moved
            near = course.now.with_parameters({name: old[name] + 1e-6 * moved[name] for name in old})
            slope = near.value() - course.now.value()
            if abs(slope) > 1e-9 * course.now.value():
                assert step.downhill == (slope < 0), (seed, rules)
                seen.add(step.downhill)
    assert seen == {True, False}


def drawn(cell: str, seed: int) -> tuple[Problem, np.ndarray]:
    rng = np.random.default_rng(seed)
    steps, inputs, hidden, outputs = (int(rng.integers(1, high)) for high in (6, 4, 5, 4))
    target = rng.standard_normal((1, outputs))
    head = Head(rng.standard_normal((outputs, hidden)), rng.standard_normal(outputs))
    x = rng.standard_normal((steps, inputs))
    loss = Loss("squared", target, "last")
    return Problem(cell, x, seeded_weights(cell, inputs, hidden, seed), head, loss, np.zeros(hidden)), target


def by_torch(problem: Problem, target: np.ndarray, optimiser: str, lr: float, forget: bool) -> list[tuple]:
    """(grads, y, loss, weights) after every line that ran or was skipped."""
    size = problem.weights
    rnn = MODULES[problem.cell](size.input_size, size.hidden_size, dtype=torch.float64)
    rnn.load_state_dict({f"{name}_l0": torch.tensor(value) for name, value in vars(size).items()})
    head = nn.Linear(size.hidden_size, len(problem.head.bias), dtype=torch.float64)
    head.load_state_dict({name: torch.tensor(value) for name, value in vars(problem.head).items()})
    named = {f"{name}": getattr(rnn, f"{name}_l0") for name in vars(size)}
    named |= {"head_weight": head.weight, "head_bias": head.bias}
    steps = TORCHS[optimiser](named.values(), lr=lr)
    x, y = torch.tensor(problem.x), torch.tensor(target)
    found = []

    def seen(outputs: torch.Tensor | None, loss: torch.Tensor | None) -> None:
        grads = {name: None if p.grad is None else p.grad.numpy().copy() for name, p in named.items()}
        arrays = {name: p.detach().numpy().copy() for name, p in named.items()}
        found.append(
            (
                grads,
                None if outputs is None else outputs.detach().numpy(),
                None if loss is None else loss.item(),
                arrays,
            )
        )

    for _ in range(ROUNDS):
        if not forget:
            steps.zero_grad()
        seen(None, None)
        outputs = head(rnn(x)[0])
        seen(outputs, None)
        loss = 0.5 * ((outputs[-1:] - y) ** 2).sum()
        seen(outputs, loss)
        loss.backward()
        seen(outputs, loss)
        steps.step()
        seen(outputs, loss)
    return found


def same(ours: LineEffect, theirs: tuple) -> None:
    grads, y, loss, weights = theirs
    for name, value in weights.items():
        np.testing.assert_allclose(ours.weights[name], value, atol=1e-12, rtol=0)
        if ours.grad is None:
            assert grads[name] is None
        else:
            np.testing.assert_allclose(ours.grad[name], grads[name], atol=1e-12, rtol=1e-12)
    assert (ours.y is None, ours.loss is None) == (y is None, loss is None)
    if ours.y is not None:
        np.testing.assert_allclose(ours.y, y, atol=1e-12, rtol=0)
    if ours.loss is not None:
        assert ours.loss == pytest.approx(loss, abs=1e-12)


@pytest.mark.parametrize("cell", MODULES)
@pytest.mark.parametrize("optimiser", TORCHS)
@pytest.mark.parametrize("forget", [False, True])
def test_every_line_leaves_what_torch_leaves(cell: str, optimiser: str, forget: bool) -> None:
    for seed in range(4):
        problem, target = drawn(cell, seed)
        ours = line_effects(problem, optimiser, 0.05, forget)
        theirs = by_torch(problem, target, optimiser, 0.05, forget)
        assert len(ours) == 1 + len(theirs) == 1 + ROUNDS * len(LINES)
        for one, other in zip(ours[1:], theirs, strict=True):
            same(one, other)


def test_with_zero_grad_forgotten_the_second_gradient_is_a_sum() -> None:
    problem, _ = drawn("rnn", 1)
    right, wrong = (line_effects(problem, "sgd", 0.05, forget) for forget in (False, True))
    first, second = right[4], right[9]
    assert wrong[9].grad is not None
    assert first.grad is not None
    assert second.grad is not None
    for name, value in wrong[9].grad.items():
        np.testing.assert_allclose(value, first.grad[name] + second.grad[name], atol=1e-14)
    assert (wrong[6].skipped, right[6].skipped) == (True, False)
    assert wrong[6].grad is wrong[5].grad


def test_the_moments_are_of_the_problem_as_it_is() -> None:
    problem, _ = drawn("gru", 2)
    start = line_effects(problem, "sgd", 0.0, False)
    assert start[0].number == -1
    assert all(np.array_equal(value, problem.parameters()[name]) for name, value in start[-1].weights.items())
    assert replace(start[0], round=1).round == 1
