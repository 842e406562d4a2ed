"""The vanishing page's link: every setup there and back, and a sentence for every link that is wrong."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest

from rnnviz.lessons.vanishing import CODEC, PRESETS, VanishingState, changed
from rnnviz.state.fields import Among, Real, Several, Whole
from rnnviz.state.link_numbers import LinkError


def random_setup(seed: int) -> VanishingState:
    """Every field drawn from its range."""
    rng = np.random.default_rng(seed)
    values: dict[str, object] = {}
    for name, field in CODEC.fields.items():
        if isinstance(field, Among):
            values[name] = str(rng.choice(list(field.choices)))
        elif isinstance(field, Several):
            values[name] = tuple(word for word in field.choices if rng.random() < 0.5)
        elif isinstance(field, Whole):
            values[name] = int(rng.integers(field.low, field.high + 1))
        elif isinstance(field, Real):
            values[name] = float(rng.uniform(field.low, field.high))
    return changed(VanishingState(), **values)


def test_every_field_has_its_range() -> None:
    assert set(CODEC.fields) == set(asdict(VanishingState()))


def test_every_setup_comes_back_from_its_link() -> None:
    for seed in range(200):
        setup = random_setup(seed)
        assert CODEC.read(CODEC.written(setup)) == setup


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_one_word_of_the_link(key: str) -> None:
    setup = PRESETS[key].setup
    assert setup.preset == key
    assert CODEC.written(setup) == ({} if key == "fades" else {"preset": key})
    assert CODEC.read({"preset": key}) == setup


def test_only_what_differs_is_written() -> None:
    assert CODEC.written(changed(PRESETS["cuts"].setup, radius=0.95, lines=())) == {
        "preset": "cuts",
        "radius": "0.95",
        "lines": "none",
    }


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"radius": "2.5"}, "radius is “2.5”: it must be a number from 0 to 2"),
        ({"radius": "nan"}, "radius has “nan”: it must be a number like"),
        ({"steps": "101"}, "steps is “101”: it must be a whole number from 2 to 100"),
        ({"hidden": "3.5"}, "hidden is “3.5”: it must be a whole number"),
        ({"activation": "cosine"}, "activation is “cosine”: it must be one of tanh, relu, identity"),
        ({"lines": "rnn,mlp"}, "lines is “mlp”: it must be one of rnn, gru, lstm, cell, gates"),
        ({"preset": "mine"}, "preset is “mine”: it must be one of fades"),
        ({"matrix": ""}, "matrix is “”: it must be one of"),
        ({"radus": "1"}, "does not know the part “radus”"),
        ({"seed": "9" * 70_000}, "too long"),
    ],
)
def test_a_wrong_link_is_said(query: dict[str, str], said: str) -> None:
    with pytest.raises(LinkError, match=said):
        CODEC.read(query)


def test_what_others_hang_on_to_a_link_is_left_aside() -> None:
    assert CODEC.read({"utm_source": "mail", "radius": "1.5"}).radius == 1.5
