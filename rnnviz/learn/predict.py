"""A trained net at work: beliefs letter by letter, hours ahead, words that turn a review, text letter after letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from rnnviz.core import Array
from rnnviz.core.images import BRIGHTEST, ORDERS
from rnnviz.core.letters import one_line_end, one_sign, spelled_in
from rnnviz.core.typed import InputError
from rnnviz.core.windows import Index
from rnnviz.learn.data import names, reviews
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.plan import Plan
from rnnviz.learn.trained import Trained
from rnnviz.texts import _

MOST_PREFIXES = 100
MOST_HOURS = 168
MOST_LETTERS = 5000
PADDED_TO: dict[str, Callable[[Plan], int]] = {
    "names": lambda plan: names.LONGEST,
    "sentiment": lambda plan: plan.longest,
}
"""The steps that all texts of a task are padded to in its data."""


def readable(trained: Trained, given: str | Array) -> tuple[Tensor, tuple[str, ...]]:
    """What was typed, or a window in °C (T,), or (T, D) of several inputs each in its unit, as the net reads it: x
    (1, T) ids or (1, T, D), and the T pieces' names.

    Raises InputError.
    """
    if not isinstance(given, str):
        x = standardised(trained, np.asarray(given))
        return x[None], tuple(f"{value:.1f}" if x.shape[1] == 1 else str(t) for t, value in enumerate(given, 1))
    place = {token: number for number, token in enumerate(trained.tokens)}
    if trained.plan.task == "names":
        return torch.tensor([names.ids(given, trained.tokens)]), tuple(spelled_in(given, trained.tokens).letters)
    if trained.plan.task == "sentiment":
        words = reviews.tokenize(given)[: trained.plan.longest]
        if not words:
            raise InputError(_("There is no word here yet: type or paste a review."))
        return torch.tensor([[place.get(word, place["<unk>"]) for word in words]]), tuple(words)
    alike = {one_sign(letter): letter for letter in trained.tokens} | dict(
        zip(trained.tokens, trained.tokens, strict=True)
    )
    typed = "".join(alike.get(letter, alike.get(one_sign(letter), letter)) for letter in one_line_end(given))
    if not typed or (strange := list(dict.fromkeys(letter for letter in typed if letter not in place))):
        what = (
            _("The net has never seen “{strange}”").format(strange=" ".join(strange[:10]))
            if typed
            else _("There is no letter here yet")
        )
        raise InputError(_("{what}: type letters of the text that it learned.").format(what=what))
    return torch.tensor([[place[letter] for letter in typed]]), tuple(typed)


def standardised(trained: Trained, window: Array) -> Tensor:
    """A window (T,) or (T, D) on the scale that the net learned on, (T, D)."""
    columns = window[:, None] if window.ndim == 1 else window
    mean, spread = np.array(trained.input_scales or [trained.scale]).T
    return torch.tensor((columns - mean) / spread, dtype=torch.float32)


@torch.no_grad()
def hidden_states(trained: Trained, given: str | Array) -> tuple[Array, tuple[str, ...]]:
    """The last layer's hidden state after each piece, (T, H) or (T, 2H), and the pieces. Raises InputError."""
    x, pieces = readable(trained, given)
    states: Array = trained.net.states(*as_learned(trained, x))[0, : len(pieces)].double().numpy()
    return states, pieces


def as_learned(trained: Trained, x: Tensor) -> tuple[Tensor, Tensor]:
    """Sequences x (N, T) or (N, T, D) and their lengths (N,), padded as in training where that is learned (slip l)."""
    samples, length = x.shape[:2]
    padded_to = PADDED_TO.get(trained.plan.task)
    most = padded_to(trained.plan) if padded_to and trained.net.shape.read == "last padded" else length
    if most > length:
        x = torch.cat([x, x.new_zeros(samples, most - length, *x.shape[2:])], dim=1)
    return x, torch.full((samples,), length)


@dataclass(frozen=True)
class Beliefs:
    """What a classifier believes after each piece: log_p (P, classes); `pieces` are the letters or words read."""

    pieces: tuple[str, ...]
    log_p: Array
    classes: tuple[str, ...]

    def top(self, count: int = 3, at: int = -1) -> list[tuple[float, str]]:
        """The `count` likeliest classes with their log-probabilities, as the slides' predict prints them."""
        order = np.argsort(-self.log_p[at], kind="stable")[:count]
        return [(float(self.log_p[at][i]), self.classes[i]) for i in order]


def surname(trained: Trained, name: str) -> Beliefs:
    """The belief after each letter. Raises InputError."""
    x, letters = readable(trained, name)
    return Beliefs(letters, prefixes(trained, x[0].tolist(), range(1, len(letters) + 1)), trained.classes)


