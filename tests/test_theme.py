"""Colours that can be told apart and read, and one format for numbers."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from rnnviz import theme
from rnnviz.core.cells import CELLS
from rnnviz.theme import PANELS, QUANTITIES, contrast, css_variables, diverging, format_number

CONFIG = Path(__file__).parents[1] / ".streamlit" / "config.toml"
THEMES = ("light", "dark")

# How a deuteranope sees linear RGB: Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009) 1291.
DEUTERANOPE = np.array([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
])  # fmt: skip
XYZ = np.array([[0.412456, 0.357576, 0.180438], [0.212673, 0.715152, 0.072175], [0.019334, 0.119192, 0.950304]])


def linear(colour: str) -> np.ndarray:
    parts = np.array(list(bytes.fromhex(colour[1:]))) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of linear RGB: 2.3 apart is just seen."""
    x, y, z = np.cbrt(XYZ @ np.clip(rgb, 0, 1) / XYZ.sum(axis=1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("mode", THEMES)
@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_every_field_of_a_record_has_a_colour_and_the_parts_of_a_cell_are_told_apart(cell, mode):
    """By a deuteranope, too, who is one in twenty men."""
    assert set(cell.record.__dataclass_fields__) <= set(QUANTITIES)
    parts = [linear(QUANTITIES[key].on(mode)) for key in ("x", *cell.states, *cell.gates, "y", "a")]
    for seen, least in ((parts, 18), ([DEUTERANOPE @ part for part in parts], 7)):
        for one, other in combinations(map(lab, seen), 2):
            assert np.linalg.norm(one - other) >= least


def test_contrast_is_wcag():
    """The ends of the scale, and the grey that WCAG's own material gives as just failing AA."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", THEMES)
def test_a_weights_sign_is_seen_on_page_and_panel(mode):
    settings = tomllib.loads(CONFIG.read_text())["theme"][mode]
    for ground in (settings["backgroundColor"], settings["secondaryBackgroundColor"]):
        assert all(contrast(colour, ground) >= 3 for colour in theme.SIGNS[mode])


@pytest.mark.parametrize("mode", THEMES)
@pytest.mark.parametrize("key", QUANTITIES)
def test_a_colour_can_be_read_on_page_and_panel(key, mode):
    settings = tomllib.loads(CONFIG.read_text())["theme"][mode]
    assert settings["secondaryBackgroundColor"].upper() == PANELS[mode]
    for ground in (settings["backgroundColor"], settings["secondaryBackgroundColor"]):
        assert contrast(QUANTITIES[key].on(mode), ground) >= 4.5


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
        assert rules[f"--q-{key}"] == item.on(mode)
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
