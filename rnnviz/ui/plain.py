"""Text that a link or a learner brought, as Markdown that shows it letter for letter."""

from __future__ import annotations

import re

from rnnviz.core.typed import visible

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")
_ADDRESS = re.compile(r"(?<=https:)(?=//)|(?<=http:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_NO_LINK = "\u2060"  # of no width: Markdown makes a link of an address even when its signs are escaped
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_TURNED = re.compile(f"[{_RIGHT_TO_LEFT}](?:.*[{_RIGHT_TO_LEFT}])?")


def plain(text: str) -> str:
    """`text` with Markdown's and Streamlit's own signs (:red[…], $…$, pictures, links) made harmless.

    An address is no link, unseen characters are seen (`visible`), and Hebrew or Arabic does not move what stands
    around it.
    """
    isolated = _TURNED.sub("\u2068\\g<0>\u2069", visible(text))
    return _SIGNS.sub(r"\\\1", _ADDRESS.sub(_NO_LINK, isolated))
