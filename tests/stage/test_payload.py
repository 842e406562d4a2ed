"""What the stage is sent: plain JSON that rebuilds the link and holds the states that Python computed."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from rnnviz.core.cells import CELLS
from rnnviz.stage.payload import lasting, payload
from rnnviz.state.link import from_query
from rnnviz.state.opening import first_example
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import Settings, from_json, from_preset

EVERY = [(cell, preset) for cell, presets in PRESETS.items() for preset in presets]


def sent(settings: Settings) -> dict:
    """The payload as the browser gets it; a NaN or a NumPy scalar would not survive."""
    whole = lasting(settings).content | payload(settings, settings.run(), "rev")
    return json.loads(json.dumps(whole, allow_nan=False))


def edited(cell: str) -> Settings:
    settings = from_preset(cell, "worked").resized(2, 3).with_head(2, softmax=True)
    weights = replace(settings.weights, weight_ih=settings.weights.weight_ih + 0.125)
    return replace(settings, weights=weights, h0=np.array([0.5, 0.0, -0.25]), t=3)


@pytest.mark.parametrize(("cell", "preset"), EVERY)
def test_every_preset_is_plain_json_and_its_table_reads_back(cell: str, preset: str) -> None:
    settings = first_example(cell) if preset == "worked" else from_preset(cell, preset)
    data = sent(settings)
    assert from_json(data["table"]) == settings
    assert data["base"] == ({"t": 0} if settings.t else {})
    assert [op["key"] for op in data["ops"]] == [op.key for op in CELLS[cell].ops]
    assert len(data["labels"]) == settings.steps
    assert data["look_for"] == PRESETS[cell][preset].look_for


@pytest.mark.parametrize("cell", CELLS)
def test_base_is_what_the_recipe_makes(cell: str) -> None:
    settings = edited(cell)
    data = sent(settings)
    recipe = {"preset": settings.preset} | data["recipe"]
    assert from_json(data["table"] | data["base"]) == from_query(cell, recipe)
    assert set(data["base"]) == {"weight_ih", "h0", "head", "t"}


def test_truth_is_torchs() -> None:
    settings = edited("lstm")
    lstm = torch.nn.LSTM(2, 3, dtype=torch.float64)
    state = {f"{name}_l0": torch.from_numpy(value) for name, value in vars(settings.weights).items()}
    lstm.load_state_dict(state)
    start = (torch.from_numpy(settings.h0)[None], torch.from_numpy(settings.c0)[None])
    out, (_, c) = lstm(torch.from_numpy(settings.x), start)
    y = torch.nn.functional.linear(out, *(torch.from_numpy(a) for a in vars(settings.head).values()))
    truth = sent(settings)["truth"]
    assert set(truth) == {"h", "c", "y"}
    assert np.abs(np.array(truth["h"]) - out.detach().numpy()).max() < 1e-12
    assert np.abs(np.array(truth["c"][-1]) - c[0].detach().numpy()).max() < 1e-12
    assert np.abs(np.array(truth["y"]) - y.detach().numpy()).max() < 1e-12


def test_sizes_too_large_to_draw_do_not_make_the_payload_large() -> None:
    small, large = (from_preset("lstm", "random").resized(1, hidden) for hidden in (4, 32))
    assert len(json.dumps(sent(large)["equations"])) == len(json.dumps(sent(small)["equations"]))


def test_the_largest_numbers_that_can_be_typed_stay_finite() -> None:
    settings = from_preset("rnn", "worked").resized(4, 4)
    weights = replace(settings.weights, **{name: np.full_like(a, 100.0) for name, a in vars(settings.weights).items()})
    huge = replace(settings, weights=weights, activation="identity", x=np.full((64, 4), 1e6), h0=np.full(4, 1e6))
    assert math.isfinite(max(max(map(abs, row)) for row in sent(huge)["truth"]["h"]))


def test_the_browser_is_told_which_arrays_a_cell_has() -> None:
    """No W_hh of zeros for a cell whose gates do not read h."""
    data = sent(from_preset("mingru", "worked"))
    assert data["kind"]["arrays"] == {"weight_ih": ["z", "n"], "bias_ih": ["z", "n"]}
    assert not {"weight_hh", "bias_hh"} & set(data["table"])
    assert not [name for names in data["equations"]["parameters"].values() for name in names if "_hh" in name]
    kind = sent(from_preset("lstm", "worked"))["kind"]
    assert kind["arrays"] == {key: ["i", "f", "g", "o"] for key in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    assert (kind["drawn"], kind["clampable"], kind["states"]) == (["f", "i", "g", "o"], ["i", "f", "o"], ["h", "c"])
