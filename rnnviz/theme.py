"""One colour, name and number format per quantity, for charts, equations and the stages alike."""

from __future__ import annotations

import decimal
import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

Theme = Literal["light", "dark"]

NEUTRAL = "#7F8894"
MINUS = "\N{MINUS SIGN}"
BLANK = "\N{NO-BREAK SPACE}"
READABLE = 4.5
PANELS: dict[Theme, str] = {"light": "#F1F3F6", "dark": "#1B212B"}  # .streamlit/config.toml; the page contrasts more
FOUR_DIGITS = decimal.Context(prec=4, rounding=decimal.ROUND_HALF_UP)


@dataclass(frozen=True)
class Quantity:
    """A number's kind: its key in the records, its name in words, its colour (#RRGGBB), its letter in plain text."""

    key: str
    name: str
    colour: str
    symbol: str


# Okabe-Ito, which colour-blind eyes can tell apart. What a cell computes between two gates has the colour of the gate
# that made it, so that kept and written look alike in an LSTM (f, i) and in a GRU (z, n).
QUANTITIES: dict[str, Quantity] = {
    item.key: item
    for item in (
        Quantity("x", "input", "#0072B2", "x"),
        Quantity("h", "hidden state", "#009E73", "h"),
        Quantity("h_prev", "previous hidden state", "#009E73", "h′"),
        Quantity("c", "cell state", "#CC79A7", "c"),
        Quantity("c_prev", "previous cell state", "#CC79A7", "c′"),
        Quantity("i", "input gate", "#56B4E9", "i"),
        Quantity("f", "forget gate", "#D55E00", "f"),
        Quantity("g", "candidate", "#E69F00", "g"),
        Quantity("o", "output gate", "#F0E442", "o"),
        Quantity("r", "reset gate", "#56B4E9", "r"),
        Quantity("z", "update gate", "#D55E00", "z"),
        Quantity("n", "candidate", "#E69F00", "n"),
        Quantity("a_ih", "input's share", NEUTRAL, "a_ih"),
        Quantity("a_hh", "hidden state's share", NEUTRAL, "a_hh"),
        Quantity("a", "pre-activation", NEUTRAL, "a"),
        Quantity("kept", "kept", "#D55E00", "kept"),
        Quantity("written", "written", "#E69F00", "written"),
        Quantity("reset", "reset", "#56B4E9", "reset"),
        Quantity("tanh_c", "squashed cell state", "#CC79A7", "tanh c"),
        Quantity("y", "output", "#7570B3", "y"),
        Quantity("p", "probability", "#7570B3", "p"),
    )
}

# Light: ColorBrewer's RdBu, reversed. Dark: zero is as dark as the page, and what is large is light.
_DIVERGING: dict[Theme, str] = {
    "light": "#053061, #2166AC, #4393C3, #92C5DE, #D1E5F0, #F7F7F7, #FDDBC7, #F4A582, #D6604D, #B2182B, #67001F",
    "dark": "#CFE8FF, #92C9F7, #4FA3E3, #2B75B5, #1B4770, #1B212B, #6E2A22, #B0402F, #E2654C, #F79C86, #FFD9CF",
}


def diverging(theme: Theme = "light") -> list[tuple[float, str]]:
    """Eleven stops from blue (negative) over the page's own shade (zero) to red, as plotly's colorscale wants them."""
    stops = _DIVERGING[theme].split(", ")
    return [(index / (len(stops) - 1), colour) for index, colour in enumerate(stops)]


def format_number(value: float, plus: str = "+") -> str:
    """Four significant digits, the sign always in the first place: +0.3120, −12.35, +1.235e+08; zero has a blank there.

    The minus is U+2212, as wide as "+". `plus=""` leaves positive numbers without a sign place. assets/shared/format.js
    holds the same rule (ties are rounded away from zero, as JavaScript does).
    """
    if math.isnan(value):
        return "NaN"
    sign = MINUS if value < 0 else plus if value > 0 else plus and BLANK
    return sign + ("∞" if math.isinf(value) else _four_digits(abs(value)))


def _four_digits(size: float) -> str:
    rounded = FOUR_DIGITS.create_decimal(decimal.Decimal(size))
    exponent = rounded.adjusted() if rounded else 0
    if -3 <= exponent < 4:
        return f"{rounded:.{3 - exponent}f}"
    return f"{rounded.scaleb(-exponent):.3f}e{MINUS if exponent < 0 else '+'}{abs(exponent):02d}"


def contrast(first: str, second: str) -> float:
    """Contrast of two colours (#RRGGBB), 1 to 21, as WCAG 2.1 defines it."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def ink(key: str, theme: Theme = "light") -> str:
    """A quantity's colour for text: moved towards black or white just as far as reading needs (WCAG AA, 4.5 : 1)."""
    colour, panel = QUANTITIES[key].colour, PANELS[theme]
    target = "#000000" if theme == "light" else "#FFFFFF"
    shades = (_mix(colour, target, step / 50) for step in range(51))
    return next(shade for shade in shades if contrast(shade, panel) >= READABLE)


@cache
def css_variables(theme: Theme = "light") -> str:
    """CSS custom properties of one theme: --q-h for shapes, --q-h-ink for text, --q-diverging (a comma list)."""
    rules = [f"--q-{key}: {item.colour}; --q-{key}-ink: {ink(key, theme)};" for key, item in QUANTITIES.items()]
    return " ".join([*rules, f"--q-diverging: {_DIVERGING[theme]};"])


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(colour: str, target: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(target), strict=True)
    return "#" + "".join(f"{round(start + (end - start) * share):02X}" for start, end in pairs)
