"""Links of every page, drawn once, with what the pages made of them: `python -m tests.pages.kept_links` draws anew.

What is kept of a link (kept_links.json): the link that stands in the address afterwards; of each component, and of each
file that is offered, how many numbers it was given, their sum and the sum of their sizes; and whether the page warned.
"""

from __future__ import annotations

import json
import math
import random
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from streamlit.testing.v1 import AppTest

from rnnviz.core.bptt import PARAMETERS
from rnnviz.core.losses import AT, LOSSES
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.sequences.setup import PRESETS as SEQUENCES
from rnnviz.lessons.vanishing.presets import PRESETS as VANISHING
from rnnviz.lessons.words.embedding import PRESETS as EMBEDDING
from rnnviz.lessons.words.presets import PRESETS as WORDS
from rnnviz.state.link import to_query
from rnnviz.state.presets import PRESETS
from rnnviz.ui import visitor
from tests.pages.visiting import MAIN, link
from tests.settings_cases import random_settings

FILE = Path(__file__).with_name("kept_links.json")
Items = dict[str, str]
Case = dict[str, Any]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
SIZES = ((3, 4), (5, 32))  # seeds and hidden sizes
FIRST_CELLS = ("rnn", "lstm", "gru")
UNMEANT = {"css", "library", "config", "rev", "layout", "alt"}  # of a payload: how it looks, not what it says


def drawn() -> Iterator[tuple[str, Items]]:
    """Pages and links: presets, each control's values, and random ones."""
    rng = random.Random(10)
    for cell in FIRST_CELLS:
        yield from ((cell, {"preset": key}) for key in PRESETS[cell])
        yield from (
            (cell, {"preset": "random", "seed": str(seed), "hidden": str(size)}) for seed, size in ((3, 4), (5, 32))
        )
    for seed in range(72):
        settings = random_settings(seed)
        if settings.cell in FIRST_CELLS and len(str(items := to_query(settings))) < 1500:
            yield settings.cell, items
    for cell in FIRST_CELLS:
        for loss in LOSSES:
            yield (
                "gradient",
                {
                    "cell": cell,
                    "loss": loss,
                    "losses": rng.choice(list(AT)),
                    "parameter": rng.choice(PARAMETERS),
                    "entry": "1,1",
                },
            )
        yield "gradient", {"cell": cell, "preset": "random", "seed": "2", "source": "sine", "E": "4", "view": "sum"}
        yield "gradient", {"cell": cell, "view": "path", "k": "2", "whole": "1"}
        for optimiser in ("sgd", "adam"):
            yield "update", {"cell": cell, "optimiser": optimiser, "lr": "0.05", "clip": "1"}
        yield "update", {"cell": cell, "preset": "random", "loss": "cross_entropy", "taken": "sgd:0.1*3"}
        yield "construction", {"stage": rng.choice("abcd"), "preset": "leaky"}
        yield "stacks", {"cell": cell, "num_layers": "2", "bidirectional": "1"}
        yield "stacks", {"cell": cell, "num_layers": "3", "dropout": "0.5", "hidden_size": "3"}
        yield "stacks", {"cell": cell, "proj_size": "1" if cell == "lstm" else "0", "N": "4", "bias": "0"}
        yield "directions", {"cell": cell, "seed": "3"}
        yield "images", {"cell": cell, "picture": str(rng.randrange(1, 300)), "hidden": "16"}
    yield from (("vanishing", {"preset": key}) for key in VANISHING)
    yield from (
        ("vanishing", {"radius": str(it), "activation": name, "steps": "40", "hidden": "8", "seed": "1"})
        for it in (0.5, 1.5)
        for name in ("tanh", "identity")
    )
    yield from (("vanishing", {"view": view, "clip": "2", "window": "9"}) for view in ("remedies", "cells"))
    yield from (("sequences", {"preset": key}) for key in SEQUENCES)
    yield from (
        ("sequences", {"preset": key, "lag": "7", "stride": "3", "batch": "5"}) for key in ("fifty", "leak", "j")
    )
    yield from (("sequences", {"data": "own", "view": "shape", "own": "1 2 3 4 5 6", "lag": lag}) for lag in ("2", "3"))
    for kind in ("one-to-many", "many-to-one", "many-to-many", "encoder-decoder", "one-to-one"):
        yield from (("kinds", {"kind": kind, "picture": str(it), "steps": str(3 + it)}) for it in (1, 2))
    yield from (("words", {"preset": key}) for key in WORDS)
    yield from (("words", {"text": "no no yes", "size": size, "seed": "4", "column": "2"}) for size in ("3", "6"))
    yield from (("embedding", {"preset": key}) for key in EMBEDDING)
    yield from (("embedding", {"optimiser": name, "lr": "0.2", "text": "the cat sat"}) for name in ("sgd", "adam"))
    for task, it in TASKS.items():
        first = next(iter(it.presets.values()))
        yield "train", {"task": task}
        yield "train", {"task": task, "hidden": "9", "seed": "5", "cell": "gru", "layers": "2"}
        yield "train", {"task": task, "epochs": str(first.epochs + 1), "view": "honest", "learning_rate": "0.002"}
    for source in ("skip-gram", "now", "digits", "states"):
        yield "map", {"points": source, "method": "pca", "dimensions": "3", "seed": "2", "panel": "truth"}
    yield "home", {}


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
    parts = [(it.proto.component_name, json.loads(it.proto.json)) for it in app.get("bidi_component") if it.proto.json]
    numbers = {f"{name} {number}": in_short(data) for number, (name, data) in enumerate(parts) if page != "map"}
    numbers |= {label: summed(map(float, NUMBER.findall(text))) for label, text in files.items() if text}
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
    found = [json.dumps(opened(*it), ensure_ascii=False) for it in drawn()]
    FILE.write_text("[\n" + ",\n".join(found) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
