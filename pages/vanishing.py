from __future__ import annotations

from rnnviz.lessons.vanishing.page import vanishing_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["vanishing"])
vanishing_page()
