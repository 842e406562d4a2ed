from __future__ import annotations

from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.words.page import words_page

draw_heading(LESSONS["words"])
words_page()
