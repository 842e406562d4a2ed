"""The steps of a lesson's lead, read from its catalogue texts/<language>/<lesson>.md."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from rnnviz.texts import _, text_file

FENCE = "+++"
KINDS = {
    "show": _("Look"),
    "predict": _("Predict"),
    "do": _("Your turn"),
    "compute": _("Be the machine"),
    "why": _("Why"),
    "recap": _("Recap"),
}
"""The kinds of steps, and what the card calls each."""

HANDS = {
    "mark": _("Mark a step: drag, or use the arrow keys."),
    "bar": _("Drag the bar, or use the arrow keys."),
    "sketch": _("Draw the curve from left to right. With keys: ← → a step, ↑ ↓ its number."),
    "order": _("Put them in order with ▲ and ▼."),
}
"""Ways to answer that the card draws itself, and what it says of each."""

Texts = Mapping[str, str]


class LeadError(ValueError):
    """A lead's catalogue is wrong: the message says where."""


@dataclass(frozen=True)
class Ask:
    """A question. The truth is computed; none is written down.

    truth: the function of the lesson's tasks that answers it, `of` what else it is given. options: the choices as
    {name: text}, of which truth gives a name; none: truth gives a number, which is typed, or with `choices` chosen
    among it and the numbers that the mistakes give. hand: another control, of HANDS; the options are what is ordered.
    wrong: what is said to a wrong answer, by its option's or its mistake's name, and under "else" to any other; right:
    what is said with the truth. state: the link of the settings that it is about, if not those on the screen.
    """

    truth: str
    text: str = ""
    of: Mapping[str, Any] = field(default_factory=dict)
    options: Texts = field(default_factory=dict)
    choices: bool = False
    hand: str = ""
    unit: str = ""
    wrong: Texts = field(default_factory=dict)
    right: str = ""
    state: str = ""


@dataclass(frozen=True)
class Blank:
    """A number on the stage that the learner computes: a quantity and the unit, from 1, with what to do.

    light: the CSS selector of what is lit, where the quantity and the unit do not say it.
    """

    q: str
    text: str
    unit: int = 1
    light: str = ""


@dataclass(frozen=True)
class Step:
    """One step. text: Markdown, at most 40 words, 60 for a `why`.

    state: the link of the settings that it talks about; light: the quantity, or the CSS selector, of what is lit. A
    `predict` covers the quantity `cover` and all that follows from it until `ask` is answered; `easier` is a second
    question. A `do` is done when `check`, a function of the lesson's tasks, says so; `measure` says what it measures,
    as {now}, and its goal, as {goal}, and `lacks` what else is missing, by its name; `hints` are two, and `show` is
    the link of settings that pass. A `compute` asks its `principle` and has blanks; a `recap` has questions.
    weights: whether the weights
    are shown; controls: whether the row of controls is.
    """

    kind: str
    title: str
    text: str = ""
    state: str = ""
    light: str = ""
    weights: bool = False
    controls: bool = False
    cover: str = ""
    ask: Ask | None = None
    easier: Ask | None = None
    check: str = ""
    of: Mapping[str, Any] = field(default_factory=dict)
    measure: str = ""
    lacks: Texts = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    show: str = ""
    done: str = ""
    principle: Ask | None = None
    blanks: tuple[Blank, ...] = ()
    questions: tuple[Ask, ...] = ()
    source: str = ""


@lru_cache(maxsize=50)
def steps_of(lesson: str) -> tuple[Step, ...]:
    """The steps of a lesson's lead, () where it has none. Raises LeadError."""
    path = text_file(f"{lesson}.md")
    return read_steps(path.read_text("utf-8"), lesson) if path.is_file() else ()


@lru_cache(maxsize=1)
def mistake_texts() -> Texts:
    """What is said to a number that a common mistake gives, by the mistake's name; "else" to any other."""
    found: Texts = tomllib.loads(text_file("mistakes.toml").read_text("utf-8"))
    return found


def read_steps(text: str, where: str = "the lead") -> tuple[Step, ...]:
    """The steps of a catalogue: before each step's Markdown stands its TOML between two lines of +++."""
    before, *parts = text.split(f"\n{FENCE}\n") if not text.startswith(f"{FENCE}\n") else text[4:].split(f"\n{FENCE}\n")
    pieces = [before, *parts] if text.startswith(f"{FENCE}\n") else parts
    if len(pieces) % 2:
        raise LeadError(f"{where}: a step has no second {FENCE}.")
    return tuple(_step(head, body, where) for head, body in zip(pieces[::2], pieces[1::2], strict=True))


def _step(head: str, body: str, where: str) -> Step:
    try:
        table = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise LeadError(f"{where}: {error}") from error
    if table.get("kind") not in KINDS:
        raise LeadError(f"{where}: {table.get('kind')!r} is no kind of step.")
    own = {"text": body.strip(), "hints": tuple(table.pop("hints", ()))}
    own |= {name: _made(Ask, table.pop(name), where) for name in ("ask", "easier", "principle") if name in table}
    own |= {name: tuple(_made(kind, one, where) for one in table.pop(name, ())) for name, kind in _ROWS.items()}
    found: Step = _made(Step, table | own, where)
    return found


_ROWS: Mapping[str, type[Any]] = {"blanks": Blank, "questions": Ask}


def _made(kind: type[Any], table: Mapping[str, Any], where: str) -> Any:
    if unknown := table.keys() - {one.name for one in fields(kind)}:
        raise LeadError(f"{where}: {kind.__name__} has no {', '.join(sorted(unknown))}.")
    if (hand := table.get("hand", "")) and hand not in HANDS:
        raise LeadError(f"{where}: {hand!r} is no way to answer.")
    return kind(**table)
