"""Why gradients vanish and explode, what clipping and truncation do about it, and why an LSTM helps (rows 16, 17)."""

from __future__ import annotations

from rnnviz.lessons.vanishing.choices import INPUTS, JUDGED, KINDS, MATRICES
from rnnviz.lessons.vanishing.lines import Comparison, NormLine, comparison
from rnnviz.lessons.vanishing.net import problem
from rnnviz.lessons.vanishing.remedies import LR, Remedies, Remedy, remedies
from rnnviz.lessons.vanishing.setup import CODEC, NO_CLIP, NO_WINDOW, PRESETS, SCOPES, VIEWS, VanishingState, changed
from rnnviz.lessons.vanishing.spread import Spread, spread

__all__ = ["CODEC", "INPUTS", "JUDGED", "KINDS", "LR", "MATRICES", "NO_CLIP", "NO_WINDOW", "PRESETS", "SCOPES"]
__all__ += ["VIEWS", "Comparison", "NormLine", "Remedies", "Remedy", "Spread", "VanishingState"]
__all__ += ["changed", "comparison", "problem", "remedies", "spread"]
