"""The claim of each preset's sentence as a predicate: the sentence is shown only while it holds for what is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS, Record, seeded_weights
from rnnviz.core.gru import GRURecord
from rnnviz.core.lstm import LSTMRecord
from rnnviz.core.mingru import MinGRURecord
from rnnviz.core.rnn import RNNRecord
from rnnviz.state.presets import PRESETS, RANDOM, RAW, WORKED
from rnnviz.state.settings import Settings

Claim = Callable[[Settings, Any], bool]
MIDDAY = slice(11, 16)
CLAIMS: dict[tuple[str, str], Claim] = {}
NEEDS: dict[tuple[str, str], tuple[int, bool]] = {}
"""How many units a claim is about, and whether it speaks of hours and days."""


def claim(*keys: tuple[str, str], units: int = 1, hours: bool = False) -> Callable[[Claim], Claim]:
    def keep(check: Claim) -> Claim:
        for key in keys:
            CLAIMS[key], NEEDS[key] = check, (units, hours)
        return check

    return keep


def look_for(settings: Settings) -> str:
    """The preset's sentence, or that of one with the same weights, if it is true of these settings; or ""."""
    kin = [settings.preset, *({WORKED, RAW} - {settings.preset} if settings.preset in (WORKED, RAW) else ())]
    known = PRESETS[settings.cell]
    return next((known[key].look_for for key in kin if key in known and holds(replace(settings, preset=key))), "")


def holds(settings: Settings) -> bool:
    """Whether the preset's `look_for` is true of these settings, whatever was moved in them since."""
    key = settings.cell, settings.preset
    units, hours = NEEDS[key]
    if settings.hidden_size < units or settings.steps < 3 or (hours and settings.source.kind != "temperature"):
        return False
    return bool(CLAIMS[key](settings, settings.record))


def events(x: Array) -> list[list[int]]:
    """The steps at which each input is not 0."""
    return [np.flatnonzero(column).tolist() for column in x.T]


def decays(settings: Settings, values: Array, ratio: float, rel: float) -> bool:
    """Nothing before the one pulse; from it on each value is `ratio` times the one before."""
    (at, *others), *rest = events(settings.x) if settings.x.any() else [[-1]]
    if at < 0 or others or any(rest) or at >= settings.steps - 1 or abs(values[at]) < 0.05:
        return False
    return not values[:at].any() and np.allclose(values[at + 1 :], ratio * values[at:-1], rtol=rel, atol=0.0)


def switches(settings: Settings, values: Array, least: float) -> bool:
    """Off until the pulse on input 1, on until the pulse on input 2, then off: each to at least `least`."""
    pulses = events(settings.x)
    if [len(steps) for steps in pulses] != [1, 1] or not 0 < pulses[0][0] < pulses[1][0] < settings.steps - 1:
        return False
    on, off = pulses[0][0], pulses[1][0]
    return bool(values[:on].max() < -least and values[on:off].min() > least and values[off:].max() < -least)


def pulsed(settings: Settings, least: int) -> bool:
    """Whether the one input is 0 or 1 at every step, and 1 at `least` of them."""
    x = settings.x
    return bool(x.shape[1] == 1 and np.isin(x, (0.0, 1.0)).all() and x.sum() >= least)


@claim(("rnn", WORKED), hours=True)
def follows_the_day(settings: Settings, record: RNNRecord) -> bool:
    warmth, h = settings.x[:, 0], record.h[:, 0]
    if not np.ptp(warmth) > 0.0 or not np.ptp(h) > 1.0:
        return False
    ends = h[warmth.argmin()] < 0.0 and h[warmth.argmax()] > 0.9
    return bool(ends and np.corrcoef(warmth, h)[0, 1] > 0.9)


@claim(("rnn", RAW), hours=True)
def saturated(settings: Settings, record: RNNRecord) -> bool:
    moves = bool(np.ptp(settings.x) > 1.0) and not settings.source.standardise
    return moves and settings.activation == "tanh" and bool((record.h[:, 0] >= 0.9995).all())


