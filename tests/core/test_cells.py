"""The cells against torch in float64: torch's own modules for the states, its primitives for every field."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from rnnviz.core import lstm
from rnnviz.core.cells import CELLS, Weights, quantities, run
from tests.oracles import check_record, random_case, stepped, unrolled

TOLERANCE = {"rtol": 1e-12, "atol": 1e-12}
KINDS = [("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh")]
SWAPS = [("lstm", 0, 1), ("lstm", 1, 2), ("lstm", 2, 3), ("lstm", 0, 3), ("gru", 0, 1), ("gru", 1, 2)]


def weights(blocks: int, inputs: int = 1, hidden: int = 2) -> Weights:
    rows = blocks * hidden
    return Weights(np.zeros((rows, inputs)), np.zeros((rows, hidden)), np.zeros(rows), np.zeros(rows))


@pytest.mark.parametrize(("cell", "activation"), KINDS)
def test_every_field_and_both_torch_modules_on_200_random_cases(cell: str, activation: str) -> None:
    for seed in range(200):
        case = random_case(cell, seed, activation=activation)
        record = case.run()
        check_record(record, case)
        for name, states in stepped(case).items():
            np.testing.assert_allclose(getattr(record, name), states, **TOLERANCE, err_msg=f"{name}, seed {seed}")
        whole = unrolled(case)
        np.testing.assert_allclose(record.h, whole["h"], **TOLERANCE)
        if "c" in whole:
            np.testing.assert_allclose(record.c[-1], whole["c"], **TOLERANCE)


def test_every_field_of_a_cell_that_torch_does_not_have() -> None:
    for seed in range(200):
        case = random_case("mingru", seed)
        check_record(case.run(), case)


def test_the_mingru_is_a_weighted_mean_of_its_candidates() -> None:
    """The paper's closed form, without a recursion: h_t = prod (1 - z) h_0 + sum_s z_s h~_s prod_{r > s} (1 - z_r)."""
    for seed in range(50):
        case = random_case("mingru", seed)
        record, kept = case.run(), 1.0 - case.run().z
        for t in range(len(case.x)):
            shares = [np.prod(kept[s + 1 : t + 1], axis=0) * record.z[s] * record.n[s] for s in range(t + 1)]
            expected = np.prod(kept[: t + 1], axis=0) * case.h0 + np.sum(shares, axis=0)
            np.testing.assert_allclose(record.h[t], expected, **TOLERANCE, err_msg=f"seed {seed}")


@pytest.mark.parametrize(
    ("cell", "how"),
    [("rnn", {"activation": "identity"}), ("lstm", {"form": "swapped"}), ("lstm", {"form": "lagging"})],
)
def test_the_slips_are_what_the_slides_say(cell: str, how: dict[str, object]) -> None:
    """Slips g, a and b, against a composed torch expression of each."""
    for seed in range(50):
        case = random_case(cell, seed, **how)
        check_record(case.run(), case)


@pytest.mark.parametrize(("cell", "first", "second"), SWAPS)
def test_a_swap_of_two_gates_is_caught(cell: str, first: int, second: int) -> None:
    """Blocks of rows planted in each other's place, which is what a wrong gate order does, fail the same checker."""
    case = random_case(cell, 3)
    order = list(range(CELLS[cell].blocks))
    order[first], order[second] = second, first
    swapped = {
        name: np.concatenate([np.split(value, len(order))[block] for block in order])
        for name, value in vars(case.weights).items()
    }
    with pytest.raises(AssertionError):
        check_record(replace(case, weights=Weights(**swapped)).run(), case)


