from __future__ import annotations

from rnnviz.lessons.words.page import words_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["words"])
words_page()
