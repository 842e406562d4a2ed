"""What a file is by its first bytes, whatever its name says: a refusal can name it."""

from __future__ import annotations

import re

BINARY: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"PAR1", "a Parquet file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\xba\x16\x4f\x2f", "fastText's binary model"),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\[{\"]|\[-?\d)")


def binary_kind(content: bytes) -> str:
    """What a file that is no plain text is, or "" where its first bytes tell nothing. It reads a few bytes."""
    found = next((kind for mark, kind in BINARY if content.startswith(mark)), "")
    return found or ("a Python pickle (.pkl, .pt)" if _PICKLE.match(content) else "")


def kind(content: bytes) -> str:
    """The same, and what is text but no table: JSON, a page of the web."""
    if found := binary_kind(content):
        return found
    head = content[:200]
    return "a page of the web or XML" if _MARKUP.match(head) else "JSON" if _JSON.match(head) else ""
