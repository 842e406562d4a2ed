"""The setup as a query string, and back: only what differs from its preset is written, everything read is checked."""

from __future__ import annotations

from collections.abc import Mapping

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.losses import AT
from rnnviz.lessons.vanishing.lines import KINDS
from rnnviz.lessons.vanishing.net import INPUTS, MATRICES
from rnnviz.lessons.vanishing.presets import PRESETS
from rnnviz.lessons.vanishing.setup import NO_CLIP, NO_WINDOW, SCOPES, VIEWS, Setup, changed
from rnnviz.state.link_fields import Among, Field, Real, Several, Whole
from rnnviz.state.preset_links import from_items, to_items

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
    return to_items(setup, PRESETS)


def from_query(mapping: Mapping[str, str]) -> Setup:
    """The setup that a link describes. Raises LinkError, a sentence, for a link that is wrong or cut off."""
    return from_items(mapping, FIELDS, PRESETS, changed)