def test_a_swap_inside_the_step_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The step itself reads the blocks in another order; one step, so that the first field to differ is the gate."""
    case = replace(random_case("lstm", 3), x=random_case("lstm", 3).x[:1])

    def forget_first(a: np.ndarray, blocks: int) -> list[np.ndarray]:
        a_i, a_f, a_g, a_o = np.split(a, blocks)
        return [a_f, a_i, a_g, a_o]

    monkeypatch.setattr(lstm, "np", SimpleNamespace(split=forget_first))
    with pytest.raises(AssertionError, match=r"\bi\b"):
        check_record(case.run(), case)


@pytest.mark.parametrize("cell", CELLS)
def test_the_checker_looks_at_every_field(cell: str) -> None:
    case = random_case(cell, 5)
    record = case.run()
    for name, values in quantities(record).items():
        with pytest.raises(AssertionError, match=rf"\b{name}\b"):
            check_record(replace(record, **{name: values + 1e-9}), case)


@pytest.mark.parametrize(("cell", "gate"), [(cell.name, gate) for cell in CELLS.values() for gate in cell.clampable])
def test_a_clamped_gate_takes_the_value_and_all_else_follows(cell: str, gate: str) -> None:
    rng = np.random.default_rng(0)
    for seed in range(20):
        case = random_case(cell, seed)
        values = rng.choice([np.nan, 0.0, 0.5, 1.0], len(case.x))
        case.clamps[gate] = values
        record = case.run()
        check_record(record, case)
        clamped = ~np.isnan(values)
        assert (getattr(record, gate)[clamped] == values[clamped, None]).all()


def clamped_lstm(f: float, i: float, form: str = "right") -> tuple[np.ndarray, np.ndarray]:
    case = random_case("lstm", 7, form=form)
    steps = len(case.x)
    case.clamps |= {"f": np.full(steps, f), "i": np.full(steps, i)}
    record = case.run()
    return record.c, np.stack([case.c0] * steps) if f else record.g


def test_an_open_forget_gate_keeps_the_state_exactly() -> None:
    c, c0 = clamped_lstm(f=1.0, i=0.0)
    assert len(c) > 1
    np.testing.assert_array_equal(c, c0)


def test_a_shut_forget_gate_forgets_at_once() -> None:
    c, g = clamped_lstm(f=0.0, i=1.0)
    np.testing.assert_array_equal(c, g)


def test_swapped_gates_forget_where_they_should_keep() -> None:
    """Slip a's consequence: f = 1, i = 0 leaves the candidate alone, nothing of c_0."""
    case = random_case("lstm", 7, form="swapped")
    case.clamps |= {"f": np.ones(len(case.x)), "i": np.zeros(len(case.x))}
    record = case.run()
    np.testing.assert_array_equal(record.c, record.g)


def test_gates_of_the_gru_at_their_ends() -> None:
    case = random_case("gru", 7)
    steps = len(case.x)
    case.clamps["z"] = np.ones(steps)
    np.testing.assert_array_equal(case.run().h, np.stack([case.h0] * steps))
    case.clamps |= {"z": np.zeros(steps), "r": np.zeros(steps)}
    record = case.run()
    np.testing.assert_array_equal(record.h, np.tanh(record.a_ih[:, -len(case.h0) :]))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (
            [9.47, 9.36, 9.38, 8.29, 8.76],
            [
                [0.9999932336732958, -0.9418445499096206],
                [0.9999978171042081, -0.7248446668265877],
                [0.9999977494704195, -0.7431049894363924],
                [0.9999905907820348, -0.6481997262891953],
                [0.9999948051461119, -0.6996364507687719],
            ],
        ),
        (
            [9.47222222, 9.35555556, 9.37777778, 8.28888889, 8.75555556],
            [
                [0.9999932534440439, -0.9418864694489066],
                [0.9999978043156621, -0.7244886733854635],
                [0.9999977426646771, -0.7429653175812525],
                [0.99999057666041, -0.6481055955912771],
                [0.999994774525544, -0.6992651591621464],
            ],
        ),
    ],
    ids=["as printed", "exact hours"],
)
def test_the_slides_worked_example(hours: list[float], expected: list[list[float]]) -> None:
    """The 2-unit cell of S0 on the first five hours, h_0 = 0: unit 1 saturates at 0.99999...

    The literals were printed once by torch 2.13 in float64: nn.RNNCell(1, 2) with these four tensors loaded by
    load_state_dict, `h = cell(torch.tensor([hour]), h)` from zeros, `print(h.tolist())` after each hour.
    """
    w = Weights(
        weight_ih=np.array([[0.6584], [-0.1671]]),
        weight_hh=np.array([[0.5147, -0.1310], [0.6606, -0.1671]]),
        bias_ih=np.array([-0.5966, 0.0945]),
        bias_hh=np.array([0.6599, -0.2662]),
    )
    record = run("rnn", np.array(hours)[:, None], w, np.zeros(2))
    np.testing.assert_allclose(record.h, expected, rtol=0, atol=1e-12)
    assert (record.h[:, 0] > 0.99999).all()


@pytest.mark.parametrize("cell", CELLS)
def test_one_step_and_32_units(cell: str) -> None:
    rng = np.random.default_rng(1)
    case = replace(random_case(cell, 0), x=rng.normal(size=(1, 4)), h0=rng.normal(size=32), c0=rng.normal(size=32))
    shapes = CELLS[cell].shapes(4, 32).items()
    case.weights = CELLS[cell].weights({name: 0.2 * rng.normal(size=shape) for name, shape in shapes})
    record = case.run()
    assert record.h.shape == (1, 32)
    check_record(record, case)


