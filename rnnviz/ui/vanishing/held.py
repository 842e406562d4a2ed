"""The page's setup. The address is the one place where it is kept: a link, the Back button and every knob agree."""

from __future__ import annotations

from typing import Any

from rnnviz.core.vanishing import Setup, changed, from_query, to_query
from rnnviz.ui.address import Address

ADDRESS: Address[Setup] = Address("vanishing", from_query, to_query)
held, put = ADDRESS.held, ADDRESS.put


def knob(name: str, value: Any) -> dict[str, Any]:
    """The arguments that tie a widget to the field `name`: it shows `value`, and moving it changes the address."""

    def moved(setup: Setup, new: Any) -> Setup:
        return changed(setup, **{name: tuple(new) if name == "lines" else new})

    return ADDRESS.knob(name, value, moved)
