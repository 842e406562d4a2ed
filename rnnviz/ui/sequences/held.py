"""The page's setup, which is its address."""

from __future__ import annotations

from rnnviz.core.sequences.link import from_query, to_query
from rnnviz.core.sequences.look import edited
from rnnviz.core.sequences.setup import Setup
from rnnviz.ui.address import Address

PAGE: Address[Setup] = Address("sequences", from_query, to_query, edited)
