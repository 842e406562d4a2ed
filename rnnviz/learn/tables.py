"""Runs as tables for a spreadsheet: their curves, what a net predicts for the validation part, and what it confuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
import torch.nn.functional as F

from rnnviz.learn.data.examples import Batch, Dataset, in_turn
from rnnviz.learn.evaluating import SIZE
from rnnviz.learn.jobs import View
from rnnviz.learn.records import Evaluation, Progress
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained

Times = npt.NDArray[np.datetime64]


def curves_table(runs: Mapping[str, View]) -> pd.DataFrame:
    """A row a record, by run and step. `runs`: by name.

    Columns: run, step, epoch, seconds, learning_rate; of the steps between two rows running_loss and gradient.<layer>;
    of the end of an epoch loss, validation_loss, the scores, and trained.<score>. What a row has not is blank.
    """
    rows: list[dict[str, object]] = []
    for name, it in runs.items():
        rows += [{"run": name, **on_the_way(told)} for told in it.progress]
        rows += [{"run": name, **at_end(told)} for told in it.evaluations]
    made = pd.DataFrame(
        rows, columns=list(dict.fromkeys(["run", "step", "epoch", *(key for row in rows for key in row)]))
    )
    made["run"] = pd.Categorical(made["run"], list(runs), ordered=True)
    return made.sort_values(["run", "step"], kind="stable")


def on_the_way(it: Progress) -> dict[str, float]:
    gradients = {f"gradient.{layer}": norm for layer, norm in it.gradients.items()}
    kept = {name: getattr(it, name) for name in ("step", "epoch", "seconds", "learning_rate")}
    return kept | {"running_loss": it.loss} | gradients


def at_end(it: Evaluation) -> dict[str, float | None]:
    """Of an epoch."""
    kept = {name: getattr(it, name) for name in ("step", "epoch", "seconds", "loss", "validation_loss")}
    return kept | it.scores | {f"trained.{name}": score for name, score in it.trained.items()}


def confusion_table(found: Evaluation, classes: Sequence[str]) -> pd.DataFrame:
    """A row a true class: its name, a column a guessed class (shares, a row sums to 1), how many there are."""
    made = pd.DataFrame(found.confusion or [], columns=list(classes))
    made.insert(0, "truth", list(classes))
    made["validation"] = found.counts or []
    return made


@torch.no_grad()
def predictions_table(trained: Trained, data: Dataset, times: Times | None = None) -> pd.DataFrame:
    """A row a prediction of it, in the data's own order.

    Of classes: example, what was read, truth, guess, p_truth and p_guess; with a label at every step also the step.
    Of a series: example, ahead (steps), time where `times` has those of its steps, last_read, truth and prediction in
    the data's unit.
    """
    rows: list[pd.DataFrame] = []
    task = task_of(trained.plan)
    for index in in_turn(data.validation.lengths, SIZE):
        batch = data.validation.batch(index, trained.plan.read == "last padded")
        y_hat = trained.net(batch.x, batch.lengths)
        found = measured(batch, y_hat, data) if task.loss == "mse" else classified(trained, batch, y_hat)
        found.insert(0, "example", np.repeat(index.numpy() + 1, len(found) // len(index)))
        rows.append(found[found.pop("real")] if "real" in found else found)
    made = pd.concat(rows).sort_values("example", kind="stable", ignore_index=True)
    if times is not None and data.validation.rows is not None:
        at = data.validation.rows.numpy()[made["example"] - 1] + trained.plan.lag + made["ahead"] - 1
        made.insert(2, "time", times[at])
    return made


def measured(batch: Batch, y_hat: torch.Tensor, data: Dataset) -> pd.DataFrame:
    mean, spread = data.scale
    last, truth, guess = (it.double().numpy() * spread + mean for it in (batch.x[:, -1, 0], batch.y, y_hat))
    ahead = truth.shape[1]
    return pd.DataFrame({
        "ahead": np.tile(np.arange(1, ahead + 1), len(truth)),
        "last_read": np.repeat(last, ahead),
        "truth": truth.ravel(),
        "prediction": guess.ravel(),
    })  # fmt: skip


def classified(trained: Trained, batch: Batch, y_hat: torch.Tensor) -> pd.DataFrame:
    """y_hat (N, C), or (N, T, C) with a label at every step."""
    every = y_hat.dim() == 3
    p = F.softmax(y_hat.double(), dim=-1).flatten(0, -2)
    truth, guess = batch.y.flatten().long(), p.argmax(-1)
    names = np.array(trained.classes or trained.tokens or range(p.shape[1]))
    sure = {"p_truth": p.gather(1, truth.clamp(min=0)[:, None])[:, 0].numpy(), "p_guess": p.amax(-1).numpy()}
    said = {"truth": names[truth.clamp(min=0).numpy()], "guess": names[guess.numpy()]} | sure
    if not every:
        return pd.DataFrame({"read": read(trained, batch)} | said)
    steps = {
        "step": np.tile(np.arange(1, y_hat.shape[1] + 1), len(batch.x)),
        "read": pieces(trained, batch.x.flatten()),
    }
    return pd.DataFrame(steps | said | {"real": truth.numpy() >= 0})


def read(trained: Trained, batch: Batch) -> list[str]:
    """The texts that were read; "" where an example is no text."""
    if not trained.tokens:
        return [""] * len(batch.x)
    between = " " if trained.net.shape.takes == "embedding" else ""
    rows = zip(batch.x, batch.lengths.tolist(), strict=True)
    return [between.join(pieces(trained, ids[:length])) for ids, length in rows]


def pieces(trained: Trained, ids: torch.Tensor) -> list[str]:
    return [trained.tokens[number] for number in ids.tolist()]
