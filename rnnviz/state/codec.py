"""A page's state and its link: made of the fields that the state's dataclass declares, and only of what differs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from rnnviz.core.typed import InputError, shortened
from rnnviz.state.fields import Among, Field, fields_of, names_of
from rnnviz.state.link import MAX_LINK, NOT_OURS
from rnnviz.state.link_numbers import LinkError

S = TypeVar("S")
Items = dict[str, str]


@dataclass(frozen=True)
class Preset(Generic[S]):
    """A state with a name and one sentence on what to look for in it, both for the screen."""

    title: str
    look_for: str
    setup: S


class Described(Protocol[S]):
    """How a page's state is read from a link, written to one, and changed.

    What cannot be shown, `read` and `change` answer with InputError, of which LinkError is one; `written` answers with
    LinkError for a state that is too much for a link.
    """

    def read(self, mapping: Mapping[str, str]) -> S: ...

    def written(self, state: S) -> Items: ...

    def change(self, state: S, **values: Any) -> S: ...


@dataclass(frozen=True)
class Custom(Generic[S]):
    """A state whose link is more than its fields: all three by functions of its own."""

    read: Callable[[Mapping[str, str]], S]
    written: Callable[[S], Items]
    change: Callable[..., S] = dataclasses.replace


def as_it_is(state: S) -> S:
    return state


@dataclass(frozen=True)
class Codec(Generic[S]):
    """How a state is read from a link, written to one and changed.

    of: its frozen dataclass. begun: the states that a link may begin from, by what its item `begin` calls them, the
    first being that of an empty link; a link holds what differs from the one it began from. shown: every link has that
    item. check: the state, if there is something to see in it; InputError if not. changed: the state with other values,
    and what follows from them. others: items of the link that are not the state's.
    """

    of: type[S]
    begun: Mapping[str, S] = field(default_factory=dict)
    begin: str = ""
    shown: bool = False
    check: Callable[[S], S] = as_it_is
    changed: Callable[..., S] = dataclasses.replace
    others: frozenset[str] = frozenset()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """What each field may be, by its name in the link."""
        own = {self.names[name]: kind for name, kind in fields_of(self.of).items()}
        return ({self.begin: Among(tuple(self.begun))} if self.begin else {}) | own

    @cached_property
    def names(self) -> dict[str, str]:
        """What the link calls each of the state's fields."""
        return names_of(self.of)

    @cached_property
    def first(self) -> S:
        """The state of an empty link."""
        return next(iter(self.begun.values())) if self.begun else self.of()

    def read(self, mapping: Mapping[str, str]) -> S:
        """The state that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
        values = self.values(mapping)
        base = self.begun[values.pop(self.begin)] if self.begin in values else self.first
        return self.taken(base, values)

    def with_items(self, state: S, mapping: Mapping[str, str]) -> S:
        """The state with those of the items that are its fields'. Raises LinkError."""
        return self.taken(state, self.values({key: text for key, text in mapping.items() if key in self.fields}))

    def taken(self, state: S, values: Mapping[str, Any]) -> S:
        """The state with values by their names in the link. Raises LinkError."""
        by_field = {name: values[said] for name, said in self.names.items() if said in values}
        try:
            return self.check(dataclasses.replace(state, **by_field))  # type: ignore[type-var]
        except LinkError:
            raise
        except InputError as error:
            raise LinkError(str(error)) from error

    def values(self, mapping: Mapping[str, str]) -> dict[str, Any]:
        """The values of a link's items by their names in it, without what others hang on to it. Raises LinkError."""
        query = {key: text for key, text in mapping.items() if not NOT_OURS.fullmatch(key) and key not in self.others}
        if sum(len(key) + len(text) for key, text in query.items()) > MAX_LINK:
            raise LinkError("The link is too long.")
        for key in query:
            if key not in self.fields:
                raise LinkError(
                    f"This page does not know the part {shortened(key)} of the link: it may have been cut off."
                )
        return {key: self.fields[key].read(key, text) for key, text in query.items()}

    def written(self, state: S) -> Items:
        """The items of the state's link, unescaped: none for the first state as it is."""
        key = getattr(state, self.begin) if self.begin else ""
        base = self.begun[key] if self.begin else self.first
        found = {
            said: self.fields[said].write(getattr(state, name))
            for name, said in self.names.items()
            if getattr(state, name) != getattr(base, name)
        }
        named = self.begin and (self.shown or key != next(iter(self.begun)))
        return {self.begin: key} | found if named else found

    def change(self, state: S, **values: Any) -> S:
        """The state with other values. Raises InputError, with a sentence, for those that it cannot have."""
        for name, value in values.items():
            if name in self.names:
                self.fields[self.names[name]].check(self.names[name].replace("_", " "), value)
        return self.changed(state, **values)
