"""A question to the class: its kinds, what counts as an answer, and how the answers lie once they are revealed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from rnnviz.core import Array
from rnnviz.core.typed import InputError, numeral, shortened, visible
from rnnviz.texts import _

Reply = str | float | int
Replies = Mapping[str, Reply]
"""By student."""

MOST_LETTERS = 140  # of a short text
MOST_OPTIONS = 6
LONGEST_QUESTION = 300
LONGEST_OPTION = 160
MOST_STEPS = 64
MOST_ROUNDS = 2
BINS = 9
FENCE = 3.0  # quartiles' ranges, beyond which an answer is far out (Tukey)
MOST_TEXTS = 60  # different ones that are shown
TYPED = 40  # letters of a number


@dataclass(frozen=True)
class Asked:
    """kind: one of KINDS. text, options: as typed, or with formulas where they are `ours`. steps: of the strip that is
    marked. truth: an option's or a step's index from 0, a number, or None where nothing was said. rounds: the answers
    of each time it was asked, by student. where: what the page showed, in words."""

    kind: str
    text: str
    options: tuple[str, ...] = ()
    steps: int = 0
    unit: str = ""
    truth: Reply | None = None
    ours: bool = False
    where: str = ""
    rounds: tuple[Replies, ...] = field(default=({},))
    revealed: bool = False
    closed: bool = False

    @property
    def replies(self) -> Replies:
        """The answers of this round."""
        return self.rounds[-1]

    def answered(self, student: str, reply: object) -> Asked:
        """With a student's answer. Raises InputError for one that is none, and for a second one."""
        if self.closed or self.revealed:
            raise InputError(_("This question is over."))
        if student in self.replies:
            raise InputError(_("You have answered. The teacher can ask again."))
        read = KINDS[self.kind].read(self, reply)
        return replace(self, rounds=(*self.rounds[:-1], {**self.replies, student: read}))

    def again(self) -> Asked:
        """Asked once more; the first answers stay. Raises InputError."""
        if len(self.rounds) == MOST_ROUNDS:
            raise InputError(_("A question can be asked twice."))
        return replace(self, rounds=(*self.rounds, {}), revealed=False, closed=False)

    def said(self, reply: Reply) -> str:
        """An answer in words."""
        if self.kind == "choice":
            return self.options[int(reply)]
        if self.kind == "mark":
            return _("step {reply}").format(reply=int(reply) + 1)
        return f"{reply:g}" if isinstance(reply, float) else str(reply)


def _choice(question: Asked, reply: object) -> Reply:
    return _index(reply, len(question.options), _("Choose one of the answers."))


def _mark(question: Asked, reply: object) -> Reply:
    return _index(reply, question.steps, _("Press one of the steps."))


def _index(reply: object, count: int, sentence: str) -> int:
    if not isinstance(reply, int) or isinstance(reply, bool) or not 0 <= reply < count:
        raise InputError(sentence)
    return reply


def _number(question: Asked, reply: object) -> Reply:
    text = str(reply)[: TYPED + 1]
    found = numeral(text) if len(text) <= TYPED else None
    if found is None or not math.isfinite(found.value):
        raise InputError(_("{text} is not a number: type one like 0.52 or −0.3.").format(text=shortened(text)))
    return float(found.value)


def _text(question: Asked, reply: object) -> Reply:
    text = visible(reply).strip() if isinstance(reply, str) and len(reply) <= 10 * MOST_LETTERS else ""
    if not 0 < len(text) <= MOST_LETTERS:
        raise InputError(_("An answer has 1 to {most_letters} letters.").format(most_letters=MOST_LETTERS))
    return text


def _counts(values: Sequence[Reply], count: int) -> list[int]:
    found = Counter(int(value) for value in values)
    return [found[k] for k in range(count)]


def bars(question: Asked) -> dict[str, Any]:
    """How many chose each option, round by round."""
    return {"counts": [_counts(list(replies.values()), len(question.options)) for replies in question.rounds]}


def heat(question: Asked) -> dict[str, Any]:
    """How many marked each step of the strip, round by round."""
    return {"counts": [_counts(list(replies.values()), question.steps) for replies in question.rounds]}


