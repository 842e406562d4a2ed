r"""Equations as a learner reads them, evaluated: every number stands for all that are written so, and no more.

A shown number is an interval of half a unit of its last digit to both sides; what has fewer than four digits (1, 2, a
learning rate 0.01) is exact, and so is 0.000, which is only ever shown of 0. An equation is true when all of its sides
can be one number. Nothing is known here of what an equation means: it is read as LaTeX or as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mpmath import iv

iv.dps = 25
NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:e([+-]\d+))?")
TOKEN = re.compile(r"\d+(?:\.\d+)?(?:e[+-]\d+)?|frac|sqrt|exp|tanh|sigma|max|ln|[-+*/^(){},]|\S")
# In this order: LaTeX's own, then what the app writes as text.
SPELLED = {
    **dict.fromkeys((r"\left", r"\right", r"\displaystyle", "\u200b", "&"), ""),
    **dict.fromkeys(("\xa0", r"\;"), " "),
    **dict.fromkeys((r"\cdot", r"\odot", r"\times", "⋅", "·"), "*"),
    **dict.fromkeys((r"\tfrac", r"\frac"), "frac"),
    **dict.fromkeys((r"\sigma", "σ"), "sigma"),
    **dict.fromkeys((r"\sqrt", "√"), "sqrt"),
    **{rf"\{name}": name for name in ("tanh", "max", "ln")},
    "−": "-",
    "10⁻⁸": "0.00000001",
}
REMARK = re.compile(r"\\;\\text\{(?:\(|since ).*$")
BRACE = re.compile(r"\\underbrace\{([^{}]*)\}_\{\\text\{[^{}]*\}\}|\\U\{([^{}]*)\}\{[^{}]*\}")
FUNCTIONS = {"exp", "tanh", "sigma", "max", "ln", "sqrt"}
LEAST = iv.mpf("1e-300")  # what float64 multiplies to less than this may be 0 there
BEYOND = re.compile("∞|NaN")


def shown(text: str) -> object:
    """All numbers that are written so."""
    found = NUMBER.fullmatch(text)
    assert found, text
    digits, power = found[1], int(found[2] or 0)
    places = len(digits.partition(".")[2])
    few = len(digits.replace(".", "").lstrip("0")) < 4 and places != 4
    exact = digits == "0.000" or few
    middle = iv.mpf(digits) * iv.mpf(10) ** power
    half = 0 if exact else iv.mpf(10) ** (power - places) / 2
    return middle + iv.mpf([-1, 1]) * half


def rounded(text: str, figures: int = 0) -> object:
    """All numbers that round to `text`: half a unit of its last digit to both sides, or of the last of `figures`."""
    sign, digits, power = re.fullmatch(r"([-+−]?)\s*(\d+(?:\.\d+)?)(?:e([-+−]?\d+))?", text.strip()).groups()
    exponent = int((power or "0").replace("−", "-"))
    places = len(digits.partition(".")[2])
    if figures:
        kept = digits.replace(".", "").lstrip("0")
        places += max(0, figures - len(kept)) if kept else figures
    middle = iv.mpf(digits) * iv.mpf(10) ** exponent
    found = middle + iv.mpf([-1, 1]) * iv.mpf(10) ** (exponent - places) / 2
    return -found if sign in ("-", "−") else found


def agree(one, other) -> bool:
    """Whether two intervals have a number in common."""
    return bool(max(one.a, other.a) <= min(one.b, other.b) + LEAST)


@dataclass
class Reader:
    """Arithmetic from left to right: sums of products of powers; what stands side by side is multiplied."""

    text: str
    tokens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = TOKEN.findall(self.text)

    def whole(self):
        value = self.sum()
        if self.tokens:
            raise ValueError(f"{self.tokens} is left of {self.text}")
        return value

    def next(self, *wanted: str) -> bool:
        if self.tokens and self.tokens[0] in wanted:
            self.taken = self.tokens.pop(0)
            return True
        return False

    def sum(self):
        value = -self.product() if self.next("-") else self.product()
        while self.next("+", "-"):
            value = value + self.product() if self.taken == "+" else value - self.product()
        return value

    def product(self):
        value = self.signed()
        while self.tokens and self.tokens[0] not in "+-),}":
            over = self.next("/")
            self.next("*")
            other = self.signed()
            value = value / other if over else value * other
        return value

    def signed(self):
        if self.next("-"):
            return -self.signed()
        return self.signed() if self.next("+") else self.power()

    def power(self):
        value = self.atom()
        if self.next("^"):
            exponent = self.atom()
            assert exponent == 2, self.text
            return value**2
        return value

    def atom(self):
        if not self.tokens:
            raise ValueError(f"{self.text} ends too early")
        word = self.tokens.pop(0)
        if word in "({":
            return self.closed()
        if word == "frac":
            above, below = self.atom(), self.atom()
            return above / below
        if word in FUNCTIONS:
            return self.function(word)
        if not NUMBER.fullmatch(word):
            raise ValueError(f"{word} is no number in {self.text}")
        return shown(word)

    def closed(self):
        value = self.sum()
        if not self.next(")", "}"):
            raise ValueError(f"a parenthesis stays open in {self.text}")
        return value

    def function(self, name: str):
        if name == "max":
            zero_first = self.next("(") and self.next("0") and self.next(",")
            assert zero_first, self.text
            value = self.closed()
            return iv.mpf([max(0, value.a), max(0, value.b)])
        value = self.atom()
        if name == "sigma":
            return 1 / (1 + iv.exp(-value))
        if name == "tanh":
            return 1 - 2 / (1 + iv.exp(2 * value))
        if name == "sqrt":
            return iv.sqrt(iv.mpf([max(0, value.a), max(0, value.b)]))
        return iv.exp(value) if name == "exp" else iv.log(value)


def sides(equation: str) -> list[object]:
    """The value of each side that is arithmetic; a side that is a name or a sentence has none."""
    text = REMARK.sub("", equation)
    while BRACE.search(text):
        text = BRACE.sub(lambda found: found[1] or found[2], text)
    text = re.sub(r"e\^\{", "exp{", text)
    found = []
    for side in split(text):
        plain = side
        for written, read in SPELLED.items():
            plain = plain.replace(written, read)
        if is_arithmetic(plain):
            found.append(Reader(plain).whole())
    return found


def split(text: str) -> list[str]:
    """At every = that stands in no brace."""
    parts, depth = [""], 0
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "=" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def is_arithmetic(text: str) -> bool:
    words = re.sub(r"\d(?:\.\d+)?e[+-]\d+", "0", text)
    left = re.sub("frac|" + "|".join(FUNCTIONS), "", words)
    return bool(re.search(r"\d", left)) and not re.search(r"[^\d\s.+\-*/^(){},]", left)


def said(equation: str) -> bool:
    """Whether it says something that can be wrong: two sides with numbers, none of them beyond float64."""
    return not BEYOND.search(equation) and len(sides(equation)) > 1


def holds(equation: str) -> bool:
    """Whether all of its sides can be one number, each number being any that is written as it is."""
    values = sides(equation)
    return max(value.a for value in values) <= min(value.b for value in values) + LEAST
