"""A link of which a part is wrong: that part is left out and told, and the others hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rnnviz.core.typed import InputError, shortened
from rnnviz.state.link_numbers import TooFar
from rnnviz.texts import _

T = TypeVar("T")
MOST_PARTS = 64
MOST_TOLD = 3
ALL_WRONG = _("This is the page's first example instead.")
REST = _("The rest of the link is shown.")


@dataclass(frozen=True)
class Mended(Generic[T]):
    """What the parts that hold describe; those parts; a sentence on each of the others, by its name."""

    state: T
    good: dict[str, str]
    wrong: dict[str, str]

    @property
    def problem(self) -> str:
        """What was wrong, in a few sentences that hold the link's own words; empty for a link that was right."""
        sentences = [sentence for _, sentence in zip(range(MOST_TOLD), self.wrong.values(), strict=False)]
        sentences += (
            [_("{more} more parts cannot be used.").format(more=more)]
            if (more := len(self.wrong) - len(sentences)) > 0
            else []
        )
        return " ".join(sentences)

    @property
    def instead(self) -> str:
        """What is shown instead."""
        return REST if self.good else ALL_WRONG


def mended(read: Callable[[Mapping[str, str]], T], query: Mapping[str, str]) -> Mended[T]:
    """`read`: the state of a link's items; it raises InputError for those that are wrong.

    Items are taken in one by one, and those that were refused once more when the others are in: a part may need one
    that stands behind it. A step past the last is the last step. Raises what `read` raises for no link at all.
    """
    try:
        return Mended(read(query), dict(query), {})
    except InputError as error:
        if len(query) > MOST_PARTS:
            return Mended(read({}), {}, {"": str(error)})
    good: dict[str, str] = {}
    wrong = accept(read, query, good)
    while wrong and len(again := accept(read, {name: query[name] for name in wrong}, good)) < len(wrong):
        wrong = again
    for name, why in wrong.items():
        if isinstance(why, TooFar) and not (last := {name: str(why.most)}).items() <= good.items():
            accept(read, last, good)
    return Mended(read(good), good, {name: sentence_on(name, query[name], str(why)) for name, why in wrong.items()})


def accept(
    read: Callable[[Mapping[str, str]], T], query: Mapping[str, str], good: dict[str, str]
) -> dict[str, InputError]:
    """Puts the items that can be read beside `good` into it; the others with what is wrong with them."""
    wrong: dict[str, InputError] = {}
    for name, text in query.items():
        try:
            read(good | {name: text})
        except InputError as error:
            wrong[name] = error
        else:
            good[name] = text
    return wrong


def sentence_on(name: str, text: str, sentence: str) -> str:
    """The sentence, with the part's name if it has it not yet."""
    return (
        sentence
        if name in sentence
        else _("{name} is {text}. {sentence}").format(name=name, text=shortened(text), sentence=sentence)
    )
