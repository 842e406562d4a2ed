from __future__ import annotations

from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.map import map_page

draw_heading(LESSONS["map"])
map_page()
