"""A page's state and its link: made of the fields that the state's dataclass declares, and only of what differs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from rnnviz.core.typed import InputError, shortened
from rnnviz.state.fields import Among, Field, Group, Kind, kinds_of, names_of
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
    def kinds(self) -> dict[str, Kind]:
        """What each declared field may be, by its name in the state."""
        return kinds_of(self.of)

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The fields that are several items of the link."""
        return {name: kind for name, kind in self.kinds.items() if isinstance(kind, Group)}

    @cached_property
    def names(self) -> dict[str, str]:
        """What the link calls each of the state's fields that are one item."""
        return {name: said for name, said in names_of(self.of).items() if name not in self.groups}

    @cached_property
    def fields(self) -> dict[str, Kind]:
        """What stands behind each name of the link that is one field."""
        first: dict[str, Kind] = {self.begin: Among(tuple(self.begun))} if self.begin else {}
        return first | {said: self.kinds[name] for name, said in self.names.items()}

    @cached_property
    def first(self) -> S:
        """The state of an empty link."""
        return next(iter(self.begun.values())) if self.begun else self.of()

    def has(self, name: str) -> bool:
        """Whether it is a name of the state's link."""
        return name in self.fields or any(group.has(name) for group in self.groups.values())

    def kind(self, name: str, beside: Any) -> Field:
        """What a field may be, in a state."""
        found = self.kinds[name]
        assert not isinstance(found, Group)
        return found if isinstance(found, Field) else found(beside)

    def read(self, mapping: Mapping[str, str]) -> S:
        """The state that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
        items = self.ours(mapping)
        key = items.pop(self.begin, None) if self.begin else None
        base = self.first if key is None else self.begun[Among(tuple(self.begun)).read(self.begin, key)]
        return self.with_items(base, items)

    def ours(self, mapping: Mapping[str, str]) -> Items:
        """A link's items without what others hang on to it. Raises LinkError."""
        items = {key: text for key, text in mapping.items() if not NOT_OURS.fullmatch(key) and key not in self.others}
        if sum(len(key) + len(text) for key, text in items.items()) > MAX_LINK:
            raise LinkError("The link is too long.")
        for key in items:
            if not self.has(key):
                raise LinkError(
                    f"This page does not know the part {shortened(key)} of the link: it may have been cut off."
                )
        return items

    def with_items(self, state: S, items: Mapping[str, str], beside: Any = None) -> S:
        """The state with those of the items that are its fields'. Raises LinkError.

        What depends on others is read when they are in. beside: the state it is a part of, for one that is.
        """
        alone = {name: kind for name, kind in self.kinds.items() if isinstance(kind, Field)}
        given = {name: kind.read(key, items[key]) for name, kind in alone.items() if (key := self.names[name]) in items}
        try:
            now = self.put(state, given)
            for name in [name for name in self.kinds if name not in alone]:
                now = self.put(now, self.dependent(name, items, now if beside is None else beside))
            return self.check(now)
        except LinkError:
            raise
        except InputError as error:
            raise LinkError(str(error)) from error

    def put(self, state: S, values: Mapping[str, Any]) -> S:
        return dataclasses.replace(state, **values) if values else state  # type: ignore[type-var]

    def dependent(self, name: str, items: Mapping[str, str], beside: Any) -> dict[str, Any]:
        """The value of a field that is read beside others, if the items have it."""
        if group := self.groups.get(name):
            own = {key: text for key, text in items.items() if group.has(key)}
            return {name: group.read(own, beside)} if own else {}
        key = self.names[name]
        return {name: self.kind(name, beside).read(key, items[key])} if key in items else {}

    def written(self, state: S, beside: Any = None) -> Items:
        """The items of the state's link, unescaped: none for the first state as it is."""
        whole = state if beside is None else beside
        key = getattr(state, self.begin) if self.begin else ""
        base = self.begun[key] if self.begin else self.first
        found = {
            said: self.kind(name, whole).write(getattr(state, name))
            for name, said in self.names.items()
            if getattr(state, name) != getattr(base, name)
        }
        for name, group in self.groups.items():
            found |= group.write(getattr(state, name), whole)
        named = self.begin and (self.shown or key != next(iter(self.begun)))
        return {self.begin: key} | found if named else found

    def change(self, state: S, **values: Any) -> S:
        """The state with other values. Raises InputError, with a sentence, for those that it cannot have."""
        for name, value in values.items():
            if name in self.names:
                self.kind(name, state).check(self.names[name].replace("_", " "), value)
        return self.changed(state, **values)


@dataclass(frozen=True)
class Within(Group):
    """A state that is a part of another, its items among the other's. about: what its fields depend on."""

    codec: Codec[Any]
    about: Callable[[Any], Any] = as_it_is

    def has(self, name: str) -> bool:
        return self.codec.has(name)

    def read(self, items: Mapping[str, str], beside: Any) -> Any:
        return self.codec.with_items(self.codec.first, items, self.about(beside))

    def write(self, value: Any, beside: Any) -> Items:
        return self.codec.written(value, self.about(beside)) if value != self.codec.first else {}

    def fits(self, value: Any, beside: Any) -> bool:
        """Whether it could be read from the link of such a state."""
        try:
            self.read(self.write(value, beside), beside)
        except InputError:
            return False
        return True
