"""The page's setup, which is its address."""

from __future__ import annotations

from rnnviz.lessons.sequences.look import CODEC
from rnnviz.lessons.sequences.setup import Setup
from rnnviz.ui.page_state import PageState

PAGE: PageState[Setup] = PageState("sequences", CODEC)
