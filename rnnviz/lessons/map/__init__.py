"""The map: vectors as points, projected, pointed at, and judged."""
