"""What a browser may send in place of settings, and must not."""

from __future__ import annotations

import copy
import math
import time
from typing import Any

import pytest

from rnnviz.core.cells import CELLS
from rnnviz.state.settings import SettingsError, from_json
from tests.settings_cases import CONTRACT, full

LONG = [[0.0]] * 10**6
HOSTILE: list[tuple[str, Any]] = [
    *((key, None) for key in ("cell", "preset", "seed", "source", "x", "h0", "weight_ih", "clamps", "t", "op", "zoom")),
    *(("cell", bad) for bad in ("LSTM", "", 1, ["lstm"], {"a": 1}, "x" * 10**6)),
    *(("preset", bad) for bad in ("oscillator", "__class__", 0, [])),
    *(("seed", bad) for bad in (-1, 0.5, True, "0", 2**31, 10**400, math.nan, math.inf)),
    *(
        ("x", bad)
        for bad in ([], [[]], LONG, [[0.0] * 5], [[0, 1], [0]], [[math.nan, 0]], [["1", 0]], [[1e7, 0]], 3, "x")
    ),
    *(("x", bad) for bad in ([[0.0, 0.0]] * 65, [[0.0]] * 4, [[True, 0.0]], [[10**400, 0.0]], [None])),
    *(("h0", bad) for bad in ([], [0.0], [0.0] * 33, [math.inf] * 3, [None] * 3, {"0": 1}, "abc")),
    *(("c0", bad) for bad in ([0.0] * 4, [1e7] * 3)),
    *(("weight_ih", bad) for bad in ([[0.0] * 2] * 11, [[0.0] * 3] * 12, [[101.0] * 2] * 12, LONG)),
    *(("weight_hh", bad) for bad in ([[0.0] * 3] * 9, [[0.0] * 2] * 12, [0.0] * 36)),
    *(("bias_ih", bad) for bad in ([0.0] * 11, [[0.0]] * 12, [-100.5] * 12)),
    *(("activation", bad) for bad in ("sigmoid", None, 1)),
    *(("clamps", bad) for bad in (5, [[]], [{"gate": "f"}], [{"gate": "f", "t": None, "value": 1.0}] * 10**5)),
    *(("clamps", [{"gate": gate, "t": t, "value": v}]) for gate, t, v in [("g", None, 1), ("f", 24, 1), ("f", -1, 1)]),
    *(
        ("clamps", [{"gate": "f", "t": t, "value": v}])
        for t, v in [(None, 1.5), (None, math.nan), (None, "1"), ("0", 1)]
    ),
    *(
        ("head", bad)
        for bad in ([], {"weight": [[0] * 3], "bias": [0]}, {"weight": [[0] * 3], "bias": [0], "softmax": 1})
    ),
    *(("head", {"weight": w, "bias": b, "softmax": False}) for w, b in [([[0] * 2], [0]), ([[0] * 3] * 9, [0] * 9)]),
    *(("slip", bad) for bad in ("g", "e", 1, "")),
    *(("notation", bad) for bad in ("TORCH", None)),
    *(("t", bad) for bad in (-1, 24, 1.5, True, "1")),
    *(("op", bad) for bad in (-1, 6)),
    *(("zoom", bad) for bad in (1, "unit9.f", "unit1.f.x1\n", "unit1.f." * 10)),
]


@pytest.mark.parametrize(("key", "bad"), HOSTILE, ids=[f"{i}-{key}" for i, (key, _) in enumerate(HOSTILE)])
def test_what_a_browser_must_not_send_gets_a_sentence(key: str, bad: Any) -> None:
    sent = full().to_json() | {key: bad}
    started = time.perf_counter()
    with pytest.raises(SettingsError) as caught:
        from_json(sent)
    assert time.perf_counter() - started < 2.0
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 250
    assert "\n" not in str(caught.value)


SOURCE_BAD = [
    *(("kind", bad) for bad in ("", None, "__init__", [])),
    *(("start", bad) for bad in (-1, 29, "0", 20)),
    *(("steps", bad) for bad in (0, 65, 30, 1.5)),
    *(("standardise", bad) for bad in (0, "true", None)),
    *(("period", bad) for bad in (0, math.nan, 10**7, "8")),
    *(("at", bad) for bad in (-1, 64)),
    *(("text", bad) for bad in (None, 5, "x" * 8001)),
    *(("seed", bad) for bad in (-1, "1")),
]


@pytest.mark.parametrize(("key", "bad"), SOURCE_BAD)
def test_a_source_that_a_browser_must_not_send_gets_a_sentence(key: str, bad: Any) -> None:
    sent = copy.deepcopy(full().to_json())
    sent["source"] |= {key: bad}
    with pytest.raises(SettingsError):
        from_json(sent)


@pytest.mark.parametrize("key", sorted({*CONTRACT, *CELLS["lstm"].arrays} - {"c0"}))
def test_a_missing_part_is_named(key: str) -> None:
    sent = full().to_json()
    del sent[key]
    with pytest.raises(SettingsError, match=key):
        from_json(sent)


@pytest.mark.parametrize("sent", [None, [], "lstm", 3, {}, {"source": []}])
def test_what_is_no_settings_at_all_gets_a_sentence(sent: object) -> None:
    with pytest.raises(SettingsError, match="are incomplete: cell is missing"):
        from_json(sent)


def test_typed_nonsense_in_the_source_is_refused() -> None:
    sent = copy.deepcopy(full().to_json())
    sent["source"] |= {"kind": "typed", "text": "1, two"}
    with pytest.raises(SettingsError, match="“two”"):
        from_json(sent)


@pytest.mark.parametrize(
    ("key", "bad", "says"),
    [
        ("x", [[True, 0.0]] * 24, "true"),
        ("x", [[1000000.5, 0.0]] * 24, "1000000.5"),
        ("x", [[math.nan, 0.0]] * 24, "nan"),
        ("x", [["1", 0.0]] * 24, "“1”"),
        ("x", [[10**400, 0.0]] * 24, "a very long number"),
        ("x", [[0.0, 0.0]] * 23 + [[0.0]], "1 value and needs 2"),
        ("h0", [-1e6, 0.0, 1e6 + 1], "1000001.0"),
        ("weight_ih", [[100.0, -100.0]] * 11 + [[0.0, -100.5]], "-100.5"),
        ("clamps", [{"gate": "f", "t": 24, "value": 1.0}], "clamped step"),
    ],
)
def test_one_bad_number_in_an_otherwise_good_array_is_said(key: str, bad: Any, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        from_json(full().to_json() | {key: bad})
    assert says in str(caught.value)


def test_numbers_at_the_limits_are_good() -> None:
    sent = full().to_json() | {"h0": [-1e6, 0.0, 1e6], "weight_ih": [[100.0, -100.0]] * 12}
    assert from_json(sent).h0.tolist() == [-1e6, 0.0, 1e6]
