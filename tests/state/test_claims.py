"""A preset's sentence is shown only while it holds: what was moved until it is false, one case for each claim."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from rnnviz.core.cells import CELLS
from rnnviz.stage.payload import payload
from rnnviz.state.claims import holds
from rnnviz.state.inputs import Source
from rnnviz.state.opening import first_example
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import Settings, from_preset
from rnnviz.state.start import DAY, Clamp

ALL = [(cell, key) for cell, presets in PRESETS.items() for key in presets]
Z_ONE = (Clamp("z", None, 1.0),)


def moved(settings: Settings, **added: float) -> Settings:
    """With something added to every number of a weight."""
    arrays = {name: getattr(settings.weights, name) + value for name, value in added.items()}
    return replace(settings, weights=replace(settings.weights, **arrays))


def replaced(settings: Settings, at: tuple[int, int], value: float) -> Settings:
    """With another number in x."""
    x = settings.x.copy()
    x[at] = value
    return replace(settings, x=x)


FALSE = {
    "words under the worked example": from_preset("rnn", "worked").with_source(Source("words", text="a b a c")),
    "a cold hour among raw ones": replaced(from_preset("rnn", "raw"), (5, 0), -9.0),
    "a day that is not followed": moved(first_example("rnn"), weight_ih=-0.6),
    "the RNN's raw hours in an LSTM": from_preset("rnn", "worked").with_cell("lstm"),
    "a sine in another cell": from_preset("rnn", "leaky").with_source(Source("sine")).with_cell("lstm"),
    "random weights over a sine": from_preset("gru", "random").with_source(Source("sine")),
    "random weights, one moved": moved(from_preset("lstm", "random"), weight_hh=0.125),
    "no pulse": from_preset("rnn", "leaky").with_source(Source("step", at=3)),
    "two pulses": replaced(from_preset("lstm", "leaky"), (7, 0), 1.0),
    "a decay that was moved": moved(from_preset("gru", "leaky"), bias_ih=0.01),
    "a latch with one input": from_preset("lstm", "latch").resized(1, 1),
    "a latch set again": replaced(from_preset("gru", "latch"), (20, 0), 1.0),
    "a latch that lets go": moved(from_preset("rnn", "latch"), weight_hh=-2.0),
    "a wave that dies": moved(from_preset("rnn", "oscillator"), weight_hh=-0.3),
    "an explosion that tanh holds": replace(from_preset("rnn", "exploding"), activation="tanh"),
    "a past that counts": moved(from_preset("rnn", "forgets"), weight_hh=0.1),
    "hours under another name": from_preset("rnn", "forgets").with_source(Source("noise")),
    "a pulse of 2": replaced(from_preset("rnn", "counts"), (4, 0), 2.0),
    "two pulses to count to three": from_preset("lstm", "counts").with_source(Source("typed", text="0 1 0 1 0")),
    "a gate let go": replace(from_preset("lstm", "keeps"), clamps=()),
    "z let go for a step": replace(from_preset("gru", "keeps"), clamps=(*Z_ONE, Clamp("z", 3, 0.5))),
    "r let go": replace(from_preset("gru", "forgets"), clamps=(Clamp("z", None, 0.0),)),
    "nothing to forget": replace(from_preset("lstm", "forgets"), c0=np.zeros(2)),
    "another column": replaced(from_preset("lstm", "concat"), (0, 0), 4.0),
    "a day that starts later": from_preset("gru", "worked").with_source(replace(DAY, start=5)),
    "the coldest hours": replaced(from_preset("lstm", "worked"), (2, 0), 9.0),
    "one unit": from_preset("gru", "worked").resized(1, 1),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_sentence_that_has_become_false_is_not_shown(name: str) -> None:
    settings = FALSE[name]
    assert not holds(settings)
    assert payload(settings, settings.run(), "rev")["look_for"] == ""


def test_no_claim_stumbles_over_settings_of_other_cells_sizes_and_inputs() -> None:
    sources = (Source("words", text="a"), Source("typed", text="0"), Source("sine", steps=2), Source("step", steps=64))
    for (cell, key), source, hidden in product(ALL, sources, (1, 3)):
        settings = from_preset(cell, key).with_source(source).resized(2, hidden)
        assert holds(settings) in (True, False)
        for other in CELLS:
            assert holds(settings.with_cell(other)) in (True, False)
