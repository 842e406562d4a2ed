"""The settings of a cell page and everything that makes them: from a preset, or from JSON that a browser sent."""

from __future__ import annotations

import numpy as np

from rnnviz.core.cells import CELLS
from rnnviz.core.slips import Outcome
from rnnviz.core.typed import MAX_VALUE
from rnnviz.state.cell_fields import MAX_OUTPUTS, MAX_WEIGHT, Frame, Grid
from rnnviz.state.fields import Among
from rnnviz.state.inputs import MAX_INPUTS, MAX_STEPS, SEED, Source
from rnnviz.state.presets import Clamp
from rnnviz.state.reading import SettingsError, part
from rnnviz.state.table import CODEC, MAX_HIDDEN, NOTATIONS, Settings, from_preset, natural

__all__ = ["MAX_HIDDEN", "MAX_OUTPUTS", "MAX_SEED", "MAX_WEIGHT", "NOTATIONS", "Clamp", "Outcome", "Settings"]
__all__ += ["SettingsError", "Source", "from_json", "from_preset", "natural"]

MAX_SEED = SEED.high
X = Grid(((1, MAX_STEPS), (1, MAX_INPUTS)), MAX_VALUE)
H0 = Grid(((1, MAX_HIDDEN),), MAX_VALUE)


def from_json(obj: object) -> Settings:
    """The settings that `Settings.to_json` wrote, whoever may have changed them since.

    Checks every type, length and range: |weight| <= 100, |x|, |h0|, |c0| <= 1e6, T <= 64, at most 4 inputs, 32 units
    and 8 outputs. Keys it does not know are left aside; c0 of a cell without c is 0. Raises SettingsError.
    """
    cell = CELLS[Among(CELLS).parse("cell", part(obj, "cell"))]
    x, h0 = X.parse("x", part(obj, "x")), H0.parse("h0", part(obj, "h0"))
    known = {"cell": cell.name, "x": x, "h0": h0} | ({} if "c" in cell.states else {"c0": np.zeros(len(h0))})
    values = CODEC.parse(obj, Frame(cell, len(x), x.shape[1], len(h0)), known)
    head, softmax = values.pop("head")
    return Settings(**values, head=head, softmax=softmax)
