"""Every preset does what its sentence says: the sentence's claim, run through the core."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import stats

from rnnviz.core import Array
from rnnviz.core.cells import IN_TORCH, Record, overlaid, resized_weights, seeded_head, seeded_weights
from rnnviz.state.claims import holds
from rnnviz.state.opening import first_example
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import Settings, from_preset

ALL = [(cell, key) for cell, presets in PRESETS.items() for key in presets]
CLAIMS: dict[tuple[str, str], Callable[[Settings, Record], None]] = {}


def claim(cell: str, key: str) -> Callable[[Callable[[Settings, Record], None]], Callable[[Settings, Record], None]]:
    def keep(check: Callable[[Settings, Record], None]) -> Callable[[Settings, Record], None]:
        CLAIMS[cell, key] = check
        return check

    return keep


@pytest.mark.parametrize(("cell", "key"), ALL)
def test_a_preset_does_what_its_sentence_says(cell: str, key: str) -> None:
    settings = first_example(cell) if key == "worked" else from_preset(cell, key)
    CLAIMS[cell, key](settings, settings.record)
    assert holds(settings), "the page says so"


@pytest.mark.parametrize(("cell", "key"), ALL)
def test_a_preset_is_presentable(cell: str, key: str) -> None:
    preset, settings = PRESETS[cell][key], from_preset(cell, key)
    assert preset.key == key
    assert preset.title
    assert preset.look_for.endswith(".")
    assert preset.look_for.count(". ") <= 1, "two short sentences at most"
    assert len(preset.look_for) < 140
    assert 1 <= settings.steps <= 64
    assert settings.hidden_size <= 4
    assert settings.input_size <= 4
    assert all(np.isfinite(array).all() for array in vars(settings.record).values())


def test_every_cell_has_its_presets() -> None:
    rnn = ("worked", "raw", "leaky", "latch", "oscillator", "exploding", "forgets", "counts", "random")
    assert set(PRESETS["rnn"]) == {*rnn}
    assert set(PRESETS["lstm"]) == {
        *("worked", "keeps", "forgets", "counts", "latch", "leaky", "concat", "random"),
    }
    assert set(PRESETS["gru"]) == set(PRESETS["mingru"]) == {"worked", "keeps", "forgets", "leaky", "latch", "random"}


def without_the_past(settings: Settings) -> Array:
    """h of the last step when everything before its input was something else."""
    x = settings.x[::-1].copy() * 3.0
    x[-1] = settings.x[-1]
    other = replace(settings, x=x, h0=settings.h0 + 0.5, c0=settings.c0 + 5.0 * (settings.cell == "lstm"))
    return other.record.h[-1]


def decays(values: Array, ratio: float, rel: float) -> None:
    """From the pulse at the second step on, each value is `ratio` times the one before; before it there is nothing."""
    assert values[0] == 0.0
    assert values[1] > 0.05
    np.testing.assert_allclose(values[2:] / values[1:-1], ratio, rtol=rel)


def switches(values: Array, settings: Settings, least: float) -> None:
    """Off until the pulse on input 1, on until the pulse on input 2, then off: each to at least `least`."""
    (on,), (off,) = (np.flatnonzero(channel) for channel in settings.x.T)
    assert 0 < on < off < settings.steps - 1
    assert (values[:on] < -least).all()
    assert (values[on:off] > least).all()
    assert (values[off:] < -least).all()


@claim("rnn", "worked")
def follows_the_day(settings: Settings, record: Record) -> None:
    assert (record.h[:, :1][settings.x < -0.6] < 0.0).all()
    assert (record.h[:, :1][settings.x > 1.4] > 0.85).all()


@claim("rnn", "raw")
def saturates(settings: Settings, record: Record) -> None:
    assert settings.x.shape == (24, 1)
    assert settings.x[:5, 0].tolist() == [9.47222222, 9.35555556, 9.37777778, 8.28888889, 8.75555556]
    assert {f"{h:.3f}" for h in record.h[:, 0]} == {"1.000"}


@claim("rnn", "leaky")
def leaks(settings: Settings, record: Record) -> None:
    decays(record.h[:, 0], 0.9, rel=0.01)
    decays(record.h[:, 1], 0.5, rel=0.01)


@claim("rnn", "latch")
def latches(settings: Settings, record: Record) -> None:
    switches(record.h[:, 0], settings, 0.8)


@claim("rnn", "oscillator")
def oscillates(settings: Settings, record: Record) -> None:
    assert np.flatnonzero(settings.x).tolist() == [1]
    for unit in record.h.T:
        wave = np.where(abs(unit) < 1e-3, 0.0, unit)[1:]
        changes = np.flatnonzero(np.diff(np.sign(wave[wave != 0.0])))
        assert len(changes) >= 8
        assert set(np.diff(changes)) == {3}, "every four steps, one of which is 0"
        assert abs(unit[-8:]).max() > 0.95 * abs(unit[2:18]).max(), "does not decay"


@claim("rnn", "exploding")
def explodes(settings: Settings, record: Record) -> None:
    np.testing.assert_allclose(record.h[2:, 0] / record.h[1:-1, 0], 1.5, rtol=1e-12)
    decays(record.h[:, 1], 0.5, rel=1e-12)
    assert record.h[-1, 0] > 1000.0
    assert abs(replace(settings, activation="tanh").record.h).max() < 1.0, "tanh would hold it"


@claim("rnn", "forgets")
@claim("gru", "forgets")
@claim("mingru", "forgets")
def forgets(settings: Settings, record: Record) -> None:
    assert np.array_equal(without_the_past(settings), record.h[-1])
    assert np.ptp(record.h) > 0.5
    if settings.cell != "rnn":
        assert np.array_equal(record.h, record.n)


@claim("lstm", "forgets")
def lstm_forgets(settings: Settings, record: Record) -> None:
    assert np.array_equal(without_the_past(settings), record.h[-1])
    assert np.array_equal(record.c, record.i * record.g)
    assert abs(settings.c0).min() > 1.0 > abs(record.c[0]).max()


@claim("rnn", "counts")
def counts(settings: Settings, record: Record) -> None:
    assert record.h[:, 0].tolist() == np.cumsum(settings.x).tolist()
    assert record.h[-1, 0] >= 5


@claim("lstm", "counts")
def lstm_counts(settings: Settings, record: Record) -> None:
    pulses = np.cumsum(settings.x)
    np.testing.assert_allclose(record.c[:, 0], pulses, atol=1e-6)
    assert pulses[-1] >= 5
    assert (record.h[pulses >= 3] > 0.99).all()
    assert (record.h[pulses <= 1] < 0.8).all()


@claim("lstm", "worked")
def fills(settings: Settings, record: Record) -> None:
    warmth, i, c = settings.x[:, 0], record.i[:, 0], record.c[:, 0]
    assert np.corrcoef(warmth, i)[0, 1] > 0.9
    assert i.min() < 0.1
    assert i.max() > 0.9
    assert int(c.argmax()) - int(warmth.argmax()) == 2
    gates = np.concatenate([record.i, record.f, record.o], axis=1)
    assert (np.ptp(gates, axis=0) > 0.25).all(), "no gate stands still"


@claim("lstm", "keeps")
def lstm_keeps(settings: Settings, record: Record) -> None:
    assert abs(settings.c0).min() > 0.1
    assert abs(record.c - settings.c0).max() < 1e-6
    assert (np.ptp(record.h, axis=0) > 0.1).all()


@claim("gru", "keeps")
@claim("mingru", "keeps")
def gru_keeps(settings: Settings, record: Record) -> None:
    assert abs(settings.h0).min() > 0.1
    assert abs(record.h - settings.h0).max() < 1e-6
    assert (np.ptp(record.n, axis=0) > 0.5).all(), "something else was on offer at every step"


@claim("lstm", "latch")
def lstm_latches(settings: Settings, record: Record) -> None:
    switches(record.c[:, 0], settings, 0.99)


@claim("gru", "latch")
@claim("mingru", "latch")
def gru_latches(settings: Settings, record: Record) -> None:
    switches(record.h[:, 0], settings, 0.99)


@claim("lstm", "leaky")
def lstm_leaks(settings: Settings, record: Record) -> None:
    decays(record.c[:, 0], 0.9, rel=1e-9)
    decays(record.c[:, 1], 0.5, rel=1e-9)
    np.testing.assert_allclose(record.f, [[0.9, 0.5]] * settings.steps, rtol=1e-12)


@claim("gru", "leaky")
def gru_leaks(settings: Settings, record: Record) -> None:
    decays(record.h[:, 0], 0.9, rel=1e-9)
    decays(record.h[:, 1], 0.5, rel=1e-9)
    np.testing.assert_allclose(record.z, [[0.9, 0.5]] * settings.steps, rtol=1e-12)


@claim("mingru", "leaky")
def mingru_leaks(settings: Settings, record: Record) -> None:
    decays(record.h[:, 0], 0.9, rel=1e-9)
    decays(record.h[:, 1], 0.5, rel=1e-9)
    np.testing.assert_allclose(record.z, [[0.1, 0.5]] * settings.steps, rtol=1e-12)


@claim("mingru", "worked")
def mingru_follows_and_holds(settings: Settings, record: Record) -> None:
    midday = slice(11, 16)
    assert record.z[midday, 0].min() > 0.9
    assert record.z[midday, 1].max() < 0.1
    assert abs(np.diff(record.h[midday, 1])).max() < 0.08
    assert abs(record.h - record.n)[midday, 0].max() < 0.1
    assert abs(record.h - record.n)[midday, 1].min() > 0.5


@claim("lstm", "concat")
def reads_one_column(settings: Settings, record: Record) -> None:
    column = np.concatenate([settings.x[0], settings.h0])
    assert column.tolist() == [1, 2, 3, 7, 8, 9]
    side_by_side = np.concatenate([settings.weights.weight_ih, settings.weights.weight_hh], axis=1)
    biases = settings.weights.bias_ih + settings.weights.bias_hh
    np.testing.assert_allclose(record.a[0], side_by_side @ column + biases, atol=1e-12)
    assert abs(record.h).max() < 1.0
    assert abs(record.a[0]).max() < 3.0, "no gate saturates"


@claim("gru", "worked")
def follows_and_holds(settings: Settings, record: Record) -> None:
    midday = slice(11, 16)
    assert record.z[midday, 1].min() > 0.9
    assert record.z[midday, 0].max() < 0.3
    assert abs(np.diff(record.h[midday, 1])).max() < 0.08
    assert abs(record.h - record.n)[midday, 0].max() < 0.1
    assert abs(record.h - record.n)[midday, 1].min() > 0.5


@claim("rnn", "random")
@claim("lstm", "random")
@claim("gru", "random")
@claim("mingru", "random")
def another_seed_differs(settings: Settings, record: Record) -> None:
    again, other = (from_preset(settings.cell, "random", seed) for seed in (0, 1))
    assert np.array_equal(again.record.h, record.h)
    assert np.array_equal(other.x, settings.x)
    assert abs(other.record.h - record.h).max() > 0.05


@pytest.mark.parametrize("cell", IN_TORCH)
def test_random_weights_are_distributed_as_torchs(cell: str) -> None:
    hidden = 32
    torch.manual_seed(0)
    module = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}[cell](4, hidden)
    weights = seeded_weights(cell, 4, hidden, seed=5)
    for name, value in vars(weights).items():
        assert value.shape == tuple(getattr(module, name).shape)
    torchs = np.concatenate([p.detach().double().numpy().ravel() for p in module.parameters()])
    ours = np.concatenate([value.ravel() for value in vars(weights).values()])
    assert stats.ks_2samp(ours, torchs).pvalue > 1e-3
    assert abs(ours).max() <= 1 / np.sqrt(hidden)


def test_random_output_layers_are_distributed_as_torchs() -> None:
    linear = torch.nn.Linear(32, 8)
    head = seeded_head(8, 32, seed=1)
    assert stats.ks_2samp(head.weight.ravel(), linear.weight.detach().numpy().ravel()).pvalue > 1e-3
    assert abs(head.weight).max() <= 1 / np.sqrt(32)
    assert abs(head.bias).max() <= 1 / np.sqrt(32)


def test_overlaid_keeps_the_overlap_of_every_block() -> None:
    fresh, old = -np.arange(1.0, 13.0).reshape(6, 2), np.arange(1.0, 13.0).reshape(4, 3)
    assert overlaid(fresh, old, 2).tolist() == [[1, 2], [4, 5], [-5, -6], [7, 8], [10, 11], [-11, -12]]


@pytest.mark.parametrize("sizes", [(1, 1), (3, 5), (4, 2)])
def test_resized_weights_keep_the_overlap_gate_by_gate(sizes: tuple[int, int]) -> None:
    old, new = seeded_weights("gru", 2, 3, 1), resized_weights(seeded_weights("gru", 2, 3, 1), "gru", *sizes, seed=9)
    inputs, units = min(2, sizes[0]), min(3, sizes[1])
    assert (new.input_size, new.hidden_size) == sizes
    for gate in range(3):
        a, b = (w.weight_ih.reshape(3, -1, w.input_size)[gate] for w in (old, new))
        assert np.array_equal(a[:units, :inputs], b[:units, :inputs])
        a, b = (w.bias_hh.reshape(3, -1)[gate] for w in (old, new))
        assert np.array_equal(a[:units], b[:units])
