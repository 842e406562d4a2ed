"""Settings to test with: one with something in every field, and random ones of every kind."""

from __future__ import annotations

import random
from dataclasses import replace

from rnnviz.core import Array
from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.cells import CELLS
from rnnviz.core.head import Head
from rnnviz.core.slips import SLIPS
from rnnviz.state.inputs import SOURCES, Source, fitted
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import NOTATIONS, Clamp, Settings, from_preset

ALL = [(cell, key) for cell, presets in PRESETS.items() for key in presets]
SENTENCES = ["I am happy", "General Hospital & 100 % = ?", "tôi học", "a"]
NUMBERS = ["1, 2, 3", "0.5 -1e-3\n2 3\n", "1;2;3;4", "-0"]


def random_source(rng: random.Random) -> Source:
    kind = rng.choice(list(SOURCES))
    text = rng.choice(["no", "no no"] if kind == "words" else NUMBERS if kind == "typed" else [*SENTENCES, ""])
    source = Source(
        kind, rng.randrange(29), rng.randrange(1, 65), rng.random() < 0.5, rng.uniform(1, 1000), rng.randrange(64)
    )
    return fitted(replace(source, text=text, seed=rng.randrange(2**31)))


def moved(array: Array, rng: random.Random, limit: float) -> Array:
    """A copy with a few numbers, or all, replaced by some that are hard to print."""
    array = array.copy()
    hard = [0.1 + 0.2, 1 / 3, -1e-17, 5e-324, 0.0, 100.0, -99.99999999999999, rng.uniform(-limit, limit)]
    for _ in range(rng.choice([0, 0, 1, 3, 30])):
        array.flat[rng.randrange(array.size)] = rng.choice(hard)
    return array


def random_settings(seed: int) -> Settings:
    rng = random.Random(seed)
    cell, key = ALL[seed % len(ALL)]
    settings = from_preset(cell, key, seed=rng.choice([0, 1, 2**31 - 1]))
    if rng.random() < 0.7:
        settings = settings.with_source(random_source(rng))
    if rng.random() < 0.6:
        settings = settings.resized(rng.randrange(1, 5), rng.choice([1, 2, 3, 4, 9, 32]))
    if rng.random() < 0.3:
        settings = settings.with_cell(rng.choice(list(CELLS)))
    if rng.random() < 0.5:
        settings = settings.with_head(rng.randrange(1, 9), softmax=rng.random() < 0.5)
    return dressed(settings, rng)


def dressed(settings: Settings, rng: random.Random) -> Settings:
    """The same settings with numbers moved, clamps, a slip, a notation and a place."""
    cell, gates = CELLS[settings.cell], CELLS[settings.cell].clampable
    clamps = tuple(
        Clamp(
            rng.choice(gates),
            rng.choice([None, rng.randrange(settings.steps)]),
            rng.choice([0.0, 0.5, 1.0, rng.random()]),
        )
        for _ in range(rng.randrange(4) if gates else 0)
    )
    head = settings.head
    return replace(
        settings,
        x=moved(settings.x, rng, 1e6),
        h0=moved(settings.h0, rng, 1e6),
        c0=moved(settings.c0, rng, 1e6) if "c" in cell.states else settings.c0,
        weights=cell.weights({name: moved(value, rng, 100.0) for name, value in settings.weights.arrays.items()}),
        head=head and Head(moved(head.weight, rng, 100.0), moved(head.bias, rng, 100.0)),
        activation=rng.choice(list(ACTIVATIONS)) if cell.activated else "tanh",
        clamps=clamps if rng.random() < 0.7 else settings.clamps,
        slip=rng.choice([None, *(slip.letter for slip in SLIPS.values() if cell.name in slip.cells)]),
        notation=rng.choice(NOTATIONS),
        t=rng.randrange(settings.steps),
        op=rng.randrange(len(cell.ops)),
        zoom=rng.choice(places(settings)),
    )


def places(settings: Settings) -> list[str]:
    """Some of the places that the picture can be at."""
    gate = next(iter(CELLS[settings.cell].arrays["weight_ih"]))
    unit = ".".join(filter(None, (f"unit{settings.hidden_size}", gate)))
    return ["net", "cell", unit, f"{unit}.x{settings.input_size}"]


CONTRACT = {
    *("cell", "preset", "seed", "source", "x", "h0", "c0", "activation", "clamps", "head", "slip", "notation", "t"),
    *("op", "zoom"),
}
"""The fields of every cell's settings as JSON, beside the cell's weight arrays."""


def full(cell: str = "lstm") -> Settings:
    """Settings with something in every field."""
    settings = from_preset(cell, "worked", seed=3).resized(2, 3).with_head(2, softmax=True)
    clamps = (Clamp("f", None, 1.0), Clamp("i", 3, 0.25)) if cell == "lstm" else ()
    return replace(settings, clamps=clamps, slip="c", notation="wu", t=5, op=2, zoom="net")
