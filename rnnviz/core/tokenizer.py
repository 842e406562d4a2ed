"""The slides' tokenizer: torchtext's "basic_english", without torch."""

from __future__ import annotations

from rnnviz.core.letters import one_sign

_QUOTES = str.maketrans({"'": " ' ", '"': "", ".": " . "})
_MARKS = str.maketrans({mark: f" {mark} " for mark in ",()!?"} | {";": " ", ":": " "})


def tokenize(text: str) -> list[str]:
    """Lower-cased words; . , ( ) ! ? ' are tokens of their own, and double quotes, ; : and <br /> go.

    Source: torchtext 0.6, get_tokenizer("basic_english"). Its order of replacements matters: the quote in <br "/> has
    gone when the tag is looked for. Curly signs are read as straight ones first: don’t is don't.
    """
    return one_sign(text).lower().translate(_QUOTES).replace("<br />", " ").translate(_MARKS).split()
