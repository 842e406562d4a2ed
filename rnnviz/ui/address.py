"""What a page shows, kept in the address alone: a link, the Back button and every control agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import streamlit as st

from rnnviz.core.link import LinkError
from rnnviz.core.typed import InputError

T = TypeVar("T")


@dataclass(frozen=True)
class Address(Generic[T]):
    """A page's state as its link. `key` begins the keys of its widgets; `read` raises LinkError for a wrong link.

    A page that `remembers` shows, when it is come back to without a link, what it showed.
    """

    key: str
    read: Callable[[Mapping[str, str]], T]
    written: Callable[[T], dict[str, str]]
    remembers: bool = False

    def widget(self, name: str) -> str:
        """The key of one of the page's widgets."""
        return f"{self.key}_{name}"

    def held(self) -> tuple[T, str]:
        """What the address says, and what was wrong with it: then it is the page as it opens."""
        kept = self.widget("query")
        if self.remembers and not st.query_params and kept in st.session_state:
            st.query_params.from_dict(st.session_state[kept])
        if self.remembers and st.query_params:
            st.session_state[kept] = st.query_params.to_dict()
        try:
            return self.read(st.query_params.to_dict()), ""
        except LinkError as error:
            return self.read({}), str(error)

    def put(self, state: T) -> None:
        """Show something else. For callbacks."""
        st.query_params.from_dict(self.written(state))
        st.session_state.pop(self.widget("query"), None)
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


@dataclass(frozen=True)
class Fields(Address[T]):
    """A state of named fields: `change(state, **fields)` is the state with other ones; it may raise InputError."""

    change: Callable[..., T] = replace

    def tied(self, name: str, value: Any, **more: Any) -> dict[str, Any]:
        """The arguments that tie a widget to the field `name`. more: fields that change with it."""
        return self.knob(name, value, lambda state, new: self.change(state, **{name: new}, **more))

    def set(self, **fields: Any) -> None:
        """Other fields; what cannot be is said, and changes nothing. For callbacks."""
        try:
            self.put(self.change(self.held()[0], **fields))
        except InputError as error:
            st.session_state[f"{self.key}_wrong_{next(iter(fields))}"] = str(error)

    def said(self) -> str:
        """What was wrong with the last change."""
        wrong = [value for key, value in st.session_state.items() if str(key).startswith(f"{self.key}_wrong_")]
        return str(wrong[-1]) if wrong else ""
