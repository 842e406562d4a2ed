from __future__ import annotations

from rnnviz.lessons.images.page import images_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["images"])
images_page()
