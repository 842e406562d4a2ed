"""What a trained net is, in a page of Markdown that goes along with its weights."""

from __future__ import annotations

from collections.abc import Iterable

import torch

from rnnviz.core.metrics import score_text
from rnnviz.learn.jobs import View
from rnnviz.learn.models import layers, weights
from rnnviz.learn.plan import Plan
from rnnviz.learn.script import chosen
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained

FEW = 60  # classes that are named

CARD = """\
# {title}

{cell}, made with rnnviz and torch {torch}.

| what | value |
| --- | --- |
| data | {data} |
| settings | `Plan({settings})` |
| trained | {trained} |
{scores}

## Layers

| layer | parameters |
| --- | ---: |
{layers}

## The file

`torch.load("….pt", weights_only=True)` gives a state dict with

{weights}
{classes}"""


def card(net: Trained, it: View) -> str:
    """What the net learned, from what, with which settings, how well, and what its file holds."""
    last = it.result
    task = task_of(it.plan)
    notes = [note for note in it.notices if note.startswith("Data: ")]
    scores = [f"| validation {name} | {score_text(value, '.6g')} |" for name, value in last.scores.items()]
    scores.append(f"| validation loss | {last.validation_loss:.6g} |")
    return CARD.format(
        title=f"{task.name}: {it.name}" if it.name else task.name,
        cell=net.plan.cell.upper(),
        torch=torch.__version__.split("+")[0],
        data=cell(notes[0].removeprefix("Data: ") if notes else task.sources[it.plan.source]),
        settings=settings(it.plan),
        trained=f"{last.epoch} epochs, {last.step} steps, {last.seconds:.1f} s",
        scores="\n".join(scores),
        layers="\n".join(f"| {layer.module} | {layer.parameters} |" for layer in layers(net.net)),
        weights=listed(f"`{name}` {shape}" for name, shape in weights(net.net)),
        classes=named("classes", net.classes) + scale(net),
    )


def settings(plan: Plan) -> str:
    return chosen(plan.shared())


def cell(text: str) -> str:
    """Text that breaks no table."""
    return text.replace("|", "\\|").replace("\n", " ")


def listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def named(what: str, found: tuple[str, ...]) -> str:
    if not found or len(found) > FEW:
        return ""
    return f"\n## Its {what}, in the order of its outputs\n\n{listed(found)}\n"


def scale(net: Trained) -> str:
    mean, spread = net.scale
    if (mean, spread) == (0.0, 1.0):
        return ""
    return f"\n## Its numbers\n\nGive it (value − {mean:.9g}) / {spread:.9g}; what it says is on the same scale.\n"
