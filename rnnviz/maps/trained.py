"""What the training lab learned, as points: embeddings at each checkpoint, and the states of a text as a path."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.core.typed import InputError
from rnnviz.learn.plan import of_tokens
from rnnviz.maps.points import MOST_DRAWN, Points, PointsError, Snapshots, Tell, Vectors
from rnnviz.texts import _, marked

if TYPE_CHECKING:
    from rnnviz.core.cells import Record
    from rnnviz.learn.trained import Trained

MOST_SLICES = 12
SPACE = "␣"
VOWELS = "aeiou"


def from_checkpoints(folder: Path, tell: Tell) -> Snapshots:
    """The words or letters of a run at up to 12 of its checkpoints, first and last among them. Imports torch.

    Raises PointsError when the folder holds none, or the net reads numbers.
    """
    from rnnviz.learn.folder import RunFolder

    kept = RunFolder(folder).checkpoints
    epochs = kept.epochs()
    if len(epochs) > MOST_SLICES:
        epochs = [epochs[k] for k in np.linspace(0, len(epochs) - 1, MOST_SLICES).round().astype(int)]
    slices = []
    for done, epoch in enumerate(epochs):
        tell(done / len(epochs))
        try:
            slices.append(of_net(kept.load(epoch)))
        except InputError as error:
            raise PointsError(str(error)) from error
    if not slices:
        raise PointsError(_("This run has kept no net yet: let it train for a moment."))
    return Snapshots(
        tuple(slices), tuple(_("epoch {epoch}").format(epoch=epoch) if epoch else _("untrained") for epoch in epochs)
    )


def of_net(trained: Trained) -> Points:
    """A net's own vector for each word or letter: its row of the embedding, or its column of weight_ih.

    A one-hot x picks a column of weight_ih: x weight_ihᵀ is that column, as long as the gates' blocks together.
    """
    net, task = trained.net, trained.plan.task
    if net.embedding is not None:
        rows: Vectors = net.embedding.weight.detach().numpy()[1:]  # row 0 is padding
        return words(task, rows, trained.tokens[1:])
    if net.shape.takes == "one-hot":
        columns: Vectors = net.rnn.get_parameter("weight_ih_l0").detach().numpy()[:, : net.shape.width].T
        return letters(task, columns, trained.tokens)
    raise PointsError(
        _("This net reads numbers and has no embedding: there is nothing to map. Choose a run of {of_tokens}.").format(
            of_tokens=of_tokens()
        )
    )


def words(task: str, rows: Vectors, tokens: Sequence[str]) -> Points:
    cut = min(len(rows), MOST_DRAWN)
    note = _("Rows of the embedding of a {task} net, {shape} numbers a word, without padding.").format(
        task=task, shape=rows.shape[1]
    )
    if cut < len(rows):
        note += _(" The {cut} most frequent of {n_rows} words.").format(cut=cut, n_rows=len(rows))
    ranks = np.arange(1, cut + 1, dtype=np.float64)
    return Points(
        _("{task} embedding").format(task=task),
        rows[:cut],
        tuple(tokens[:cut]),
        None,
        {marked("rank by frequency"): ranks},
        len(rows),
        note,
    )


def letters(task: str, columns: Vectors, tokens: Sequence[str]) -> Points:
    labels = [SPACE if token == " " else "⏎" if token == "\n" else token for token in tokens]
    note = _(
        "This {task} net has no embedding, its letters are one-hot: these are the columns of weight_ih, one a letter."
    ).format(task=task)
    start = len(columns) - len(labels)  # an id of padding, where there is one, has no letter
    return Points(
        _("{task} letters").format(task=task), columns[start:], tuple(labels), tuple(map(sort_of, tokens)), note=note
    )


def sort_of(letter: str) -> str:
    if letter.isdigit():
        return "digit"
    if not letter.isalpha():
        return "sign"
    return "capital" if letter.isupper() else "vowel" if letter in VOWELS else "consonant"


def states(trained: Trained, *given: str) -> Points:
    """The last layer's hidden state after each word or letter of each text; the first text is the path.

    Raises PointsError for a text that the net cannot read.
    """
    from rnnviz.learn.predict import hidden_states

    read = []
    for text in given:
        try:
            read.append(hidden_states(trained, text))
        except InputError as error:
            raise PointsError(str(error)) from error
    labels = tuple(piece for _, pieces in read for piece in pieces)
    sides = tuple(
        _("text {number}").format(number=number)
        for number, (_vectors, pieces) in enumerate(read, 1)
        for _piece in pieces
    )
    steps = np.concatenate([np.arange(1.0, len(pieces) + 1) for _, pieces in read])
    vectors = np.concatenate([found for found, _ in read]).astype(np.float32)
    note = _("Hidden states of a {task} net, {shape} numbers, after each word or letter.").format(
        task=trained.plan.task, shape=vectors.shape[1]
    )
    path = tuple(range(len(read[0][1])))
    return Points(_("hidden states"), vectors, labels, sides, {marked("step"): steps}, note=note, path=path)


def record_states(record: Record, labels: Sequence[str] = ()) -> Points:
    """The hidden states of a cell's unrolled pass (T, H), as `core.cells.run` records it, as a path of T points."""
    vectors = np.asarray(record.h, dtype=np.float32)
    count = len(vectors)
    named = tuple(labels) or tuple(f"t = {step}" for step in range(1, count + 1))
    steps = np.arange(1.0, count + 1)
    note = _("Hidden states of a cell, {shape} numbers a step.").format(shape=vectors.shape[1])
    return Points(_("hidden states"), vectors, named, None, {"step": steps}, note=note, path=tuple(range(count)))
