"""A page whose state is its address and nothing else: a link, the Back button and every knob agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from rnnviz.core.link_numbers import LinkError
from rnnviz.core.typed import InputError

T = TypeVar("T")


@dataclass(frozen=True)
class Address(Generic[T]):
    """`key` begins the keys of the page's widgets; `read` may raise LinkError; `first` is what a wrong link gives.

    `change(value, **fields)` is the value with other fields; it may raise InputError. A page that `remembers` shows,
    when it is come back to without a link, what it showed.
    """

    key: str
    read: Callable[[Mapping[str, str]], T]
    write: Callable[[T], dict[str, str]]
    change: Callable[..., T]
    first: T
    remembers: bool = False

    def held(self) -> tuple[T, str]:
        """What the address says, and what was wrong with it."""
        kept = f"{self.key}_query"
        if self.remembers and not st.query_params and kept in st.session_state:
            st.query_params.from_dict(st.session_state[kept])
        if self.remembers and st.query_params:
            st.session_state[kept] = st.query_params.to_dict()
        try:
            return self.read(st.query_params.to_dict()), ""
        except LinkError as error:
            return self.first, str(error)

    def put(self, value: T) -> None:
        """Another value. For callbacks."""
        st.query_params.from_dict(self.write(value))
        st.session_state.pop(f"{self.key}_query", None)

    def knob(self, name: str, value: Any, **more: Any) -> dict[str, Any]:
        """The arguments that tie a widget to the field `name`: it shows `value`, and moving it changes the address.

        `more`: fields that change with it.
        """
        key = f"{self.key}_{name}"
        st.session_state[key] = value
        return {"key": key, "on_change": self._moved, "args": (name, more)}

    def _moved(self, name: str, more: Mapping[str, Any]) -> None:
        value = st.session_state[f"{self.key}_{name}"]
        if value is not None:
            self.set(**{name: value}, **more)

    def set(self, **fields: Any) -> None:
        """Other fields. What cannot be is said once, on the page's next run, and changes nothing. For callbacks."""
        try:
            self.put(self.change(self.held()[0], **fields))
        except InputError as error:
            st.session_state[f"{self.key}_said"] = str(error)

    def said(self) -> str:
        """What was wrong with the last change, once."""
        return str(st.session_state.pop(f"{self.key}_said", ""))
