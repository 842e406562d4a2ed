"""Tokens, ids, one-hot rows and the rows of an embedding's table (rows 18 to 20)."""

from __future__ import annotations

from rnnviz.lessons.words.presets import CODEC, PRESETS, WordsPreset, edited, encoded
from rnnviz.lessons.words.setup import Encoded, TokenLine, WordsState, changed

__all__ = ["CODEC", "PRESETS", "Encoded", "TokenLine", "WordsPreset", "WordsState"]
__all__ += ["changed", "edited", "encoded"]
