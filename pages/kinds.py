from __future__ import annotations

from rnnviz.lessons.kinds.page import kinds_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["kinds"])
kinds_page()