@claim(("rnn", "leaky"), units=2)
def rnn_leaks(settings: Settings, record: RNNRecord) -> bool:
    return decays(settings, record.h[:, 0], 0.9, 0.01) and decays(settings, record.h[:, 1], 0.5, 0.01)


@claim(("lstm", "leaky"), units=2)
def lstm_leaks(settings: Settings, record: LSTMRecord) -> bool:
    gates = np.allclose(record.f[:, :2], (0.9, 0.5), rtol=1e-9)
    return gates and decays(settings, record.c[:, 0], 0.9, 1e-9) and decays(settings, record.c[:, 1], 0.5, 1e-9)


@claim(("gru", "leaky"), units=2)
def gru_leaks(settings: Settings, record: GRURecord) -> bool:
    gates = np.allclose(record.z[:, :2], (0.9, 0.5), rtol=1e-9)
    return gates and decays(settings, record.h[:, 0], 0.9, 1e-9) and decays(settings, record.h[:, 1], 0.5, 1e-9)


@claim(("mingru", "leaky"), units=2)
def mingru_leaks(settings: Settings, record: MinGRURecord) -> bool:
    gates = np.allclose(record.z[:, :2], (0.1, 0.5), rtol=1e-9)
    return gates and decays(settings, record.h[:, 0], 0.9, 1e-9) and decays(settings, record.h[:, 1], 0.5, 1e-9)


@claim(("rnn", "exploding"), units=2)
def explodes(settings: Settings, record: RNNRecord) -> bool:
    grows = decays(settings, record.h[:, 0], 1.5, 1e-9) and decays(settings, record.h[:, 1], 0.5, 1e-9)
    return settings.activation == "identity" and grows


@claim(("rnn", "latch"))
def rnn_latches(settings: Settings, record: RNNRecord) -> bool:
    return switches(settings, record.h[:, 0], 0.5)


@claim(("lstm", "latch"))
def lstm_latches(settings: Settings, record: LSTMRecord) -> bool:
    return switches(settings, record.c[:, 0], 0.99)


@claim(("gru", "latch"), ("mingru", "latch"))
def gated_latches(settings: Settings, record: GRURecord | MinGRURecord) -> bool:
    return switches(settings, record.h[:, 0], 0.99)


@claim(("rnn", "oscillator"))
def oscillates(settings: Settings, record: RNNRecord) -> bool:
    """Each unit changes sign every four steps after the one pulse, to the end, and is as large there as before."""
    (first, *_) = pulses = events(settings.x)
    if len(pulses) != 1 or len(first) != 1 or settings.steps - first[0] < 16:
        return False
    return all(swings(unit[first[0] :]) for unit in record.h.T)


def swings(wave: Array) -> bool:
    signs = np.sign(np.where(abs(wave) < 1e-3, 0.0, wave))
    steps = np.flatnonzero(signs)
    if not len(steps):
        return False
    changes = steps[1:][np.diff(signs[steps]) != 0]
    lasts = abs(wave[-8:]).max() > 0.95 * abs(wave[:16]).max() and len(wave) - changes[-1:].sum() <= 4
    return bool(lasts and len(changes) > 2 and (np.diff(changes) == 4).all())


@claim(("rnn", "forgets"), hours=True)
def rnn_forgets(settings: Settings, record: RNNRecord) -> bool:
    return not settings.weights.weight_hh.any()


@claim(("gru", "forgets"), hours=True)
def gru_forgets(settings: Settings, record: GRURecord) -> bool:
    return not record.z.any() and not record.r.any()


@claim(("mingru", "forgets"), hours=True)
def mingru_forgets(settings: Settings, record: MinGRURecord) -> bool:
    return bool((record.z == 1.0).all())


@claim(("lstm", "forgets"), hours=True)
def lstm_forgets(settings: Settings, record: LSTMRecord) -> bool:
    return bool(settings.c0.any()) and not record.f.any() and not settings.weights.weight_hh.any()


