from __future__ import annotations

from rnnviz.lessons.construction.page import construction_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["construction"])
construction_page()
