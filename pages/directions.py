from __future__ import annotations

from rnnviz.lessons.directions import directions_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["directions"])
directions_page()
