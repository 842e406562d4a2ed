"""Text that a link or a learner brought, as Markdown that shows it letter for letter."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    """`text` with Markdown's and Streamlit's own signs (:red[…], $…$, pictures, links) made harmless."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~$:])", r"\\\1", text)
