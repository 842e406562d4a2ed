"""All that the lab shows, as one value: its plan, the runs, the view, the epoch that is looked back to, the example."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.learn.included.keys import key_of
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, task_of, usual
from rnnviz.state.codec import Codec

FIRST = "names"
RUNS = ("run", "beside", "third", "fourth")
"""The settings in the same charts; each names its run, or its runs, one a seed."""
OTHERS = frozenset({*RUNS, "view", "seeds"})
STARTS = {
    "names": "Satoshi",
    "sentiment": "It is not a good film, but I loved every minute of it.",
    "characters": "The ",
}
"""The example of each task that begins with one."""
LAST = -1


def checked(plan: Plan) -> Plan:
    """The plan, if its task knows its source. Raises InputError."""
    task_of(plan)
    return plan


CODEC = Codec(
    Plan,
    {task: usual(task) for task in (FIRST, *TASKS)},
    "task",
    shown=True,
    check=checked,
    changed=Plan.but,
    others=OTHERS,
)


@dataclass(frozen=True)
class LabState:
    """runs: the keys of those that are watched, a setting's together; epoch: LAST, or one before it; example: "" where
    a task has none."""

    plan: Plan
    runs: tuple[tuple[str, ...], ...]
    view: str
    epoch: int
    example: str


def begun(plan: Plan, view: str = "watch", epoch: int = LAST, example: str = "") -> LabState:
    """With the run that came along, and the task's own example where there is no other."""
    return LabState(plan, ((key_of(plan.task),),), view, epoch, example or STARTS.get(plan.task, ""))
