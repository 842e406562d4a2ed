"""The slides' hours forecast by hand, against sums done with a pencil and scikit-learn's regression."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from rnnviz.core.hours import CLOCK, LAG, TEMPERATURES, forecasts, line, mean_errors, open_hours


def test_the_simple_forecasts_by_pencil():
    made = forecasts([28.0, 25.5, 23.0])
    assert [CLOCK[it.at] for it in made] == ["18:00", "19:00", "20:00"]
    assert [it.last for it in made] == [29, 26, 25]
    assert [it.truth for it in made] == [26, 25, None]
    assert [it.line for it in made] == pytest.approx(
        [28.5, 25.8, 23.4]
    )  # slopes −0.7, −1.2, −1.6 about 30.6, 29.4, 28.2
    assert mean_errors(made) == pytest.approx({"yours": 1.25, "last": 2.0, "line": 1.65})


def test_the_line_is_scikit_learns():
    random = np.random.default_rng(0)
    for _ in range(20):
        known = random.normal(size=LAG)
        fitted = LinearRegression().fit(np.arange(LAG)[:, None], known)
        assert line(known) == pytest.approx(float(fitted.predict([[LAG]])[0]))


def test_a_truth_is_covered_until_its_guess_is_there():
    assert [open_hours([0.0] * made) for made in range(4)] == [5, 6, 7, 7]
    assert len(TEMPERATURES) == len(CLOCK) - 1
