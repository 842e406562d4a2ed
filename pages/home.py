from __future__ import annotations

from rnnviz.lessons.home import home_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["home"])
home_page()
