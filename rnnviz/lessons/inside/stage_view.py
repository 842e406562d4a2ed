"""The stage: up to four units of a trained net with their true numbers, all the others' share in one wire."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.cells import CELLS
from rnnviz.equations import NOTATIONS, parameters, stage_equations
from rnnviz.equations.chosen import chosen_how
from rnnviz.equations.layers import Place, of_layer
from rnnviz.lasting import Lasting
from rnnviz.learn.inside.chosen import MOST_CHOSEN, ChosenUnits
from rnnviz.lessons.inside.controls import UNCHOSEN, layer_controls, read_controls
from rnnviz.lessons.inside.net import given
from rnnviz.lessons.inside.opened import OpenNet, Reading
from rnnviz.lessons.inside.pictures import seen
from rnnviz.lessons.inside.state import CODEC, LAST, PAGE, InsideState
from rnnviz.lessons.inside.work_line import chosen_or_asked
from rnnviz.stage.drawn import CSS
from rnnviz.stage.payload import DRAWN
from rnnviz.stage.stack_stage import draw_stack
from rnnviz.texts import _
from rnnviz.ui.groups import picture
from rnnviz.ui.page_state import lead_items

STAGE = "inside_stage"
STAND = ("t", "op", "notation")  # written by the stage itself
MOST_STEPS_DRAWN = 64
STILL = ("x", "h_prev", "c_prev", "weight_ih", "weight_hh", "bias_ih", "bias_hh", "h0", "c0")


def stage_view(net: OpenNet, look: InsideState) -> None:
    controls = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    with controls:
        read_controls(net, look)
        layer_controls(net, look)
    what, where = given(net, look), net.where(look)
    units = tuple(unit - 1 for unit in look.units if unit <= net.rnn.hidden_size)
    found = chosen_or_asked(net, what, (where.layer, where.direction), units)
    if found is None:
        return
    with controls:
        units_control(net, found)
    data = chosen_payload(found, what, look, where.layer, bool(where.direction))
    with picture():
        draw_stack(STAGE, data, told(found, bool(where.direction), net.rnn.bidirectional), PAGE.remember)


def units_control(net: OpenNet, found: ChosenUnits) -> None:
    def moved(now: InsideState, units: list[int]) -> InsideState:
        return PAGE.change(now, units=tuple(sorted(units)))

    st.multiselect(
        _("Units, {most_chosen} at most").format(most_chosen=MOST_CHOSEN),
        range(1, net.rnn.hidden_size + 1),
        max_selections=MOST_CHOSEN,
        width=340,
        placeholder=_("Those that change most"),
        **UNCHOSEN,
        **PAGE.knob("chosen", [unit + 1 for unit in found.units], moved),
    )


def drawn_inputs(found: ChosenUnits) -> int:
    """How many inputs are drawn number by number: all of them, or none."""
    return found.inputs if found.inputs <= DRAWN else 0


def note_of(found: ChosenUnits, what: Reading, layer: int) -> str:
    """What the picture leaves out."""
    said = [_("Rows are units of {of}: {it}.").format(of=found.of, it=", ".join(str(it + 1) for it in found.units))]
    if found.others:
        said.append(_("What the other {others} send along stands in one number.").format(others=found.others))
    if not drawn_inputs(found):
        x = _("the h of layer {layer}, ").format(layer=layer) if layer else ""
        said.append(_("So do the products of x: it is {x}{inputs} numbers long.").format(x=x, inputs=found.inputs))
    if len(what.pieces) > MOST_STEPS_DRAWN:
        said.append(
            _("The first {most_steps_drawn} of {n_pieces} steps are drawn.").format(
                most_steps_drawn=MOST_STEPS_DRAWN, n_pieces=len(what.pieces)
            )
        )
    return " ".join(said)


def chosen_payload(found: ChosenUnits, what: Reading, look: InsideState, layer: int, reverse: bool) -> dict[str, Any]:
    """What `draw_stack` takes: one cell of the units, its whole run given; a hand moves none of its numbers."""
    steps, inputs = min(len(what.pieces), MOST_STEPS_DRAWN), drawn_inputs(found)
    record = {name: it[:steps] for name, it in found.record.items()}
    record["x"] = record["x"][:, :inputs]
    labels = [f"{it + 1}" if what.numbers is not None else seen(what.pieces)[it] for it in range(steps)]
    items = {name: text for name, text in CODEC.written(look).items() if name not in STAND} | lead_items()
    last = len(CELLS[found.cell].ops)
    cell = {
        "layer": 0, "reverse": reverse, "name": "", "base": None,
        "table": table_of(found, record, labels, layer, reverse),
        "truth": plain_lists({name: it[:steps] for name, it in found.truth.items()}), "given": plain_lists(record),
    }  # fmt: skip
    return {
        "key": sha256(repr((items, found.units, cell["given"])).encode()).hexdigest(),
        "query": items,
        "usual": {"t": str(steps), "op": str(last), "layer": "1", "way": "forward", "notation": "torch"},
        "note": note_of(found, what, layer),
        "x": record["x"].tolist(),
        "base_x": None, "cells": [cell], "closed": False, "dropped": [], "share": 0.0, "at": 0,
        "t": (steps if look.t == LAST else min(look.t, steps)) - 1,
        "op": (last if look.op == LAST else min(look.op, last)) - 1,
        "notation": look.notation, "labels": labels, "gaps": [],
    }  # fmt: skip


def table_of(
    found: ChosenUnits, record: dict[str, Array], labels: list[str], layer: int, reverse: bool
) -> dict[str, Any]:
    first = -1 if reverse else 0  # what is read first may come after what is drawn
    zeros = np.zeros_like(record["h_prev"][0])
    table = vars(found.weights) | {"weight_ih": found.weights.weight_ih[:, : record["x"].shape[1]]}
    table |= {"h0": record["h_prev"][first], "c0": record.get("c_prev", [zeros])[first]}
    more: dict[str, Any] = {"units": list(found.units), "others": found.others, "fixed": list(STILL)}
    if not record["x"].shape[1]:
        more["pieces"] = [_("layer {layer}").format(layer=layer)] * len(labels) if layer else labels
    return plain_lists(table) | more | {
        "cell": found.cell, "activation": found.activation, "head": None, "slip": None
    }  # fmt: skip


def plain_lists(arrays: dict[str, Array]) -> dict[str, Any]:
    return {name: values.tolist() for name, values in arrays.items()}


def told(found: ChosenUnits, reverse: bool, both: bool) -> Lasting:
    """What the stage is told once, whatever its numbers are."""
    sizes = (drawn_inputs(found), len(found.units), found.others)
    return _told(found.cell, *sizes, found.activation, Place(0, 1, reverse, 2 if both else 1))


@lru_cache(maxsize=100)
def _told(cell: str, inputs: int, units: int, others: int, activation: str, place: Place) -> Lasting:
    made = of_layer(chosen_how(stage_equations(cell, inputs, units, activation), cell, inputs, units, others), place)
    letters = {notation: parameters(cell, notation) for notation in NOTATIONS}
    return Lasting({
        "kind": CELLS[cell].to_json(),
        "ops": [{"key": op.key, "name": op.name, "quantities": op.quantities} for op in CELLS[cell].ops],
        "equations": {
            "sizes": [{"how": made["how"], "notes": made["notes"], "parameters": letters}],
            "names": [{part: made[part] for part in ("symbols", "symbolic")}],
        },
        "notations": NOTATIONS,
        "css": CSS,
    })  # fmt: skip
