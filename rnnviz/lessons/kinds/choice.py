"""What is looked at on the page of kinds, as one immutable value that is also its link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.small.kinds import KINDS
from rnnviz.state.codec import Codec
from rnnviz.state.fields import Among, Typed, Whole, declared

PICTURES = 360  # held out of scikit-learn's 1797
STEPS = Whole(1, 64)
STANDS = ("t", "fold")
"""Items of the link that the browser writes: the time step, and whether the net is folded."""


@dataclass(frozen=True)
class KindsState:
    """A kind; the number of the held-out picture that it reads, or the text ("": the kind's own); T of the count."""

    kind: str = declared(Among(KINDS), "many-to-one")
    picture: int = declared(Whole(1, PICTURES), 4)
    text: str = declared(Typed(120), "")
    steps: int = declared(STEPS, 10)

    @property
    def read(self) -> str:
        return self.text or KINDS[self.kind].usual


def changed(choice: KindsState, **values: Any) -> KindsState:
    """The choice with other values; another kind begins with its own text. Raises InputError."""
    new = replace(choice, **values)
    return checked(replace(new, text="") if new.kind != choice.kind else new)


def checked(choice: KindsState) -> KindsState:
    """The choice, if its net can read its text. Raises InputError."""
    if of_text := KINDS[choice.kind].of_text:
        of_text(choice.read)
    return choice


CODEC = Codec(KindsState, check=checked, changed=changed, others=frozenset(STANDS))
