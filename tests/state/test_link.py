"""The link: exact there and back, short where the seed can rebuild the numbers, and a sentence for everything else."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest

from rnnviz.core.cells import CELLS
from rnnviz.state import cell_fields, link_numbers
from rnnviz.state.inputs import Source
from rnnviz.state.link import LinkError, from_query, to_query
from rnnviz.state.settings import Clamp, from_preset
from tests.settings_cases import ALL, random_settings


def through_the_address_bar(query: dict[str, str]) -> dict[str, str]:
    return dict(parse_qsl(urlencode(query), keep_blank_values=True, strict_parsing=bool(query)))


@pytest.mark.parametrize("seed", range(250))
def test_a_link_gives_the_same_settings_back(seed: int) -> None:
    settings = random_settings(seed)
    query = to_query(settings)
    back = from_query(settings.cell, through_the_address_bar(query))
    assert back == settings
    for name in ("x", "h0", "c0"):
        assert getattr(back, name).tobytes() == getattr(settings, name).tobytes()
    assert to_query(back) == query


@pytest.mark.parametrize(("cell", "key"), ALL)
def test_a_presets_link_is_its_name(cell: str, key: str) -> None:
    settings = from_preset(cell, key)
    assert to_query(settings) == ({} if key == "worked" else {"preset": key})
    assert from_query(cell, to_query(settings)) == settings


@pytest.mark.parametrize("cell", CELLS)
def test_32_random_units_fit_in_a_short_link_because_the_seed_rebuilds_them(cell: str) -> None:
    settings = from_query(cell, {"preset": "random", "seed": "12345", "hidden": "32", "inputs": "4"})
    assert settings.hidden_size == 32
    assert len(urlencode(to_query(settings))) < 60
    settings.weights.weight_ih[7, 3] = 0.123
    query = to_query(settings)
    assert len(urlencode(query)) < 120
    assert from_query(cell, query) == settings
    grown = from_preset(cell, "random", seed=5).resized(1, 32)
    assert len(urlencode(to_query(grown))) < 5000
    carried = settings.resized(4, 31).with_cell("gru" if cell != "gru" else "lstm")
    assert len(urlencode(to_query(carried))) < 100


def test_the_sign_of_zero_survives_in_short_and_long_arrays() -> None:
    for hidden in (2, 32):
        settings = from_preset("rnn", "worked").resized(1, hidden)
        settings.h0[1] = -0.0
        settings.weights.weight_hh[1, 1] = 0.0
        settings.weights.weight_hh[0, 1] = -0.0
        back = from_query("rnn", through_the_address_bar(to_query(settings)))
        assert np.signbit(back.h0).tolist() == np.signbit(settings.h0).tolist()
        assert back.weights.weight_hh.tobytes() == settings.weights.weight_hh.tobytes()


def test_a_long_array_keeps_the_sign_of_zero_against_a_preset_of_zeros() -> None:
    settings = from_preset("lstm", "forgets").resized(1, 9)
    assert settings.weights.weight_hh[0, 0] == 0.0
    settings.weights.weight_hh[0, 0] = -0.0
    assert to_query(settings)["weight_hh"] == "-0,323*"
    assert np.signbit(from_query("lstm", to_query(settings)).weights.weight_hh[0, 0])


def test_the_contracts_example_is_read() -> None:
    settings = from_query(
        "lstm",
        dict(
            parse_qsl("preset=latch&t=5&op=2&notation=wu&h0=0.25&clamp=f:1,i@4:0&head=0.1,-2,3,4&outputs=2&softmax=1")
        ),
    )
    assert (settings.preset, settings.t, settings.op, settings.notation) == ("latch", 4, 1, "wu")
    assert settings.h0.tolist() == [0.25]
    assert settings.clamps == (Clamp("f", None, 1.0), Clamp("i", 3, 0.0))
    assert settings.head.weight.tolist() == [[0.1], [-2.0]]
    assert settings.head.bias.tolist() == [3.0, 4.0]
    assert settings.softmax
    rnn = from_query("rnn", {"weight_hh": "0.5,-0.131,0.66,-0.167", "h0": "0, 1"})
    assert rnn.weights.weight_hh.tolist() == [[0.5, -0.131], [0.66, -0.167]]
    assert rnn.h0.tolist() == [0.0, 1.0]


def test_only_what_differs_is_written_in_the_shortest_form() -> None:
    settings = replace(from_preset("rnn", "worked"), h0=np.array([0.1, -3.0]), t=4, notation="wu")
    assert to_query(settings) == {"h0": "0.1,-3", "t": "5", "notation": "wu"}
    source = replace(from_preset("lstm", "latch").source, at=6)
    assert to_query(from_preset("lstm", "latch").with_source(source)) == {"preset": "latch", "at": "7"}
    assert to_query(replace(from_preset("lstm", "keeps"), clamps=())) == {"preset": "keeps", "clamp": "none"}
    sine = from_preset("rnn", "oscillator").with_source(Source("sine", steps=40, at=1, period=2.5))
    assert to_query(sine) == {"preset": "oscillator", "source": "sine", "period": "2.5"}


def test_a_hand_written_source_takes_the_rest_from_the_preset() -> None:
    assert from_query("rnn", {"preset": "oscillator", "source": "temperature"}).steps == 29
    assert from_query("rnn", {"source": "words", "text": "I am happy"}).labels == ("i", "am", "happy")
    assert from_query("rnn", {"x": "1,2,3,4", "inputs": "2"}).x.tolist() == [[1, 2], [3, 4]]
    assert from_query("gru", {"outputs": "3"}).head.weight.shape == (3, 2)


def test_what_others_hang_on_to_a_link_is_left_aside() -> None:
    assert from_query("rnn", {"fbclid": "IwAR0", "utm_source": "mail", "t": "3"}).t == 2


def test_each_number_of_a_link_is_read_once_and_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The arrays do not go through JSON's checks after their own."""
    numeral, read = link_numbers.numeral, list[str]()
    monkeypatch.setattr(link_numbers, "numeral", lambda text: read.append(text) or numeral(text))
    for check in ("vector", "matrix"):
        monkeypatch.setattr(cell_fields, check, lambda *how: pytest.fail(f"checked again: {how[1]}"))
    own = ",".join(str(number / 8) for number in range(16))
    link = {"weight_hh": own, "h0": "0.5,-0.5", "x": "1,2,3", "clamp": "f:1", "outputs": "1", "head": "1,2,3"}
    assert from_query("lstm", link).weights.weight_hh[7, 1] == 15 / 8
    assert len(read) == 16 + 2 + 3 + 1 + 3


def test_a_model_with_too_many_numbers_of_its_own_says_so() -> None:
    settings = from_preset("lstm", "random").resized(4, 32)
    own = np.random.default_rng(0).uniform(-1, 1, (128, 32))
    with pytest.raises(LinkError, match="download"):
        to_query(replace(settings, weights=replace(settings.weights, weight_hh=own)))
