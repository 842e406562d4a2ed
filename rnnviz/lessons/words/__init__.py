"""Tokens, ids, one-hot rows and the rows of an embedding's table (rows 18 to 20)."""

from __future__ import annotations

from rnnviz.lessons.words.link import FIELDS, from_query, to_query
from rnnviz.lessons.words.presets import PRESETS, Preset, edited, encoded
from rnnviz.lessons.words.setup import Encoded, Line, Setup, changed

__all__ = ["FIELDS", "PRESETS", "Encoded", "Line", "Preset", "Setup"]
__all__ += ["changed", "edited", "encoded", "from_query", "to_query"]
