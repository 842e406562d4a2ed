"""Panels one over the other with one axis of time: the layout of plotly's make_subplots, without its objects."""

from __future__ import annotations

from typing import Any

Part = dict[str, Any]


def panels(titles: list[str], time: str, spacing: float) -> Part:
    """A layout's axes, the first panel on top. titles: of the panels; time: of the axis under the last one.

    spacing: between two panels, as a share of the whole height.
    """
    count, layout = len(titles), Part()
    height = (1 - spacing * (count - 1)) / count
    for row, title in enumerate(titles):
        low = (count - 1 - row) * (height + spacing)
        layout[axis("yaxis", row)] = {"anchor": axis("x", row), "domain": [low, low + height], "title": {"text": title}}
        shared = {"matches": axis("x", count - 1), "showticklabels": False} if row < count - 1 else {}
        layout[axis("xaxis", row)] = {"anchor": axis("y", row), "domain": [0.0, 1.0], "zeroline": False} | shared
    layout[axis("xaxis", count - 1)] |= {"title": {"text": time}}
    return layout


def axis(name: str, row: int) -> str:
    """What plotly calls the axis of a panel: the first has no number."""
    return name if row == 0 else f"{name}{row + 1}"
