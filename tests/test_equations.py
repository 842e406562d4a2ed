"""Every equation is computed here, symbol by symbol and slot by slot, and has to give the record's number."""

from __future__ import annotations

import ast
import json
import math
import operator
import re
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import pytest

from rnnviz import equations
from rnnviz.core.cells import CELLS, Record, Weights, run
from rnnviz.core.head import Head, apply_head
from rnnviz.equations import EQUATIONS, NOTATIONS, for_streamlit, stage_equations, symbols
from rnnviz.theme import QUANTITIES
from tests.equation_cases import numbers, symbolic, whole

FORMS = [(cell.name, form) for cell in CELLS.values() for form in cell.forms]
SLOT = re.compile(r"\[\[([\w.]+):(@|\d+)(?::(@|\d+))?\]\]")
OPERATORS: dict[type, Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FUNCTIONS: dict[str, Any] = {
    "tanh": math.tanh,
    "sigma": lambda a: 1 / (1 + math.exp(-a)),
    "max": max,
    "exp": math.exp,
}


def compute(arithmetic: str) -> float:
    """Arithmetic and the four functions, nothing else."""

    def value(node: ast.AST) -> float:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -value(inner)
            case ast.BinOp(left=left, op=op, right=right):
                return float(OPERATORS[type(op)](value(left), value(right)))
            case ast.Call(func=ast.Name(id=name), args=inners):
                return float(FUNCTIONS[name](*map(value, inners)))
        raise ValueError(f"not arithmetic: {ast.dump(node)} in {arithmetic}")

    return value(ast.parse(arithmetic.strip(), mode="eval").body)


def python(latex: str) -> str:
    """LaTeX whose symbols are numbers in parentheses, as Python; what stands side by side is multiplied."""
    text = re.sub(r"e\^\{(\(.*?\))\}", r"exp\1", latex)
    text = re.sub(r"\\frac\{(.*?)\}\{(.*?)\}", r"(\1)/(\2)", text)
    text = re.sub(r"\\underbrace\{(.*?)\}_\{\\text\{\w+\}\}", r"\1", text)
    text = text.replace(r"\cdot", "*").replace(r"\odot", "*").replace("\\", "").replace("&", "")
    return re.sub(r"\)\s*\(", ")*(", text)


@dataclass(frozen=True)
class Case:
    """A cell with numbers in it, and its output layer; `at` is the step looked at."""

    cell: str
    activation: str
    form: str
    weights: Weights
    record: Record
    head: Head
    at: int = 2

    def number(self, name: str, row: int, col: int | None = None) -> float:
        """What a slot stands for: a weight, the output layer's number, or a field of the record at one step."""
        field, _, gate = name.partition(".")
        if field.startswith("head_"):
            part = getattr(self.head, field.removeprefix("head_"))
            return float(part[row] if col is None else part[row, col])
        offset = CELLS[self.cell].gates.index(gate) * self.weights.hidden_size if gate else 0
        if field.startswith(("weight", "bias")):
            part = getattr(self.weights, field)
            return float(part[offset + row] if col is None else part[offset + row, col])
        if field in ("y", "p"):
            out = apply_head(self.head, self.record.h, softmax=True, form="slide" if self.form == "slide" else "right")
            return float(getattr(out, field)[self.at, row])
        if field == "h_first":
            return float(self.record.h[0, row])
        return float(getattr(self.record, field)[self.at, offset + row])


def random_case(cell: str, inputs: int, hidden: int, seed: int, activation: str = "tanh", form: str = "right") -> Case:
    rng = np.random.default_rng(seed)
    kind = CELLS[cell]
    weights = kind.weights({name: rng.normal(size=shape) for name, shape in kind.shapes(inputs, hidden).items()})
    c0 = rng.normal(size=hidden) if cell == "lstm" else None
    cell_form = "right" if form == "slide" else form
    x = rng.normal(size=(4, inputs))
    record = run(cell, x, weights, rng.normal(size=hidden), c0, activation=activation, form=cell_form)
    return Case(cell, activation, form, weights, record, Head(rng.normal(size=(3, hidden)), rng.normal(size=3)))


def check_template(case: Case, quantity: str) -> None:
    hidden = case.weights.hidden_size
    template = numbers(
        case.cell,
        quantity,
        case.weights.input_size,
        hidden,
        activation=case.activation,
        form=case.form,
        head_size=len(case.head.bias),
    )
    for unit in range(len(case.head.bias) if quantity in ("y", "p") else hidden):

        def filled(found: re.Match[str], unit: int = unit) -> str:
            row, col = (unit if place == "@" else place and int(place) for place in found.groups()[1:])
            return f"({case.number(found[1], row, col)!r})"

        name, *sides = template.replace(r"\;\text{(clamped)}", "").split("=")
        assert name in (rf"\sym{{{quantity}}}[@]", rf"(\sym{{{quantity}}})[@]")
        assert sides[-1] == f"[[{quantity}:@]]"
        for side in sides:
            number = compute(python(SLOT.sub(filled, side)))
            assert number == pytest.approx(case.number(quantity, unit), rel=1e-12, abs=1e-12), (template, unit)


def computed(cell: str) -> list[str]:
    """Every quantity of a cell's record that is computed, gate by gate where it has gates."""
    blocks = CELLS[cell].gates
    fields = [key for key in CELLS[cell].record.__dataclass_fields__ if key not in ("x", "h_prev", "c_prev")]
    split = [key for key in ("a_ih", "a_hh", "a") if blocks and key in fields]
    return [f"{key}.{gate}" for key in split for gate in blocks] + [key for key in fields if key not in split]


@pytest.mark.parametrize(("cell", "form"), [*FORMS, ("rnn", "slide")])
@pytest.mark.parametrize("inputs", range(1, 5))
@pytest.mark.parametrize("hidden", range(1, 5))
def test_templates_compute_the_record(cell, form, inputs, hidden):
    for activation in ("tanh", "relu", "identity") if cell == "rnn" else ("tanh",):
        case = random_case(cell, inputs, hidden, 10 * inputs + hidden, activation, form)
        for quantity in [*computed(cell), "y", "p"]:
            check_template(case, quantity)


@pytest.mark.parametrize("cell", CELLS)
def test_templates_are_those_of_the_record_and_of_clamped_gates(cell):
    held = [f"{gate}.clamped" for gate in CELLS[cell].clampable]
    assert sorted(stage_equations(cell, 3, 2)["how"]) == sorted([*computed(cell), *held])
    for key in held:
        gate = key.removesuffix(".clamped")
        assert numbers(cell, key, 3, 2) == rf"\sym{{{gate}}}[@]=[[{gate}:@]]\;\text{{(clamped)}}"


def bare(latex: str) -> str:
    """LaTeX without colour and without the frame of several lines."""
    plain = re.sub(r"\\htmlClass\{[^{}]*\}\{((?:[^{}]|\{[^{}]*\})*)\}", r"\1", latex)
    return re.sub(r"\\(begin|end)\{aligned\}", "", plain)


def parameters(notation: str, case: Case) -> dict[str, float]:
    """The letters of the parameters at input_size = hidden_size = 1, written down apart from rnnviz.equations."""
    letters: dict[str, str] = {"": ""}
    letters |= {"andrew": {"i": "u", "g": "c", "n": "c"}, "torch": {}}.get(notation, {"g": "c"})
    found: dict[str, float] = {}
    for gate in CELLS[case.cell].gates or ("",):
        low = letters.get(gate, gate)
        block = f".{gate}" if gate else ""
        w, b = case.number(f"weight_ih{block}", 0, 0), case.number(f"bias_ih{block}", 0)
        reads_h = "weight_hh" in CELLS[case.cell].arrays
        u, d = (case.number(f"weight_hh{block}", 0, 0), case.number(f"bias_hh{block}", 0)) if reads_h else (nan, nan)
        tail = f"_{{{low}}}" if low else ""
        match notation:
            case "torch":
                end = low or "h"
                found |= {f"W_{{i{end}}}": w, f"W_{{h{end}}}": u, f"b_{{i{end}}}": b, f"b_{{h{end}}}": d}
            case "concat":
                found |= {f"W^{{x}}{tail}": w, f"W^{{h}}{tail}": u, f"b^{{x}}{tail}": b, f"b^{{h}}{tail}": d}
            case "wu":
                found |= {f"W{tail}": w, f"U{tail}": u, f"b^{{W}}{tail}": b, f"b^{{U}}{tail}": d}
            case "andrew":
                low = low or "a"
                found |= {f"W_{{{low}x}}": w, f"W_{{{low}a}}": u, f"b^{{x}}_{{{low}}}": b, f"b^{{a}}_{{{low}}}": d}
                tail = f"_{{{low}}}"
        found |= {} if notation == "torch" else {f"b{tail}": b + d}
    return found


def solved(line: str, case: Case, notation: str) -> list[float]:
    """The numbers of a line's sides. W[h, x] is a row of two weights: its W is read as the pair."""
    names = {bare(latex): key for key, latex in symbols(case.cell, notation, case.form).items()}
    other = {"y", "p", "kept", "written", "reset", "tanh_c"}  # expressions have to be computed, not looked up
    other |= {key for key in ("a_ih", "a_hh", "a") if CELLS[case.cell].gates}
    values = {name: case.number(key, 0) for name, key in names.items() if key not in other}
    values |= parameters(notation, case)
    spoken = {gate: gate for gate in CELLS[case.cell].gates} | {"u": "i", "c": "g", None: ""}

    def pair(found: re.Match[str]) -> str:
        gate = spoken[found[1]]
        block = f".{gate}" if gate else ""
        weights = [case.number(f"weight_{side}{block}", 0, 0) for side in ("hh", "ih")]
        return f"({weights[0]!r})*{found[2]}+({weights[1]!r})*{found[3]}"

    known = sorted(values, key=len, reverse=True)
    one_pass = re.compile("|".join(map(re.escape, known)))
    text = re.sub(r"W(?:_\{(\w)\})?\[(.*?),(.*?)\]", pair, bare(line))
    return [compute(python(one_pass.sub(lambda found: f"({values[found[0]]!r})", side))) for side in text.split("=")]


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("cell", "form"), FORMS)
def test_symbolic_equations_hold(cell, form, notation):
    """Each side of each line, in numbers, at sizes 1 and 1; stacked linear maps are left to the templates."""
    for activation in ("tanh", "relu", "identity") if cell == "rnn" else ("tanh",):
        case = random_case(cell, 1, 1, 7, activation, form)
        ops = [op.key for op in CELLS[cell].ops if not (op.key == "linear" and CELLS[cell].gates)]
        texts = [symbolic(cell, notation, op, activation, form) for op in ops]
        for line in r"\\".join([*texts, whole(cell, notation, activation, form)]).split(r"\\"):
            first, *others = solved(line, case, notation)
            assert others
            assert others == pytest.approx([first] * len(others), rel=1e-12, abs=1e-12), line


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("cell", "form"), FORMS)
def test_compound_symbols_are_what_they_stand_for(cell, form, notation):
    case = random_case(cell, 1, 1, 3, form=form)
    for key in {"kept", "written", "reset", "tanh_c"} & set(computed(cell)):
        (number,) = solved(symbols(cell, notation, form)[key], case, notation)
        assert number == pytest.approx(case.number(key, 0), rel=1e-12)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("cell", "form"), FORMS)
