"""Numbers that stand beside each other in tables, sentences and charts, as they are shown, for random states.

What one says of another (a sum, a change, a mean) holds for numbers that are written so.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from mpmath import iv

from rnnviz.core.course import Course, Rule, line_effects, next_step, taken
from rnnviz.core.losses import scored
from rnnviz.core.metrics import NOT_DEFINED, terms
from rnnviz.figures.axes import hover_texts as pointed
from rnnviz.lessons.gradient import sums
from rnnviz.lessons.gradient.sums import contributions_figure
from rnnviz.lessons.train import honest
from rnnviz.lessons.update import five_lines, numbers
from rnnviz.lessons.update.step import in_words
from rnnviz.lessons.vanishing import PRESETS, VanishingState, cells, comparison, radius, remedies, remedies_view, spread
from rnnviz.lessons.words.similar import grown, pair
from rnnviz.lessons.words.similar_view import line, table
from rnnviz.lessons.words.word_table import words_payload
from tests.bptt_cases import plain_problem
from tests.evaluating import agree, rounded
from tests.words_cases import sentences

STATES = 50
CELLS = ("rnn", "lstm", "gru")
BOLD = r"\*\*([^*]+)\*\*"


def cells_of(markdown: str) -> list[list[str]]:
    """The rows of a Markdown table under its head."""
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in markdown.splitlines() if row[:1] == "|"]
    return rows[2:]


def whole(text: str) -> int:
    """12 416 as it is written."""
    return int(re.sub(r"\D", "", text))


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, list[str]]]:
    """The tables that a page draws, every number as its column writes it."""
    found: list[dict[str, list[str]]] = []

    def drawn(data: dict[str, Any], column_config: dict[str, Any], **_: object) -> None:
        forms = {name: config["type_config"]["format"] for name, config in column_config.items()}
        found.append({
            name: [forms[name] % value if name in forms and value is not None else str(value) for value in values]
            for name, values in data.items()
        })  # fmt: skip

    for module in (numbers, five_lines):
        monkeypatch.setattr(module.st, "dataframe", drawn)
    return found


def some(shown: dict[str, list[str]], names: tuple[str, ...], count: int = 8) -> list[tuple[str, ...]]:
    """Rows of a table, drawn at random."""
    rows = list(zip(*(shown[name] for name in names), strict=True))
    return random.Random(len(rows)).sample(rows, min(count, len(rows)))


def courses() -> Iterator[tuple[Course, Rule]]:
    for seed in range(STATES):
        rng = random.Random(seed)
        rule = Rule(rng.choice(["sgd", "adam"]), rng.choice([1e-4, 0.01, 0.1]), rng.choice([0, 0, 0.5]))
        yield taken(plain_problem(CELLS[seed % 3], seed), [rule] * rng.randrange(4)), rule


def test_the_step_to_come_is_its_numbers(frames: list[dict[str, list[str]]]) -> None:
    """Before + change = after, of the loss and of every weight; SGD's change is −η times the clipped gradient."""
    for course, rule in courses():
        step = next_step(course, rule)
        text = in_words(step, course, len(course.steps))
        before, after, change = re.search(r"\*\*(\S+) → (\S+)\*\* \((\S+)\)", text).groups()
        assert agree(rounded(before) + rounded(change), rounded(after)), text
        assert ("falls" in text) == change.startswith("−")
        norm = re.search(rf"gradient {BOLD}", text)[1]
        clipped = re.search(rf"clipped to {BOLD}", text)
        share = rounded(clipped[1]) / rounded(norm) if clipped else iv.mpf(1)
        numbers.table(step, SimpleNamespace(slopes=step.gradient.gradients), step.gradient.gradients)
        shown = frames.pop()
        for old, slope, moved, new in some(shown, ("before", "gradient", "change", "after")):
            assert agree(rounded(old) + rounded(moved), rounded(new)), (old, moved, new)
            if rule.optimiser == "sgd":
                assert agree(-iv.mpf(rule.lr) * share * rounded(slope, 6), rounded(moved)), (slope, moved)


