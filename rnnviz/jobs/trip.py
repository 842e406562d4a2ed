"""Work that may be done on another machine: packed for it, told of what is wanted meanwhile."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

Send = Callable[[Any], None]


class WorkerDied(RuntimeError):
    """The process ended without an answer; the text is one sentence for the learner."""


class Lost(WorkerDied):
    """The machine that did the work is gone, not the work's own process: it may be done again elsewhere."""


class Trip(ABC):
    """Called as any function where it is done here; packed, with all that it needs, where it is done on a cluster.

    `where`: on which worker it is done, in words; empty here, None before it begins. `needs`: the worker's resources,
    by Dask's names. `brief`: it takes a second, waits for no thread of a worker's, and is done anew where one dies.
    """

    brief = False

    def __init__(self) -> None:
        self.where: str | None = None
        self.needs: dict[str, float] = {}
        self.send: Send | None = None

    @abstractmethod
    def __call__(self) -> Any:
        """Does it here."""

    @abstractmethod
    def pack(self, at_once: int) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """The function, which gets a reporter first, and what else it gets. `at_once`: works that share a worker."""

    @abstractmethod
    def take(self, piece: Any) -> None:
        """What it says on its way, told as a part. Raises OSError."""

    @abstractmethod
    def reached(self) -> None:
        """Now it can be told: also what it was to know since it was packed."""

    def tell(self, word: Any) -> None:
        """To the work, where it is done elsewhere (`Reporter.on_word`); returns at once."""
        if self.send:
            self.send(word)
