"""Text from outside in a figure: Plotly reads some HTML tags, links among them, and %{…} in templates."""

from __future__ import annotations

from rnnviz.core.typed import visible


def as_text(text: str) -> str:
    """`text` as Plotly shows it letter for letter."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace("%{", "%&#123;")