@pytest.mark.parametrize("forget", [False, True])
def test_the_five_lines_change_what_they_say(frames: list[dict[str, list[str]]], forget: bool) -> None:
    """Only `backward` and `zero_grad` touch .grad, only `step` a weight: by −η times what .grad holds."""
    for seed in range(STATES // 2):
        problem, lr = plain_problem(CELLS[seed % 3], seed), (0.01, 0.3)[seed % 2]
        found = line_effects(problem, "sgd", lr, forget)
        for at, here in enumerate(found):
            five_lines.table(found, at, problem.cell)
            shown = frames.pop()
            for held, holds, old, new in some(shown, (".grad before", ".grad after", "value before", "value after")):
                if here.number == 4:
                    assert agree(rounded(old, 6) - iv.mpf(lr) * rounded(holds, 6), rounded(new, 6)), (old, holds, new)
                else:
                    assert old == new
                if here.number in (1, 2, 4):
                    assert held == holds
                if here.number == 0:
                    assert holds == (held if forget else "None")


def test_the_parts_of_a_gradient_add_up_to_its_sum() -> None:
    for seed in range(STATES):
        rng = np.random.default_rng(seed)
        parts = rng.normal(size=rng.integers(1, 24)) * 10.0 ** rng.integers(-6, 4)
        drawn = sums.Bars(parts, float(parts.sum()), float(parts.sum() * (1 + 1e-13)))
        figure = contributions_figure(parts, drawn.total, drawn.reference, "E")
        each, (total,), (reference,) = (trace.text for trace in figure.data)
        assert agree(sum(map(rounded, each), iv.mpf(0)), rounded(total)), (each, total)
        text = sums.sentence(drawn, (0, 0), wrong=False)
        assert f"sum `{total}` · autograd `{reference}`" in text
        gap = re.search(BOLD, text)[1]
        assert agree(abs(rounded(total) - rounded(reference)), rounded(gap)), text


def setups() -> Iterator[VanishingState]:
    for seed in range(STATES):
        rng = random.Random(seed)
        start = PRESETS[rng.choice(list(PRESETS))].setup
        yield replace(
            start, radius=rng.choice([0.5, 0.9, 1.0, 1.3]), seed=seed, steps=rng.randrange(3, 12),
            hidden=rng.randrange(2, 6), clip=rng.choice([0.0, 0.01, 1.0]), window=0,
            activation=rng.choice(["tanh", "identity"]),
        )  # fmt: skip


def test_vanishing_s_sentences_are_its_curves() -> None:
    """As they are pointed at: the norm at step 1, σ_max to the power of the distance, clipping's one factor."""
    for setup in setups():
        found = spread(setup)
        text = radius.in_words(found)
        arriving, largest, _ = re.findall(BOLD, text)[-3:]
        assert agree(rounded(arriving), rounded(pointed(found.norm)[-1], 4)), text
        for distance, bound in enumerate(pointed(found.bound)):
            assert agree(rounded(largest) ** distance, rounded(bound, 4)), (largest, distance, bound)
        both = comparison(setup)
        for row, key in zip(cells_of(cells.cells_table(both, setup)), setup.lines, strict=True):
            norms = pointed(both.lines[key].norm)
            assert agree(rounded(row[2]), rounded(norms[-1], 4)), row
            if back := re.fullmatch(r"after (\d+) steps?", row[1]):
                assert rounded(norms[int(back[1])], 4).a < 0.01
                assert rounded(norms[int(back[1]) - 1], 4).b >= 0.01
        after = remedies(setup)
        lengths = [row[1] for row in cells_of(remedies_view.remedies_table(after, setup))]
        least = min(float(rounded(lengths[0]).b), setup.clip or np.inf)
        assert agree(rounded(lengths[1]), iv.mpf([min(float(rounded(lengths[0]).a), least), least * (1 + 1e-6)]))
        factor = rounded(lengths[3]) / rounded(lengths[0])
        for before, part in zip(pointed(after.whole.parts), pointed(after.both.parts), strict=True):
            assert agree(rounded(before, 4) * factor, rounded(part, 4)), (before, part, lengths)


def test_what_words_cost_and_how_alike_they_are() -> None:
    for seed, found in enumerate(sentences(STATES)):
        rng = random.Random(seed)
        size, tokens = found.table.shape[1], found.tokens
        for row in words_payload(found, 1, 1)["costs"]:
            words, hot, rows, stored = (whole(row[key]) for key in ("words", "one_hot", "embedded", "table"))
            assert (hot, rows, stored) == (tokens * words, tokens * size, words * size)
        for row in cells_of(table(grown(found, "piano film", letters=False, units=rng.randrange(1, 9)))):
            before, after, new = map(whole, row[1:])
            assert before + new == after
        one, other = rng.sample(range(len(found.vocabulary)), 2)
        two = pair(found, one, other)
        for like, vectors in (
            (two.embedded, found.table),
            (two.one_hot, np.eye(len(found.table))),
        ):
            distance, cosine = line("rows", like).strip("| ").split(" | ")[1:]
            a, b = ([iv.mpf(value) for value in vectors[at]] for at in (one, other))
            assert agree(iv.sqrt(sum((p - q) ** 2 for p, q in zip(a, b, strict=True))), rounded(distance))
            lengths = iv.sqrt(sum(p**2 for p in a)) * iv.sqrt(sum(q**2 for q in b))
            assert agree(sum(p * q for p, q in zip(a, b, strict=True)), rounded(cosine) * lengths)


def test_the_table_of_scores_is_worked_out_as_it_is_shown() -> None:
    """Squares of the errors beside them; MSE, MAE and R² of the columns."""
    for seed in range(STATES):
        rng = np.random.default_rng(seed)
        y, y_hat = rng.normal(size=(2, rng.integers(1, 7))).round(2) * 20
        y = np.full_like(y, 3.0) if seed % 9 == 0 else y
        text = honest.in_words(terms(y, y_hat))
        rows = [[rounded(cell) for cell in row] for row in cells_of(text)]
        for error, square, far, far_square in rows:
            assert agree(error**2, square)
            assert agree(far**2, far_square)
        errors, squares, far, spread_ = (list(column) for column in zip(*rows, strict=True))
        mse, mae, r2 = re.findall(BOLD, text)
        count = len(rows)
        assert agree(sum(squares) / count, rounded(mse)), text
        assert agree(sum(abs(error) for error in errors) / count, rounded(mae)), text
        if r2 == NOT_DEFINED:
            assert len(set(y)) == 1
        elif min(sum(spread_).a, 1) > 0:
            assert agree(1 - sum(squares) / sum(spread_), rounded(r2)), text


def test_the_two_ways_to_a_loss_are_one_number() -> None:
    for seed in range(STATES):
        rng = np.random.default_rng(seed)
        scores, target, weight = (
            rng.normal(size=(4, 2)).round(2),
            rng.integers(0, 2, 4),
            rng.uniform(0.1, 3, 2).round(1),
        )
        nll, entropy, twice = (row[1] for row in cells_of(honest.scores_in_words(scored(scores, target, weight, -1))))
        assert nll == entropy
        p = [[iv.exp(iv.mpf(str(a))) for a in row] for row in scores]
        p = [[a / sum(row) for a in row] for row in p]
        w = [iv.mpf(str(weight[it])) for it in target]
        mean = sum(-v * iv.log(row[it]) for v, row, it in zip(w, p, target, strict=True)) / sum(w)
        assert agree(mean, rounded(nll))
        again = [[iv.exp(a) for a in row] for row in p]
        mean = sum(-v * iv.log(row[it] / sum(row)) for v, row, it in zip(w, again, target, strict=True)) / sum(w)
        assert agree(mean, rounded(twice))


def test_a_number_too_far_is_seen() -> None:
    assert agree(rounded("0.5000") + rounded("−0.2500"), rounded("0.2500"))
    assert not agree(rounded("0.5000") + rounded("−0.2500"), rounded("0.2502"))
    assert not agree(rounded("1.234", 6), rounded("1.23402", 6))
    assert agree(rounded("1.5", 6), rounded("1.500002"))
