from __future__ import annotations

from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.train import train_page

draw_heading(LESSONS["train"])
train_page()