def test_every_quantity_has_a_symbol_of_its_own(cell, form, notation):
    names = symbols(cell, notation, form)
    assert set(computed(cell)) | set(CELLS[cell].record.__dataclass_fields__) | {"y", "p"} == set(names)
    assert len({bare(latex) for latex in names.values()}) == len(names)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("cell", CELLS)
def test_every_operation_has_an_equation(cell, notation):
    steps = stage_equations(cell, 2, 2, head_size=2)["symbolic"][notation]
    assert list(steps) == [op.key for op in CELLS[cell].ops] + ["head"]
    for op in CELLS[cell].ops:
        found = set(re.findall(r"\\htmlClass\{q-(\w+)\}", symbolic(cell, notation, op.key)))
        assert found <= set(QUANTITIES)


def test_equations_a_course_would_write():
    """Against the slides' own lines: S0 (PyTorch), S3 (W[h, x]), S4 (W x + U h; a^<1>)."""
    assert bare(whole("rnn", "torch")) == r"h_{t}=\tanh(W_{ih}x_{t}+b_{ih}+W_{hh}h_{t-1}+b_{hh})"
    assert r"f_{t}&=\sigma(W_{if}x_{t}+b_{if}+W_{hf}h_{t-1}+b_{hf})" in bare(whole("lstm", "torch"))
    assert r"f_{t}&=\sigma(W_{f}[h_{t-1},x_{t}]+b_{f})" in bare(whole("lstm", "concat"))
    assert r"\tilde{c}_{t}&=\tanh(W_{c}[h_{t-1},x_{t}]+b_{c})" in bare(whole("lstm", "concat"))
    assert r"f_{t}&=\sigma(W_{f}x_{t}+U_{f}h_{t-1}+b_{f})" in bare(whole("lstm", "wu"))
    ours = bare(whole("rnn", "andrew")).replace(r"^{\langle t\rangle}", "'").replace(r"^{\langle t-1\rangle}", "''")
    assert ours == r"a'=\tanh(W_{aa}a''+W_{ax}x'+b_{a})"


