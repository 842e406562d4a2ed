"""A language that is none: each text of the template in brackets ⟦…⟧. What stands outside of them is unmarked."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "texts" / "messages.pot"
NAME = "xx"
PLURALS = "nplurals=2; plural=(n != 1);"
_HOLE = re.compile(r"((?<![{%])\{[A-Za-z_]\w*(?:![rs])?(?::[^{}]*)?\}(?!\}))")
_LEAF = re.compile(r"⟦[^⟦⟧]*⟧")


def bracketed(text: str) -> str:
    """Its words in brackets, its holes outside of them: what is put into one has to be marked, too."""
    pieces = _HOLE.split(text)
    return "".join(piece if k % 2 or not piece else f"⟦{piece}⟧" for k, piece in enumerate(pieces))


def make(folder: Path) -> Path:
    """The catalogue of the language in a folder of its own; the folder of languages, for RNNVIZ_TEXTS."""
    with TEMPLATE.open("rb") as file:
        template = read_po(file)
    own = Catalog(locale=None, fuzzy=False, charset="utf-8", header_comment="# Every text in brackets.")
    own.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", PLURALS)]
    for one in template:
        if one.id:
            said = bracketed(one.id) if isinstance(one.id, str) else [bracketed(form) for form in one.id]
            own.add(one.id, said, locations=one.locations, flags=one.flags - {"fuzzy"})
    path = folder / NAME / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, own)
    return folder


def outside(text: str) -> str:
    """What stands in no bracket: what was put into a marked text without being marked itself stands in one."""
    while (less := _LEAF.sub(" ", text)) != text:
        text = less
    return text
