"""Both lessons' files: every number in them is the record's, to the last digit."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.core.course import Course, Rule, taken
from rnnviz.lessons.vanishing import VanishingState, comparison, remedies, spread
from rnnviz.lessons.vanishing.controls import to_csv
from rnnviz.state.course import to_csv as course_csv
from tests.bptt_cases import plain_problem

SMALL = VanishingState(steps=12, hidden=3)


def read(text: str) -> tuple[list[str], np.ndarray]:
    head, *rows = csv.reader(io.StringIO(text))
    return head, np.array([[float(number) for number in row] for row in rows])


def test_the_first_view_has_every_singular_value() -> None:
    head, rows = read(to_csv(SMALL))
    assert head == ["T-k", "sigma_1", "sigma_2", "sigma_3", "bound"]
    np.testing.assert_array_equal(rows[:, 0], np.arange(12))
    np.testing.assert_array_equal(rows[:, 1:4], spread(SMALL).singular_values)
    np.testing.assert_array_equal(rows[:, 4], spread(SMALL).bound)


def test_the_other_views_have_their_curves() -> None:
    setup = replace(SMALL, view="remedies", window=3, clip=0.01)
    head, rows = read(to_csv(setup))
    assert head == ["T-k", "As it is", "Clipped", "Window", "Window, then clipped"]
    for column, each in zip(rows.T[1:], remedies(setup).all, strict=True):
        np.testing.assert_array_equal(column, each.parts)
    head, rows = read(to_csv(replace(SMALL, view="cells")))
    for key, column in zip(head[1:], rows.T[1:], strict=True):
        np.testing.assert_array_equal(column, comparison(SMALL).lines[key].norm)


def test_what_explodes_is_written_as_it_is() -> None:
    text = to_csv(replace(SMALL, view="remedies", activation="identity", radius=2.0, steps=100))
    assert "e+" in text


def test_a_course_has_a_row_for_every_step() -> None:
    course = taken(plain_problem("rnn"), [Rule("sgd", 0.1)] * 2 + [Rule("adam", 0.01, 0.5)])
    size = sum(value.size for value in course.start.parameters().values())
    head, *rows = csv.reader(io.StringIO(course_csv(course, [f"w{n}" for n in range(size)])))
    assert head[:7] == ["step", "optimiser", "lr", "clip", "norm", "loss", "w0"]
    assert [row[:4] for row in rows] == [
        ["0", "", "", ""],
        ["1", "sgd", "0.1", "0.0"],
        ["2", "sgd", "0.1", "0.0"],
        ["3", "adam", "0.01", "0.5"],
    ]
    np.testing.assert_array_equal([float(row[5]) for row in rows], course.losses)
    last = np.concatenate([value.ravel() for value in course.now.parameters().values()])
    np.testing.assert_array_equal(np.array(rows[3][6:], dtype=float), last)
    assert float(rows[1][4]) == pytest.approx(course.steps[0].clipped.norm)


def test_before_any_step_there_is_the_start_alone() -> None:
    assert len(course_csv(Course(plain_problem("rnn")), []).splitlines()) == 2