def test_slips_beside_the_right_form():
    slips = {key: tuple(map(bare, equations.slip(key, "torch"))) for key in "abcdg"}
    assert slips["a"][0] == r"c_{t}=i_{t}\odot c_{t-1}+f_{t}\odot g_{t}"
    assert slips["a"][1] == r"c_{t}=f_{t}\odot c_{t-1}+i_{t}\odot g_{t}"
    assert slips["b"] == (r"h_{t}=o_{t}\odot \tanh(c_{t-1})", r"h_{t}=o_{t}\odot \tanh(c_{t})")
    assert "W_{y}h_{1}+" in slips["c"][0]
    assert "W_{y}h_{t}+" in slips["c"][1]
    assert slips["d"][0].count("c_{t}") == 3
    assert slips["d"][1].count("c_{t}") == 1
    assert "tanh" not in slips["g"][0]
    assert "tanh" in slips["g"][1]


@pytest.mark.parametrize("cell", EQUATIONS)
def test_payload_is_small_and_plain(cell):
    payload = stage_equations(cell, 4, 4)
    assert len(json.dumps(payload)) < 8000
    assert json.loads(json.dumps(payload, allow_nan=False)) == payload


def test_streamlit_gets_colours_it_can_read():
    latex = for_streamlit(whole("lstm", "torch"), "dark")
    assert "htmlClass" not in latex
    assert rf"\textcolor{{{QUANTITIES['f'].on('dark')}}}{{f_{{t}}}}" in latex


def test_what_is_given_has_no_arithmetic():
    with pytest.raises(KeyError):
        numbers("rnn", "x", 1, 1)
