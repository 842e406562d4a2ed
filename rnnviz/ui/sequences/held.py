"""The page's setup, which is its address."""

from __future__ import annotations

from rnnviz.core.sequences.link import from_query, to_query
from rnnviz.core.sequences.setup import Setup, changed
from rnnviz.ui.address import Fields

PAGE: Fields[Setup] = Fields("sequences", from_query, to_query, change=changed)
