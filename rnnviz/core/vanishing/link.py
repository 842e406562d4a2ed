"""The setup as a query string, and back: only what differs from its preset is written, everything read is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.link_fields import Among, Field, Real, Several, Whole, changed_items, read_items
from rnnviz.core.losses import AT
from rnnviz.core.vanishing.lines import KINDS
from rnnviz.core.vanishing.net import INPUTS, MATRICES
from rnnviz.core.vanishing.presets import FIRST, PRESETS
from rnnviz.core.vanishing.setup import NO_CLIP, NO_WINDOW, SCOPES, VIEWS, Setup, changed

STEPS, HIDDEN, SEED = Whole(2, 100), Whole(1, 32), Whole(0, 9999)
RADIUS, STRENGTH, BIAS = Real(0.0, 2.0), Real(0.0, 3.0), Real(-4.0, 8.0)
FIELDS: dict[str, Field] = {
    "preset": Among(PRESETS),
    "view": Among(VIEWS),
    "matrix": Among(MATRICES),
    "radius": RADIUS,
    "activation": Among(ACTIVATIONS),
    "steps": STEPS,
    "hidden": HIDDEN,
    "seed": SEED,
    "source": Among(INPUTS),
    "strength": STRENGTH,
    "at": Among(AT),
    "window": Whole(NO_WINDOW, STEPS.high),
    "clip": Real(NO_CLIP, 1e6),
    "forget": BIAS,
    "update": BIAS,
    "scope": Among(SCOPES),
    "lines": Several(KINDS),
}


def to_query(setup: Setup) -> dict[str, str]:
    """The keys and values of the link, unescaped: none for the first preset as it is."""
    found = changed_items(asdict(setup), asdict(PRESETS[setup.preset].setup))
    return found if setup.preset == FIRST else {"preset": setup.preset} | found


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
    values = read_items(mapping, FIELDS)
    return changed(PRESETS[values.get("preset", FIRST)].setup, **values)
