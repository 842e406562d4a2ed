"""The lesson "Gradients" through Streamlit's own test runner: its controls, the sum of the paths, the live check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rnnviz.core import losses
from rnnviz.core.bptt import PARAMETERS, contributions, record
from rnnviz.core.cell import DERIVATIVES
from rnnviz.core.cells import CELLS
from rnnviz.state.opening import first_example as cell_example
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import from_preset
from rnnviz.theme import format_number
from rnnviz.ui.loss.state import first_example
from tests.lessons.gradient.gradient import (
    USUAL,
    bars,
    choose,
    data,
    expected,
    opened,
    own,
    sentence,
    settings,
    verdict,
)


def test_it_opens_on_the_worked_example_over_six_standardised_hours() -> None:
    app = opened()
    assert settings(app) == first_example("rnn")
    assert (settings(app).steps, settings(app).source.standardise) == (6, True)
    assert data(app)["of"] == 5
    assert data(app)["moves"]["front"] == 8, "gone all the way back: y, six h and h0"
    dh = np.abs(data(app)["sweeps"]["E"]["dh"])
    assert dh[0].max() < 1e-2 * dh[-1].max(), "and lost on the way"
    assert "✓" in verdict(app)
    assert "green" in verdict(app)
    assert not app.warning


@pytest.mark.parametrize("cell", CELLS)
def test_the_stage_is_sent_what_the_core_computes(cell: str) -> None:
    app = opened(cell=cell)
    assert own(app) == {}, "a link that was shared before shows what it showed"
    assert settings(app) == first_example(cell)
    gradient = expected(app)
    np.testing.assert_array_equal(data(app)["sweeps"]["L"]["dh"], gradient.dh)
    np.testing.assert_array_equal(data(app)["net"]["y"], gradient.y)
    assert data(app)["net"]["target"] == [USUAL] * 6


def test_the_cell_switch_keeps_the_input() -> None:
    app = opened()
    before = settings(app)
    choose(app, "segmented_control", "cell", "lstm")
    assert settings(app).cell == "lstm"
    np.testing.assert_array_equal(settings(app).x, before.x)
    assert "✓" in verdict(app)


def test_presets_sizes_and_input_are_those_of_the_cell_pages() -> None:
    app = opened()
    for preset in [*list(PRESETS["rnn"])[1:], "worked"]:
        app.selectbox("gradient_preset").select(preset).run()
        assert settings(app) == (cell_example("rnn") if preset == "worked" else from_preset("rnn", preset))
        assert "✓" in verdict(app)
    app.slider("gradient_hidden").set_value(5).run()
    assert settings(app).hidden_size == 5
    app.segmented_control("gradient_activation").set_value("relu").run()
    assert settings(app).activation == "relu"
    app.selectbox("gradient_kind").select("typed").run()
    app.text_area("gradient_text").set_value("1 2 3").run()
    assert settings(app).x.tolist() == [[1.0], [2.0], [3.0]]
    assert "✓" in verdict(app)


# The sum of the paths


def test_the_sum_stands_beside_autograds() -> None:
    app = opened(view="sum", parameter="weight_hh", entry="2,1")
    gradient = expected(app)
    parts = contributions(gradient, "weight_hh", 5)[:, 1, 0]
    steps, total, reference = bars(app)
    assert steps == parts.tolist()
    assert total == [pytest.approx(parts.sum(), rel=1e-12)]
    assert reference == [pytest.approx(parts.sum(), rel=1e-12)]
    assert f"sum `{format_number(parts.sum())}`" in sentence(app)
    assert "difference" in sentence(app)
    assert "green" in sentence(app)


def test_a_parameter_that_a_cell_does_not_have_gives_way_to_one_that_it_has() -> None:
    app = opened(view="sum", whole="1", cell="lstm", parameter="weight_hh")
    assert app.selectbox("gradient_parameter").value == "weight_hh"
    app.segmented_control("gradient_cell").set_value("mingru").run()
    assert not app.exception
    box = app.selectbox("gradient_parameter")
    assert (box.value, len(box.options)) == ("weight_ih", 4)
    assert "green" in sentence(app)
    app.segmented_control("gradient_cell").set_value("gru").run()
    assert app.selectbox("gradient_parameter").value == "weight_hh"


def test_every_parameter_and_every_kind_of_bar() -> None:
    app = opened(view="sum", whole="1", cell="lstm")
    gradient = expected(app)
    for name in PARAMETERS:
        app.selectbox("gradient_parameter").select(name).run()
        parts = contributions(gradient, name)
        assert bars(app)[0] == parts.reshape(6, -1)[:, 0].tolist()
        choose(app, "segmented_control", "bars", "norm")
        np.testing.assert_allclose(bars(app)[0], np.linalg.norm(parts.reshape(6, -1), axis=1))
        np.testing.assert_allclose(bars(app)[1], np.linalg.norm(gradient.gradients[name]))
        assert "norm of the sum" in sentence(app)
        choose(app, "segmented_control", "bars", "entry")
    app.selectbox("gradient_parameter").select("weight_hh").run()
    app.selectbox("gradient_row").select(7).run()
    app.selectbox("gradient_column").select(1).run()
    assert bars(app)[0] == contributions(gradient, "weight_hh")[:, 7, 1].tolist()
    assert own(app)["entry"] == "8,2"
    app.selectbox("gradient_parameter").select("head_bias").run()
    assert bars(app)[0] == contributions(gradient, "head_bias")[:, 1].tolist(), "brought within the smaller shape"
    table = app.dataframe[0].value
    assert len(table) == 10
    assert set(table.iloc[:, 0]) == {"✓"}


# The live check: an error in any one factor turns it red

RIGHT_SEEDS = record.seeds
PLANTED: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "1 - h instead of 1 - h²": lambda patch: patch.setitem(DERIVATIVES, "tanh", lambda a, h: 1 - h),
    "a Jacobian without its transpose": lambda patch: patch.setattr(
        record, "state_jacobians", transposed(record.state_jacobians)
    ),
    "a head without its transpose": lambda patch: patch.setattr(
        record, "seeds", lambda dy, head, size: RIGHT_SEEDS(dy, replace(head, weight=head.weight.T), size)
    ),
    "twice the error": lambda patch: patch.setitem(
        losses.LOSSES, "squared", replace(losses.LOSSES["squared"], gradient=lambda y, target: 2 * (y - target))
    ),
}


def transposed(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: right(*given).swapaxes(1, 2)


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("view", ["sweep", "sum"])
def test_a_planted_error_turns_the_check_red(planted: str, view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    query = {"view": view, "outputs": "2", "head": "1,2,3,4,0,0", "parameter": "weight_ih", "whole": "1"}
    assert "green" in verdict(opened(**query))
    PLANTED[planted](monkeypatch)
    app = opened(**query)
    assert "red" in verdict(app)
    assert "✗" in verdict(app)
    assert "weight_ih" in verdict(app)
    if view == "sum":
        assert "red" in sentence(app)
        assert "✗" in set(app.dataframe[0].value.iloc[:, 0])
