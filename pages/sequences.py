from __future__ import annotations

from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.sequences.page import sequences_page

draw_heading(LESSONS["sequences"])
sequences_page()