def histogram(question: Asked) -> dict[str, Any]:
    """Equal bins over what most said and the truth, the same for every round: edges, one more than counts.

    One wild answer must not make one bar of all others: the ends are those of the truth and of what lies within three
    quartiles' ranges of the quartiles, and what is beyond counts in the outermost bins.
    """
    rounds = [np.array([float(reply) for reply in replies.values()]) for replies in question.rounds]
    everyone = np.concatenate(rounds)
    ends = _near_the_middle(everyone).tolist() if everyone.size else []
    ends += [float(question.truth)] if question.truth is not None else []
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = (high - low) / BINS or max(1.0, abs(low)) / BINS
    edges = np.linspace(low - room / 2, high + room / 2, BINS + 1)
    counts = [np.histogram(np.clip(one, edges[0], edges[-1]), bins=edges)[0].tolist() for one in rounds]
    beyond = [bool(everyone.size and everyone.min() < edges[0]), bool(everyone.size and everyone.max() > edges[-1])]
    return {"edges": edges.tolist(), "counts": counts, "beyond": beyond}


def _near_the_middle(values: Array) -> Array:
    first, third = np.percentile(values, [25, 75])
    away = FENCE * (third - first)
    near: Array = values[(values >= first - away) & (values <= third + away)]
    return near


def texts(question: Asked) -> dict[str, Any]:
    """What was written, most often first; capitals make no difference."""
    found = []
    for replies in question.rounds:
        said: dict[str, list[str]] = {}
        for reply in replies.values():
            said.setdefault(str(reply).casefold(), []).append(str(reply))
        rows = sorted(said.values(), key=lambda same: (-len(same), same[0].casefold()))
        found.append([[same[0], len(same)] for same in rows[:MOST_TEXTS]])
    return {"texts": found}


@dataclass(frozen=True)
class QuestionKind:
    """read: an answer as it was sent, checked. lie: how the answers lie."""

    name: str
    read: Callable[[Asked, object], Reply]
    lie: Callable[[Asked], dict[str, Any]]


KINDS: Mapping[str, QuestionKind] = {
    "choice": QuestionKind(_("Choice"), _choice, bars),
    "number": QuestionKind(_("Number"), _number, histogram),
    "mark": QuestionKind(_("Mark on the strip"), _mark, heat),
    "text": QuestionKind(_("Short text"), _text, texts),
}


def read_question(sent: Mapping[str, Any]) -> Asked:
    """A question as the teacher's page sends it. Raises InputError."""
    kind, text = sent.get("kind"), sent.get("text")
    if kind not in KINDS:
        raise InputError(_("There is no such kind of question."))
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_QUESTION:
        raise InputError(
            _("Write a question of 1 to {longest_question} letters.").format(longest_question=LONGEST_QUESTION)
        )
    options: tuple[str, ...] = ()
    steps = 0
    if kind == "choice":
        options = _options(sent.get("options"))
    if kind == "mark":
        steps = _index(
            sent.get("steps"), MOST_STEPS + 1, _("The strip has 2 to {most_steps} steps.").format(most_steps=MOST_STEPS)
        )
        if steps < 2:
            raise InputError(_("The strip has 2 to {most_steps} steps.").format(most_steps=MOST_STEPS))
    question = Asked(str(kind), visible(text).strip(), options, steps)
    truth = sent.get("truth")
    return replace(question, truth=None if truth in (None, "") else KINDS[str(kind)].read(question, truth))


def _options(sent: object) -> tuple[str, ...]:
    found = [visible(one).strip() for one in sent if isinstance(one, str)] if isinstance(sent, list) else []
    found = [one for one in found if one]
    if not 2 <= len(found) <= MOST_OPTIONS or len(set(found)) < len(found):
        raise InputError(_("Write 2 to {most_options} different answers.").format(most_options=MOST_OPTIONS))
    if any(len(one) > LONGEST_OPTION for one in found):
        raise InputError(_("An answer has at most {longest_option} letters.").format(longest_option=LONGEST_OPTION))
    return tuple(found)
