"""The derivatives inside each step of a run, as its cell has them."""

from __future__ import annotations

from rnnviz.core.cell import Clamps, How, Record
from rnnviz.core.cells import cell_of
from rnnviz.core.local import DERIVATIVES, LocalDerivatives

__all__ = ["DERIVATIVES", "LocalDerivatives", "local_derivatives"]


def local_derivatives(record: Record, activation: str, clamps: Clamps, form: str) -> LocalDerivatives:
    """The diagonals of a run's record, with the activation, clamps and form it was run with."""
    return cell_of(record).local(record, How(activation, clamps, form))
