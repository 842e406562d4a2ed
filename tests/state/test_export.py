"""The files to take away, read back: CSV and JSON number by number, the script by running it."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnviz.core.cells import CELLS, Weights, quantities, run
from rnnviz.core.head import Head, apply_head
from rnnviz.state.export import to_csv, to_json, to_script
from tests.oracles import Case, random_case

SCRIPT_CASES = {
    "rnn": ("rnn", {}),
    "rnn relu": ("rnn", {"activation": "relu"}),
    "rnn identity": ("rnn", {"activation": "identity"}),
    "lstm": ("lstm", {}),
    "lstm swapped": ("lstm", {"form": "swapped"}),
    "lstm lagging": ("lstm", {"form": "lagging"}),
    "gru": ("gru", {}),
    "mingru": ("mingru", {}),
}


def head_for(case: Case) -> Head:
    rng = np.random.default_rng(9)
    return Head(rng.normal(size=(3, len(case.h0))), rng.normal(size=3))


def clamp(case: Case) -> Case:
    """Every other step of the first gate, every step of the last, and one gate named but free."""
    gates, steps = CELLS[case.cell].clampable, len(case.x)
    case.clamps = {gate: np.full(steps, np.nan) for gate in gates}
    case.clamps[gates[0]][::2] = 0.5
    case.clamps[gates[-1]][:] = 1.0
    return case


def script_of(case: Case, **head: object) -> str:
    return to_script(case.cell, case.x, case.weights, case.h0, case.c0, **case.how(), **head)


def check_printed(script: str, printed: str, case: Case, **head: object) -> None:
    """What the script printed, against the record, to 1e-12; and the script's length."""
    assert len(script.splitlines()) <= 40
    record = case.run()
    expected = {name: getattr(record, name) for name in CELLS[case.cell].states}
    if head:
        out = apply_head(head["head"], record.h, softmax=head["softmax"], form=head["head_form"])
        expected |= {"y": out.y} | ({} if out.p is None else {"p": out.p})
    lines = printed.splitlines()
    assert [line.split("  ")[0] for line in lines] == [f"t = {t}" for t in range(1, len(case.x) + 1)]
    for t, line in enumerate(lines):
        got = {name: ast.literal_eval(numbers) for name, numbers in re.findall(r"(\w+) = (\[[^]]*\])", line)}
        assert got.keys() == expected.keys()
        for name, numbers in got.items():
            np.testing.assert_allclose(numbers, expected[name][t], rtol=1e-12, atol=1e-12, err_msg=f"{name}, t {t}")


@pytest.fixture
def default_dtype() -> Iterator[None]:
    before = torch.get_default_dtype()
    yield
    torch.set_default_dtype(before)


def executed(script: str, folder: Path) -> str:
    """What the script prints, run inside this process (a new one spends two seconds on importing torch)."""
    path, out = folder / "script.py", io.StringIO()
    path.write_text(script, encoding="utf-8")
    with redirect_stdout(out):
        runpy.run_path(str(path))
    return out.getvalue()


@pytest.mark.parametrize(
    ("cell", "how", "clamped", "form"),
    [
        ("rnn", {}, False, "right"),
        ("rnn", {"activation": "identity"}, False, None),
        ("lstm", {}, False, None),
        ("lstm", {"form": "lagging"}, True, "slide"),
        ("gru", {}, False, None),
        ("gru", {}, True, None),
    ],
)
def test_the_script_run_as_a_file_prints_the_records_numbers(
    tmp_path: Path, cell: str, how: dict[str, object], clamped: bool, form: str | None
) -> None:
    case = random_case(cell, 4, **how)
    case = clamp(case) if clamped else case
    head = {"head": head_for(case), "softmax": True, "head_form": form} if form else {}
    script = script_of(case, **head)
    path = tmp_path / "script.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "error", path], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    check_printed(script, done.stdout, case, **head)


