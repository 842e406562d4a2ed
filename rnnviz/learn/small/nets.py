"""Each small net and what it learned: for a sequence, for each of its steps, for a digit, for a place in a window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rnnviz.core.small import dates, digits, language, order, sentences
from rnnviz.core.small.order import HOURS_READ
from rnnviz.core.small.pattern import LEARNED, PLACES, STEPS, drawn
from rnnviz.core.windows import create_sequences
from rnnviz.learn.data.pictures import pictures
from rnnviz.learn.data.weather import synthetic
from rnnviz.learn.small.fitting import Made, cell, fit, last, one_hot

PICTURE = digits.SIDE**2
HIDDEN, WINDOWS, NEW = 8, 600, 1000


def word(made: Made) -> None:
    """Many-to-one: a word's letters, then its language."""
    sides = [language.examples(held_out) for held_out in (False, True)]
    (x, lengths), (new, ends) = (one_hot([word for word, _ in side], language.LETTERS) for side in sides)
    y, wanted = (torch.tensor([language.LANGUAGES.index(name) for _, name in side]) for side in sides)
    rnn, head = cell("gru", len(language.LETTERS), 24), nn.Linear(24, len(language.LANGUAGES))
    some, said = nn.Dropout(0.15), nn.Dropout(0.5)

    def loss(index: torch.Tensor) -> torch.Tensor:
        state = last(rnn(some(x[index]))[0], lengths[index])
        return F.cross_entropy(head(said(state)), y[index], label_smoothing=0.1)

    fit([rnn, head], loss, len(x), epochs=40, batch=32, rate=0.01, decay=0.1)
    right = (head(last(rnn(new)[0], ends)).argmax(1) == wanted).float().mean()
    made.add("word", rnn, head, float(right), len(new))


def tags(made: Made) -> None:
    """Many-to-many, aligned: a tag for every word."""
    sides = [sentences.examples(held_out) for held_out in (False, True)]
    (x, _), (new, _) = (one_hot([[word for word, _ in row] for row in side], sentences.WORDS) for side in sides)
    y, wanted = (tag_rows(side) for side in sides)
    rnn, head = cell("rnn", len(sentences.WORDS), 16), nn.Linear(16, len(sentences.TAGS))

    def loss(index: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(head(rnn(x[index])[0]).flatten(0, 1), y[index].flatten(), ignore_index=-1)

    fit([rnn, head], loss, len(x), epochs=30)
    said, there = head(rnn(new)[0]).argmax(2), wanted >= 0
    right = ((said == wanted) | ~there).all(1).float().mean()
    made.add("tags", rnn, head, float(right), len(new))


def tag_rows(side: list[sentences.Tagged]) -> torch.Tensor:
    """The tags' numbers (N, T), −1 after a sentence's end."""
    y = torch.full((len(side), max(map(len, side))), -1)
    for n, row in enumerate(side):
        y[n, : len(row)] = torch.tensor([sentences.TAGS.index(tag) for _, tag in row])
    return y


def opinion(made: Made) -> None:
    """Good or bad, by an RNN and by a bag of the same words."""
    sides = [order.opinions(held_out) for held_out in (False, True)]
    (x, lengths), (new, ends) = (one_hot([words for words, _ in side], order.OPINION_WORDS) for side in sides)
    y, wanted = (torch.tensor([label for _, label in side]) for side in sides)
    rnn, head, bag = cell("rnn", len(order.OPINION_WORDS), 12), nn.Linear(12, 2), nn.Linear(len(order.OPINION_WORDS), 2)
    fit([rnn, head], lambda i: F.cross_entropy(head(last(rnn(x[i])[0], lengths[i])), y[i]), len(x), epochs=40)
    fit([bag], lambda i: F.cross_entropy(bag(x[i].sum(1)), y[i]), len(x), epochs=40)
    right = (head(last(rnn(new)[0], ends)).argmax(1) == wanted).float().mean()
    made.add("opinion", rnn, head, float(right), len(new))
    guessed = F.softmax(bag(new.sum(1)), 1)[torch.arange(len(new)), wanted]  # twins share one guess: half are right
    made.add("opinion.bag", None, bag, float((guessed > 0.5).float().mean()), len(new))


def hours(made: Made) -> None:
    """The hour after twelve, by an RNN and by the mean of the twelve; scores are mean errors in °C."""
    values = synthetic().values
    x, y = (torch.tensor(part / 10 - 1, dtype=torch.float32) for part in create_sequences(values, HOURS_READ, 1))
    cut = int(0.8 * len(x))
    new, wanted, x, y = x[cut + HOURS_READ :], y[cut + HOURS_READ :], x[:cut], y[:cut]
    rnn, head, bag = cell("rnn", 1, 8), nn.Linear(8, 1), nn.Linear(1, 1)
    fit([rnn, head], lambda i: F.mse_loss(head(rnn(x[i, :, None])[0][:, -1]), y[i]), len(x), epochs=20, batch=128)
    fit([bag], lambda i: F.mse_loss(bag(x[i].mean(1, keepdim=True)), y[i]), len(x), epochs=5, batch=128)
    error = float(np.abs((head(rnn(new[:, :, None])[0][:, -1]) - wanted).detach().numpy()).mean() * 10)
    made.add("hours", rnn, head, error, len(new))
    error = float((bag(new.mean(1, keepdim=True)) - wanted).detach().abs().mean() * 10)
    made.add("hours.bag", None, bag, error, len(new))


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


class Finders:
    """Both nets, of the same width."""

    def __init__(self) -> None:
        self.first, self.second = nn.Linear(STEPS, HIDDEN), nn.Linear(HIDDEN, 1)
        self.rnn, self.head = cell("rnn", 1, HIDDEN), nn.Linear(HIDDEN, 1)

    def dense(self, x: Tensor) -> Tensor:
        logit: Tensor = self.second(self.first(x).tanh())[:, 0]
        return logit

    def recurrent(self, x: Tensor) -> Tensor:
        logits: Tensor = self.head(self.rnn(x[:, :, None])[0])[:, :, 0]
        return logits.amax(1)


def tensors(count: int, places: range, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    x, y = drawn(count, tuple(places), rng)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)


def fitted(seed: int) -> Finders:
    """Trained on the first places alone."""
    torch.manual_seed(seed)
    x, y = tensors(WINDOWS, range(LEARNED), np.random.default_rng(seed))
    nets = Finders()
    for modules, said in (((nets.first, nets.second), nets.dense), ((nets.rnn, nets.head), nets.recurrent)):

        def loss(index: Tensor, said: Callable[[Tensor], Tensor] = said) -> Tensor:
            return F.binary_cross_entropy_with_logits(said(x[index]), y[index])

        fit(modules, loss, WINDOWS, epochs=30, batch=32, rate=0.02)
    return nets


def pattern(made: Made) -> None:
    """Scores are of the places that neither has learned from."""
    nets = fitted(0)
    x, y = tensors(NEW, range(LEARNED, PLACES), np.random.default_rng(99))
    right = [float(((said(x) > 0) == (y > 0)).float().mean()) for said in (nets.dense, nets.recurrent)]
    made.add("pattern.first", None, nets.first, right[0], NEW)
    made.add("pattern.dense", None, nets.second, right[0], NEW)
    made.add("pattern", nets.rnn, nets.head, right[1], NEW)
