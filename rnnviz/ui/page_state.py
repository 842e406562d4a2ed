"""What a page shows, kept in the address alone: a link, the Back button and every control agree."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rnnviz.core.typed import InputError
from rnnviz.state.codec import Codec, Items
from rnnviz.state.link import LinkError
from rnnviz.state.link_mending import Mended, mended
from rnnviz.texts import _
from rnnviz.ui.plain import plain

T = TypeVar("T")
LATE = 10.0  # seconds that a message of the browser's may be on its way
MOST_REPLACED = 20
LEAD_ITEMS = frozenset(("step", "lead"))  # of every link: where its lead is, none of a page's own
LINK_PROBLEM = "link_problem"  # ends the key of what was wrong with a link


class State(ABC, Generic[T]):
    """What a page shows, as the widgets show and change it. `key` begins their keys."""

    key: str

    @abstractmethod
    def load(self) -> tuple[T, str]:
        """What is shown, and what was wrong with what was asked for, as Markdown."""

    @abstractmethod
    def save(self, state: T) -> None:
        """Show something else. For callbacks."""

    def untouched(self) -> bool:
        """Whether nobody has said yet what the page is to show. Never, unless the page says more."""
        return False

    def begin(self, state: T) -> None:
        """Show something else, before anything is drawn."""
        self.save(state)

    def change(self, state: T, **values: Any) -> T:
        """The state with other fields. Raises InputError, with a sentence."""
        return replace(state, **values)  # type: ignore[type-var]

    def mark(self) -> str:
        """What a refusal belongs to: it is over when this is another. The same for ever, unless the page says more."""
        return ""

    def widget(self, name: str) -> str:
        """The key of one of the page's widgets."""
        return f"{self.key}_{name}"

    def set(self, **fields: Any) -> None:
        """Other fields at once. For callbacks; what is wrong counts as the first field's."""
        try:
            self.save(self.change(self.load()[0], **fields))
        except InputError as error:
            self.refuse(error, next(iter(fields)))

    def knob(self, name: str, value: Any, edit: Callable[[T, Any], T] | None = None) -> dict[str, Any]:
        """The arguments that tie a widget to the page: it shows `value`, but for what was put there and is wrong.

        edit: the state with the widget's value, if that is more than the field `name`.
        """
        key = self.widget(name)
        if key not in st.session_state:  # the page was left meanwhile
            st.session_state.pop(self.widget(f"wrong_{name}"), None)
        if not self.problem(name):
            st.session_state[key] = st.session_state[self.widget(f"shown_{name}")] = value
        return {"key": key, "on_change": self._moved, "args": (name, edit)}

    def _moved(self, name: str, edit: Callable[[T, Any], T] | None) -> None:
        value = st.session_state.get(self.widget(name))
        shown = self.widget(f"shown_{name}")
        if value is None or value == st.session_state.get(shown):
            return  # Not moved: a run that another overtook forgets its widgets, and the next takes all for new.
        st.session_state[shown] = value
        try:
            now = self.load()[0]
            state = edit(now, value) if edit else self.change(now, **{name: value})
            if state == now:
                self.forget(name)  # what is there already is no edit that could be undone
            else:
                self.save(state)
        except InputError as error:
            self.refuse(error, name)

    def take(self, *names: str) -> None:
        """What these widgets hold now. A button's callback may run before those of what was just typed."""
        for name in names:
            if st.session_state.get(self.widget(name)) not in (None, getattr(self.load()[0], name)):
                self._moved(name, None)

    def refuse(self, error: InputError, name: str = "page") -> None:
        """Keep the sentence on what a widget was given, or on what the page was asked for."""
        st.session_state[self.widget(f"wrong_{name}")] = self.mark(), str(error)

    def problem(self, name: str = "page") -> str:
        """The sentence that was kept, or ""."""
        kept = st.session_state.get(self.widget(f"wrong_{name}"))
        return str(kept[1]) if kept and kept[0] == self.mark() else ""

    def say(self, *names: str, box: Callable[..., Any] = st.warning) -> None:
        """The sentences on what these widgets were given, if it could not be used."""
        for name in names:
            if problem := self.problem(name):
                box(_("{problem} The page keeps what it had.").format(problem=plain(problem)), icon=":material/error:")

    def forget(self, *names: str) -> str:
        """What could not be used, by these widgets or by any, makes way for what is shown; the sentences on it."""
        wrong = [self.widget(f"wrong_{name}") for name in names or self.refused()]
        return " ".join(str(st.session_state.pop(key)[1]) for key in wrong if key in st.session_state)

    def refused(self) -> list[str]:
        """The widgets that were given something wrong, and "page" for what the page was asked for."""
        before = self.widget("wrong_")
        return [str(key).removeprefix(before) for key in st.session_state if str(key).startswith(before)]


