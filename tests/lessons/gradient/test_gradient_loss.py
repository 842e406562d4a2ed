"""Choosing the loss of the lesson "Gradients": its kind, its place, its targets, and nonsense in their box."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.core.typed import InputError
from rnnviz.ui.loss.state import Choices
from rnnviz.ui.loss.targets import fitting_loss, loss_of, typed_numbers
from tests.lessons.gradient.gradient import USUAL, choose, data, expected, opened, own, said, settings, verdict


def test_the_loss_and_where_it_stands() -> None:
    app = opened(cell="rnn")
    choose(app, "segmented_control", "loss", "cross_entropy")
    assert data(app)["net"]["loss"] == "cross_entropy"
    assert data(app)["net"]["target"] == [USUAL] * 6
    choose(app, "segmented_control", "losses", "last")
    assert data(app)["net"]["errors"][:5] == [None] * 5
    assert own(app) == {"loss": "cross_entropy", "losses": "last"}
    np.testing.assert_array_equal(data(app)["sweeps"]["L"]["dh"], expected(app, loss="cross_entropy", at="last").dh)
    assert "✓" in verdict(app)


def test_targets_as_typed() -> None:
    app = opened()
    app.text_area("gradient_targets").set_value("0.5 -2").run()
    assert data(app)["net"]["target"] == [[0.5, -2.0]] * 6
    each = "\n".join(f"{t} {-t}" for t in range(6))
    app.text_area("gradient_targets").set_value(each).run()
    assert data(app)["net"]["target"] == [[t, -t] for t in range(6)]
    assert app.text_area("gradient_targets").value == each
    np.testing.assert_array_equal(
        data(app)["sweeps"]["L"]["dh"], expected(app, targets=tuple(float(n) for n in each.split())).dh
    )
    choose(app, "segmented_control", "loss", "cross_entropy")
    app.text_area("gradient_targets").set_value("1 2 1 2 1 2").run()
    assert data(app)["net"]["target"] == [[1.0, 0.0], [0.0, 1.0]] * 3
    assert own(app)["targets"] == "1,2,1,2,1,2"


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("squared", "1 two", "“two” is not a number"),
        ("squared", "1 2 3", "Give one row of 2 numbers, or 6 of them, one for each step: there are 3 numbers here."),
        ("squared", " ", "There is no target here yet"),
        ("squared", "1e9 0", "too big"),
        ("squared", "🙂", "is not a number"),
        ("cross_entropy", "3", "There is no such class: give whole numbers from 1 to 2."),
        ("cross_entropy", "1.5", "There is no such class"),
        ("cross_entropy", "1 2", "Give one class, or 6 of them"),
        ("squared", "0 " * 600, "type at most"),
    ],
)
def test_wrong_targets_are_answered_beside_the_box(kind: str, text: str, sentence: str) -> None:
    app = opened()
    choose(app, "segmented_control", "loss", kind)
    good = "2 1" if kind == "squared" else "2"
    app.text_area("gradient_targets").set_value(good).run()
    before = data(app)["net"]["target"]
    app.text_area("gradient_targets").set_value(text).run()
    assert sentence in said(app.error)
    assert data(app)["net"]["target"] == before, "the last good targets stay"
    assert app.text_area("gradient_targets").value == text, "what was typed stays to be mended"
    app.text_area("gradient_targets").set_value(good).run()
    assert not app.error


def test_targets_that_no_longer_fit_give_way_to_the_usual_ones() -> None:
    app = opened(targets="5,6,7,8,9,10,11,12,13,14,15,16")
    assert data(app)["net"]["target"][-1] == [15.0, 16.0]
    app.slider("gradient_steps").set_value(4).run()
    assert data(app)["net"]["target"] == [USUAL] * 4
    assert "Until then the default targets are used." in said(app.warning)


def test_outputs() -> None:
    app = opened()
    app.slider("gradient_outputs").set_value(3).run()
    head = settings(app).head
    assert head is not None
    np.testing.assert_array_equal(head.weight[:2], [[1, 1], [1, -1]], "the two that were there stay")
    assert data(app)["net"]["target"] == [[1.0, 0.0, 0.0]] * 6
    assert "✓" in verdict(app)


def test_a_loss_from_what_was_typed() -> None:
    assert typed_numbers("1, 2;3\n4 / -5") == (1, 2, 3, 4, -5)
    last = loss_of(Choices(at="last", targets=(1, 2, 3, 4)), 2, 2)
    np.testing.assert_array_equal(last.target, [[3, 4]], "one for each step: at the last step its own counts")
    with pytest.raises(InputError, match=r"Give one row of 2 numbers: there are 3 numbers here\."):
        loss_of(Choices(at="last", targets=(1, 2, 3)), 2, 2)
    loss, note = fitting_loss(Choices(loss="cross_entropy", targets=(9,)), 3, 2)
    assert "no such class" in note
    np.testing.assert_array_equal(loss.target, [0, 0, 0])
