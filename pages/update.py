from __future__ import annotations

from rnnviz.lessons.update.page import update_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["update"])
update_page()
