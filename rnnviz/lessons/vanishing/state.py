"""The page's setup. The address is the one place where it is kept: a link, the Back button and every knob agree."""

from __future__ import annotations

from rnnviz.lessons.vanishing import CODEC, VanishingState
from rnnviz.ui.page_state import PageState

PAGE: PageState[VanishingState] = PageState("vanishing", CODEC)
