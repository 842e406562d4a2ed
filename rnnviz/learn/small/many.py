"""The nets that give one answer for a sequence, or one for each of its steps."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from rnnviz.core.small import language, opinions, sentences
from rnnviz.core.small.order import HOURS_READ
from rnnviz.core.windows import create_sequences
from rnnviz.learn.data.weather import synthetic
from rnnviz.learn.small.fitting import Made, cell, fit, last, one_hot


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
    sides = [opinions.examples(held_out) for held_out in (False, True)]
    (x, lengths), (new, ends) = (one_hot([words for words, _ in side], opinions.WORDS) for side in sides)
    y, wanted = (torch.tensor([label for _, label in side]) for side in sides)
    rnn, head, bag = cell("rnn", len(opinions.WORDS), 12), nn.Linear(12, 2), nn.Linear(len(opinions.WORDS), 2)
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
