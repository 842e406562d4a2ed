"""An embedding's gradient and its learning steps against torch, and the slides' printed table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from rnnviz.core.course import Rule
from rnnviz.core.typed import InputError
from rnnviz.lessons.words.embedding import (
    LOSSES,
    PRESETS,
    EmbeddingState,
    TableCourse,
    TableProblem,
    changed,
    course,
    holds,
    next_step,
    problem,
    read,
    taken,
)
from rnnviz.lessons.words.embedding.why import size
from rnnviz.lessons.words.presets import AFTER, BEFORE

TORCHS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def drawn(seed: int, loss: str) -> TableProblem:
    """A random problem: repeated tokens, rows that are never read, now and then a padding_idx."""
    rng = np.random.default_rng(seed)
    words, size, lines, places = (int(rng.integers(low, high)) for low, high in ((2, 9), (1, 6), (1, 4), (1, 7)))
    width = size * (places if loss == "flat" else 1)
    target = rng.integers(0, 2, lines).astype(float) if LOSSES[loss].classes else rng.standard_normal(size)
    ids = rng.integers(0, words, (lines, places))
    padding = int(rng.integers(words)) if seed % 2 else None
    return TableProblem(rng.standard_normal((words, size)), ids, loss, target, rng.standard_normal((2, width)), padding)


def torchs_loss(p: TableProblem, rows: torch.Tensor, lines: slice) -> torch.Tensor:
    weight = torch.tensor(p.weight)
    if p.loss == "target":
        return 0.5 * F.mse_loss(rows, torch.tensor(p.target).expand_as(rows), reduction="sum")
    y = rows.mean(1) @ weight.T if p.loss == "mean" else rows.flatten(1) @ weight.T
    return F.cross_entropy(y, torch.tensor(p.target[lines]).long(), reduction="sum")


def test_20_of_the_32_printed_entries_move_by_a_thousandth() -> None:
    """From the slides' two tables alone."""
    change = np.round(np.abs(AFTER - BEFORE), 4)
    assert (np.count_nonzero(change == 0.001), np.count_nonzero(change == 0.0)) == (20, 12)
    assert sorted(np.flatnonzero(change.any(axis=1)).tolist()) == [0, 1, 2, 4, 7]


FALSE = {
    "slides": {"taken": (Rule("adam", 0.001),)},
    "twice": {"text": "Learning is a topic"},
    "padding": {"padding": 1},
    "memory": {"optimiser": "sgd"},
}
TRUE = {
    "slides": {"optimiser": "adam"},
    "twice": {"column": 2},
    "padding": {"at": 2},
    "memory": {"taken": (Rule("adam", 0.1),)},
}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_sentence_goes_when_what_it_speaks_of_has_changed(preset: str) -> None:
    setup = PRESETS[preset].setup
    assert holds(setup)
    assert holds(replace(setup, **TRUE[preset]))
    assert not holds(replace(setup, **FALSE[preset]))


@pytest.mark.parametrize(("gradient", "all_alike"), [(1.0, True), (1e-6, False), (0.0, False)])
def test_only_rows_that_move_by_the_rate_are_said_to(gradient: float, all_alike: bool) -> None:
    """A gradient as small as Adam's ε moves less than η: by hand 0.1 · 1e-6 / (1e-6 + 1e-8) = 0.0990."""
    start = TableProblem(np.array([[gradient, 1.0]]), np.array([[0]]), "target", np.zeros(2), np.zeros((2, 2)))
    step = next_step(TableCourse(start, False), Rule("adam", 0.1))
    torchs = torch.nn.Parameter(torch.tensor(start.table))
    torchs.grad = torch.tensor([[gradient, 1.0]], dtype=torch.float64)
    torch.optim.Adam([torchs], lr=0.1).step()
    np.testing.assert_allclose(step.after, torchs.detach().numpy(), atol=1e-15)
    assert ("every entry moves by 0.1" in size(step, 0)) is all_alike


