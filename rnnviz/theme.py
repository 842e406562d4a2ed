"""One colour, name and number format per quantity, for charts, equations and the stages alike."""

from __future__ import annotations

import decimal
import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rnnviz.texts import _

Theme = Literal["light", "dark"]

MINUS = "\N{MINUS SIGN}"
BLANK = "\N{NO-BREAK SPACE}"
PANELS: dict[Theme, str] = {"light": "#F1F3F6", "dark": "#1B212B"}  # .streamlit/config.toml; the page contrasts more
FOUR_DIGITS = decimal.Context(prec=4, rounding=decimal.ROUND_HALF_UP)


# The hues are Okabe and Ito's, which colour-blind eyes can tell apart; each as dark or as light as both words and bars
# need on that theme's panel (4.5 : 1), and no two of a cell alike, seen by a deuteranope either.
HUES: dict[str, dict[Theme, str]] = {
    "blue": {"light": "#0A6CC4", "dark": "#3D9BE9"},
    "green": {"light": "#007D58", "dark": "#2BC090"},
    "purple": {"light": "#B3358A", "dark": "#E58FC4"},
    "vermilion": {"light": "#BC4A00", "dark": "#F0793A"},
    "sky": {"light": "#00506E", "dark": "#9ADCFA"},
    "orange": {"light": "#755300", "dark": "#F2B134"},
    "yellow": {"light": "#444600", "dark": "#F7EE7A"},
    "violet": {"light": "#5227A0", "dark": "#B3A6FF"},
    "neutral": {"light": "#656C76", "dark": "#8A94A3"},
}
NEUTRAL = "#7F8894"  # no quantity's: the lines of a chart that no theme changes


@dataclass(frozen=True)
class Quantity:
    """A number's kind: its key in the records, its name in words, its hue, its letter in plain text."""

    key: str
    name: str
    hue: str
    symbol: str

    @property
    def colour(self) -> str:
        """On a light page, and in figures, whose colours assets/shared/chart.js changes for a dark one."""
        return self.on("light")

    def on(self, theme: Theme) -> str:
        """Its one colour (#RRGGBB) in that theme: on wires, bars and curves, in equations and in words."""
        return HUES[self.hue][theme]


# What a cell computes between two gates has the colour of the gate that made it, so that kept and written look alike in
# an LSTM (f, i) and in a GRU (z, n).
QUANTITIES: dict[str, Quantity] = {
    item.key: item
    for item in (
        Quantity("x", _("input"), "blue", "x"),
        Quantity("h", _("hidden state"), "green", "h"),
        Quantity("h_prev", _("previous hidden state"), "green", "h′"),
        Quantity("c", _("cell state"), "purple", "c"),
        Quantity("c_prev", _("previous cell state"), "purple", "c′"),
        Quantity("i", _("input gate"), "sky", "i"),
        Quantity("f", _("forget gate"), "vermilion", "f"),
        Quantity("g", _("candidate"), "orange", "g"),
        Quantity("o", _("output gate"), "yellow", "o"),
        Quantity("r", _("reset gate"), "sky", "r"),
        Quantity("z", _("update gate"), "vermilion", "z"),
        Quantity("n", _("candidate"), "orange", "n"),
        Quantity("a_ih", _("input's share"), "neutral", "a_ih"),
        Quantity("a_hh", _("hidden state's share"), "neutral", "a_hh"),
        Quantity("a", _("pre-activation"), "neutral", "a"),
        Quantity("kept", _("kept"), "vermilion", "kept"),
        Quantity("written", _("written"), "orange", "written"),
        Quantity("reset", _("reset"), "sky", "reset"),
        Quantity("tanh_c", _("squashed cell state"), "purple", "tanh c"),
        Quantity("y", _("output"), "violet", "y"),
        Quantity("p", _("probability"), "violet", "p"),
    )
}

# Light: ColorBrewer's RdBu, reversed. Dark: zero is as dark as the page, and what is large is light.
_DIVERGING: dict[Theme, str] = {
    "light": "#053061, #2166AC, #4393C3, #92C5DE, #D1E5F0, #F7F7F7, #FDDBC7, #F4A582, #D6604D, #B2182B, #67001F",
    "dark": "#CFE8FF, #92C9F7, #4FA3E3, #2B75B5, #1B4770, #1B212B, #6E2A22, #B0402F, #E2654C, #F79C86, #FFD9CF",
}


# Of a weight: positive, negative.
SIGNS: dict[Theme, tuple[str, str]] = {"light": ("#B2182B", "#2166AC"), "dark": ("#F79C86", "#92C9F7")}


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


@cache
def css_variables(theme: Theme = "light") -> str:
    """CSS custom properties of one theme: --q-h for each quantity, --q-diverging (a comma list), --plus and --minus."""
    rules = [f"--q-{key}: {item.on(theme)};" for key, item in QUANTITIES.items()]
    plus, minus = SIGNS[theme]
    return " ".join([*rules, f"--q-diverging: {_DIVERGING[theme]};", f"--plus: {plus}; --minus: {minus};"])


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
