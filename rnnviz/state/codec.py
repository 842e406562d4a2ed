"""A page's state and its link: made of the fields that the state's dataclass declares, and only of what differs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from rnnviz.core.typed import InputError, shortened
from rnnviz.state.fields import Among, Field, Group, Kind, as_json, fields_of, kinds_of, names_of
from rnnviz.state.link_numbers import MAX_LINK, NOT_OURS, LinkError
from rnnviz.state.reading import part
from rnnviz.texts import _

S = TypeVar("S")
Items = dict[str, str]


@dataclass(frozen=True)
class Preset(Generic[S]):
    """A state with a name and one sentence on what to look for in it, both for the screen. source: the slides' deck."""

    title: str
    look_for: str
    setup: S
    source: str = field(default="", kw_only=True)


def as_it_is(state: S) -> S:
    return state


@dataclass(frozen=True)
class Codec(Generic[S]):
    """How a state is read from a link, written to one and changed.

    of: its frozen dataclass. begun: the states that a link may begin from, by what its item `begin` calls them, the
    first being that of an empty link; a link holds what differs from the one it began from. shown: every link has that
    item. check: the state, if there is something to see in it; InputError if not. changed: the state with other values,
    and what follows from them. others: items of the link that are not the state's.
    opens: the state of a page without any link, where that is not the one that links are told against.
    """

    of: type[S]
    begun: Mapping[str, S] = field(default_factory=dict)
    begin: str = ""
    shown: bool = False
    check: Callable[[S], S] = as_it_is
    changed: Callable[..., S] = dataclasses.replace
    others: frozenset[str] = frozenset()
    opens: S | None = None

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """What each declared field may be, by its name in the state."""
        return kinds_of(self.of)

    @property
    def linked(self) -> dict[str, Kind]:
        """Those of them that a link tells against the state that it begins from."""
        return self.kinds

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The fields that are several items of the link."""
        return {name: kind for name, kind in self.kinds.items() if isinstance(kind, Group)}

    @cached_property
    def alone(self) -> dict[str, Field]:
        """The fields that are one item, whatever else there is."""
        return fields_of(self.of)

    @cached_property
    def given(self) -> dict[str, Callable[[Any], Field]]:
        """The fields that are one item, and of which others say what it may be."""
        return {name: kind for name, kind in self.kinds.items() if not isinstance(kind, Field | Group)}

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
        return self.alone.get(name) or self.given[name](beside)

    def read(self, mapping: Mapping[str, str]) -> S:
        """The state that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
        items = self.ours(mapping)
        if not items and self.opens is not None:
            return self.opens
        key = items.pop(self.begin, None) if self.begin else None
        base = self.first if key is None else self.begun[Among(tuple(self.begun)).read(self.begin, key)]
        return self.with_items(base, items)

    def ours(self, mapping: Mapping[str, str]) -> Items:
        """A link's items without what others hang on to it. Raises LinkError."""
        items = {key: text for key, text in mapping.items() if not NOT_OURS.fullmatch(key) and key not in self.others}
        if sum(len(key) + len(text) for key, text in items.items()) > MAX_LINK:
            raise LinkError(_("The link is too long."))
        for key in items:
            if not self.has(key):
                raise LinkError(
                    _("This page does not know the part {key} of the link: it may have been cut off.").format(
                        key=shortened(key)
                    )
                )
        return items

    def with_items(self, state: S, items: Mapping[str, str], beside: Any = None) -> S:
        """The state with those of the items that are its fields'. Raises LinkError.

        What depends on others is read when they are in. beside: the state it is a part of, for one that is.
        """
        alone = {
            name: self.alone[name].read(key, items[key])
            for name in self.linked
            if name in self.alone and (key := self.names[name]) in items
        }
        try:
            now = self.put(state, alone)
            for name in [name for name in self.linked if name not in self.alone]:
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
        key = getattr(state, self.begin) if self.begin else ""
        found = self.differing(
            state, self.begun[key] if self.begin else self.first, state if beside is None else beside
        )
        named = self.begin and (self.shown or key != next(iter(self.begun)))
        found = {self.begin: key} | found if named else found
        return found if found or self.opens is None else self.in_full(state)

    def in_full(self, state: S) -> Items:
        """Its first field though it is as it begins: an empty link is that of the state that the page opens on."""
        name, said = next(iter(self.names.items()))
        return {said: self.kind(name, state).write(self.get(state, name))}

    def differing(self, state: S, base: S, beside: Any) -> Items:
        """The items of what differs from a base."""
        found: Items = {}
        for name in self.linked:
            value = self.get(state, name)
            if group := self.groups.get(name):
                found |= group.write(value, beside)
            elif not (kind := self.kind(name, beside)).same(value, self.get(base, name)):
                found[self.names[name]] = kind.write(value)
        return found

    def get(self, state: S, name: str) -> Any:
        """The value of a field, as its kind has it."""
        return getattr(state, name)

    def to_json(self, state: S) -> dict[str, object]:
        """Plain lists, numbers and texts, which `parse` takes back."""
        found: dict[str, object] = {}
        for name in self.kinds:
            value, group = self.get(state, name), self.groups.get(name)
            found |= group.to_json(name, value) if group else {name: as_json(value)}
        return found

    def parse(self, obj: object, beside: Any, known: Mapping[str, Any]) -> dict[str, Any]:
        """The values of JSON, whoever may have changed it, but for those that are known. Raises SettingsError."""
        return dict(known) | {
            name: group.parse(name, obj, beside)
            if (group := self.groups.get(name))
            else self.kind(name, beside).parse(name, part(obj, name))
            for name in self.kinds
            if name not in known
        }

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
