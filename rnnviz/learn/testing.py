"""The one look at a run's test part: its net and what needs no net, scored on examples that no curve has shown."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rnnviz.jobs.serve import Reporter
from rnnviz.learn.baselines import BASELINES, named
from rnnviz.learn.data import weather
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.evaluating import scored
from rnnviz.learn.folder import RunFolder
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import blank
from rnnviz.learn.tasks import series, task_of
from rnnviz.texts import _, marked

MADE_UP = {"weather": ("built in", "file order"), "sentiment": ("built in",), "noise": ("built in",)}
"""Data that another seed makes anew; a seed splits other data anew, and then a test example may have been seen."""


@dataclass(frozen=True)
class FinalScore:
    """Of the net after `epoch` epochs, on the `count` examples of the test part; loss and scores as in `Evaluation`.

    `without`: the task's metric of what needs no net. A score that is not defined is None.
    """

    epoch: int
    count: int
    loss: float | None
    scores: dict[str, float | None]
    without: dict[str, float | None]

    def to_json(self) -> str:
        return json.dumps(blank(asdict(self)), ensure_ascii=False)


def from_json(text: str) -> FinalScore:
    """What `to_json` wrote."""
    found: dict[str, Any] = json.loads(text)
    return FinalScore(**found)


def of_run(tell: Reporter, folder: str, epoch: int) -> FinalScore:
    """For a process: scores the net that a run keeps after this epoch, and keeps the score. Raises InputError."""
    here = RunFolder(Path(folder))
    plan, net = here.plan(), here.checkpoints.load(epoch).net
    task = task_of(plan)
    tell.doing(_("scoring the test part"))
    data = task.load(plan, tell).asked()
    found = scored(net, task, data, plan.read == "last padded")
    made = FinalScore(epoch, len(data.validation), found.loss, dict(found.scores), without_a_net(plan, data))
    here.write_final(made.to_json())
    return from_json(made.to_json())


def without_a_net(plan: Plan, data: Dataset) -> dict[str, float | None]:
    """The task's metric of what needs no net, on the part that `data` has for validation."""
    if plan.task == "noise":
        return {marked("guessing"): 0.5}
    if plan.task in BASELINES:
        return {name: one.accuracy for name, one in named(plan, data).items()}
    found = series(plan)
    found = weather.in_order(found) if plan.sort else found
    rows = data.validation.rows
    if rows is None:
        return {}
    last, daily = weather.without_a_net(found, rows.numpy(), plan.lag, plan.ahead, plan.sort)
    same = marked("same as the last hour") if found.step.hourly else marked("same as the last step")
    names = {same: last, marked("same time yesterday"): daily}
    return {name: scores["R²"] for name, scores in names.items() if scores}


def same_test(plan: Plan) -> tuple[str, str, int, str, str]:
    """What two plans share that are tested on the same data, however it is split."""
    made = plan.source in MADE_UP.get(plan.task, ())
    return plan.task, "built in" if made else plan.source, plan.seed if made else 0, Path(plan.file).name, plan.column
