"""Inside a trained net: its states, what its units tell, and what happens when they are held."""

from __future__ import annotations

from rnnviz.ui.heading import draw_heading, loading_torch
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["inside"])
with loading_torch():
    from rnnviz.lessons.inside.page import inside
inside()
