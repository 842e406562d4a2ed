"""The GRU's presets. Rows of weights stand in blocks r z n. Every `look_for` is a claim that a test runs."""

from __future__ import annotations

import math

from rnnviz.state.start import DAY, PULSE, SET_AND_RESET, CellPreset, Clamp, Start, begin, weights
from rnnviz.texts import _

WORKED = weights(
    [[0.8], [-0.9], [-1.2], [1.6], [1.3], [0.9]],
    [[0.3, -0.4], [0.2, 0.5], [0.6, -0.2], [-0.3, 0.7], [0.4, -0.5], [0.6, 0.8]],
    [0.3, 0.2, 0.1, 0.9, -0.1, 0.1],
    [0.0, 0.0, 0.0, 0.0, 0.1, -0.2],
)
OPEN = 20.0  # sigma(20) is 1 to nine decimals, sigma(-20) is 0 to nine


def _worked(seed: int) -> Start:
    return begin(DAY, WORKED)


def _keeps(seed: int) -> Start:
    return begin(DAY, WORKED, h0=[0.8, -0.5], clamps=(Clamp("z", None, 1.0),))


def _forgets(seed: int) -> Start:
    return begin(DAY, WORKED, h0=[0.8, -0.5], clamps=(Clamp("z", None, 0.0), Clamp("r", None, 0.0)))


def _leaky(seed: int) -> Start:
    keep = [math.log(9.0), 0.0]  # sigma of these: 0.9 and 0.5
    leak = weights([[0.0]] * 4 + [[1.0], [1.0]], [[0.0, 0.0]] * 6, [OPEN, OPEN, *keep, 0.0, 0.0])
    return begin(PULSE, leak)


def _latch(seed: int) -> Start:
    # a pulse on either input shuts z, so that h takes n; n says which of the two it was
    switch = weights([[0.0, 0.0], [-2 * OPEN, -2 * OPEN], [OPEN, -OPEN]], [[0.0]] * 3, [OPEN, OPEN, 0.0])
    return begin(SET_AND_RESET, switch, h0=[-1.0])


GRU_PRESETS: dict[str, CellPreset] = {
    preset.key: preset
    for preset in (
        CellPreset(
            "worked",
            _("Worked example"),
            _("At midday z of unit 2 is near 1: unit 2 hardly moves. z of unit 1 is small: unit 1 follows its n."),
            _worked,
        ),
        CellPreset(
            "keeps",
            _("Keeps for ever"),
            _("With z = 1, h keeps its first value to the last step, for any input."),
            _keeps,
        ),
        CellPreset(
            "forgets",
            _("Forgets at once"),
            _("With z = 0 and r = 0, h is this hour's n alone: change an earlier hour, and the later h stay the same."),
            _forgets,
        ),
        CellPreset(
            "leaky",
            _("Leaky memory"),
            _("After the pulse, unit 1 keeps nine tenths at every step (z = 0.9) and unit 2 half (z = 0.5)."),
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
