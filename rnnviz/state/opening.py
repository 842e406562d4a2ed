"""What a page of a cell opens on, where no link says more."""

from __future__ import annotations

from dataclasses import replace

from rnnviz.state.presets import WORKED
from rnnviz.state.settings import Settings, from_preset


def first_example(cell: str) -> Settings:
    """The worked example over standardised hours.

    The slides' raw degrees, which links are told against, drive the RNN's tanh flat: nothing moves there.
    """
    settings = from_preset(cell, WORKED)
    return settings.with_source(replace(settings.source, standardise=True))
