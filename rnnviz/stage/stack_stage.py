"""The stage of a stack as a Streamlit component: the cell stage over several layers and directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import streamlit as st

from rnnviz.core.cells import CELLS, Record, quantities
from rnnviz.core.shapes import Structure, suffix
from rnnviz.core.stack import from_named
from rnnviz.equations import NOTATIONS, parameters, stage_equations
from rnnviz.equations.layers import Place, of_layer
from rnnviz.equations.wording import in_notation
from rnnviz.lasting import Lasting
from rnnviz.stage.drawn import CSS, drawn
from rnnviz.stage.payload import DRAWN
from rnnviz.state.inputs import hour_gaps
from rnnviz.state.stacked import WAYS, LayeredNet, Stand

# Room from the start, so that nothing jumps when the script has come.
HTML = '<div class="stage" style="min-height: 560px"></div>'

_draw = drawn("stack_stage", HTML, "shared/stack/stack.js")


def stack_stage(key: str, net: LayeredNet, stand: Stand, query: Mapping[str, str], note: str) -> None:
    """Draw the stage. query: the items of the page's link but for moved arrays and the stand, which the stage adds.

    After every release st.query_params holds all that there is, and st.session_state[key]["doc"] names the release.
    """
    draw_stack(key, stack_payload(net, stand, query, note), lasting(net.made, net.activation))


def draw_stack(key: str, data: Mapping[str, Any], told: Lasting, then: Callable[[], None] = lambda: None) -> None:
    """Draw it from its data, as the contract has them but for the answer. `then`: a callback of what is released."""
    answer = {"answer": str(released(key).get("answer", ""))}
    _draw(key, {**data, **answer}, told, default={"doc": None}, on_doc_change=partial(_released, key, then))


def _released(key: str, then: Callable[[], None]) -> None:
    """Take the address over from the stage: Streamlit's browser half sends the one that Python last set."""
    query = dict(parse_qsl(str(released(key).get("query", "")), keep_blank_values=True))
    st.query_params.from_dict(query)
    then()


def released(key: str) -> Mapping[str, Any]:
    """What the stage sent; anything but an object is nothing."""
    doc = (st.session_state.get(key) or {}).get("doc")
    return doc if isinstance(doc, Mapping) else {}


def stack_payload(net: LayeredNet, stand: Stand, query: Mapping[str, str], note: str) -> dict[str, Any]:
    """Plain lists, strings and finite floats. `key` names this version of the net; `cells` go layer by layer."""
    made, now = net.made, net.arrays()
    untouched = net.untouched()
    items = dict(query)
    return {
        "key": repr(sorted((items | net.written()).items())),
        "query": items,
        "usual": {"t": "1", "op": str(len(CELLS[made.cell].ops)), "layer": "1", "way": "forward", "notation": "torch"},
        "note": in_notation(note, stand.notation, made.cell),
        "x": now["x"].tolist(),
        "base_x": untouched["x"].tolist() if "x" in net.moved else None,
        "cells": cells(net, now),
        "closed": bool(made.proj_size),
        "dropped": [mask.tolist() for mask in net.dropped],
        "share": made.dropout if net.dropped else 0.0,
        "at": stand.layer * made.directions + WAYS.index(stand.way),
        "t": stand.t,
        "op": len(CELLS[made.cell].ops) - 1 if stand.op is None else stand.op,
        "notation": stand.notation,
        "labels": list(net.labels),
        "gaps": [[it.after, it.ends, it.begins] for it in hour_gaps(net.labels)],
    }


def cells(net: LayeredNet, now: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every layer's and direction's table as the cell stage has it, what of it was moved, and its states."""
    made, usual, record = net.made, net.untouched(), net.run()
    found = []
    for layer, passes in enumerate(from_named(made, now)):
        for d, weights in enumerate(passes):
            end = suffix(layer, d)
            own = {name: value for name, value in vars(weights).items() if name != "weight_hr"}
            arrays = own | {"h0": now[f"h0{end}"], "c0": now.get(f"c0{end}", np.zeros_like(now[f"h0{end}"]))}
            moved = {name: usual[f"{name}{end}"].tolist() for name in arrays if f"{name}{end}" in net.moved}
            states = CELLS[made.cell].states
            fixed = ([] if layer == 0 else ["x"]) + ([] if made.bias else ["bias_ih", "bias_hh"])
            table: dict[str, Any] = {"cell": made.cell, "activation": net.activation}
            table |= {"head": None, "slip": None, "fixed": fixed}
            found.append({
                "layer": layer, "reverse": d == 1, "name": end, "base": moved or None,
                "table": table | {name: value.tolist() for name, value in arrays.items()},
                "truth": {name: getattr(record.layers[layer][d], name).tolist() for name in states},
            })  # fmt: skip
            if made.proj_size:
                found[-1]["given"] = given(record.layers[layer][d])
    return found


def given(record: Record) -> dict[str, Any]:
    """The whole record, for a net that the browser does not compute itself (a projection)."""
    return {name: values.tolist() for name, values in quantities(record).items()}


@lru_cache(maxsize=200)
def lasting(made: Structure, activation: str) -> Lasting:
    """What a stack's stage is told once, whatever its numbers are."""
    return Lasting({
        "kind": CELLS[made.cell].to_json(),
        "ops": [{"key": op.key, "name": op.name, "quantities": op.quantities} for op in CELLS[made.cell].ops],
        "equations": equations(made, activation),
        "notations": NOTATIONS,
        "css": CSS,
    })  # fmt: skip


def equations(made: Structure, activation: str) -> dict[str, Any]:
    """`how` and the like for layer 1 and for those above, whose inputs differ in size; names for every cell."""
    plain = [dict(stage_equations(made.cell, *drawn_sizes(made, layer), activation)) for layer in (0, 1)]
    letters = {notation: parameters(made.cell, notation) for notation in NOTATIONS}
    names = []
    for layer in range(made.num_layers):
        for reverse in (False, True)[: made.directions]:
            found = of_layer(plain[min(1, layer)], Place(layer, made.num_layers, reverse, made.directions))
            names.append({part: found[part] for part in ("symbols", "symbolic")})
    sizes = [{"how": part["how"], "notes": part["notes"], "parameters": letters} for part in plain]
    return {"sizes": sizes, "names": names}


def drawn_sizes(made: Structure, layer: int) -> tuple[int, int]:
    """Inputs and units whose arithmetic is written out."""
    return min(made.layer_input(layer), DRAWN), min(made.hidden_size, DRAWN)
