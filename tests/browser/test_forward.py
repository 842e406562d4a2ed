"""assets/shared/cell.js against rnnviz.core: the same records to 1e-12, every field, over random cells of each kind."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.core import Array
from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.cells import CELLS, quantities
from rnnviz.core.head import Head
from rnnviz.core.slips import SLIPS
from rnnviz.core.weights import Weights
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import Clamp, Settings, Source, from_preset
from tests.oracles import uniform_weights

CASES = 110
BATCH = 22
LARGE = {5: 32, 60: 32, 90: 17}  # case -> hidden size; the others have 1 to 4
RUN = """async (tables) => {
  const { run, runSlip } = await import("/assets/shared/cell.js");
  return JSON.stringify(JSON.parse(tables).map((table) => [run(table), runSlip(table)]));
}"""


@pytest.fixture(scope="module")
def page(browser, server):
    with browser.open(server) as page:
        page.goto("/assets/shared/format.js")  # a page of the server's own, without the app
        yield page


def in_browser(page, settings: list[Settings]) -> list[tuple[dict, dict | None]]:
    """(record, slip's record or None) of each, as the script computes them."""
    return json.loads(page.evaluate(RUN, json.dumps([one.to_json() for one in settings])))


def random_clamps(cell: str, steps: int, rng: np.random.Generator) -> tuple[Clamp, ...]:
    """Up to five, for one step or for all, so that some of them meet."""
    gates = CELLS[cell].clampable
    if not gates:
        return ()
    drawn = rng.choice(gates, size=rng.integers(0, 6))
    steps_held = [None if rng.random() < 0.4 else int(rng.integers(steps)) for _ in drawn]
    values = rng.choice([0.0, 0.5, 1.0, 0.37], size=len(drawn))
    return tuple(Clamp(str(g), t, float(v)) for g, t, v in zip(drawn, steps_held, values, strict=True))


def random_weights(cell: str, inputs: int, hidden: int, rng: np.random.Generator) -> Weights:
    # not above 1.5: a chaotic net makes anything of a last digit within 64 steps
    return uniform_weights(rng, cell, inputs, hidden, rng.uniform(0.3, 1.5) / np.sqrt(hidden))


def random_settings(cell: str, case: int) -> Settings:
    """Any sizes, steps, weights, activation, clamps, output layer and slip of this cell."""
    rng = np.random.default_rng([case, *cell.encode()])
    inputs, hidden, steps = int(rng.integers(1, 5)), LARGE.get(case, int(rng.integers(1, 5))), int(rng.integers(1, 65))
    steps = 64 if case % 10 == 0 else steps
    slips = [None, *(slip.letter for slip in SLIPS.values() if cell in slip.cells)]
    outputs = int(rng.integers(0, 5))
    slip = slips[case % len(slips)]
    if slip == "c":
        outputs = max(1, outputs)
    head = Head(rng.normal(size=(outputs, hidden)), rng.normal(size=outputs)) if outputs else None
    return Settings(
        cell,
        "random",
        case,
        Source("noise", steps=steps),
        rng.normal(size=(steps, inputs)) * rng.choice([0.1, 1.0, 20.0]),
        rng.normal(size=hidden),
        rng.normal(size=hidden) if cell == "lstm" else np.zeros(hidden),
        random_weights(cell, inputs, hidden, rng),
        activation=str(rng.choice(list(ACTIVATIONS))) if cell == "rnn" else "tanh",
        clamps=random_clamps(cell, steps, rng),
        head=head,
        softmax=bool(head and rng.random() < 0.6),
        slip=slip,
    )


def in_core(settings: Settings) -> tuple[dict[str, Array], dict[str, Array] | None]:
    outcome = settings.run()

    def fields(record, head):
        out = {} if head is None else {"y": head.y} | ({} if head.p is None else {"p": head.p})
        return quantities(record) | out

    right = fields(outcome.record, outcome.head)
    if settings.slip is None:
        return right, None
    computes = SLIPS[settings.slip].computes  # else the slide's names are wrong and its numbers are not
    return right, fields(outcome.slip_record, outcome.slip_head) if computes else right


def largest_gap(browser: dict, core: dict[str, Array], words: str) -> float:
    """The largest difference of any number of any field, relative where numbers are above 1."""
    assert browser.keys() == core.keys(), words
    gap = 0.0
    for name, values in core.items():
        got = np.array(browser[name], dtype=np.float64)
        assert got.shape == values.shape, f"{words}: {name}"
        gaps = np.abs(got - values) / np.maximum(1.0, np.abs(values))
        assert np.max(gaps) <= 1e-12, f"{words}: {name} is off by {np.max(gaps):.1e}"
        gap = max(gap, float(np.max(gaps)))
    return gap


def compare(page, settings: list[Settings], words: list[str]) -> float:
    gap = 0.0
    for one, (right, slip), name in zip(settings, in_browser(page, settings), words, strict=True):
        core_right, core_slip = in_core(one)
        gap = max(gap, largest_gap(right, core_right, name))
        assert (slip is None) == (core_slip is None), name
        if core_slip is not None:
            gap = max(gap, largest_gap(slip, core_slip, f"{name}, slip {one.slip}"))
    return gap


@pytest.mark.parametrize("cell", CELLS)
def test_the_script_computes_what_python_computes(page, cell, capsys):
    gap = 0.0
    for first in range(0, CASES, BATCH):
        cases = range(first, first + BATCH)
        gap = max(gap, compare(page, [random_settings(cell, case) for case in cases], [f"case {c}" for c in cases]))
    with capsys.disabled():
        print(f"\n{cell}: largest gap over {CASES} random cells {gap:.1e}", end=" ")


def test_the_random_cells_reach_every_corner():
    """The comparison above is worth what it covers."""
    for cell in CELLS:
        drawn = [random_settings(cell, case) for case in range(CASES)]
        clamps = [one for settings in drawn for one in settings.clamps]
        overlaps = [s for s in drawn if len({c.gate for c in s.clamps}) < len(s.clamps)]
        assert {s.input_size for s in drawn} == {1, 2, 3, 4}
        assert {s.hidden_size for s in drawn} == {1, 2, 3, 4, 17, 32}
        assert max(s.steps for s in drawn) == 64
        assert {s.slip for s in drawn} == {None, *(k for k, slip in SLIPS.items() if cell in slip.cells)}
        assert {s.softmax for s in drawn if s.head} == {True, False}
        if cell == "rnn":
            assert {s.activation for s in drawn} == set(ACTIVATIONS)
        else:
            assert {c.gate for c in clamps} == set(CELLS[cell].clampable)
            assert {c.t is None for c in clamps} == {True, False}
            assert len(overlaps) > 20


@pytest.mark.parametrize("cell", CELLS)
def test_every_preset_and_every_slip_of_it(page, cell):
    settings, words = [], []
    for key in PRESETS[cell]:
        for slip in [None, *(s.letter for s in SLIPS.values() if cell in s.cells)]:
            one = replace(from_preset(cell, key, 3).with_head(2, softmax=True), slip=slip)
            settings.append(one)
            words.append(f"{key}, slip {slip}")
    compare(page, settings, words)


def test_at_the_limits_of_what_may_be_typed(page):
    """Weights of 100 on inputs of a million: the linear RNN grows past 1e170, the gates saturate, and both agree."""
    rows = np.full((4, 4), 100.0)
    big = Weights(rows, rows, np.zeros(4), np.zeros(4))
    for activation in ACTIVATIONS:
        x = np.full((64, 4), 1e6)
        one = Settings("rnn", "random", 0, Source("noise", steps=64), x, np.ones(4), np.zeros(4), big, activation)
        compare(page, [one], [activation])
    saturated = Weights(np.full((16, 4), 100.0), np.full((16, 4), -100.0), np.zeros(16), np.zeros(16))
    x = np.where(np.arange(64)[:, None] % 2 == 0, 1e6, -1e6) * np.ones(4)
    one = Settings("lstm", "random", 0, Source("noise", steps=64), x, np.ones(4), np.ones(4), saturated)
    compare(page, [one], ["saturated gates"])