@pytest.mark.usefixtures("default_dtype")
@pytest.mark.parametrize("name", SCRIPT_CASES)
@pytest.mark.parametrize("head_form", [None, "right", "slide"])
def test_the_script_prints_the_records_numbers(tmp_path: Path, name: str, head_form: str | None) -> None:
    cell, how = SCRIPT_CASES[name]
    for seed in range(8):
        case = random_case(cell, seed, **how)
        case = clamp(case) if cell != "rnn" and seed % 2 else case
        head = {"head": head_for(case), "softmax": seed < 4, "head_form": head_form} if head_form else {}
        script = script_of(case, **head)
        check_printed(script, executed(script, tmp_path), case, **head)


@pytest.mark.usefixtures("default_dtype")
def test_the_largest_script_still_has_at_most_40_lines(tmp_path: Path) -> None:
    """T = 64, 4 inputs, 32 units, every gate clamped, a slip, a head: each long array stands on one line."""
    rng = np.random.default_rng(2)
    w = Weights(*(0.1 * rng.normal(size=shape) for shape in [(128, 4), (128, 32), (128,), (128,)]))
    case = Case("lstm", rng.normal(size=(64, 4)), w, rng.normal(size=32), rng.normal(size=32), form="lagging")
    head = {"head": head_for(case), "softmax": True, "head_form": "slide"}
    script = script_of(clamp(case), **head)
    check_printed(script, executed(script, tmp_path), case, **head)


def test_a_small_script_keeps_its_lines_short_and_uses_torchs_cell() -> None:
    case = replace(random_case("rnn", 0), x=np.arange(24.0)[:, None] / 7, h0=np.zeros(2))
    w = Weights(
        np.array([[0.6584], [-0.1671]]), np.array([[0.5147, -0.1310], [0.6606, -0.1671]]), np.ones(2), np.ones(2)
    )
    script = script_of(replace(case, weights=w))
    assert max(map(len, script.splitlines())) <= 110
    assert 'torch.nn.RNNCell(1, 2, nonlinearity="tanh")' in script
    assert "Written out" not in script


@pytest.mark.parametrize(
    ("cell", "how", "said"),
    [
        ("rnn", {"activation": "identity"}, "torch.nn.RNNCell does not have: slip g"),
        ("lstm", {"form": "swapped"}, "torch.nn.LSTMCell does not have: slip a"),
        ("lstm", {"form": "lagging", "clamps": {"f": np.ones(1)}}, "c before this step; a clamp on f."),
        ("gru", {"clamps": {"z": np.ones(1)}}, "torch.nn.GRUCell does not have: a clamp on z"),
    ],
)
def test_the_script_says_why_it_writes_the_step_out(cell: str, how: dict[str, object], said: str) -> None:
    case = random_case(cell, 0, **how)
    assert said in " ".join(script_of(replace(case, x=case.x[:1])).replace("\n#", "").split())


def test_a_clamp_that_is_free_everywhere_leaves_torchs_cell() -> None:
    case = random_case("gru", 0)
    case.clamps["z"] = np.full(len(case.x), np.nan)
    assert "torch.nn.GRUCell(" in script_of(case)


def test_what_a_script_cannot_hold_is_refused() -> None:
    case = random_case("lstm", 0)
    with pytest.raises(ValueError, match="finite numbers, and h has one that is not"):
        script_of(replace(case, h0=np.full_like(case.h0, np.nan)))
    with pytest.raises(ValueError, match="clamp of f has one"):
        script_of(replace(case, clamps={"f": np.full(len(case.x), np.inf)}))
    with pytest.raises(ValueError, match=r"head reads 1 units"):
        script_of(case, head=Head(np.zeros((2, 1)), np.zeros(2)))
    with pytest.raises(ValueError, match=r"x must be \(T,"):
        script_of(replace(case, x=case.x[0]))


