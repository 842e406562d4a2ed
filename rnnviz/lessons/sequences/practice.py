"""Shapes by hand (row 2): a series, a window and a batch are drawn; the learner counts windows and names the shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core.typed import InputError, parse_numbers
from rnnviz.core.windows import count
from rnnviz.texts import _


@dataclass(frozen=True)
class Question:
    """A series of `length` points in `channels` channels, cut with stride 1; first: batch_first."""

    length: int
    window: int
    channels: int
    batch: int
    first: bool

    @property
    def windows(self) -> int:
        return count(self.length, self.window, 0)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of the first batch."""
        n = min(self.batch, self.windows)
        return (n, self.window, self.channels) if self.first else (self.window, n, self.channels)

    @property
    def wrong_windows(self) -> dict[int, str]:
        """What common mistakes count, and their names."""
        return {
            self.length - self.window: _("That is len − window. The window at 0 counts, too: add 1."),
            self.length // self.window: _("That many windows stand side by side. With stride 1 they overlap."),
            self.length - self.window - 1: _("That has one too few at each end: len − window + 1."),
            self.length: _("A window cannot begin at every point: the last ones would reach past the end."),
        }

    @property
    def wrong_shapes(self) -> dict[tuple[int, ...], str]:
        """What common mistakes give as the shape."""
        n, time = min(self.batch, self.windows), self.window
        other = (time, n, self.channels) if self.first else (n, time, self.channels)
        flag = _("batch_first=True: N comes first") if self.first else _("batch_first=False: T comes first")
        return {
            other: _("N and T are exchanged. Here {flag}.").format(flag=flag),
            (
                self.windows,
                time,
                self.channels,
            ): _("N is the number of windows there. A batch holds fewer: N is its size."),
            (n, self.channels, time): _("T and D are exchanged: each step holds D numbers."),
            (n, self.length, self.channels): _("T is the length of a window, not of the series."),
        }


def question(seed: int) -> Question:
    """Drawn by the seed; seed 0 is the slides' (S3): 1000 points, a window of 50."""
    if seed == 0:
        return Question(1000, 50, 1, 32, True)
    drawn = np.random.default_rng(seed)
    length = int(drawn.integers(20, 400)) * 5
    window = int(drawn.integers(2, min(60, length // 4)))
    return Question(length, window, int(drawn.integers(2, 6)), int(2 ** drawn.integers(2, 5)), bool(drawn.integers(2)))


def numbers(text: str) -> tuple[int, ...]:
    """Whole numbers as typed, brackets or not. Raises InputError."""
    values = parse_numbers(text.strip("()[] ").replace(",", " ")).ravel().tolist()
    if any(value != int(value) for value in values):
        raise InputError(_("A shape holds whole numbers only."))
    return tuple(int(value) for value in values)


def on_windows(asked: Question, guess: int) -> tuple[bool, str]:
    """Whether the guess is right, and one line of why."""
    if guess == asked.windows:
        return True, f"{asked.length} − {asked.window} + 1 = {asked.windows}."
    return False, asked.wrong_windows.get(guess) or _("Write down where the first and the last window begin.")


def on_shape(asked: Question, guess: tuple[int, ...]) -> tuple[bool, str]:
    """Whether the guess is right, and one line of why."""
    if guess == asked.shape:
        return (
            True,
            _("A batch of {batch} windows, {window} steps, {channels} each.").format(
                batch=min(asked.batch, asked.windows), window=asked.window, channels=asked.channels
            ),
        )
    if len(guess) != 3:
        return False, _("nn.RNN reads three axes, also where D = 1. You typed {n_guess}.").format(n_guess=len(guess))
    return False, asked.wrong_shapes.get(guess) or _("Which of the three is N, which T, which D?")
