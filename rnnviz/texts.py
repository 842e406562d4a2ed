"""The language of the screen: what code says is marked with `_`, and is English unless ``RNNVIZ_LANGUAGE`` is another.

A language's catalogue is ``<folder>/<language>/messages.po``; what the scripts say is in it, too. Leads, the glossary
and what is said to mistakes are files beside it, each of which may be missing: then it is the English one. The folder
is ``texts/``, or the one that ``RNNVIZ_TEXTS`` names.
"""

from __future__ import annotations

import gettext
import json
import os
import re
import sys
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

OURS = Path(__file__).resolve().parents[1] / "texts"
ENGLISH = "en"
CATALOGUE = "messages.po"
SCRIPT = "shared/messages.js"
"""The file below ``assets/`` that holds what the scripts say."""


def language() -> str:
    """The language that is asked for: a code such as ``de`` or ``pt_BR``."""
    return os.environ.get("RNNVIZ_LANGUAGE", "").strip() or ENGLISH


def folder() -> Path:
    """Where the languages are, each in a folder of its name."""
    return Path(os.environ.get("RNNVIZ_TEXTS", "").strip() or OURS)


def text_file(name: str) -> Path:
    """The file of this name in the language of the screen, or the English one."""
    own = folder() / language() / name
    return own if own.is_file() else OURS / ENGLISH / name


@lru_cache(maxsize=1)
def catalogue() -> Catalog | None:
    """What is said in the language; None for English, where every text stands in the code."""
    if language() == ENGLISH:
        return None
    path = folder() / language() / CATALOGUE
    if not re.fullmatch(r"[A-Za-z]{2,3}(_[A-Za-z]{2,4})?", language()) or not path.is_file():
        there = sorted(found.parent.name for found in folder().glob(f"*/{CATALOGUE}"))
        print(
            f"RNNVIZ_LANGUAGE is {language()}, and there is no {path}: the screen is in English. "
            f"Catalogues there: {', '.join(there) or 'none'}.",
            file=sys.stderr,
        )
        return None
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=None)


@lru_cache(maxsize=1)
def _translations() -> gettext.NullTranslations:
    found = catalogue()
    if found is None:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo

    whole = BytesIO()
    write_mo(whole, found)
    return gettext.GNUTranslations(BytesIO(whole.getvalue()))


def _(text: str) -> str:
    """The text in the language of the screen. It is given as a literal: `make texts` reads it from the code."""
    return _translations().gettext(text) if text else text


def ngettext(one: str, many: str, count: int) -> str:
    """The text for one thing, or the one for `count` of them: a language may have more than two."""
    return _translations().ngettext(one, many, count)


def forms(one: str, many: str) -> tuple[str, str]:
    """Both texts as they are, for `ngettext` later: `make texts` finds them here."""
    return one, many


def marked(text: str) -> str:
    """The text as it is, for a table whose entries are said through `_` later: `make texts` finds it here."""
    return text


@lru_cache(maxsize=1)
def script() -> str:
    """What the scripts say, as the module ``assets/shared/messages.js``. Empty for English, whose file stands there."""
    found = catalogue()
    if found is None:
        return ""
    said = {
        one.id if isinstance(one.id, str) else one.id[0]: one.string
        for one in found
        if one.id and one.string and not one.fuzzy and any(path.endswith(".js") for path, line in one.locations)
    }
    gettext.c2py(found.plural_expr)  # raises ValueError for another expression; this one is JavaScript, too
    told = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return f"export const messages = {told};\nexport const plural = (n) => Number({found.plural_expr});\n"
