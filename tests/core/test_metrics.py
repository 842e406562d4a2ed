"""The scores against scikit-learn, and the slides' 3-point table with its slip e."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn.metrics as theirs
from scipy import stats

from rnnviz.core.metrics import (
    SLIDE_SAYS,
    SLIDE_Y,
    SLIDE_Y_HAT,
    accuracy,
    can_be_chance,
    confusion,
    interval,
    regression,
    score_text,
    slide_terms,
    spread,
    standard_error,
    terms,
)
from rnnviz.core.typed import InputError


@pytest.mark.parametrize("seed", range(20))
def test_scores_of_numbers_are_scikit_learns(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, y_hat = rng.normal(size=(2, int(rng.integers(2, 50)))) * 10
    found = regression(y, y_hat)
    assert found["MSE"] == pytest.approx(theirs.mean_squared_error(y, y_hat), rel=1e-13)
    assert found["MAE"] == pytest.approx(theirs.mean_absolute_error(y, y_hat), rel=1e-13)
    assert found["R²"] == pytest.approx(theirs.r2_score(y, y_hat), rel=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_scores_of_classes_are_scikit_learns(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels, guesses = rng.integers(0, 6, (2, 40))
    assert accuracy(labels, guesses) == pytest.approx(theirs.accuracy_score(labels, guesses))
    wanted = theirs.confusion_matrix(labels, guesses, labels=range(6), normalize="true")
    found = confusion(labels, guesses, 6)
    np.testing.assert_allclose(found, wanted)
    np.testing.assert_allclose(found.sum(axis=1), np.isin(range(6), labels))


def test_the_slides_table_with_every_term() -> None:
    found = terms(np.array(SLIDE_Y), np.array(SLIDE_Y_HAT))
    np.testing.assert_allclose(found.errors, [11.51, 12.27, 7.62])
    np.testing.assert_allclose(found.squares.round(2), [132.48, 150.55, 58.06])
    assert found.mean == pytest.approx(10.60, abs=0.005)
    np.testing.assert_allclose(found.from_mean_squares.round(2), [0.33, 1.12, 2.67])
    assert (round(found.mse, 2), round(found.mae, 2)) == (113.70, 10.47)
    assert found.r2 == pytest.approx(-81.85, abs=0.07)  # the deviations rounded to two digits, as the slide has them


def test_the_slides_own_figures_are_another_computation() -> None:
    """With 50.06 for 7.62² (slip e) the slide's MSE comes out, so that is where it went wrong."""
    slipped = (132.48 + 150.55 + SLIDE_SAYS["7.62²"]) / 3
    assert slipped == pytest.approx(SLIDE_SAYS["MSE"], abs=0.01)
    assert 1 - 3 * slipped / (0.3364 + 1.123 + 2.6569) == pytest.approx(SLIDE_SAYS["R²"], abs=0.05)


def test_no_spread_has_no_r2() -> None:
    """0.1 has no exact float: three of them have a mean beside it, and a spread of 1e-34."""
    for y in (np.ones(3), np.full(3, 0.1), np.full(7, -3.3)):
        assert np.isnan(terms(y, y + 1).r2)
        assert score_text(terms(y, y + 1).r2) == "not defined: nothing varies"
    with np.errstate(divide="ignore"):  # the formula has no value: 1 − 3/0
        assert theirs.r2_score(np.ones(3), np.zeros(3), force_finite=False) == -np.inf
    assert score_text(None) == "not defined: nothing varies"
    assert score_text(0.98765) == "0.9877"
    assert terms(np.array([0.1, 0.1, 0.2]), np.zeros(3)).r2 == pytest.approx(
        theirs.r2_score([0.1, 0.1, 0.2], np.zeros(3))
    )


@pytest.mark.parametrize(("y", "y_hat", "said"), [([1.0], [], "1 true values and 0"), ([], [], "nothing to score")])
def test_what_cannot_be_scored_gets_a_sentence(y: list[float], y_hat: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        terms(np.array(y), np.array(y_hat))


def test_one_wrong_square_makes_the_slides_scores() -> None:
    found = slide_terms()
    assert (round(found.mse, 2), round(found.r2, 2)) == (SLIDE_SAYS["MSE"], SLIDE_SAYS["R²"])
    assert int(found.mae * 100) / 100 == SLIDE_SAYS["MAE"]  # cut, not rounded


def test_the_standard_error_of_a_share() -> None:
    assert standard_error(0.5, 100) == pytest.approx(0.05, abs=1e-15)  # sqrt(0.25 / 100)
    assert standard_error(0.1, 9) == pytest.approx(0.1, abs=1e-15)  # sqrt(0.09 / 9)
    assert standard_error(1.0, 7) == 0
    for count in (0, -1):
        with pytest.raises(InputError, match="nothing to score"):
            standard_error(0.5, count)


def test_two_shares_that_differ_by_less_than_two_standard_errors_can_be_chance() -> None:
    # By hand: .43 and .57 of 100 pool to .5; their difference has the standard error sqrt(2) × .05 = .0707.
    assert can_be_chance(0.43, 0.57, 100)
    assert not can_be_chance(0.42, 0.58, 100)
    assert not can_be_chance(0.43, 0.57, 400)
    assert can_be_chance(1.0, 1.0, 10)
    assert can_be_chance(0.0, 1.0, 1)  # one right, one wrong: that happens
    assert can_be_chance(0.475, 0.55, 40)  # the reviews of slip l
    assert can_be_chance(0.4, 0.6, 10, 10)
    assert not can_be_chance(0.2, 0.6, 1000, 10)


@pytest.mark.parametrize(("right", "count"), [(0, 9), (9, 9), (11, 19), (500, 1000), (1, 1)])
def test_a_share_lies_in_wilsons_interval(right: int, count: int) -> None:
    level = stats.norm.cdf(2) - stats.norm.cdf(-2)
    found = stats.binomtest(right, count).proportion_ci(level, method="wilson")
    assert interval(right / count, count) == pytest.approx((found.low, found.high), abs=1e-12)
    assert spread(11 / 19, 19) == "58 % (36 to 77)"  # 36.3 to 77.1
