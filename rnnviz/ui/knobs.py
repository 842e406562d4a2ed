"""Widgets that each change one field of a page: what cannot be gets a sentence, and the page keeps what it had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.ui.address import Address
from rnnviz.ui.plain import plain

T = TypeVar("T")


@dataclass(frozen=True)
class Knobs(Generic[T]):
    """`change(state, **fields)` is the state with other fields; it raises InputError for one that cannot be shown."""

    page: Address[T]
    change: Callable[..., T]

    def of(self, name: str, value: Any) -> dict[str, Any]:
        """The arguments that tie a widget to the field `name`."""
        return self.page.knob(name, value, lambda state, new: self.change(state, **{name: new}))

    def set(self, **fields: Any) -> None:
        """Other fields at once. For callbacks; what is wrong counts as the first field's."""
        try:
            self.page.put(self.change(self.page.held()[0], **fields))
        except InputError as error:
            st.session_state[self.page.widget(f"wrong_{next(iter(fields))}")] = str(error)

    def say(self, *names: str) -> None:
        """The sentences on what these fields were given, if it could not be used."""
        for name in names:
            if problem := self.page.problem(name):
                st.warning(f"{plain(problem)} The page keeps what it had.", icon=":material/error:")
