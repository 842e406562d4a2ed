"""What a learner types, pastes or loads: how numbers are written, what nobody sees, a file by its first bytes."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
import zipfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from rnnviz.core.typed import binary_kind, kind, numeral, shortened, visible

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
BIDIRECTIONAL = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI", "BN", "B", "S"}
JOINERS = "\u200c\u200d"
TEXTS = (
    "",
    "a,b\n1,2",
    "{ 0.1 0.2\n} 0.3 0.4",
    "[ 0.1\n[UNK] 0.2",
    "[UNK]\t1",
    "<unk> .1 .2",
    "< 1 2",
    "Date;T",
    "\ufeffa,b",
)


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


def test_nothing_is_left_that_cannot_be_seen_or_that_turns_a_line() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    left = {letter for letter in visible(every) if unicodedata.bidirectional(letter) in BIDIRECTIONAL} - set(JOINERS)
    assert not left
    visible(every).encode()  # and no half of a letter


@pytest.mark.parametrize("text", ["", "a b", "Łukasz", "naïve 12 °C", "शक्ति", "👩\u200d🚀", "שלום", "<b>"])
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text


def test_what_is_seen_instead() -> None:
    assert visible("a\x00b\x1b\r\nc\u202ed\ud800") == "a␀b␛  c‹U+202E›d‹U+D800›"
    assert shortened("\u202eexe.fdp") == "“‹U+202E›exe.fdp”"
    assert visible(visible("\u2067x")) == visible("\u2067x")


def archive() -> bytes:
    with zipfile.ZipFile(made := io.BytesIO(), "w") as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
    return made.getvalue()


def written(save: object, it: object) -> bytes:
    made = io.BytesIO()
    save(it, made) if save is not np.save else np.save(made, it)
    return made.getvalue()


def picture() -> bytes:
    Image.new("RGB", (2, 2)).save(made := io.BytesIO(), "png")
    return made.getvalue()


def database() -> bytes:
    with sqlite3.connect(":memory:") as made:
        made.execute("create table a (b)")
        return made.serialize()


WRITTEN = {
    "PNG": picture(),
    "ZIP": archive(),
    "gzip": gzip.compress(b"a,b"),
    "NumPy": written(np.save, np.zeros(3)),
    "pickle": pickle.dumps([1.5]),
    "ZIP archive": written(torch.save, {"w": torch.zeros(2)}),
    "SQLite": database(),
    "JSON": json.dumps({"hourly": {"time": []}}, indent=2).encode(),
    "page of the web": b"\n<!DOCTYPE html>\n<html></html>",
    "PDF": b"%PDF-1.7\n",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_another_program_wrote_is_named(name: str) -> None:
    assert name in kind(WRITTEN[name])


@pytest.mark.parametrize("name", ["JSON", "page of the web"])
def test_what_can_be_read_as_text_is_no_binary_file(name: str) -> None:
    assert binary_kind(WRITTEN[name]) == ""


@pytest.mark.parametrize("text", TEXTS)
def test_tables_and_vectors_are_taken_for_nothing_else(text: str) -> None:
    assert kind(text.encode()) == ""