def test_c0_is_zero_unless_given() -> None:
    case = random_case("lstm", 2)
    without = run("lstm", case.x, case.weights, case.h0)
    np.testing.assert_array_equal(without.c_prev[0], np.zeros_like(case.h0))


@pytest.mark.parametrize("cell", CELLS)
def test_the_table_of_cells_agrees_with_the_records(cell: str) -> None:
    kind = CELLS[cell]
    names = [field.name for field in fields(kind.record)]
    shown = [name for op in kind.ops for name in op.quantities]
    assert len(set(shown)) == len(shown)
    assert set(names) - set(shown) <= {"x", "h_prev", "c_prev", "a"}
    assert set(shown) | set(kind.states) <= set(names)
    assert set(kind.clampable) <= set(kind.gates)


def test_a_record_cannot_be_changed() -> None:
    record = random_case("rnn", 0).run()
    with pytest.raises(FrozenInstanceError):
        record.h = record.a


def test_an_exploding_run_is_recorded_without_a_warning() -> None:
    w = Weights(np.ones((1, 1)), np.full((1, 1), 1e200), np.zeros(1), np.zeros(1))
    record = run("rnn", np.ones((4, 1)), w, np.zeros(1), activation="identity")
    np.testing.assert_array_equal(record.h[:, 0], [1.0, 1e200, np.inf, np.inf])


@pytest.mark.parametrize(
    ("cell", "arguments", "said"),
    [
        ("elman", {}, "cell must be one of rnn, lstm, gru, mingru, got 'elman'"),
        ("rnn", {"x": np.zeros(3)}, r"x must be \(T, 1\) with T >= 1, got \(3,\)"),
        ("rnn", {"x": np.zeros((0, 1))}, r"x must be \(T, 1\) with T >= 1, got \(0, 1\)"),
        ("rnn", {"x": np.zeros((3, 2))}, r"got \(3, 2\)"),
        ("rnn", {"h0": np.zeros(3)}, r"h0 must be \(2,\), got \(3,\)"),
        ("lstm", {"c0": np.zeros(1)}, r"c0 must be \(2,\), got \(1,\)"),
        ("lstm", {"weights": weights(3)}, r"lstm needs weight_hh \(4\*H, H\), got \(6, 2\)"),
        ("rnn", {"activation": "sin"}, "activation must be one of tanh, relu, identity, got 'sin'"),
        ("gru", {"form": "swapped"}, "form of gru must be one of right, got 'swapped'"),
        ("gru", {"clamps": {"f": np.zeros(3)}}, "gru has no gate 'f' to clamp; it has: r, z"),
        ("rnn", {"clamps": {"f": np.zeros(3)}}, "it has: none"),
        ("lstm", {"clamps": {"f": np.zeros(2)}}, r"clamp of f must be \(3,\), one number a step, got \(2,\)"),
    ],
)
def test_what_does_not_fit_is_said_with_its_shapes(cell: str, arguments: dict[str, object], said: str) -> None:
    blocks = CELLS[cell].blocks if cell in CELLS else 1
    given = {"x": np.zeros((3, 1)), "weights": weights(blocks), "h0": np.zeros(2)} | arguments
    with pytest.raises(ValueError, match=said):
        run(cell, **given)


@pytest.mark.parametrize(
    "shapes",
    [
        [(2,), (2, 2), (2,), (2,)],
        [(2, 1), (3, 2), (2,), (2,)],
        [(2, 1), (2, 2), (2,), (3,)],
        [(3, 1), (3, 2), (3,), (3,)],
        [(2, 0), (2, 2), (2,), (2,)],
    ],
)
def test_weights_that_do_not_fit_each_other_are_refused(shapes: list[tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match=r"weight_ih \("):
        Weights(*(np.zeros(shape) for shape in shapes))


ASKS = re.compile(r"""cell\w*\b[^\n"']{0,16}(?:[!=]==?|\bin \()\s*["'](?:rnn|lstm|gru|mingru)\b""")


def test_nothing_asks_for_a_cells_name() -> None:
    """What differs from cell to cell is a field of its `Cell`; a lesson's own first example may name one."""
    assert ASKS.search('if problem.cell == "lstm":')
    assert ASKS.search('net.cell === "lstm" ? 2 : 1')
    root = Path(__file__).parents[2]
    files = [path for folder in ("rnnviz", "pages", "assets") for path in (root / folder).rglob("*")]
    read = [path for path in files if path.suffix in (".py", ".js") and "vendor" not in path.parts]
    assert len(read) > 300
    assert not [(path.name, found[0]) for path in read if (found := ASKS.search(path.read_text()))]
