"""The backward pass's arithmetic is computed here, slot by slot, and has to give the core's number; names, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from rnnviz.core.bptt import GradientRecord, backward, chain, contributions, number_chain, running_products
from rnnviz.core.cells import CELLS, quantities
from rnnviz.core.expansion import expansion, slip_f
from rnnviz.core.losses import LOSSES
from rnnviz.equations import NOTATIONS
from rnnviz.equations.bptt import factor_latex, formulas, gradient_latex, how, layout, names, path_symbols, term_latex
from tests.bptt_cases import random_problem
from tests.test_equations import compute, python

SLOT = re.compile(r"\[\[([\w.]+):([@#]|\d+)(?::([@#]|\d+))?\]\]")
SYMBOL = re.compile(r"\\sym\{([\w.]+)\}(?:\[@\]|\[#\]|\[@,#\])")
GATES = {name: cell.gates or ("a",) for name, cell in CELLS.items()}
STATES = {name: cell.states for name, cell in CELLS.items()}


def parameters(cell: str) -> list[str]:
    return [*CELLS[cell].arrays, "head_weight", "head_bias"]


class Numbers:
    """What the slots stand for at one step: the record's fields, weights, slopes, and what is `given` by name."""

    def __init__(self, gradient: GradientRecord, step: int, linear: str = "hh", **given: np.ndarray) -> None:
        self.gradient, self.step, self.linear, self.given = gradient, step, linear, given
        self.cell = gradient.problem.cell

    def __call__(self, name: str, row: int, col: int | None = None) -> float:
        if name in self.given:
            value = self.given[name]
            return float(value[row] if np.ndim(value) == 1 else value[row, col] if np.ndim(value) else value)
        field, *rest = name.split(".")
        hidden = self.gradient.hidden_size
        if field == "d":
            slopes = getattr(self.gradient.local, self.linear)[self.step]
            return float(slopes[STATES[self.cell].index(rest[0]), GATES[self.cell].index(rest[1]), row])
        at = row + (GATES[self.cell].index(rest[0]) * hidden if rest else 0)
        if field == "weight_hh":
            return float(self.gradient.problem.weights.weight_hh[at, col])
        return float(quantities(self.gradient.forward)[field][self.step, at])


def sides(template: str, numbers: Numbers, unit: int, col: int) -> Iterator[float]:
    """The value of every side of a template behind its name."""

    def place(text: str | None) -> int | None:
        return None if text is None else {"@": unit, "#": col}[text] if text in "@#" else int(text)

    def filled(found: re.Match[str]) -> str:
        row, column = place(found[2]), place(found[3])
        assert row is not None
        return f"({numbers(found[1], row, column)!r})"

    def spelled(found: re.Match[str]) -> str:
        indices = {"[@]": (unit,), "[#]": (col,), "[@,#]": (unit, col)}[found[0][found[0].rindex("[") :]]
        return f"({numbers(found[1], *indices)!r})"

    text = re.sub(r"\\;\\text\{\(.*?\)\}|\\;\\text\{since \}.*", "", template)
    text = re.sub(r"\\underbrace\{(\[\[.*?\]\])\}_\{\\text\{\w+\}\}", r"\1", text)
    text = text.replace(r"\left", "").replace(r"\right", "").replace(r"\tfrac{1}{2}", "0.5*")
    whole = text.split("=")
    for side in whole[1:] if r"\partial" in whole[0] or "E_{t}" in whole[0] or "text" in whole[0] else whole:
        arithmetic = SLOT.sub(filled, SYMBOL.sub(spelled, side))
        arithmetic = re.sub(r"\^\{2\}", "**2", arithmetic)
        if arithmetic.startswith(r"-\ln"):
            yield -float(np.log(compute(python(arithmetic.removeprefix(r"-\ln")))))
        else:
            yield evaluate(arithmetic)


