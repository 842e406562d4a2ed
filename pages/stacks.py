from __future__ import annotations

from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.stacks.page import stacks_page

draw_heading(LESSONS["stacks"])
stacks_page()