@claim(("rnn", "counts"))
def rnn_counts(settings: Settings, record: RNNRecord) -> bool:
    straight = settings.activation == "identity" and bool((settings.weights.weight_ih == 1.0).all())
    return straight and pulsed(settings, 1) and np.array_equal(record.h, counted(settings, record.h))


@claim(("lstm", "counts"))
def lstm_counts(settings: Settings, record: LSTMRecord) -> bool:
    if not pulsed(settings, 3):
        return False
    pulses = counted(settings, record.c)
    return np.allclose(record.c, pulses, atol=1e-6) and bool((record.h[pulses >= 3] > 0.99).all())


def counted(settings: Settings, like: Array) -> Array:
    """The number of pulses so far, for every unit."""
    return np.broadcast_to(np.cumsum(settings.x)[:, None], like.shape)


@claim(("lstm", "worked"), hours=True)
def lstm_fills(settings: Settings, record: LSTMRecord) -> bool:
    warmth, i, c = settings.x[:, 0], record.i[:, 0], record.c[:, 0]
    if not np.ptp(warmth) > 0.0 or not np.ptp(i) > 0.5:
        return False
    return bool(np.corrcoef(warmth, i)[0, 1] > 0.9 and c.argmax() - warmth.argmax() == 2)


@claim(("lstm", "keeps"))
def lstm_keeps(settings: Settings, record: LSTMRecord) -> bool:
    kept = bool((record.f == 1.0).all()) and not record.i.any() and np.array_equal(record.c, first(settings.c0, record))
    return kept and bool(settings.c0.any() and np.ptp(record.h, axis=0).max() > 0.1)


@claim(("gru", "keeps"))
def gru_keeps(settings: Settings, record: GRURecord) -> bool:
    return bool((record.z == 1.0).all()) and np.array_equal(record.h, first(settings.h0, record))


@claim(("mingru", "keeps"))
def mingru_keeps(settings: Settings, record: MinGRURecord) -> bool:
    return not record.z.any() and np.array_equal(record.h, first(settings.h0, record))


def first(state: Array, record: Record) -> Array:
    return np.broadcast_to(state, record.h.shape)


@claim(("lstm", "concat"))
def reads_one_column(settings: Settings, record: LSTMRecord) -> bool:
    column = [*settings.x[0].tolist(), *settings.h0.tolist()]
    return column == [1, 2, 3, 7, 8, 9] and bool(abs(record.h).max() < 1.0)


@claim(("gru", "worked"), units=2, hours=True)
def follows_and_holds(settings: Settings, record: GRURecord) -> bool:
    if settings.source.start or settings.steps < MIDDAY.stop:
        return False
    z, h, n = record.z[MIDDAY], record.h[MIDDAY], record.n[MIDDAY]
    still = z[:, 1].min() > 0.9 and abs(np.diff(h[:, 1])).max() < 0.08
    return bool(still and z[:, 0].max() < 0.3 and abs(h - n)[:, 0].max() < 0.1)


@claim(("mingru", "worked"), units=2, hours=True)
def mingru_follows_and_holds(settings: Settings, record: MinGRURecord) -> bool:
    if settings.source.start or settings.steps < MIDDAY.stop:
        return False
    z, h, n = record.z[MIDDAY], record.h[MIDDAY], record.n[MIDDAY]
    still = z[:, 1].max() < 0.15 and abs(np.diff(h[:, 1])).max() < 0.08
    return bool(still and z[:, 0].min() > 0.9 and abs(h - n)[:, 0].max() < 0.1)


@claim(*((cell, RANDOM) for cell in CELLS), hours=True)
def untrained(settings: Settings, record: Record) -> bool:
    """The weights are still those that the seed gives."""
    fresh = seeded_weights(settings.cell, settings.input_size, settings.hidden_size, settings.seed)
    return all(np.array_equal(getattr(settings.weights, name), value) for name, value in fresh.arrays.items())
