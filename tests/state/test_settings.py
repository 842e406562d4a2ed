"""The one table: from presets and JSON, through edits, and against what a hostile browser may send."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.core.cells import CELLS, seeded_weights
from rnnviz.state.inputs import InputError, Source
from rnnviz.state.settings import NOTATIONS, Clamp, SettingsError, from_json, from_preset
from rnnviz.state.start import clamp_arrays
from tests.settings_cases import ALL, CONTRACT, full


@pytest.mark.parametrize(("cell", "key"), ALL)
def test_json_there_and_back(cell: str, key: str) -> None:
    settings = from_preset(cell, key, seed=7)
    sent = json.loads(json.dumps(settings.to_json(), allow_nan=False))
    assert set(sent) == CONTRACT | set(CELLS[cell].arrays)
    assert from_json(sent) == settings
    again = from_json(sent)
    for name in ("x", "h0", "c0"):
        assert getattr(again, name).dtype == np.float64
        assert np.array_equal(getattr(again, name), getattr(settings, name))


@pytest.mark.parametrize("cell", CELLS)
def test_json_there_and_back_with_every_field_used(cell: str) -> None:
    settings = full(cell)
    sent = json.loads(json.dumps(settings.to_json()))
    assert from_json(sent) == settings
    assert sent["head"]["softmax"] is True
    assert set(sent["head"]) == {"weight", "bias", "softmax"}
    if cell == "lstm":
        assert sent["clamps"] == [{"gate": "f", "t": None, "value": 1.0}, {"gate": "i", "t": 3, "value": 0.25}]
    assert {"kind", "start", "steps", "standardise", "period", "at", "text"} <= set(sent["source"])


def test_settings_that_differ_in_one_number_differ() -> None:
    a = full()
    b = replace(a, h0=np.array([0.0, 0.0, 1e-300]))
    assert a == full()
    assert a != b
    assert a != 1


def test_javascripts_whole_numbers_are_numbers() -> None:
    sent = full().to_json() | {"t": 5.0, "h0": [0, 1, -1]}
    assert from_json(sent).h0.dtype == np.float64
    assert from_json(sent).t == 5
    assert isinstance(from_json(sent).t, int)


def test_a_cell_without_c_has_c0_zero_whatever_is_sent() -> None:
    sent = from_preset("rnn", "worked").to_json() | {"c0": "nonsense"}
    assert from_json(sent).c0.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("sizes", [(1, 1), (4, 1), (2, 5), (3, 32)])
def test_resized_keeps_every_gates_overlap_and_runs(cell: str, sizes: tuple[int, int]) -> None:
    old, new = full(cell), full(cell).resized(*sizes)
    inputs, units = min(sizes[0], 2), min(sizes[1], 3)
    for name, gates in CELLS[cell].arrays.items():
        if name.startswith("bias"):
            continue
        a, b = (getattr(s.weights, name).reshape(len(gates), s.hidden_size, -1) for s in (old, new))
        columns = inputs if name == "weight_ih" else units
        assert np.array_equal(a[:, :units, :columns], b[:, :units, :columns])
    assert np.array_equal(new.h0[:units], old.h0[:units])
    assert new.h0[units:].tolist() == [0.0] * (sizes[1] - units)
    assert np.array_equal(new.x[:, :inputs], old.x[:, :inputs])
    assert np.array_equal(new.head.weight[:, :units], old.head.weight[:, :units])
    assert new.run().record.h.shape == (24, sizes[1])
    assert from_json(new.to_json()) == new


def test_new_weights_are_the_seeds() -> None:
    base = from_preset("rnn", "worked", seed=4)
    assert np.array_equal(base.resized(1, 6).weights.weight_hh[3:], seeded_weights("rnn", 1, 6, 4).weight_hh[3:])
    assert base.resized(1, 6) == base.resized(1, 6)
    assert base.resized(1, 6) != replace(base, seed=5).resized(1, 6)


@pytest.mark.parametrize("sizes", [(0, 1), (5, 1), (1, 0), (1, 33), (1, 10**9)])
def test_sizes_beyond_the_page_are_refused(sizes: tuple[int, int]) -> None:
    with pytest.raises(SettingsError, match="must be a whole number"):
        from_preset("lstm", "worked").resized(*sizes)


def test_more_inputs_bring_the_tables_next_columns() -> None:
    settings = from_preset("rnn", "worked").resized(3, 2)
    assert settings.x[0].tolist() == [9.47222222, 7.38888889, 0.89]


def test_moved_inputs_stay_through_a_resize_and_unmoved_ones_are_made_anew() -> None:
    latch = from_preset("lstm", "latch")
    moved = replace(latch, x=latch.x.copy())
    moved.x[7, 0] = 0.125
    assert moved.resized(3, 1).x[7, 0] == 0.125
    assert np.flatnonzero(latch.resized(3, 1).x.T.ravel()).tolist() == [4, 24 + 12, 48 + 20]


def test_with_source_takes_the_size_of_what_was_typed() -> None:
    settings = replace(from_preset("lstm", "worked"), clamps=(Clamp("f", 20, 1.0), Clamp("o", 1, 0.5)), t=23)
    typed = settings.with_source(Source("words", text="I am happy"))
    assert typed.x.tolist() == np.eye(3).tolist()
    assert typed.labels == ("i", "am", "happy")
    assert typed.input_size == 3
    assert np.array_equal(typed.weights.weight_ih[:, :1], settings.weights.weight_ih)
    assert typed.t == 2
    assert typed.clamps == (Clamp("o", 1, 0.5),)
    assert typed.run().record.h.shape == (3, 2)


def test_a_bad_source_raises_and_the_last_good_settings_stay() -> None:
    settings = from_preset("lstm", "worked")
    with pytest.raises(InputError):
        settings.with_source(Source("typed", text="1, two, 3"))
    assert settings == from_preset("lstm", "worked")


def test_labels_are_numbers_when_the_length_is_no_longer_the_sources() -> None:
    settings = from_preset("rnn", "worked")
    assert settings.labels[7] == "04-01 07h"
    assert replace(settings, x=settings.x[:3]).labels == ("1", "2", "3")


@pytest.mark.parametrize("key", ["worked", "leaky", "random"])
def test_with_cell_takes_the_preset_of_the_same_name_and_the_same_input(key: str) -> None:
    x = np.linspace(-1.0, 1.0, 24)[:, None]
    rnn = replace(from_preset("rnn", key, seed=2), x=x, h0=np.array([0.1, 0.2]), notation="andrew", t=9, op=2, slip="g")
    for other in ("lstm", "gru"):
        carried = rnn.with_cell(other)
        assert (carried.cell, carried.preset) == (other, key)
        assert np.array_equal(carried.x, x)
        assert carried.h0.tolist() == [0.1, 0.2]
        last = len(CELLS[other].ops) - 1
        assert (carried.notation, carried.t, carried.op, carried.slip) == ("andrew", 9, last, None)
        wanted = from_preset(other, key, seed=2).weights
        assert all(
            np.array_equal(a, b) for a, b in zip(vars(carried.weights).values(), vars(wanted).values(), strict=True)
        )
        assert from_json(carried.to_json()) == carried


def test_with_cell_keeps_a_clamped_preset_clamped() -> None:
    lstm = from_preset("gru", "keeps").with_cell("lstm")
    assert lstm.clamps == from_preset("lstm", "keeps").clamps
    assert lstm.record.c[-1].tolist() == lstm.c0.tolist() == [0.8, -0.5]


@pytest.mark.parametrize(("cell", "key"), [("rnn", "oscillator"), ("lstm", "concat"), ("rnn", "counts")])
def test_with_cell_falls_back_on_random_weights_of_the_same_sizes(cell: str, key: str) -> None:
    settings = from_preset(cell, key, seed=6)
    other = settings.with_cell("gru")
    assert other.preset == "random"
    wanted = seeded_weights("gru", settings.input_size, settings.hidden_size, 6)
    assert np.array_equal(other.weights.weight_hh, wanted.weight_hh)
    assert np.array_equal(other.x, settings.x)
    assert other.run().record.h.shape == (settings.steps, settings.hidden_size)


def test_with_cell_at_another_size_is_random_too() -> None:
    other = full("rnn").with_cell("lstm")
    assert (other.preset, other.hidden_size, other.input_size) == ("random", 3, 2)
    assert other.head is not None
    assert other.softmax
    assert other.slip == "c"


def test_with_head_keeps_the_rows_that_were_there() -> None:
    one = from_preset("gru", "worked").with_head(1)
    assert one.head is not None
    one = replace(one, head=replace(one.head, bias=np.array([5.0])))
    three = one.with_head(3, softmax=True)
    assert three.head.bias[0] == 5.0
    assert np.array_equal(three.head.weight[:1], one.head.weight)
    assert three.run().head.p.shape == (24, 3)
    assert three.with_head(None).run().head is None
    with pytest.raises(SettingsError):
        one.with_head(9)


def test_presets_are_not_changed_by_changing_settings() -> None:
    settings = from_preset("lstm", "worked")
    settings.weights.weight_ih[0, 0] = 99.0
    settings.h0[0] = 99.0
    settings.x[0] = 99.0
    fresh = from_preset("lstm", "worked")
    assert 99.0 not in np.concatenate([fresh.weights.weight_ih.ravel(), fresh.h0, fresh.x.ravel()])


def test_preset_names_that_are_not_there() -> None:
    with pytest.raises(SettingsError, match="no preset"):
        from_preset("gru", "oscillator")
    with pytest.raises(SettingsError, match="no preset"):
        from_preset("transformer", "worked")


@pytest.mark.parametrize("cell", CELLS)
def test_the_widest_settings_still_compute_finite_numbers(cell: str) -> None:
    shapes = CELLS[cell].shapes(4, 32)
    weights = CELLS[cell].weights(
        {name: np.full(shape, -100.0 if name == "bias_hh" else 100.0) for name, shape in shapes.items()}
    )
    settings = (
        from_preset(cell, "random").with_source(Source("noise", steps=64)).resized(4, 32).with_head(8, softmax=True)
    )
    settings = replace(settings, weights=weights, x=np.full((64, 4), 1e6), h0=np.full(32, -1e6), activation="identity")
    made = from_json(settings.to_json()).run()
    assert np.isfinite(made.record.h).all()
    assert np.isfinite(made.head.y).all()


def test_notations() -> None:
    assert NOTATIONS == ("torch", "concat", "wu", "andrew")


def test_of_two_clamps_for_one_step_the_later_holds() -> None:
    arrays = clamp_arrays([Clamp("f", None, 1.0), Clamp("f", 1, 0.5), Clamp("i", 0, 0.0)], 3)
    assert arrays["f"].tolist() == [1.0, 0.5, 1.0]
    np.testing.assert_array_equal(arrays["i"], [0.0, np.nan, np.nan])
