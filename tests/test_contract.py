"""What the stages are sent and send back is what assets/shared/contract.d.ts says.

Every page's links are held to it in pages/test_kept_links.py.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from rnnviz.core.cells import CELLS
from rnnviz.stage.payload import lasting, payload
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import from_json, from_preset
from tests.contract import COMPONENTS, SCHEMA, breaches
from tests.received import whole

ROOT = Path(__file__).parents[1]
MADE = re.compile(r'(?:components\.v2\.component|\bdrawn)\(\s*f?"(\w+)')
VIEWS = {"word_table_": ("word_table_words", "word_table_embedding")}
SPOILT: dict[str, Any] = {
    "one is missing": lambda data: data.pop("truth"),
    "one is too much": lambda data: data.update(truths={}),
    "another type": lambda data: data["table"].update(t="3"),
    "one is missing inside": lambda data: data["table"]["kind"].pop("states"),
    "a row is a number": lambda data: data["table"]["x"].append(1.0),
    "null is no number here": lambda data: data["table"]["h0"].append(None),
    "a pair of three": lambda data: data["gaps"].append([1, "a"]),
}


def sent(cell: str, preset: str) -> dict[str, Any]:
    settings = from_preset(cell, preset)
    own = payload(settings, settings.run(), "rev") | {"demo": False, "items": {}, "heard": None}
    data = whole(own, lasting(settings).content)
    return dict(json.loads(json.dumps(data)))


def test_every_component_that_draws_is_in_the_contract() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "rnnviz").rglob("*.py")))
    names = [name for found in MADE.findall(sources) for name in VIEWS.get(found, (found,))]
    assert set(names) - {"settled"} == set(COMPONENTS)
    assert SCHEMA["$defs"]["Contract"]["required"] == list(COMPONENTS)


@pytest.mark.parametrize("cell", CELLS)
def test_every_preset_is_sent_as_the_contract_says(cell: str) -> None:
    assert [it for preset in PRESETS[cell] for it in breaches("cell_stage", sent(cell, preset))] == []


@pytest.mark.parametrize("how", SPOILT)
def test_what_is_not_in_the_contract_is_found(how: str) -> None:
    data = sent("lstm", "worked")
    spoilt = deepcopy(data)
    SPOILT[how](spoilt)
    assert breaches("cell_stage", data) == []
    assert len(breaches("cell_stage", spoilt)) == 1


def test_a_released_table_is_read() -> None:
    table = sent("gru", "worked")["table"]
    assert breaches("cell_stage", {"rev": "id:1", "table": table}, "doc") == []
    assert from_json(table) == from_preset("gru", "worked")
