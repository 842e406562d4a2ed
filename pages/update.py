from __future__ import annotations

from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.update.page import update_page

draw_heading(LESSONS["update"])
update_page()
