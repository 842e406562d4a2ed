from __future__ import annotations

from rnnviz.lessons.map import map_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["map"])
map_page()
