"""The kinds of RNN: what is chosen, and the stage on which the net is unrolled and folded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.small import digits
from rnnviz.core.small.kinds import KINDS, Column, Unrolled
from rnnviz.learn.data.pictures import pictures
from rnnviz.stage.drawn import COLOURS, drawn
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


def unroll(choice: KindsState) -> Unrolled:
    """The chosen net over the chosen input."""
    kind = KINDS[choice.kind]
    if kind.of_picture is not None:
        images, _ = pictures()
        return kind.of_picture(images[int(digits.held_out(len(images))[choice.picture - 1])])
    if kind.of_text is None:
        raise ValueError(f"{choice.kind} reads nothing")
    return kind.of_text(choice.read)


CODEC = Codec(KindsState, check=checked, changed=changed, others=frozenset(STANDS))


HTML = '<div class="stage kinds" style="min-height: 400px"></div>'
LIKELIEST = 3

_draw = drawn("kinds_stage", HTML, "kinds/kinds.js")


def kinds_stage(key: str, kind: str, unrolled: Unrolled) -> None:
    """Draw the stage. At which step the learner stands is the browser's own, and an item of the link."""
    _draw(key, payload(kind, unrolled), COLOURS)


def payload(kind: str, unrolled: Unrolled) -> dict[str, Any]:
    """The stage's data: for every step what it reads, its state, and the likeliest of what it says."""
    return {
        "kind": kind,
        "title": KINDS[kind].title,
        "columns": [column_data(column, unrolled.classes) for column in unrolled.columns],
        "picture": None if unrolled.picture is None else unrolled.picture.tolist(),
    }


def column_data(column: Column, classes: tuple[str, ...]) -> dict[str, Any]:
    likeliest = [] if column.p is None else sorted(zip(column.p.tolist(), classes, strict=True), reverse=True)
    return {
        "part": column.part,
        "x": column.x,
        "fed": column.fed,
        "h": column.h.tolist(),
        "said": column.said,
        "p": [[name, p] for p, name in likeliest[:LIKELIEST]],
    }
