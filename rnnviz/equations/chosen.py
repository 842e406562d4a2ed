"""The arithmetic of a few units of a large layer: what is not written product by product stands in one number."""

from __future__ import annotations

from collections.abc import Mapping

from rnnviz.core.cells import CELLS
from rnnviz.equations.cell import Latex, dot, result, slot
from rnnviz.texts import _


def named_sum(quantity: str, words: str) -> str:
    """A number that is itself a sum, with what it sums under it, in the short form of `equations._SHORT`."""
    return rf"\U{{{slot(quantity, '@')}}}{{{words}}}"


def chosen_how(equations: Mapping[str, object], cell: str, inputs: int, units: int, others: int) -> dict[str, object]:
    """`stage_equations` of a cell of `units` units beside `others`; inputs: how many are drawn, 0: their sum is."""
    how = equations["how"]
    assert isinstance(how, Mapping)
    changed: Latex = {}
    for gate in CELLS[cell].arrays["weight_ih"]:
        end = f".{gate}" if gate else ""
        from_x = dot(f"weight_ih{end}", "x", inputs) if inputs else named_sum(f"from_x{end}", _("x by its weights"))
        products = dot(f"weight_hh{end}", "h_prev", units)
        rest = [named_sum(f"from_others{end}", _("the other {others}").format(others=others))] if others else []
        changed |= dict([
            result(f"a_ih{end}", f"{from_x}+{slot(f'bias_ih{end}', '@')}"),
            result(f"a_hh{end}", "+".join([products, *rest, slot(f"bias_hh{end}", "@")])),
        ])  # fmt: skip
    return {**equations, "how": {**how, **changed}}
