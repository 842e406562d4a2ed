"""How near the picture is, as a field: what a link may say, and what is left of it in another cell."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from rnnviz.core.cells import CELLS
from rnnviz.state.link import from_query, to_query
from rnnviz.state.settings import from_json, from_preset
from rnnviz.state.zoom import Zoom

PLACE = Path(__file__).parents[2] / "assets" / "shared" / "zoom" / "place.js"


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_unit_has_a_product_for_each_of_its_weights(cell):
    zoom = Zoom(cell, inputs=2, units=3)
    said = {
        ".".join(filter(None, (f"unit{unit}", gate, source)))
        for unit, gate, source in product(
            range(6), ["", *"abcfghinorz"], ["", *(f"{q}{k}" for q in "xhc" for k in range(6))]
        )
    }
    columns = 2 + (3 if "weight_hh" in cell.arrays else 0)
    assert len([text for text in said if zoom.has(text)]) == 3 * len(cell.arrays["weight_ih"]) * (1 + columns)


def test_it_stands_in_the_link_and_in_json_where_it_is_not_the_cell():
    settings = replace(from_preset("lstm", "worked"), zoom="unit2.f.h1")
    assert to_query(settings)["zoom"] == "unit2.f.h1"
    assert from_query("lstm", {"zoom": "unit2.f.h1"}).zoom == from_json(settings.to_json()).zoom == "unit2.f.h1"
    assert "zoom" not in to_query(from_preset("lstm", "worked"))


def test_other_sizes_and_another_cell_begin_with_the_cell():
    settings = replace(from_preset("lstm", "worked"), zoom="unit2.f.h2")
    assert settings.resized(1, 1).zoom == settings.with_cell("gru").zoom == "cell"
    wide = replace(settings.resized(2, 2), zoom="unit1.f.x2")
    typed = replace(wide.source, kind="typed", text="1 2 3")
    assert wide.with_source(typed).zoom == "cell"
    assert settings.with_source(replace(settings.source, steps=9)).zoom == "unit2.f.h2"


def test_python_and_the_browser_read_the_same_texts():
    own = re.search(r"const NEAR = /\^(.*)\$/;", PLACE.read_text())
    assert own
    assert own[1] == Zoom.NEAR.pattern
