from __future__ import annotations

from rnnviz.lessons.train import train_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["train"])
train_page()
