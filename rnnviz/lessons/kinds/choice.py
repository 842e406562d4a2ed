"""What is looked at on the page of kinds, as one immutable value that is also its link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from rnnviz.core.small.kinds import KINDS
from rnnviz.core.typed import InputError
from rnnviz.state.link_fields import Among, Field, Typed, Whole, changed_items, read_items
from rnnviz.state.link_numbers import LinkError

PICTURES = 360  # held out of scikit-learn's 1797
STEPS = Whole(1, 64)
FIELDS: dict[str, Field] = {
    "kind": Among(KINDS),
    "picture": Whole(1, PICTURES),
    "text": Typed(120),
    "steps": STEPS,
}
STANDS = ("t", "fold")
"""Items of the link that the browser writes: the time step, and whether the net is folded."""


@dataclass(frozen=True)
class Choice:
    """A kind; the number of the held-out picture that it reads, or the text ("": the kind's own); T of the count."""

    kind: str = "many-to-one"
    picture: int = 4
    text: str = ""
    steps: int = 10

    @property
    def read(self) -> str:
        return self.text or KINDS[self.kind].usual


def changed(choice: Choice, **values: Any) -> Choice:
    """The choice with other values; another kind begins with its own text. Raises InputError."""
    new = replace(choice, **values)
    return checked(replace(new, text="") if new.kind != choice.kind else new)


def checked(choice: Choice) -> Choice:
    """The choice, if its net can read its text. Raises InputError."""
    if of_text := KINDS[choice.kind].of_text:
        of_text(choice.read)
    return choice


def to_query(choice: Choice) -> dict[str, str]:
    """What differs from the first choice."""
    return changed_items(asdict(choice), asdict(Choice()))


def from_query(mapping: Mapping[str, str]) -> Choice:
    """Raises LinkError."""
    try:
        return checked(Choice(**read_items({key: text for key, text in mapping.items() if key not in STANDS}, FIELDS)))
    except InputError as error:
        raise LinkError(str(error)) from error