def evaluate(arithmetic: str) -> float:
    """`compute` has no powers: a square is written as a product."""
    text = python(arithmetic)
    while "**2" in text:
        end = text.index("**2")
        start = opening(text, end - 1)
        text = f"{text[:start]}({text[start:end]}*{text[start:end]}){text[end + 3 :]}"
    return compute(re.sub(r"\)\s*\(", ")*(", text))


def opening(text: str, closing: int) -> int:
    depth = 0
    for at in range(closing, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if not depth:
            return at
    raise AssertionError(text)


def check(template: str, numbers: Numbers, unit: int, col: int, value: float) -> None:
    found = list(sides(template, numbers, unit, col))
    assert len(found) >= 1
    for side in found:
        assert side == pytest.approx(value, rel=1e-10, abs=1e-12), template


def cases(cell: str) -> Iterator[GradientRecord]:
    """Random problems, clamped and not; all activations and losses."""
    return (backward(random_problem(cell, seed)) for seed in range(24))


def templates(gradient: GradientRecord) -> dict[str, str]:
    problem = gradient.problem
    sizes = gradient.jacobians.shape[-1], gradient.y.shape[1]
    return how(problem.cell, problem.loss.kind, *sizes, problem.activation)


def last(gradient: GradientRecord) -> int:
    return len(gradient.y) - 1


@pytest.mark.parametrize("cell", CELLS)
def test_every_entry_of_a_state_factor(cell: str) -> None:
    for gradient in cases(cell):
        texts, hidden = templates(gradient), gradient.hidden_size
        for step, matrix in enumerate(gradient.jacobians):
            for (row, col), value in np.ndenumerate(matrix):
                block = f"state.{STATES[cell][row // hidden]}.{STATES[cell][col // hidden]}"
                on = row % hidden == col % hidden and f"{block}.on" in texts
                key = f"{block}.on" if on else block if block in texts else f"{block}.zero"
                check(texts[key], Numbers(gradient, step, entry=np.float64(value)), row % hidden, col % hidden, value)


@pytest.mark.parametrize("cell", CELLS)
def test_every_slope(cell: str) -> None:
    seen, reads_h = set(), "weight_hh" in CELLS[cell].arrays
    for gradient in cases(cell):
        for key, template in templates(gradient).items():
            if not key.startswith("slope."):
                continue
            _, of, gate, *kind = key.split(".")
            for step in range(last(gradient) + 1):
                clamped = gate in gradient.problem.clamps and not np.isnan(gradient.problem.clamps[gate][step])
                if ("clamped" in kind) != clamped:
                    continue
                numbers = Numbers(gradient, step, "ih" if "ih" in kind or not reads_h else "hh")
                seen.add(key)
                for unit in range(gradient.hidden_size):
                    value = numbers(f"d.{of}.{gate}", unit)
                    check(template, numbers, unit, 0, value)
                    assert value == 0.0 or not clamped
    assert seen == {key for key in templates(gradient) if key.startswith("slope.")}


@pytest.mark.parametrize(("cell", "parameter"), [(cell, name) for cell in CELLS for name in parameters(cell)])
def test_every_entry_of_a_parameters_factor(cell: str, parameter: str) -> None:
    for gradient in list(cases(cell))[:8]:
        texts, hidden, t = templates(gradient), gradient.hidden_size, last(gradient)
        factor = chain(gradient, t, t, parameter)[-1]
        columns = factor.by_shape[1] if len(factor.by_shape) > 1 else 1
        bias = ".bias" if len(factor.by_shape) == 1 else ""
        standing = {"weight_ih": gradient.forward.x, "weight_hh": gradient.forward.h_prev}.get(parameter)
        for (row, at), value in np.ndenumerate(factor.matrix):
            line, col = divmod(at, columns)
            given = {"entry": np.float64(value), "h": gradient.forward.h[t]}
            given |= {} if standing is None else {"standing": standing[t]}
            numbers = Numbers(gradient, t, parameter[-2:], **given)
            if parameter.startswith("head"):
                key = f"local.y{bias}" if line == row else "local.zero"
            else:
                gate, of = GATES[cell][line // hidden], STATES[cell][row // hidden]
                meets = line % hidden == row % hidden and f"local.{of}.{gate}" in texts
                key = f"local.{of}.{gate}{bias}" if meets else "local.zero"
            check(texts[key], numbers, row % hidden if "y" not in key else row, col, value)


@pytest.mark.parametrize("cell", CELLS)
def test_the_error_the_head_and_the_products(cell: str) -> None:
    for gradient in cases(cell):
        texts, t, hidden = templates(gradient), last(gradient), gradient.hidden_size
        y, target = gradient.y[t], gradient.problem.loss.target_rows(gradient.y)[t]
        p = np.exp(y - y.max()) / np.exp(y - y.max()).sum()
        given = {"y": y, "p": p, "target": target, "error": gradient.errors[[t]]}
        right = int(np.argmax(target)) if gradient.problem.loss.kind == "cross_entropy" else 0
        check(texts["loss"], Numbers(gradient, t, **given), 0, right, gradient.errors[t])
        factors = chain(gradient, t, 0, "weight_ih")
        for col, value in enumerate(gradient.dy[t]):
            check(texts["error"], Numbers(gradient, t, entry=np.float64(value), **given), 0, col, value)
        for (row, col), value in np.ndenumerate(factors[1].matrix):
            numbers = Numbers(gradient, t, entry=np.float64(value), head_weight=gradient.problem.head.weight)
            check(texts["head" if col < hidden else "head.zero"], numbers, row, col % hidden, value)
        rows = running_products(factors)
        for before, factor, after in zip(rows, factors[1:], rows[1:], strict=False):
            for col, value in enumerate(after[0]):
                numbers = Numbers(gradient, t, row=before[0], factor=factor.matrix, entry=np.float64(value))
                check(texts[f"product.{len(before[0])}"], numbers, 0, col, value)


@pytest.mark.parametrize("cell", CELLS)
def test_what_the_sweep_adds_up(cell: str) -> None:
    for gradient in cases(cell):
        texts, hidden, rows = templates(gradient), gradient.hidden_size, gradient.signals.sum(axis=0)
        for k in range(last(gradient)):
            later = rows[k + 1] @ gradient.jacobians[k + 1]
            own = gradient.dy[k] @ gradient.problem.head.weight
            given = {"dy": gradient.dy[k], "head_weight": gradient.problem.head.weight, "next": rows[k + 1]}
            given |= {"jacobian": gradient.jacobians[k + 1], "own": own, "dh": gradient.dh[k]}
            for unit in range(hidden):
                dh = Numbers(gradient, k, later=later[:hidden], entry=gradient.dh[k], **given)
                for key, value in (("sweep.h", gradient.dh[k]), ("sweep.own", own), ("sweep.later", later)):
                    check(texts[key], dh, unit, unit, value[unit])
                if gradient.dc is not None:
                    dc = Numbers(gradient, k, later=later[hidden:], entry=gradient.dc[k], **given)
                    check(texts["sweep.c"], dc, unit, unit, gradient.dc[k, unit])
                    check(texts["sweep.later"], dc, unit, hidden + unit, later[hidden + unit])


def test_a_wrong_template_is_caught() -> None:
    """The checks above are worth what they catch: 1 - h for 1 - h²."""
    gradient = backward(random_problem("rnn", 0))
    wrong = templates(gradient)["state.h.h"].replace("^{2}", "")
    value = gradient.jacobians[0, 0, 0]
    with pytest.raises(AssertionError):
        check(wrong, Numbers(gradient, 0, entry=value), 0, 0, value)


# Names and formulas


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_factor_has_a_name_and_a_formula_in_every_notation(cell: str, notation: str) -> None:
    for parameter in parameters(cell):
        for loss in LOSSES:
            named, written = names(cell, notation, parameter), formulas(cell, notation, loss, parameter)
            factors = ["error", "head", "state", "local"]
            assert all(named[key].startswith(r"\frac{\partial ") for key in factors)
            assert all(written[key].count("{") == written[key].count("}") for key in written)
            assert set(factors) < set(written)
        symbols = path_symbols(cell, notation, parameter)
        asked = {
            name for text in how(cell, "squared", 4, 2).values() for name in re.findall(r"\\sym\{([\w.]+)\}", text)
        }
        assert asked <= set(symbols)


def plain(latex: str) -> str:
    return re.sub(r"\\htmlClass\{q-\w+\}\{(.*?)\}(?=[^}]|$)", r"\1", latex)


def test_the_state_factor_of_the_rnn_in_four_notations() -> None:
    found = {key: plain(formulas("rnn", key, "squared", "weight_hh")["state"]) for key in NOTATIONS}
    assert found["torch"] == r"\mathrm{diag}(1-h_{t}\odot h_{t})\,W_{hh}"
    assert found["concat"] == r"\mathrm{diag}(1-h_{t}\odot h_{t})\,W^{h}"
    assert found["wu"] == r"\mathrm{diag}(1-h_{t}\odot h_{t})\,U"
    assert found["andrew"] == r"\mathrm{diag}(1-a^{\langle t\rangle}*a^{\langle t\rangle})\,W_{aa}"
    for cell, activation in [("rnn", "tanh"), ("rnn", "relu"), ("rnn", "identity"), ("lstm", "tanh"), ("gru", "tanh")]:
        own = (cell, activation) == ("rnn", "tanh")
        assert ("W_hhᵀ diag(1 − h²)" in layout(cell, activation)) == own


def test_other_activations_have_other_slopes() -> None:
    relu = formulas("rnn", "torch", "squared", "weight_hh", "relu")["state"]
    assert relu == r"\mathrm{diag}(\mathbf{1}_{a_{t}>0})\,W_{hh}"
    assert formulas("rnn", "torch", "squared", "weight_hh", "identity")["state"] == "W_{hh}"


def test_the_slides_write_a_path_as_fractions() -> None:
    gradient = backward(random_problem("rnn", 2, clamped=False))  # five steps, a loss at each
    third = expansion(gradient, 2, "weight_hh")
    assert gradient_latex(third) == r"\frac{\partial E_{3}}{\partial W_h}"
    assert term_latex(third.terms[0]) == r"\,".join(
        [
            r"\frac{\partial E_{3}}{\partial y_{3}}",
            r"\frac{\partial y_{3}}{\partial h_{3}}",
            r"\frac{\partial h_{3}}{\partial h_{2}}",
            r"\frac{\partial h_{2}}{\partial h_{1}}",
            r"\frac{\partial h_{1}}{\partial W_h}",
        ]
    )
    np.testing.assert_allclose(third.total, contributions(gradient, "weight_hh", 2).sum(axis=0))
    wrong = slip_f(gradient).repeated.terms[-1]
    assert term_latex(wrong).count(r"\frac{\partial h_{3}}{\partial h_{2}}") == 2
    assert [factor_latex(one) for one in number_chain([0.2, 0.1, 0.01, 0.02])][-1] == (
        r"\frac{\partial h_{1}}{\partial W_h}"
    )


def test_the_names_say_what_is_derived_by_what() -> None:
    found = {key: plain(text) for key, text in names("lstm", "torch", "weight_hh").items()}
    assert found["error"] == r"\frac{\partial E_{t}}{\partial y_{t}}"
    assert found["head"] == r"\frac{\partial y_{t}}{\partial (h_{t},c_{t})}"
    assert found["state"] == r"\frac{\partial (h_{t},c_{t})}{\partial (h_{t-1},c_{t-1})}"
    assert found["local"] == r"\frac{\partial (h_{t},c_{t})}{\partial W_{hh}}"
    assert found["so_far.state"] == r"\boldsymbol{\delta}_{t}"
    assert plain(names("gru", "torch", "head_weight")["local"]) == r"\frac{\partial y_{t}}{\partial W_{y}}"
    assert plain(names("rnn", "andrew", "head_bias")["local"]).endswith(r"{\partial b_{y}}")
