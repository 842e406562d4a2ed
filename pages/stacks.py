from __future__ import annotations

from rnnviz.lessons.stacks.page import stacks_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["stacks"])
stacks_page()
