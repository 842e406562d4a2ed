"""Ready-made models for each cell, each with a sentence of what to look for. Adding one is one function, one line."""

from __future__ import annotations

from rnnviz.core.cells import seeded_weights
from rnnviz.state.gru_presets import GRU_PRESETS
from rnnviz.state.lstm_presets import LSTM_PRESETS
from rnnviz.state.mingru_presets import MINGRU_PRESETS
from rnnviz.state.rnn_presets import RNN_PRESETS
from rnnviz.state.start import DAY, RAW, CellPreset, Clamp, Start, begin
from rnnviz.texts import _

__all__ = ["PRESETS", "RANDOM", "RAW", "WORKED", "CellPreset", "Clamp", "Start"]

WORKED = "worked"
RANDOM = "random"


def random_preset(cell: str) -> CellPreset:
    """Two units with torch's own initialisation (`seeded_weights`), over the same day as the others."""
    return CellPreset(
        RANDOM,
        _("Random"),
        _("Untrained weights, as torch starts with them: another seed reads the same hours in another way."),
        lambda seed: begin(DAY, seeded_weights(cell, 1, 2, seed)),
    )


PRESETS: dict[str, dict[str, CellPreset]] = {
    cell: {**presets, RANDOM: random_preset(cell)}
    for cell, presets in (
        ("rnn", RNN_PRESETS),
        ("lstm", LSTM_PRESETS),
        ("gru", GRU_PRESETS),
        ("mingru", MINGRU_PRESETS),
    )
}
