"""The LSTM's presets. Rows of weights stand in blocks i f g o. Every `look_for` is a claim that a test runs."""

from __future__ import annotations

import math

from rnnviz.state.inputs import Source
from rnnviz.state.start import DAY, PULSE, PULSES, SET_AND_RESET, CellPreset, Clamp, Start, begin, weights
from rnnviz.texts import _

WORKED = weights(
    [[1.5], [-1.2], [0.8], [-0.6], [1.2], [-1.0], [0.9], [0.4]],
    [[0.3, -0.4], [0.2, 0.5], [0.6, -0.2], [-0.3, 0.7], [0.4, -0.5], [0.1, 0.6], [0.5, -0.3], [0.2, 0.8]],
    [-0.4, -0.2, 0.9, 1.1, 0.1, -0.1, 0.2, 0.3],
)
OPEN = 20.0  # sigma(20) is 1 to nine decimals, sigma(-20) is 0 to nine


def _worked(seed: int) -> Start:
    return begin(DAY, WORKED)


def _keeps(seed: int) -> Start:
    return begin(DAY, WORKED, c0=[0.8, -0.5], clamps=(Clamp("f", None, 1.0), Clamp("i", None, 0.0)))


def _forgets(seed: int) -> Start:
    blind = weights(WORKED.weight_ih.tolist(), [[0.0, 0.0]] * 8, WORKED.bias_ih.tolist())
    return begin(DAY, blind, c0=[3.0, -3.0], clamps=(Clamp("f", None, 0.0),))


def _counts(seed: int) -> Start:
    counter = weights([[0.0], [0.0], [OPEN], [0.0]], [[0.0]] * 4, [OPEN, OPEN, 0.0, OPEN])
    return begin(PULSES, counter)


def _latch(seed: int) -> Start:
    # a pulse on either input opens i and shuts f; g says which of the two it was
    switch = weights(
        [[2 * OPEN, 2 * OPEN], [-2 * OPEN, -2 * OPEN], [OPEN, -OPEN], [0.0, 0.0]], [[0.0]] * 4, [-OPEN, OPEN, 0.0, OPEN]
    )
    return begin(SET_AND_RESET, switch, c0=[-1.0])


def _leaky(seed: int) -> Start:
    keep = [math.log(9.0), 0.0]  # sigma of these: 0.9 and 0.5
    leak = weights(
        [[0.0]] * 4 + [[1.0], [1.0]] + [[0.0]] * 2, [[0.0, 0.0]] * 8, [OPEN, OPEN, *keep, 0.0, 0.0, OPEN, OPEN]
    )
    return begin(PULSE, leak)


def _concat(seed: int) -> Start:
    """S3's [x_t, h_{t-1}] with x = [1, 2, 3], h = [7, 8, 9]; the weights are ours, small so that no gate saturates."""
    rows = [
        [0.1, -0.2, 0.1, 0.05, -0.1, 0.1],  # i: three numbers for x, three for h
        [0.2, 0.1, -0.1, -0.1, 0.05, 0.05],
        [-0.1, 0.1, 0.2, 0.1, 0.1, -0.15],
        [0.2, 0.1, 0.1, 0.05, 0.05, 0.05],  # f
        [-0.1, 0.2, 0.1, -0.05, 0.1, 0.02],
        [0.1, -0.1, 0.2, 0.1, -0.05, 0.05],
        [0.3, 0.1, -0.2, 0.1, -0.1, 0.02],  # g
        [-0.2, 0.1, 0.1, 0.05, 0.05, -0.1],
        [0.1, 0.2, -0.3, -0.1, 0.1, 0.05],
        [0.1, 0.1, 0.1, 0.05, -0.05, 0.1],  # o
        [0.2, -0.1, 0.1, 0.1, 0.02, -0.05],
        [-0.2, 0.2, 0.1, -0.05, 0.1, 0.02],
    ]
    small = weights([row[:3] for row in rows], [row[3:] for row in rows], [0.0] * 12)
    return begin(Source("typed", text="1 2 3\n1 2 3\n1 2 3"), small, h0=[7.0, 8.0, 9.0])


LSTM_PRESETS: dict[str, CellPreset] = {
    preset.key: preset
    for preset in (
        CellPreset(
            "worked",
            _("Worked example"),
            _(
                "When the day gets warm, i of unit 1 opens and c of unit 1 grows. It is largest two hours after the "
                "warmest hour."
            ),
            _worked,
        ),
        CellPreset(
            "keeps",
            _("Keeps for ever"),
            _(
                "With f = 1 and i = 0, c keeps its first value to the last step, while h still moves as o opens and "
                "closes."
            ),
            _keeps,
        ),
        CellPreset(
            "forgets",
            _("Forgets at once"),
            _("With f = 0 and W_hh = 0, the first c is gone after one step: c is only the new part, i ⊙ g."),
            _forgets,
        ),
        CellPreset(
            "counts",
            _("Counts"),
            _("c goes up by 1 at every pulse and keeps the count. h = tanh(c) is almost 1 after the third."),
            _counts,
        ),
        CellPreset(
            "latch",
            _("Latch"),
            _(
                "A pulse on input 1 sets c to 1, and it stays there with no input until a pulse on "
                "input 2 sets it to −1."
            ),
            _latch,
        ),
        CellPreset(
            "leaky",
            _("Leaky memory"),
            _("After the pulse, c of unit 1 keeps nine tenths at every step (f = 0.9) and c of unit 2 half (f = 0.5)."),
            _leaky,
        ),
        CellPreset(
            "concat",
            _("[x, h] of the slides"),
            _(
                "At step 1 every gate reads one column of six numbers, [1, 2, 3, 7, 8, 9]; "
                "from then on h stays between −1 and 1."
            ),
            _concat,
        ),
    )
}
