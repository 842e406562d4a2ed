from __future__ import annotations

from rnnviz.lessons.cells.tasks import tasks_of
from rnnviz.ui.cell_page import cell_page
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lessons import LESSONS

draw_heading(LESSONS["mingru"])
cell_page("mingru", tasks_of("mingru"))
