"""A plan's loop with its data loaded, and what a run to its end has scored last."""

from __future__ import annotations

from collections.abc import Iterable

from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation, Record
from rnnviz.learn.tasks import task_of
from rnnviz.learn.training import Trainer


def trainer_of(plan: Plan) -> Trainer:
    return Trainer(plan, task_of(plan).load(plan, lambda share: None))


def last_evaluation(records: Iterable[Record]) -> Evaluation:
    return [it for it in records if isinstance(it, Evaluation)][-1]
