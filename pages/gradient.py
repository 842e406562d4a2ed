from __future__ import annotations

from rnnviz.lessons.gradient.page import gradient_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["gradient"])
gradient_page()
