"""The page's setup, which is its address."""

from __future__ import annotations

from rnnviz.lessons.sequences.link import from_query, to_query
from rnnviz.lessons.sequences.look import edited
from rnnviz.lessons.sequences.setup import Setup
from rnnviz.ui.address import Address

PAGE: Address[Setup] = Address("sequences", from_query, to_query, edited)
