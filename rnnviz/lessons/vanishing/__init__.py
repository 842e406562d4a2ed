"""Why gradients vanish and explode, what clipping and truncation do about it, and why an LSTM helps (rows 16, 17)."""

from __future__ import annotations

from rnnviz.lessons.vanishing.export import to_csv
from rnnviz.lessons.vanishing.lines import KINDS, Comparison, Line, comparison
from rnnviz.lessons.vanishing.link import FIELDS, from_query, to_query
from rnnviz.lessons.vanishing.net import INPUTS, MATRICES, problem
from rnnviz.lessons.vanishing.presets import PRESETS
from rnnviz.lessons.vanishing.remedies import LR, Remedies, Remedy, remedies
from rnnviz.lessons.vanishing.setup import NO_CLIP, NO_WINDOW, SCOPES, VIEWS, Setup, changed
from rnnviz.lessons.vanishing.spread import Spread, spread

__all__ = ["FIELDS", "INPUTS", "KINDS", "LR", "MATRICES", "NO_CLIP", "NO_WINDOW", "PRESETS", "SCOPES", "VIEWS"]
__all__ += ["Comparison", "Line", "Remedies", "Remedy", "Setup", "Spread"]
__all__ += ["changed", "comparison", "from_query", "problem", "remedies", "spread", "to_csv"]
__all__ += ["to_query"]
