"""Two directions: both passes stepped, and a tagger that needs what follows."""

from __future__ import annotations

from rnnviz.ui.heading import draw_heading, loading_torch
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["directions"])
with loading_torch():
    from rnnviz.lessons.directions.exhibit import exhibit
exhibit()
