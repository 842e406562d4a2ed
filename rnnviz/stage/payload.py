"""What the cell stage is sent: settings, the states by which it checks itself, and once equations and colours."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from rnnviz.core.cells import CELLS, cell_of
from rnnviz.core.construction import Stage
from rnnviz.core.lstm import LSTMRecord
from rnnviz.core.slips import Outcome
from rnnviz.equations import NOTATIONS, parameters, stage_equations
from rnnviz.equations.construction import construction_equations
from rnnviz.equations.wording import in_notation
from rnnviz.lasting import Lasting
from rnnviz.stage.drawn import CSS
from rnnviz.state.claims import look_for
from rnnviz.state.inputs import hour_gaps
from rnnviz.state.link import to_query
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import Settings, natural

MOVES = {"t", "op", "notation", "zoom"}  # where a learner stands, not what is computed
DRAWN = 4  # units or inputs up to which the circuit is drawn and the arithmetic is written out


def payload(settings: Settings, outcome: Outcome, rev: str) -> dict[str, Any]:
    """The stage's data: plain lists, strings and finite floats. `rev` names this version of the settings.

    `look_for` is empty when the preset's claim does not hold. `base` holds the fields in which the preset, before any
    number was moved, differs from `table`; `recipe` is that preset as a query string's items; `truth` the states (T, H)
    and outputs (T, O) that Python computed.
    """
    preset = PRESETS[settings.cell][settings.preset]
    base = untouched(settings)
    table = settings.to_json()
    return {
        "rev": rev,
        "title": preset.title,
        "look_for": in_notation(look_for(settings), settings.notation, settings.cell),
        "table": table,
        "base": {key: value for key, value in base.to_json().items() if value != table[key]},
        "recipe": {key: value for key, value in to_query(base).items() if key not in MOVES},
        "truth": truth(outcome),
        "labels": list(settings.labels),
        "gaps": [[it.after, it.ends, it.begins] for it in hour_gaps(settings.labels)],
    }


def built_payload(settings: Settings, outcome: Outcome, rev: str, stage: Stage) -> dict[str, Any]:
    """The same for a stage between RNN and LSTM: an LSTM's numbers, of which the stage uses what it has."""
    data = payload(settings, outcome, rev)
    last = len(stage.ops) - 1
    data["table"] |= {"form": stage.form, "op": min(settings.op, last)}
    data["title"] = stage.title
    true = isinstance(outcome.record, LSTMRecord) and stage.shows(outcome.record)
    data["look_for"] = in_notation(stage.look, settings.notation, settings.cell) if true else ""
    if stage.form == "plain":
        del data["truth"]["c"]
    return data


def untouched(settings: Settings) -> Settings:
    """The preset, source and sizes of `settings` before any number was moved; what Reset goes back to."""
    made = natural(
        settings.cell, settings.preset, settings.seed, settings.source, settings.input_size, settings.hidden_size
    )
    return replace(made, t=0)


def truth(outcome: Outcome) -> dict[str, Any]:
    record = outcome.record
    arrays = {name: getattr(record, name) for name in cell_of(record).states}
    arrays |= {"y": outcome.head.y} if outcome.head else {}
    return {name: array.tolist() for name, array in arrays.items()}


def lasting(settings: Settings, stage: Stage | None = None) -> Lasting:
    """What such a stage is told once, whatever its numbers are; of a stage of the construction its own equations."""
    outputs = len(settings.head.bias) if settings.head else 0
    return _lasting(settings.cell, *drawn_sizes(settings), settings.activation, outputs, stage)


@lru_cache(maxsize=500)
def _lasting(
    cell: str, input_size: int, hidden_size: int, activation: str, outputs: int, stage: Stage | None
) -> Lasting:
    ops = stage.ops if stage else CELLS[cell].ops
    equations = dict(stage_equations(cell, input_size, hidden_size, activation, outputs))
    if stage and stage.form != "right":
        equations = construction_equations(stage.form, input_size, hidden_size)
    letters = {notation: parameters(cell, notation) for notation in NOTATIONS}
    return Lasting({
        "kind": CELLS[cell].to_json(),
        "ops": [{"key": op.key, "name": op.name, "quantities": op.quantities} for op in ops],
        "equations": equations | {"parameters": letters},
        "notations": NOTATIONS,
        "css": CSS,
    })  # fmt: skip


def drawn_sizes(settings: Settings) -> tuple[int, int]:
    """Inputs and units whose arithmetic is written out."""
    return min(settings.input_size, DRAWN), min(settings.hidden_size, DRAWN)
