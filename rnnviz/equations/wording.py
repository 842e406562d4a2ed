r"""A notation in plain sentences: what a letter is called there, and a sentence of PyTorch's letters in it.

Sentences are written with PyTorch's letters, h, c and the gates, W_hh; between dollar signs they are LaTeX.
"""

from __future__ import annotations

import re

from rnnviz.equations.bptt import symbol
from rnnviz.equations.notation import WRITERS

LETTERS = "hcifgorznyp"
_PARAMETER = r"(?P<parameter>[Wb]_(?:ih|hh|y))"
_END = r"(?![A-Za-z0-9_'’-])"
_TEXT = re.compile(
    rf"(?<![\w'’$\\/.]){_PARAMETER}(?![A-Za-z0-9_])"
    rf"|(?<![\w'’\\/.-])(?P<letter>[{LETTERS}])(?P<start>[0₀])?{_END}"
)
_MATH = re.compile(
    rf"(?<![a-zA-Z\\_]){_PARAMETER}"
    rf"|(?<![a-zA-Z\\{{_])(?P<letter>[x{LETTERS}])(?P<when>_t|_\{{t-1\}})?(?![a-zA-Z{{_])"
)
_ACCENTS = {"tilde": "\N{COMBINING TILDE}", "hat": "\N{COMBINING CIRCUMFLEX ACCENT}"}


def letter(notation: str, key: str) -> str:
    """A quantity's letter as text: h, Γ_f, c̃."""
    writer = WRITERS[notation]
    return as_text(writer.stems.get(key, key))


def parameter(notation: str, cell: str, name: str) -> str:
    """A parameter's letter as text, all gates' blocks on end: weight_ih is W_ih, W or W_ax."""
    return as_text(symbol(WRITERS[notation], cell, name))


def in_notation(text: str, notation: str, cell: str = "rnn") -> str:
    """A sentence of PyTorch's letters in another notation's."""
    if notation == "torch":
        return text
    parts = text.split("$")
    parts[::2] = [_TEXT.sub(lambda found: _said(found, notation, cell), part) for part in parts[::2]]
    parts[1::2] = [_MATH.sub(lambda found: _written(found, notation, cell), part) for part in parts[1::2]]
    return "$".join(parts)


def as_text(latex: str) -> str:
    r"""A letter's LaTeX as text: \Gamma_{f} is Γ_f."""
    text = latex.replace(r"\Gamma", "Γ")
    text = re.sub(r"\\(tilde|hat)\{(.)\}", lambda found: found[2] + _ACCENTS[found[1]], text)
    return re.sub(r"[{}]", "", text)


def _said(found: re.Match[str], notation: str, cell: str) -> str:
    if found["parameter"]:
        return parameter(notation, cell, _name(found["parameter"]))
    zero = "⟨0⟩" if notation == "andrew" else found["start"] or ""
    return letter(notation, found["letter"]) + (zero if found["start"] else "")


def _written(found: re.Match[str], notation: str, cell: str) -> str:
    writer = WRITERS[notation]
    if found["parameter"]:
        return symbol(writer, cell, _name(found["parameter"]))
    when = {"_t": writer.now, "_{t-1}": writer.before, None: ""}[found["when"]]
    return writer.stems.get(found["letter"], found["letter"]) + when


def _name(symbol: str) -> str:
    kind = {"W": "weight", "b": "bias"}[symbol[0]]
    return f"head_{kind}" if symbol.endswith("_y") else f"{kind}_{symbol[-2:]}"
