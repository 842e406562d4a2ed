"""The whole run under the stage: every state as a curve over time."""

from __future__ import annotations

from rnnviz.core.settings import Settings
from rnnviz.figures.run import run_figure
from rnnviz.stage.chart import chart


def whole_run(settings: Settings) -> None:
    """Curves of x, the states and the output; a slip's form dashed beside them."""
    chart(
        f"{settings.cell}_whole_run",
        run_figure(settings.run(), settings.labels),
        "The input, the states and the output as curves over the time steps.",
    )
