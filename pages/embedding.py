from __future__ import annotations

from rnnviz.lessons.words.embedding.page import embedding_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["embedding"])
embedding_page()
