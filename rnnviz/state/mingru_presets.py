"""The minGRU's presets. Rows of weights stand in blocks z n. Every `look_for` is a claim that a test runs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from rnnviz.core.mingru import MINGRU
from rnnviz.core.weights import Weights
from rnnviz.state.start import DAY, PULSE, SET_AND_RESET, CellPreset, Clamp, Start, begin
from rnnviz.texts import _

OPEN = 20.0  # sigma(20) is 1 to nine decimals, sigma(-20) is 0 to nine


def weights(weight_ih: Sequence[Sequence[float]], bias_ih: Sequence[float]) -> Weights:
    return MINGRU.weights({"weight_ih": np.array(weight_ih), "bias_ih": np.array(bias_ih)})


WORKED = weights([[1.6], [-1.8], [0.9], [0.7]], [0.8, -1.0, 0.1, -0.1])


def _worked(seed: int) -> Start:
    return begin(DAY, WORKED)


def _keeps(seed: int) -> Start:
    return begin(DAY, WORKED, h0=[0.8, -0.5], clamps=(Clamp("z", None, 0.0),))


def _forgets(seed: int) -> Start:
    return begin(DAY, WORKED, h0=[0.8, -0.5], clamps=(Clamp("z", None, 1.0),))


def _leaky(seed: int) -> Start:
    # sigma of the first two biases: 0.1 and 0.5 are written, 0.9 and 0.5 stay
    return begin(PULSE, weights([[0.0], [0.0], [1.0], [1.0]], [-math.log(9.0), 0.0, 0.0, 0.0]))


def _latch(seed: int) -> Start:
    # a pulse on either input opens z, so that h takes n; n says which of the two it was
    return begin(SET_AND_RESET, weights([[2 * OPEN, 2 * OPEN], [1.0, -1.0]], [-OPEN, 0.0]), h0=[-1.0])


MINGRU_PRESETS: dict[str, CellPreset] = {
    preset.key: preset
    for preset in (
        CellPreset(
            "worked",
            _("Worked example"),
            _("At midday z of unit 1 is near 1: unit 1 follows its n. z of unit 2 is small: unit 2 hardly moves."),
            _worked,
        ),
        CellPreset(
            "keeps",
            _("Keeps for ever"),
            _("With z = 0, h keeps its first value to the last step, for any input."),
            _keeps,
        ),
        CellPreset(
            "forgets",
            _("Forgets at once"),
            _("With z = 1, h is this hour's n alone: change an earlier hour, or h0, and the later h stay the same."),
            _forgets,
        ),
        CellPreset(
            "leaky",
            _("Leaky memory"),
            _("After the pulse, unit 1 keeps nine tenths at every step (z = 0.1) and unit 2 half (z = 0.5)."),
            _leaky,
        ),
        CellPreset(
            "latch",
            _("Latch"),
            _(
                "A pulse on input 1 sets h to 1, and it stays there with no input until a pulse on "
                "input 2 sets it to −1."
            ),
            _latch,
        ),
    )
}