@pytest.mark.parametrize("cell", CELLS)
def test_the_csv_reads_back_exactly(cell: str) -> None:
    """Column by column against the record, each found by a name built here from the gate's place in torch's order."""
    case = random_case(cell, 6)
    record, hidden = case.run(), len(case.h0)
    head_record = apply_head(head_for(case), record.h, softmax=True)
    rows = list(csv.DictReader(io.StringIO(to_csv(record, head_record))))
    assert [row["t"] for row in rows] == [str(t) for t in range(1, len(case.x) + 1)]
    arrays = quantities(record) | {"y": head_record.y, "p": head_record.p}
    read = {"t"}
    for name, array in arrays.items():
        for column, values in enumerate(array.T):
            order = {"lstm": "ifgo", "gru": "rzn", "mingru": "zn"}
            gate = f".{order[cell][column // hidden]}" if column_has_gate(cell, name) else ""
            unit = column % hidden + 1 if name not in ("x", "y", "p") else column + 1
            heading = f"{name}{gate}[{unit}]"
            assert [float(row[heading]) for row in rows] == values.tolist(), heading
            read.add(heading)
    assert set(rows[0]) == read


def column_has_gate(cell: str, name: str) -> bool:
    return cell != "rnn" and name in ("a_ih", "a_hh", "a")


def test_the_csv_of_a_cell_worked_out_by_hand() -> None:
    w = Weights(np.array([[2.0], [0.5]]), np.zeros((2, 2)), np.zeros(2), np.array([0.0, 0.1]))
    record = run("rnn", np.array([[1.0], [-3.0]]), w, np.array([0.25, 0.0]), activation="relu")
    assert to_csv(record).splitlines() == [
        "t,x[1],h_prev[1],h_prev[2],a_ih[1],a_ih[2],a_hh[1],a_hh[2],a[1],a[2],h[1],h[2]",
        "1,1.0,0.25,0.0,2.0,0.5,0.0,0.1,2.0,0.6,2.0,0.6",
        "2,-3.0,2.0,0.6,-6.0,-1.5,0.0,0.1,-6.0,-1.4,0.0,0.0",
    ]


def test_the_csv_without_softmax_has_no_p() -> None:
    case = random_case("gru", 1)
    record = case.run()
    heading = to_csv(record, apply_head(head_for(case), record.h)).splitlines()[0]
    assert heading.endswith(",y[1],y[2],y[3]")


@pytest.mark.parametrize("cell", CELLS)
def test_the_json_reads_back_exactly(cell: str) -> None:
    case = random_case(cell, 6)
    case = clamp(case) if cell != "rnn" else case
    record, head = case.run(), head_for(case)
    head_record = apply_head(head, record.h, softmax=True)
    read = json.loads(to_json(record, case.weights, **case.how(), head=head, head_record=head_record))
    assert (read["cell"], read["activation"], read["form"]) == (cell, "tanh", "right")
    for part, arrays in [
        ("weights", {name: getattr(case.weights, name) for name in CELLS[cell].arrays}),
        ("record", quantities(record)),
        ("head", vars(head) | vars(head_record)),
    ]:
        assert read[part].keys() == arrays.keys()
        for name, array in arrays.items():
            np.testing.assert_array_equal(np.array(read[part][name]), array, err_msg=name)
    for gate, values in case.clamps.items():
        np.testing.assert_array_equal(np.array(read["clamps"][gate], dtype=float), values)


def test_the_json_has_null_for_what_json_cannot_say() -> None:
    w = Weights(np.ones((1, 1)), np.full((1, 1), -1e200), np.zeros(1), np.zeros(1))
    record = run("rnn", np.ones((4, 1)), w, np.zeros(1), activation="identity")
    text = to_json(record, w, activation="identity")
    assert not re.search("NaN|Infinity", text)
    read = json.loads(text)
    assert read["record"]["h"] == [[1.0], [-1e200], [None], [None]]
    assert read["head"] is None
