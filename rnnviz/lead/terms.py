"""The field's terms, read from texts/<language>/glossary.toml, and where they stand in a text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from rnnviz.texts import text_file
from rnnviz.theme import QUANTITIES, Theme

PAGE = "/glossary"
ITEM = "term"  # of the page's link
THEMES: tuple[Theme, Theme] = ("light", "dark")
ASIDE = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|\*\*.*?\*\*|\[[^\]]*\]\([^)]*\)|:\w[\w/]*:|\\.", re.DOTALL)
"""What is no running text: a formula, code, what is set bold, a link, an icon, an escaped sign."""


@dataclass(frozen=True)
class GlossaryTerm:
    """sign: how formulas write it; lesson: where it is taught; forms: how else it stands in a text."""

    name: str
    text: str
    lesson: str
    sign: str = ""
    forms: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in a link."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def quantity(self) -> str:
        """The key of the number that it names (theme.QUANTITIES); "" where it names none."""
        sign = self.sign.partition(",")[0]
        return sign if sign in QUANTITIES else ""

    def found_by(self, wanted: str) -> bool:
        """Whether what is typed stands in its names, its sign or its definition; its key finds it, too."""
        words = wanted.strip().lower()
        places = (self.name, self.sign, self.text, *self.forms, self.key)
        return any(words in place.lower() for place in places)


@lru_cache(maxsize=4)
def terms() -> tuple[GlossaryTerm, ...]:
    """All of them, by name."""
    table = tomllib.loads(text_file("glossary.toml").read_text("utf-8"))["terms"]
    found = [GlossaryTerm(**one | {"forms": tuple(one.get("forms", ()))}) for one in table]
    return tuple(sorted(found, key=lambda one: one.name.lower()))


def colours() -> str:
    """CSS: --term, the colour of the quantity that a term names, at its links and in the glossary (house.css)."""
    rules = []
    for one in terms():
        if one.quantity:
            light, dark = (QUANTITIES[one.quantity].on(theme) for theme in THEMES)
            places = f'a[href$="{PAGE}?{ITEM}={one.key}"], .st-key-term_{one.key}'
            rules.append(f"#root :is({places}) {{ --term: light-dark({light}, {dark}); }}")
    return "\n".join(rules)


@lru_cache(maxsize=1)
def _named() -> tuple[re.Pattern[str], dict[str, GlossaryTerm]]:
    """A pattern that finds every term as it stands in a text, the longest first, and whose each is."""
    whose = {form.lower(): one for one in terms() for form in (one.name, *one.forms)}
    words = "|".join(re.escape(form) for form in sorted(whose, key=len, reverse=True))
    return re.compile(rf"{ASIDE.pattern}|(?<![\w-])(?P<term>{words})(?![\w-])", re.IGNORECASE | re.DOTALL), whose


def defined(text: str) -> str:
    """Markdown in which each term, where it first stands, is a link that carries its definition as its title.

    assets/shared/terms.js shows it on pointing; the link leads to the glossary.
    """
    pattern, whose = _named()
    seen: set[str] = set()

    def linked(found: re.Match[str]) -> str:
        word = found["term"]
        if not word or (one := whose[word.lower()]).name in seen:
            return found[0]
        seen.add(one.name)
        title = one.text.replace('"', "”")
        return f'[{word}]({PAGE}?{ITEM}={quote(one.key)} "{title}")'

    return pattern.sub(linked, text)