@dataclass(frozen=True)
class PageState(State[T]):
    """What a page shows, kept in its address alone.

    codec: how the state is read from a link, written to one and changed. kept: the items of the link that stay with a
    new state though they are not the state's own. comes_back: a page that is come back to without a link shows what it
    showed.
    """

    key: str
    codec: Codec[T]
    kept: Callable[[T], Items] = lambda state: {}
    comes_back: bool = False

    def load(self) -> tuple[T, str]:
        """What the address says, and what was wrong with a part of it, as Markdown. That part leaves the address."""
        shown = st.session_state.get(self.widget("query"))
        if shown and not went_back() and self.overtaken(st.query_params.to_dict()):
            st.query_params.from_dict(shown)
        self.remember()
        query, problem_key = own_items(), self.widget(LINK_PROBLEM)
        found = self.mended(query)
        if found.wrong:
            st.query_params.from_dict(found.good | lead_items())
            st.session_state[problem_key] = found.good, link_problem(found)
            self.remember()
        good, problem = st.session_state.get(problem_key, (None, ""))
        return found.state, problem if good == found.good else ""

    def untouched(self) -> bool:
        comes_back_to = st.session_state.get(self.widget("query"), {})
        return not own_items() and not comes_back_to.keys() - LEAD_ITEMS

    def change(self, state: T, **values: Any) -> T:
        return self.codec.change(state, **values)

    def mended(self, query: Items) -> Mended[T]:
        """What a link says; the last one is not read again."""
        key = self.widget("memo")
        if (last := st.session_state.get(key)) is None or last[0] != query:
            st.session_state[key] = last = query, mended(self.codec.read, query)
        found: Mended[T] = last[1]
        return found

    def overtaken(self, query: Items) -> bool:
        """Whether the link is none, or one that a change has just replaced: a message that left the browser too early.

        Pages that look again by a timer get such messages, and several changes may be faster than one of them.
        """
        now = time.monotonic()
        replaced = [items for items, when in self.replaced() if now - when < LATE]
        return not query or query in replaced or query == next((items for items, _ in self.replaced()[-1:]), None)

    def replaced(self) -> list[tuple[Items, float]]:
        """The last addresses before this one, and when each made way."""
        found: list[tuple[Items, float]] = st.session_state.get(self.widget("before"), [])
        return found

    def remember(self) -> None:
        """For what else writes to the address."""
        now, key = st.query_params.to_dict(), self.widget("query")
        if self.comes_back and now != (shown := st.session_state.get(key)):
            before = [*self.replaced(), (shown, time.monotonic())][-MOST_REPLACED:] if shown is not None else []
            st.session_state.update({key: now, self.widget("before"): before})

    def save(self, state: T) -> None:
        """Show something else. For callbacks."""
        self.forget()
        st.session_state.pop(self.widget(LINK_PROBLEM), None)
        try:
            st.query_params.from_dict(self.codec.written(state) | self.kept(state) | lead_items())
        except LinkError as error:
            self.refuse(error)
        self.remember()


@dataclass(frozen=True)
class Part(State[T]):
    """A part of what a page shows, for widgets that know that part alone; write: puts it into the whole."""

    key: str
    read: Callable[[], T]
    write: Callable[[T], None]

    def load(self) -> tuple[T, str]:
        return self.read(), ""

    def save(self, state: T) -> None:
        self.write(state)

    def mark(self) -> str:
        return str(st.query_params.to_dict())


def own_items() -> dict[str, str]:
    """The link's items but those of the lead."""
    return {name: text for name, text in st.query_params.to_dict().items() if name not in LEAD_ITEMS}


def lead_items() -> dict[str, str]:
    return {name: text for name, text in st.query_params.to_dict().items() if name in LEAD_ITEMS}


def link_problem(found: Mended[Any]) -> str:
    """What is said of a link of which a part was wrong, as Markdown that shows its words as they are."""
    return f"{plain(found.problem)} {found.instead}" if found.wrong else ""


def went_back() -> bool:
    """Whether the learner came to this address by the browser's Back or Forward."""
    running = get_script_run_ctx()
    return running is not None and running.is_history_navigation
