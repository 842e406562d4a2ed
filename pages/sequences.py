from __future__ import annotations

from rnnviz.lessons.sequences.page import sequences_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["sequences"])
sequences_page()
