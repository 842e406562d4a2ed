"""A whole run as curves: the input over the states, and the slide's form dashed beside the right one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from rnnviz.core import Array
from rnnviz.core.slips import Outcome
from rnnviz.figures.axes import Part, as_text, breaks, numbered, panels
from rnnviz.state.inputs import hour_gaps
from rnnviz.texts import _
from rnnviz.theme import QUANTITIES

DASHES = ("solid", "dash", "dot", "dashdot")
MOST_LINES = 4  # units of one quantity that can be told apart
HEIGHT = 150


def run_figure(
    outcome: Outcome,
    labels: Sequence[str],
    units: Collection[int] = range(MOST_LINES),
    letter: Callable[[str], str] = str,
) -> Part:
    """One panel a quantity (x, h, c where there is one, y or p), a curve a unit over the time steps 1 to T.

    `labels` (T) are the words or hours of the steps, shown on pointing. `units`: those of h and c that are drawn, at
    most 4. `letter`: what a quantity is called.
    """
    shown, traces = curves(outcome), []
    for row, (name, (right, slide)) in enumerate(shown.items()):
        at = {"xaxis": numbered("x", row), "yaxis": numbered("y", row)}
        for dash, unit in zip(DASHES, drawn(name, right, units), strict=False):
            traces.append(curve(name, right, unit, labels, letter(name), dash) | at)
            if slide is not None:
                traces.append(curve(name, slide, unit, labels, letter(name), dash, slide=True) | at)
    layout = panels(list(map(letter, shown)), _("time step t"), 0.06) | breaks(hour_gaps(labels), 1) | {
        "height": 60 + HEIGHT * len(shown), "margin": {"l": 56, "r": 10, "t": 10, "b": 48}, "hovermode": "x unified",
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def curves(outcome: Outcome) -> dict[str, tuple[Array, Array | None]]:
    """For each panel the right form's (T, n) and, where a slip computes another, the slide's."""
    record, slip = outcome.record, outcome.slip_record
    found: dict[str, tuple[Array, Array | None]] = {"x": (record.x, None)}
    for name in ("h", "c"):
        if hasattr(record, name):
            found[name] = getattr(record, name), getattr(slip, name, None)
    if outcome.head:
        name = "y" if outcome.head.p is None else "p"
        found[name] = getattr(outcome.head, name), getattr(outcome.slip_head, name, None)
    return found


def drawn(name: str, values: Array, units: Collection[int]) -> list[int]:
    """The columns of a panel: of the states those that are asked for, of inputs and outputs the first."""
    count = values.shape[1]
    return [unit for unit in (units if name in ("h", "c") else range(MOST_LINES)) if unit < count]


def curve(
    name: str, values: Array, unit: int, labels: Sequence[str], letter: str, dash: str, *, slide: bool = False
) -> Part:
    title = f"{letter}[{unit + 1}]{_(' on the slide') if slide else ''}"
    line = {"color": QUANTITIES[name].colour, "dash": dash, "width": 1.2 if slide else 2.4}
    steps = list(range(1, len(values) + 1))
    return {
        "type": "scatter", "x": steps, "y": values[:, unit], "name": title, "mode": "lines+markers", "line": line,
        "opacity": 0.55 if slide else 1, "customdata": list(map(as_text, labels)),
        "hovertemplate": "%{y:.4g} (%{customdata})",
    }  # fmt: skip