@pytest.mark.parametrize("loss", LOSSES)
def test_random_gradients_and_steps_are_torchs(loss: str) -> None:
    """nn.Embedding in float64, with SGD or Adam over five steps, all lines or one at a time."""
    for seed in range(12):
        p, how, turn = drawn(seed, loss), ("sgd", "adam")[seed // 2 % 2], bool(seed % 3)
        rule = Rule(how, 0.05)
        layer = torch.nn.Embedding.from_pretrained(torch.tensor(p.table), freeze=False, padding_idx=p.padding_idx)
        theirs = TORCHS[how](layer.parameters(), lr=rule.lr)
        ours = taken(p, turn, [rule] * 5)
        for number, step in enumerate(ours.steps):
            at = number % len(p.ids)
            lines = slice(at, at + 1) if turn else slice(None)
            theirs.zero_grad()
            found = torchs_loss(p, layer(torch.tensor(p.ids[lines])), lines)
            found.backward()
            np.testing.assert_allclose(step.read.loss, found.item(), rtol=1e-12)
            np.testing.assert_allclose(step.read.gradient, layer.weight.grad.numpy(), rtol=1e-12, atol=1e-12)
            theirs.step()
            np.testing.assert_allclose(step.after, layer.weight.detach().numpy(), rtol=1e-10, atol=1e-12)


def test_the_gradient_of_a_row_is_the_sum_over_its_places() -> None:
    p = drawn(4, "mean")
    found = read(p)
    for row in range(len(p.table)):
        np.testing.assert_allclose(found.gradient[row], found.d_rows[p.ids == row].sum(0), atol=1e-15)
        assert found.counts[row] == (p.ids == row).sum()


def test_adam_at_a_thousandth_makes_the_table_that_the_slides_print() -> None:
    setup = EmbeddingState()
    step = next_step(course(setup), Rule("adam", 0.001))
    np.testing.assert_array_equal(np.round(step.after, 4), AFTER)
    np.testing.assert_allclose(step.before, BEFORE)
    moved = [0, 1, 2, 4, 7]
    assert np.flatnonzero(step.moved.any(axis=1)).tolist() == moved
    np.testing.assert_allclose(np.abs(step.moved[moved]), 0.001, rtol=1e-6)
    np.testing.assert_allclose(step.mean, step.read.gradient)
    np.testing.assert_allclose(step.square, step.read.gradient**2)


@pytest.mark.parametrize("rate", [1e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 0.1, 1.0])
def test_no_rate_of_sgd_does(rate: float) -> None:
    """Only the 12 entries of the rows that nobody reads are as printed, or a few more."""
    step = next_step(course(EmbeddingState()), Rule("sgd", rate))
    assert (np.abs(step.after - AFTER) <= 0.00005).sum() < 24


def test_what_the_other_presets_say_holds() -> None:
    twice = PRESETS["twice"].setup
    step = next_step(course(twice), twice.rule)
    np.testing.assert_allclose(step.read.gradient[7], 2 * BEFORE[7])
    np.testing.assert_allclose(step.moved[7], -0.1 * 2 * BEFORE[7])
    padding = PRESETS["padding"].setup
    step = next_step(course(padding), padding.rule)
    assert step.read.counts[1] == 4
    assert np.argmax(np.abs(step.moved).sum(axis=1)) == 1
    assert not next_step(course(changed(padding, padding=1)), padding.rule).moved[1].any()
    memory = PRESETS["memory"].setup
    after_one = course(changed(memory, taken=(memory.rule,)))
    step = next_step(after_one, memory.rule)
    assert step.read.counts.tolist() == [1, 1, 0, 1]
    assert step.moved[2].any()
    assert not next_step(after_one, Rule("sgd", 0.1)).moved[2].any()


def test_what_runs_away_is_not_taken() -> None:
    setup = changed(PRESETS["twice"].setup, taken=(Rule("sgd", 0.1), *[Rule("sgd", 1e4)] * 9))
    found = course(setup)
    assert found.cut
    assert 1 <= len(found.steps) < 10
    assert np.isfinite(found.table).all()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"target": "3"}, "1 or 2"),
        ({"target": "1, 2"}, "here 1"),
        ({"target": "x"}, "not a number"),
        ({"loss": "target", "target": "1, 2"}, "4 numbers"),
        ({"loss": "target", "target": "1, 2, 3, 400"}, "too big"),
        ({"padding": 8}, "0 to 7"),
        ({"text": ""}, "no word"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(values: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        problem(changed(EmbeddingState(), **values))
