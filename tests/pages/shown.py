"""What a page without a browser would read as Markdown, and what Plotly would read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.received import received

MARKDOWN = {"body", "label", "help", "text", "content", "Radio.options", "message", "caption"}
"""The fields of Streamlit's messages that the browser reads as Markdown; `content`: of a button of a group."""


def markdown(app: AppTest) -> list[str]:
    """Every text of the page that is read as Markdown."""
    found = (pair for node in nodes(app._tree) for pair in strings(node.proto, type(node.proto).__name__))
    return [text for name, text in found if name in MARKDOWN or name.split(".")[-1] in MARKDOWN]


def figures(app: AppTest) -> list[str]:
    """Every text of the page's Plotly figures."""
    data = [received(it.proto) for it in app.get("bidi_component") if it.proto.component_name.endswith("chart")]
    return [text for it in data for text in leaves(it["figure"])]


def nodes(node: Any) -> Iterator[Any]:
    if getattr(node, "proto", None) is not None:
        yield node
    for child in getattr(node, "children", {}).values():
        yield from nodes(child)


def strings(message: Any, name: str) -> Iterator[tuple[str, str]]:
    """The texts of a message with the names of their fields."""
    for field, value in message.ListFields():
        several = not isinstance(value, str | bytes) and hasattr(value, "__iter__") and not hasattr(value, "items")
        for it in value if several else [value]:
            if isinstance(it, str):
                yield f"{name}.{field.name}", it
            elif hasattr(it, "ListFields"):
                yield from strings(it, field.name)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for it in value.values() if isinstance(value, dict) else value:
            yield from leaves(it)


def bare(text: str) -> str:
    """Markdown without what a backslash has made harmless."""
    return re.sub(r"\\.", "", text)
