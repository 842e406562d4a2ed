"""Links of every page, and what the pages made of them before the house was rebuilt (0.2.0).

They were drawn at random, from presets and over the controls' values. What is kept of a link (kept_links.json): the
link that stands in the address afterwards; of each component, and of each file that is offered, how many numbers it was
given, their sum and the sum of their sizes; whether the page warned. `python -m tests.pages.kept_links` writes it anew.
"""

from __future__ import annotations

import json
import math
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from streamlit.testing.v1 import AppTest

from rnnviz.ui import visitor
from tests.contract import COMPONENTS, breaches
from tests.pages.visiting import MAIN, link
from tests.received import received

FILE = Path(__file__).with_name("kept_links.json")
Items = dict[str, str]
Case = dict[str, Any]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
UNNUMBERED = {"lead_spot", "lead_answer", "answers"}  # beside the lesson: its numbers are counted without them
UNMEANT = {"css", "library", "config", "rev", "layout", "alt"}  # of a payload: how it looks, not what it says


def opened(page: str, items: Items) -> Case:
    """What a page makes of a link."""
    files: dict[str, str] = {}

    def offered(label: str, data: Any, *_: Any, **__: Any) -> bool:
        content = data() if callable(data) else data
        files[label] = content if isinstance(content, str) else ""
        return False

    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params.update(items)
    with mock.patch("streamlit.download_button", offered), mock.patch.object(visitor, "own", str):
        app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception, (page, items, app.exception)
    sent = [it.proto for it in app.get("bidi_component") if it.proto.json]
    parts = [(it.component_name, received(it)) for it in sent if it.component_name.split(".")[-1] not in UNNUMBERED]
    told = [it for name, data in parts if name in COMPONENTS for it in breaches(name, data)]
    assert not told, (page, items, told)
    numbers: dict[str, Any] = {label: summed(map(float, NUMBER.findall(text))) for label, text in files.items() if text}
    numbers |= {f"{name} {number}": in_short(data) for number, (name, data) in enumerate(parts) if page != "map"}
    return {"page": page, "items": items, "link": link(app), "warned": bool(app.warning), "numbers": numbers}


def in_short(data: dict[str, Any]) -> dict[str, list[float]]:
    """Each part of a payload that has numbers; a chart's are those of its curves."""
    if "figure" in data:
        figure = data["figure"]
        return {"curves": summed(leaves(json.loads(figure) if isinstance(figure, str) else figure))}
    found = {key: summed(leaves(value)) for key, value in data.items() if key not in UNMEANT}
    return {key: value for key, value in found.items() if value[0]}


def leaves(value: Any) -> Iterator[float]:
    """Every finite number in a document, in order."""
    if isinstance(value, dict) and "bdata" in value:  # how plotly writes an array
        array = np.frombuffer(b64decode(value["bdata"]), value["dtype"]).astype(float)
        yield from array[np.isfinite(array)].tolist()
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in UNMEANT:
                yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        yield float(value)


def summed(values: Any) -> list[float]:
    found = list(values)
    return [len(found), math.fsum(found), math.fsum(map(abs, found))]


def main() -> None:
    """Write what the kept links show now: for a change that is meant, and seen in the diff to be that alone."""
    kept: list[Case] = json.loads(FILE.read_text(encoding="utf-8"))
    found = [json.dumps(opened(it["page"], it["items"]), ensure_ascii=False) for it in kept]
    FILE.write_text("[\n" + ",\n".join(found) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
