"""The map: vectors as points, projected, pointed at, and judged."""

from __future__ import annotations

from rnnviz.lessons.map.page import map_page

__all__ = ["map_page"]
