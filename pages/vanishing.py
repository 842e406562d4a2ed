from __future__ import annotations

from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.vanishing.page import vanishing_page

draw_heading(LESSONS["vanishing"])
vanishing_page()
