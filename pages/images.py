"""Images: a digit read in four orders, and the nets that learn it."""

from __future__ import annotations

from rnnviz.ui.heading import draw_heading, loading_torch
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["images"])
with loading_torch():
    from rnnviz.lessons.images.view import images
images()