def review(trained: Trained, text: str) -> Beliefs:
    """The belief after each word, or after each few words of a long review. Raises InputError."""
    x, words = readable(trained, text)
    ids = x[0].tolist()
    step = -(-len(words) // MOST_PREFIXES)
    ends = sorted({*range(step, len(words) + 1, step), len(words)})
    begins = [0, *ends[:-1]]
    pieces = tuple(" ".join(words[begin:end]) for begin, end in zip(begins, ends, strict=True))
    return Beliefs(pieces, prefixes(trained, ids, ends), trained.classes)


def unknown_words(trained: Trained, text: str) -> list[str]:
    """The words of a review that the vocabulary does not hold: the net reads <unk> for them."""
    known = set(trained.tokens)
    return list(dict.fromkeys(word for word in reviews.tokenize(text) if word not in known))


@torch.no_grad()
def prefixes(trained: Trained, ids: Sequence[int], ends: Sequence[int]) -> Array:
    """Log-probabilities (len(ends), classes) after the first `end` ids, each read as the net reads a whole sequence."""
    shape = trained.net.shape
    if shape.directions == 1 and shape.read == "last real":  # its states are the prefixes' own
        x, length = as_learned(trained, torch.tensor([list(ids)]))
        out = trained.net.states(x, length)[0, [end - 1 for end in ends]]
        return log_p(trained.net.head(out))
    found = [trained.net(*as_learned(trained, torch.tensor([list(ids[:end])]))) for end in ends]
    return log_p(torch.cat(found))


@torch.no_grad()
def picture(trained: Trained, image: Array) -> Beliefs:
    """A digits net on a picture (8, 8), 0 to 16: the belief (8, 10) when each pass has read 1, 2, … 8 steps.

    A net of two directions has then read as many rows from the top as from the bottom (`core.images.squares_read`).
    """
    order = "down" if trained.plan.reading == "dual" else trained.plan.reading
    x = torch.tensor(ORDERS[order].read(image) / BRIGHTEST, dtype=torch.float32)[None]
    found = [trained.net.upto(x, steps) for steps in range(1, x.shape[1] + 1)]
    pieces = tuple(str(steps) for steps in range(1, x.shape[1] + 1))
    return Beliefs(pieces, log_p(torch.cat(found)), trained.classes)


def log_p(scores: Tensor) -> Array:
    found: Array = F.log_softmax(scores.double(), dim=-1).numpy()
    return found


@torch.no_grad()
def hours(trained: Trained, window: Array, count: int) -> Array:
    """The next `count` hours in °C after a window (lag,) in °C: each prediction is fed back as if it were measured.

    After a window (lag, D) of several inputs at most `ahead`, and none is fed back: nobody knows the other inputs yet.
    Raises InputError.
    """
    if trained.input_scales:
        return of_several(trained, window, count)
    if len(window) != trained.plan.lag or not np.isfinite(window).all():
        raise InputError(
            _("The net reads {lag} values: give as many, not {n_window}.").format(
                lag=trained.plan.lag, n_window=len(window)
            )
        )
    if not 1 <= count <= MOST_HOURS:
        raise InputError(_("Ask for 1 to {most_hours} steps ahead.").format(most_hours=MOST_HOURS))
    mean, spread = trained.scale
    read = [float(value) for value in (np.asarray(window) - mean) / spread]
    made: list[float] = []
    while len(made) < count:
        x = torch.tensor((read + made)[-trained.plan.lag :])[None, :, None]
        made.extend(trained.net(x, torch.tensor([trained.plan.lag]))[0].tolist())
    return np.array(made[:count]) * spread + mean


def of_several(trained: Trained, window: Array, count: int) -> Array:
    wanted = (trained.plan.lag, len(trained.input_scales))
    if window.shape != wanted or not np.isfinite(window).all():
        raise InputError(
            _("The net reads {wanted} values of {wanted2} inputs: give as many.").format(
                wanted=wanted[0], wanted2=wanted[1]
            )
        )
    if not 1 <= count <= trained.plan.ahead:
        raise InputError(_("Ask for 1 to {ahead} steps ahead.").format(ahead=trained.plan.ahead))
    mean, spread = trained.scale
    x = standardised(trained, window)[None]
    made: Array = trained.net(x, torch.tensor([len(window)]))[0, :count].double().numpy()
    return made * spread + mean


@dataclass(frozen=True)
class ForecastStretch:
    """The first validation windows: truth and forecast so many steps ahead, and the last value that was read; (N,).

    at: where in the series each truth stands.
    """

    y: Array
    y_hat: Array
    last: Array
    at: Index


@torch.no_grad()
def stretch(trained: Trained, data: Dataset, ahead: int, most: int, values: Array) -> ForecastStretch:
    """`ahead` counts from 1. `values`: the whole series that the windows are cut from."""
    index = torch.arange(min(most, len(data.validation)))
    batch = data.validation.batch(index)
    mean, spread = data.scale
    sides = (batch.y[:, ahead - 1], trained.net(batch.x, batch.lengths)[:, ahead - 1])
    y, y_hat = (side.double().numpy() * spread + mean for side in sides)
    rows = index if data.validation.rows is None else data.validation.rows[index]
    at = rows.numpy() + trained.plan.lag + ahead - 1
    return ForecastStretch(y, y_hat, values[at - ahead], at)


@torch.no_grad()
def text(trained: Trained, start: str, count: int, temperature: float, seed: int = 0) -> str:
    """`count` letters that follow `start`; temperature 0: the likeliest, 1: the net's own odds. Raises InputError."""
    x = readable(trained, start)[0]
    if not 1 <= count <= MOST_LETTERS or not 0 <= temperature <= 10:
        raise InputError(
            _("Ask for 1 to {most_letters} letters, and give a temperature from 0 to 10.").format(
                most_letters=MOST_LETTERS
            )
        )
    drawn = torch.Generator().manual_seed(seed)
    net, state, made = trained.net, None, ""
    for _letter in range(count):
        if net.shape.carries:
            out, state = net.rnn(net.features(x), state)
        else:
            out = net.states(x, torch.tensor([x.shape[1]]))
        x = pick(net.head(out[0, -1]), temperature, drawn)
        made += trained.tokens[int(x)]
    return made


def pick(scores: Tensor, temperature: float, drawn: torch.Generator) -> Tensor:
    if temperature == 0:
        return scores.argmax()[None, None]
    odds = F.softmax(scores.double() / temperature, dim=0)
    return torch.multinomial(odds, 1, generator=drawn)[None]
