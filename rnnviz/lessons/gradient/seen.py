"""What is on the screen: the settings of the stage and the choices, as one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

from rnnviz.core.bptt import GradientRecord, backward
from rnnviz.state.link import from_query
from rnnviz.state.settings import Settings
from rnnviz.ui.loss.loss_controls import head_of, problem_of
from rnnviz.ui.loss.state import CODEC, NOT_SETTINGS, Choices
from rnnviz.ui.loss.targets import fitting_loss


@dataclass(frozen=True)
class Seen:
    """What is on the screen."""

    settings: Settings
    choices: Choices

    @cached_property
    def gradient(self) -> GradientRecord:
        loss, _ = fitting_loss(self.choices, self.settings.steps, len(head_of(self.settings).bias))
        return backward(problem_of(self.settings, loss))

    @property
    def of(self) -> int:
        """The step, from 0, whose loss is looked at."""
        return self.choices.last(self.settings.steps)


def seen(link: str) -> Seen:
    """What a link shows. Raises LinkError."""
    query = dict(parse_qsl(link))
    settings = {name: text for name, text in query.items() if name not in NOT_SETTINGS}
    return Seen(from_query(query.get("cell", "rnn"), settings), CODEC.with_items(Choices(), query))


def within(entry: tuple[int, int] | None, shape: tuple[int, ...]) -> tuple[int, int] | None:
    """The entry, brought into the parameter's shape; a bias has one column."""
    if entry is None:
        return None
    rows, columns = shape[0], shape[1] if len(shape) > 1 else 1
    return min(entry[0], rows - 1), min(entry[1], columns - 1)
