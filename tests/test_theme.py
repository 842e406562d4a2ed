"""Colours that can be told apart and read, and one format for numbers."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from rnnviz import theme
from rnnviz.core.cells import CELLS
from rnnviz.theme import PANELS, QUANTITIES, contrast, css_variables, diverging, format_number, ink

CONFIG = Path(__file__).parents[1] / ".streamlit" / "config.toml"
THEMES = ("light", "dark")

OKABE_ITO = {
    "x": "#0072B2",
    "h": "#009E73",
    "c": "#CC79A7",
    "f": "#D55E00",
    "i": "#56B4E9",
    "g": "#E69F00",
    "o": "#F0E442",
    "r": "#56B4E9",
    "z": "#D55E00",
    "n": "#E69F00",
}
"""Wong, Nature Methods 8 (2011) 441, as the design assigns them."""


def test_colours_are_the_published_ones():
    assert {key: QUANTITIES[key].colour for key in OKABE_ITO} == OKABE_ITO


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_every_field_of_a_record_has_a_colour_and_gates_differ(cell):
    assert set(cell.record.__dataclass_fields__) <= set(QUANTITIES)
    parts = ("x", *cell.states, *cell.gates)
    assert len({QUANTITIES[key].colour for key in parts}) == len(parts)


def test_contrast_is_wcag():
    """The ends of the scale, and the grey that WCAG's own material gives as just failing AA."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", THEMES)
@pytest.mark.parametrize("key", QUANTITIES)
def test_ink_can_be_read_on_page_and_panel(key, mode):
    settings = tomllib.loads(CONFIG.read_text())["theme"][mode]
    assert settings["secondaryBackgroundColor"].upper() == PANELS[mode]
    for ground in (settings["backgroundColor"], settings["secondaryBackgroundColor"]):
        assert contrast(ink(key, mode), ground) >= 4.5
    if contrast(QUANTITIES[key].colour, PANELS[mode]) >= 4.5:
        assert ink(key, mode) == QUANTITIES[key].colour


@pytest.mark.parametrize("mode", THEMES)
def test_diverging_runs_from_blue_through_the_page_to_red(mode):
    places, colours = zip(*diverging(mode), strict=True)
    assert places == pytest.approx(np.linspace(0, 1, 11))
    away = [contrast(colour, colours[5]) for colour in colours]
    assert np.all(np.diff(away[:6]) < 0)
    assert np.all(np.diff(away[5:]) > 0)
    rgb = np.array([tuple(bytes.fromhex(colour[1:])) for colour in colours], dtype=int)
    assert np.all(rgb[:5, 2] > rgb[:5, 0])
    assert np.all(rgb[6:, 0] > rgb[6:, 2])
    assert contrast(colours[5], PANELS[mode]) < 1.1


@pytest.mark.parametrize("mode", THEMES)
def test_css_has_every_quantity(mode):
    rules = dict(rule.strip().split(": ") for rule in css_variables(mode).rstrip(";").split(";"))
    for key, item in QUANTITIES.items():
        assert rules[f"--q-{key}"] == item.colour
        assert rules[f"--q-{key}-ink"] == ink(key, mode)
    assert rules["--q-diverging"].split(", ") == [colour for _, colour in diverging(mode)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.312, "+0.3120"),
        (-12.35, "−12.35"),
        (1.2345e8, "+1.235e+08"),
        (0.0, "\N{NO-BREAK SPACE}0.000"),
        (-0.0, "\N{NO-BREAK SPACE}0.000"),
        (1e-12, "+1.000e−12"),
        (0.99999, "+1.000"),
        (9.99996, "+10.00"),
        (9999.6, "+1.000e+04"),
        (1e6, "+1.000e+06"),
        (0.0009999, "+9.999e−04"),
        (0.00099999, "+0.001000"),
        (2.0625, "+2.063"),
        (-1000.5, "−1001"),
        (5e-324, "+4.941e−324"),
        (float("inf"), "+∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "NaN"),
    ],
)
def test_numbers_on_screen(value, text):
    assert format_number(value) == text


def test_numbers_keep_four_digits():
    """Read back, a number is off by at most half a unit of its fourth digit, and no digit is missing."""
    rng = np.random.default_rng(0)
    for value in rng.normal(size=500) * 10.0 ** rng.integers(-9, 10, size=500):
        text = format_number(value)
        back = float(text.replace(theme.MINUS, "-"))
        assert abs(back - value) <= 0.5000001 * 10.0 ** (np.floor(np.log10(abs(value))) - 3)
        mantissa = text[1:].split("e")[0].replace(".", "").lstrip("0")
        assert len(mantissa) == 4
        assert format_number(abs(value), plus="") == text[1:]
