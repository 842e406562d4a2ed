"""The four reading orders against NumPy's own flips and turns, and drawings in a link."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.core.images import LEVELS, ORDERS, from_text, to_text
from rnnviz.core.typed import InputError


def test_the_four_orders_are_the_picture_and_the_picture_turned_each_both_ways():
    image = np.arange(64.0).reshape(8, 8)
    turned = np.rot90(image)
    wanted = {"down": image, "up": np.flip(image, 0), "left": turned, "right": np.flip(turned, 0)}
    assert wanted.keys() == ORDERS.keys()
    for name, rows in wanted.items():
        np.testing.assert_array_equal(ORDERS[name].read(image), rows)


def test_a_drawing_is_64_signs():
    image = np.random.default_rng(0).integers(0, 17, (8, 8)).astype(float)
    text = to_text(image)
    assert set(text) <= set(LEVELS)
    np.testing.assert_array_equal(from_text(text), image)
    for wrong in ("", "0" * 63, "0" * 63 + "h"):
        with pytest.raises(InputError, match="64 signs"):
            from_text(wrong)
