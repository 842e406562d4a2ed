"""What a page shows, kept in the address alone: a link, the Back button and every control agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from rnnviz.core.link import LinkError
from rnnviz.core.typed import InputError

T = TypeVar("T")


@dataclass(frozen=True)
class Address(Generic[T]):
    """A page's state as its link. `key` begins the keys of its widgets; `read` raises LinkError for a wrong link."""

    key: str
    read: Callable[[Mapping[str, str]], T]
    written: Callable[[T], dict[str, str]]

    def widget(self, name: str) -> str:
        """The key of one of the page's widgets."""
        return f"{self.key}_{name}"

    def held(self) -> tuple[T, str]:
        """What the address says, and what was wrong with it: then it is the page as it opens."""
        try:
            return self.read(st.query_params.to_dict()), ""
        except LinkError as error:
            return self.read({}), str(error)

    def put(self, state: T) -> None:
        """Show something else. For callbacks."""
        st.query_params.from_dict(self.written(state))
        self.forget()

    def forget(self) -> None:
        """What was typed and could not be used makes way for what is shown."""
        for key in [key for key in st.session_state if str(key).startswith(f"{self.key}_wrong_")]:
            del st.session_state[key]

    def knob(self, name: str, value: Any, edit: Callable[[T, Any], T]) -> dict[str, Any]:
        """The arguments that tie a widget to the page: it shows `value`, but for what was put there and is wrong.

        edit: the state with the widget's value; it raises InputError for a value that cannot be used.
        """
        key = self.widget(name)
        if not self.problem(name):
            st.session_state[key] = value
        return {"key": key, "on_change": self._moved, "args": (name, edit)}

    def problem(self, name: str) -> str:
        """The sentence on what a widget was given, or ""."""
        return str(st.session_state.get(f"{self.key}_wrong_{name}", ""))

    def _moved(self, name: str, edit: Callable[[T, Any], T]) -> None:
        value = st.session_state[self.widget(name)]
        try:
            if value is not None:
                self.put(edit(self.held()[0], value))
        except InputError as error:
            st.session_state[f"{self.key}_wrong_{name}"] = str(error)
