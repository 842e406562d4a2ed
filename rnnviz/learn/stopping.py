"""Which epoch's net counts, and when a run ends early: both by the validation loss."""

from __future__ import annotations

from collections.abc import Sequence

from rnnviz.core.metrics import defined
from rnnviz.core.typed import counted
from rnnviz.learn.records import Evaluation
from rnnviz.texts import _


def best(over: Sequence[Evaluation]) -> Evaluation:
    """The epoch with the lowest validation loss, the first of equal ones; a loss that is no number is the highest."""
    return min(over, key=lambda it: it.validation_loss if defined(it.validation_loss) else float("inf"))


def counting(over: Sequence[Evaluation], patience: int) -> Evaluation:
    """The epoch whose net is used, saved and scored: the best one with `patience`, else the last one."""
    return best(over) if patience else over[-1]


def out_of_patience(over: Sequence[Evaluation], patience: int) -> bool:
    """Whether the last `patience` epochs have brought no lower validation loss."""
    return patience > 0 and over[-1].epoch - best(over).epoch >= patience


def said(over: Sequence[Evaluation], patience: int) -> str:
    """Which net counts and why, after the sentence that a run is over; "" without patience."""
    if not patience:
        return ""
    return _(" The validation loss was lowest after epoch {epoch}: the net of that epoch counts.").format(
        epoch=best(over).epoch
    )


def stopped_early(over: Sequence[Evaluation], patience: int) -> str:
    """Why the run ended before its last epoch."""
    return _("Stopped early after epoch {epoch}: no lower validation loss in {patience}.").format(
        epoch=over[-1].epoch, patience=counted(patience, "{n} epoch", "{n} epochs")
    ) + said(over, patience)
