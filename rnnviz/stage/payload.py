"""What the cell stage is sent: settings, equations, colours, and the states by which it checks itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rnnviz.core.cells import CELLS, cell_of
from rnnviz.core.construction import Stage
from rnnviz.core.lstm import LSTMRecord
from rnnviz.core.slips import Outcome
from rnnviz.equations import NOTATIONS, parameters, stage_equations
from rnnviz.equations.construction import construction_equations
from rnnviz.equations.wording import in_notation
from rnnviz.state.claims import holds
from rnnviz.state.inputs import hour_gaps
from rnnviz.state.link import to_query
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import Settings, natural
from rnnviz.theme import css_variables

MOVES = {"t", "op", "notation"}  # where a learner stands, not what is computed
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
        "look_for": in_notation(preset.look_for, settings.notation, settings.cell) if holds(settings) else "",
        "table": table | {"kind": CELLS[settings.cell].to_json()},
        "base": {key: value for key, value in base.to_json().items() if value != table[key]},
        "recipe": {key: value for key, value in to_query(base).items() if key not in MOVES},
        "truth": truth(outcome),
        "labels": list(settings.labels),
        "gaps": [[it.after, it.ends, it.begins] for it in hour_gaps(settings.labels)],
        "ops": [{"key": op.key, "name": op.name, "quantities": op.quantities} for op in CELLS[settings.cell].ops],
        "equations": equations(settings),
        "notations": NOTATIONS,
        "css": {"light": css_variables("light"), "dark": css_variables("dark")},
    }


def built_payload(settings: Settings, outcome: Outcome, rev: str, stage: Stage) -> dict[str, Any]:
    """The same for a stage between RNN and LSTM: an LSTM's numbers, of which the stage uses what it has."""
    data = payload(settings, outcome, rev)
    last = len(stage.ops) - 1
    data["table"] |= {"form": stage.form, "op": min(settings.op, last)}
    data["ops"] = [{"key": op.key, "name": op.name, "quantities": op.quantities} for op in stage.ops]
    data["title"] = stage.title
    true = isinstance(outcome.record, LSTMRecord) and stage.shows(outcome.record)
    data["look_for"] = in_notation(stage.look, settings.notation, settings.cell) if true else ""
    if stage.form == "plain":
        del data["truth"]["c"]
    if stage.form != "right":
        sizes = min(settings.input_size, DRAWN), min(settings.hidden_size, DRAWN)
        parameters = data["equations"]["parameters"]
        data["equations"] = construction_equations(stage.form, *sizes) | {"parameters": parameters}
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


def equations(settings: Settings) -> dict[str, Any]:
    sizes = min(settings.input_size, DRAWN), min(settings.hidden_size, DRAWN)
    outputs = len(settings.head.bias) if settings.head else 0
    made = dict(stage_equations(settings.cell, *sizes, settings.activation, outputs))
    return made | {"parameters": {notation: parameters(settings.cell, notation) for notation in NOTATIONS}}
