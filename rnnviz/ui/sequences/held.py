"""The page's setup, which is its address."""

from __future__ import annotations

from rnnviz.core.sequences.link import from_query, to_query
from rnnviz.core.sequences.setup import FIRST, PRESETS, Setup, changed
from rnnviz.ui.address import Address

PAGE: Address[Setup] = Address("sequences", from_query, to_query, changed, PRESETS[FIRST].setup)
