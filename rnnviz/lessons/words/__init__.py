"""Tokens, ids, one-hot rows and the rows of an embedding's table (rows 18 to 20)."""

from __future__ import annotations

from rnnviz.lessons.words.presets import CODEC, PRESETS, Preset, edited, encoded
from rnnviz.lessons.words.setup import Encoded, Line, WordsState, changed

__all__ = ["CODEC", "PRESETS", "Encoded", "Line", "Preset", "WordsState"]
__all__ += ["changed", "edited", "encoded"]
