"""js/forward.json, which the tests of the scripts compute again, holds what torch computes.

`python -m tests.test_script_literals` writes it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnviz.core.cells import CELLS
from tests.oracles import Case, expected_record

FILE = Path(__file__).parent / "js" / "forward.json"
X = [[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5]]


def tables() -> list[dict[str, Any]]:
    """One of each cell with two inputs, two units and three steps, in round numbers; and a relu RNN."""
    made = [table(cell) for cell in CELLS]
    return [*made, table("rnn") | {"activation": "relu"}]


def table(cell: str) -> dict[str, Any]:
    shapes = CELLS[cell].shapes(2, 2)
    arrays = {name: round_numbers(k, shape) for k, (name, shape) in enumerate(shapes.items())}
    start = {"h0": [0.25, -0.5], "c0": [1.0, -0.125]}
    return {
        "cell": cell, "kind": CELLS[cell].to_json(), "x": X, **start, **arrays,
        "activation": "tanh", "clamps": [], "head": None, "slip": None,
    }  # fmt: skip


def round_numbers(start: int, shape: tuple[int, ...]) -> Any:
    """Quarters from -1 to 1 in an order of their own."""
    quarters = (np.arange(int(np.prod(shape))) * 5 + 3 * start) % 9 - 4
    return (quarters / 4).reshape(shape).tolist()


def of_torch(made: dict[str, Any]) -> dict[str, list[list[float]]]:
    arrays = {name: np.array(made[name]) for name in CELLS[made["cell"]].arrays}
    weights = CELLS[made["cell"]].weights(arrays)
    x, h0, c0 = (np.array(made[name]) for name in ("x", "h0", "c0"))
    case = Case(made["cell"], x, weights, h0, c0, activation=made["activation"])
    return {name: values.tolist() for name, values in expected_record(case).items()}


@pytest.mark.parametrize("number", range(len(CELLS) + 1))
def test_the_literals_are_torchs(number: int) -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    assert [it["table"] for it in kept] == json.loads(json.dumps(tables()))
    found, torchs = kept[number]["record"], of_torch(tables()[number])
    assert found.keys() == torchs.keys()
    for name, values in torchs.items():
        np.testing.assert_allclose(found[name], values, rtol=0, atol=1e-13, err_msg=name)


if __name__ == "__main__":
    FILE.write_text(json.dumps([{"table": it, "record": of_torch(it)} for it in tables()]) + "\n", encoding="utf-8")
