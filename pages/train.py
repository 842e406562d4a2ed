"""The training lab: a task, a net, a run that is watched, looked back at and used."""

from __future__ import annotations

from rnnviz.ui.heading import draw_heading, loading_torch
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["train"])
with loading_torch():
    from rnnviz.lessons.train.led import led_lab
led_lab()
