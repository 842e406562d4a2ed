"""What was typed as targets or classes, made into a loss that fits the run."""

from __future__ import annotations

import numpy as np

from rnnviz.core.losses import Loss
from rnnviz.core.typed import InputError, counted, parse_rows
from rnnviz.texts import _
from rnnviz.ui.loss.state import MOST_TARGETS, LossState


def typed_numbers(text: str) -> tuple[float, ...]:
    """Every number of the text, whatever stands between. Raises InputError."""
    numbers = tuple(number for row in parse_rows(text.replace("/", "\n")) for number in row)
    if not numbers:
        raise InputError(_("There is no target here yet: type at least one number for each output."))
    if len(numbers) > MOST_TARGETS:
        raise InputError(
            _("There are {n_numbers} numbers: type at most {most_targets}.").format(
                n_numbers=len(numbers), most_targets=MOST_TARGETS
            )
        )
    return numbers


def usual(kind: str, outputs: int) -> tuple[float, ...]:
    """1 for the first output and 0 for the others; or the first class."""
    return (1.0,) if kind == "cross_entropy" else (1.0,) + (0.0,) * (outputs - 1)


def loss_of(choices: LossState, steps: int, outputs: int) -> Loss:
    """The loss: one row of targets holds for every step, else there is one for each. Raises InputError."""
    numbers = choices.targets or usual(choices.loss, outputs)
    width = 1 if choices.loss == "cross_entropy" else outputs
    rows = 1 if choices.at == "last" else steps
    if len(numbers) == steps * width:  # one for each step; at the last step its own counts
        numbers = numbers[-rows * width :]
    elif len(numbers) == width:
        numbers = numbers * rows
    else:
        raise InputError(misfit(choices, rows, outputs, len(numbers)))
    table = np.array(numbers).reshape(rows, width)
    loss = Loss(choices.loss, table[:, 0] - 1.0 if choices.loss == "cross_entropy" else table, choices.at)
    loss.check(np.zeros((steps, outputs)))
    return loss


def misfit(choices: LossState, rows: int, outputs: int, given: int) -> str:
    thing = (
        _("class")
        if choices.loss == "cross_entropy"
        else _("row of {outputs}").format(outputs=counted(outputs, "{n} number", "{n} numbers"))
    )
    each = "" if rows == 1 else _(", or {rows} of them, one for each step").format(rows=rows)
    there = counted(given, "there is {n} number here", "there are {n} numbers here")
    return _("Give one {thing}{each}: {there}.").format(thing=thing, each=each, there=there)


def fitting_loss(choices: LossState, steps: int, outputs: int) -> tuple[Loss, str]:
    """The loss, and a sentence where the typed targets no longer fit and the usual ones stand in for them."""
    try:
        return loss_of(choices, steps, outputs), ""
    except InputError as error:
        fallback = LossState(loss=choices.loss, at=choices.at)
        return loss_of(fallback, steps, outputs), _("{error} Until then the default targets are used.").format(
            error=error
        )


def as_text(choices: LossState, outputs: int) -> str:
    """The targets as they stand in the box: a line for each step."""
    numbers = choices.targets or usual(choices.loss, outputs)
    width = 1 if choices.loss == "cross_entropy" or len(numbers) % outputs else outputs
    lines = [numbers[start : start + width] for start in range(0, len(numbers), width)]
    return "\n".join(" ".join(f"{number:g}" for number in line) for line in lines)
