"""One grammar of numbers: right values written by hand, and the browser's half asked the same strings through node."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from rnnviz.core.numerals import numeral

ROOT = Path(__file__).resolve().parents[2]
ONE: dict[str, str] = {
    "0.5": "0.5", "0,5": "0.5", ",5": "0.5", ".5": "0.5", "-3": "-3", "+2.": "2", "1e-3": "0.001", "1,5e-3": "0.0015",
    "−1.5": "-1.5", "–7": "-7", "－4": "-4", " 12.25 ": "12.25", "\u00a07\u202f": "7", "1.234": "1.234", "0,500": "0.5",
    "12,5": "12.5", "1234,567": "1234.567", "1,234.5": "1234.5", "1.234,5": "1234.5", "1,234,567": "1234567",
    "1.234.567": "1234567", "10 000": "10000", "1\u202f234,5": "1234.5", "1'234.5": "1234.5", "1’234": "1234",
    "-1,234.25": "-1234.25", "0012": "12", "00,5": "0.5", "6E2": "600", "1234": "1234", "−0,25": "-0.25",
}  # fmt: skip
TWO: dict[str, tuple[str, str]] = {
    "1,234": ("1.234", "1234"),
    "-12,500": ("-12.5", "-12500"),
    "−999,999": ("-999.999", "-999999"),
}
NONE = (
    "", " ", "-", ",", ".", "1,", "1,,2", "1,2,3", "1.2.3", "1,23,456", "12 34", "1 23",
    "0x10", "1_000", "٣", "NaN", "inf",
    "Infinity", "-Infinity", "1e", "e5", "1e1234", "--1", "1-2", "12°", "12 C", "½",
    "1/2", "1,234,56", "١٢", "1 e3", "+ 1", "true",
)  # fmt: skip


def test_numbers_that_have_one_reading() -> None:
    for text, value in ONE.items():
        found = numeral(text)
        assert found is not None, text
        assert (found.value, found.other) == (float(Decimal(value)), None), text


def test_numbers_that_have_two() -> None:
    for text, (one, other) in TWO.items():
        found = numeral(text)
        assert found is not None, text
        assert (found.value, found.other) == (float(Decimal(one)), float(Decimal(other))), text


def test_what_is_no_number() -> None:
    assert [text for text in NONE if numeral(text) is not None] == []


def test_the_browser_reads_the_same_numbers() -> None:
    if not (node := shutil.which("node")):
        pytest.skip("there is no node here to run the browser's half")
    texts = [*ONE, *TWO, *NONE]
    script = (
        f"import {{ numeral }} from {json.dumps((ROOT / 'assets/shared/numeral.js').as_uri())};"
        f"console.log(JSON.stringify({json.dumps(texts)}.map((text) => numeral(text))));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "--eval", script], capture_output=True, text=True, check=True, timeout=60
    )
    for text, theirs in zip(texts, json.loads(done.stdout), strict=True):
        ours = numeral(text)
        assert theirs == (ours and {"value": ours.value} | ({} if ours.other is None else {"other": ours.other})), text
