"""Setups that began as a preset, and their links: only what differs from the preset is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from rnnviz.core.typed import InputError
from rnnviz.state.link_fields import Field, changed_items, read_items
from rnnviz.state.link_numbers import LinkError


class Begun(Protocol):
    """A frozen dataclass that knows the key of the preset that it began as."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]

    @property
    def preset(self) -> str: ...


S = TypeVar("S", bound=Begun)


@dataclass(frozen=True)
class Preset(Generic[S]):
    """A setup with a name and one sentence on what to look for in it, both for the screen."""

    title: str
    look_for: str
    setup: S


def to_items(setup: S, presets: Mapping[str, Preset[S]]) -> dict[str, str]:
    """The keys and values of the link, unescaped: none for the first preset as it is."""
    values, usual = (
        {field.name: getattr(it, field.name) for field in dataclasses.fields(it)}
        for it in (setup, presets[setup.preset].setup)
    )
    found = changed_items(values, usual)
    return found if setup.preset == next(iter(presets)) else {"preset": setup.preset} | found


def from_items(
    mapping: Mapping[str, str], known: Mapping[str, Field], presets: Mapping[str, Preset[S]], checked: Callable[[S], S]
) -> S:
    """The setup that a link describes, as `checked` lets it pass. Raises LinkError, a sentence, where either cannot."""
    values = read_items(mapping, known)
    setup = dataclasses.replace(presets[values.get("preset", next(iter(presets)))].setup, **values)
    try:
        return checked(setup)
    except InputError as error:
        raise LinkError(str(error)) from error
