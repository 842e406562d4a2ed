"""The page's setup. The address is the one place where it is kept: a link, the Back button and every knob agree."""

from __future__ import annotations

from rnnviz.lessons.vanishing import Setup, changed, from_query, to_query
from rnnviz.ui.address import Address

PAGE: Address[Setup] = Address("vanishing", from_query, to_query, changed)
