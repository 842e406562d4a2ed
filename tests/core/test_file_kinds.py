"""What a file is by its first bytes: those that the libraries' own writers write."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import sqlite3
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnviz.core.file_kinds import binary_kind, kind

PICTURE = Path(__file__).resolve().parents[2] / "assets" / "pictures" / "lstm.png"


def archive() -> bytes:
    with zipfile.ZipFile(made := io.BytesIO(), "w") as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
    return made.getvalue()


def written(save: object, it: object) -> bytes:
    made = io.BytesIO()
    save(it, made) if save is not np.save else np.save(made, it)  # type: ignore[operator]
    return made.getvalue()


def database() -> bytes:
    with sqlite3.connect(":memory:") as made:
        made.execute("create table a (b)")
        return made.serialize()


WRITTEN = {
    "PNG": PICTURE.read_bytes(),
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


@pytest.mark.parametrize("text", TEXTS)
def test_tables_and_vectors_are_taken_for_nothing_else(text: str) -> None:
    assert kind(text.encode()) == ""
