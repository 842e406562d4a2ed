"""The RNN's presets. Every `look_for` is a claim that a test runs."""

from __future__ import annotations

import math

from rnnviz.state.inputs import Source
from rnnviz.state.start import DAY, PULSE, PULSES, RAW, SET_AND_RESET, CellPreset, Start, begin, weights
from rnnviz.texts import _

GAIN = 1.2  # above 1, so that tanh and the gain settle on a cycle instead of dying out
TURN = math.pi / 4


def _worked(seed: int) -> Start:
    """The slides' example (S0, S1) on raw degrees, as the slides have it: what links are told against."""
    slide = weights([[0.6584], [-0.1671]], [[0.5147, -0.1310], [0.6606, -0.1671]], [-0.5966, 0.0945], [0.6599, -0.2662])
    return begin(Source("temperature", steps=24), slide)


def _leaky(seed: int) -> Start:
    # a small pulse: near 0, tanh is a straight line and the decay is W_hh's alone
    return begin(PULSE, weights([[0.1], [0.1]], [[0.9, 0.0], [0.0, 0.5]], [0.0, 0.0]))


def _latch(seed: int) -> Start:
    return begin(SET_AND_RESET, weights([[4.0, -4.0]], [[2.0]], [0.0]), h0=[-0.95])


def _oscillator(seed: int) -> Start:
    cos, sin = GAIN * math.cos(TURN), GAIN * math.sin(TURN)
    return begin(Source("impulse", steps=40, at=1), weights([[1.0], [0.0]], [[cos, -sin], [sin, cos]], [0.0, 0.0]))


def _exploding(seed: int) -> Start:
    growth = weights([[1.0], [1.0]], [[1.5, 0.0], [0.0, 0.5]], [0.0, 0.0])
    return begin(PULSE, growth, activation="identity")


def _forgets(seed: int) -> Start:
    blind = weights([[1.0], [-0.5]], [[0.0, 0.0], [0.0, 0.0]], [0.2, 0.1])
    return begin(DAY, blind, h0=[0.9, -0.9])


def _counts(seed: int) -> Start:
    return begin(PULSES, weights([[1.0]], [[1.0]], [0.0]), activation="identity")


RNN_PRESETS: dict[str, CellPreset] = {
    preset.key: preset
    for preset in (
        CellPreset(
            "worked",
            _("Worked example"),
            _("h of unit 1 follows the day: below 0 in the cold hours, near 1 in the warmest ones."),
            _worked,
        ),
        CellPreset(
            RAW,
            _("Raw degrees"),
            _("Unit 1 reads 1.000 at every hour, for any temperature: raw degrees are too big for tanh."),
            _worked,
        ),
        CellPreset(
            "leaky",
            _("Leaky memory"),
            _("After the pulse, unit 1 keeps nine tenths of its value at every step, and unit 2 only half."),
            _leaky,
        ),
        CellPreset(
            "latch",
            _("Latch"),
            _(
                "A pulse on input 1 switches h on, and it stays on with no input until a pulse on "
                "input 2 switches it off."
            ),
            _latch,
        ),
        CellPreset(
            "oscillator",
            _("Oscillator"),
            _(
                "One pulse starts a wave that never dies out: each unit changes sign every four "
                "steps, with no more input."
            ),
            _oscillator,
        ),
        CellPreset(
            "exploding",
            _("Exploding"),
            _("With no tanh to hold it, unit 1 grows by half at every step after the pulse, while unit 2 halves."),
            _exploding,
        ),
        CellPreset(
            "forgets",
            _("Forgets at once"),
            _(
                "W_hh is 0, so h is this hour's input alone: change an earlier hour, or h0, and the "
                "later h stay the same."
            ),
            _forgets,
        ),
        CellPreset("counts", _("Counts"), _("With w = 1 and no tanh, h is the number of pulses so far."), _counts),
    )
}
