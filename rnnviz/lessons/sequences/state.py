"""The page's setup, which is its address."""

from __future__ import annotations

from rnnviz.lessons.sequences.look import CODEC
from rnnviz.lessons.sequences.setup import SequencesState
from rnnviz.ui.page_state import PageState

PAGE: PageState[SequencesState] = PageState("sequences", CODEC)
