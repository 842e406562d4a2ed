"""The nets that look at a digit: odd or even at once, or its name; and the one that rewrites a date."""

from __future__ import annotations

from datetime import date

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core.small import dates, digits
from rnnviz.learn.data.pictures import pictures
from rnnviz.learn.small.fitting import Made, cell, fit, one_hot

PICTURE = digits.SIDE**2


def split() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pictures (N, 64) from 0 to 1 and digits (N,): to learn from, and held out."""
    images, labels = pictures()
    x = torch.tensor(images.reshape(-1, PICTURE) / digits.BRIGHTEST, dtype=torch.float32)
    y = torch.tensor(labels)
    out = torch.zeros(len(x), dtype=torch.bool)
    out[torch.from_numpy(digits.held_out(len(x)))] = True
    return x[~out], y[~out], x[out], y[out]


def odd(made: Made) -> None:
    """One-to-one: odd or even."""
    x, y, new, wanted = split()
    rnn, head = cell("rnn", PICTURE, 16), nn.Linear(16, 2)
    fit([rnn, head], lambda i: F.cross_entropy(head(rnn(x[i, None])[0][:, 0]), y[i] % 2), len(x), epochs=30)
    right = (head(rnn(new[:, None])[0][:, 0]).argmax(1) == wanted % 2).float().mean()
    made.add("odd", rnn, head, float(right), len(new))


def name(made: Made) -> None:
    """One-to-many: the picture at the first step, and after it the letter that was said."""
    x, y, new, wanted = split()
    count, steps = len(digits.LETTERS), max(map(len, digits.NAMES)) + 1
    spelled, ends = one_hot([[*digits.NAMES[k], digits.END] for k in range(10)], digits.LETTERS)
    said = spelled.argmax(2).masked_fill(torch.arange(steps)[None] >= ends[:, None], -1)
    rnn, head = cell("rnn", PICTURE + count, 32), nn.Linear(32, count)

    def inputs(pictures: Tensor, digit: Tensor) -> Tensor:
        fed = torch.zeros(len(pictures), steps, PICTURE + count)
        fed[:, 0, :PICTURE] = pictures
        fed[:, 1:, PICTURE:] = spelled[digit][:, :-1]
        return fed

    def loss(i: Tensor) -> Tensor:
        return F.cross_entropy(head(rnn(inputs(x[i], y[i]))[0]).flatten(0, 1), said[y[i]].flatten(), ignore_index=-1)

    fit([rnn, head], loss, len(x), epochs=40)
    guess = head(rnn(inputs(new, wanted))[0]).argmax(2)  # a letter wrong is a name wrong, so the right ones can be fed
    right = ((guess == said[wanted]) | (said[wanted] < 0)).all(1).float().mean()
    made.add("name", rnn, head, float(right), len(new))


def rewrite(made: Made) -> None:
    """Encoder–decoder: the date as it is written, then, from the encoder's last state alone, as a file is named."""
    encoder, decoder = cell("gru", len(dates.READS), 48), cell("gru", len(dates.SAYS), 48)
    head = nn.Linear(48, len(dates.SAYS))
    learn, new = (dates.examples(held_out) for held_out in (False, True))
    x, ends, fed, said = spelled(learn)

    def scores(x: Tensor, ends: Tensor, fed: Tensor) -> Tensor:
        states = encoder(x)[0]
        start = states[torch.arange(len(x)), ends - 1]
        found: Tensor = head(decoder(fed, start[None].contiguous())[0])
        return found

    def loss(i: Tensor) -> Tensor:
        return F.cross_entropy(scores(x[i], ends[i], fed[i]).flatten(0, 1), said[i].flatten())

    fit([encoder, decoder, head], loss, len(x), epochs=40, batch=256, rate=0.01)
    x, ends, fed, said = spelled(new)
    right = (scores(x, ends, fed).argmax(2) == said).all(1).float().mean()
    made.add("date.encoder", encoder, None, float(right), len(new))
    made.add("date.decoder", decoder, head, float(right), len(new))


def spelled(days: list[date]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """x (N, T, D), its lengths, what is fed to the decoder (N, 11, S), and what it is to say (N, 11)."""
    x, ends = one_hot([dates.written(day) for day in days], dates.READS)
    y, _ = one_hot([[*day.isoformat(), dates.END] for day in days], dates.SAYS)
    fed = torch.zeros_like(y)
    fed[:, 1:] = y[:, :-1]
    return x, ends, fed, y.argmax(2)
