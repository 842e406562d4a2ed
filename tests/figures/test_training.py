"""What the figures of a run hold: every number that went in, where it belongs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.core.windows import Gap, TimeStep, gaps
from rnnviz.figures.training import COLOURS, Curves, gradient_figure, loss_figure, score_figure
from rnnviz.lessons.train.confusion import beliefs_figure, confusion_figure, positive_figure, states_figure
from rnnviz.lessons.train.forecast import Axes, ahead_figure, forecast_figure


def curves(name: str) -> Curves:
    return Curves(
        name,
        ([0.5, 1.5], [3.0, 2.0]),
        ([1.0, 2.0], [2.5, 1.5]),
        ([1.0, 2.0], [2.6, 1.9]),
        ([1.0, 2.0], [0.4, 0.6]),
        ([1.0, 2.0], [None, None]),
        {"layer 1": ([0.5, 1.5], [0.1, 0.2])},
    )


def test_loss_has_last_steps_train_and_validation() -> None:
    figure = loss_figure([curves("LSTM")], marker=2)
    assert [trace.name for trace in figure.data] == ["last steps", "train", "validation"]
    assert list(figure.data[2].y) == [2.6, 1.9]
    assert figure.layout.shapes[0].x0 == 2


def test_a_loss_that_falls_far_stands_on_a_logarithmic_axis() -> None:
    far = replace(curves("LSTM"), validation=([1.0, 2.0], [2.6, 0.01]))
    assert loss_figure([curves("LSTM")]).layout.yaxis.type is None
    assert loss_figure([far]).layout.yaxis.type == "log"
    assert loss_figure([replace(far, validation=([1.0], [None]))]).layout.yaxis.type is None


def test_four_runs_are_told_apart_by_name_colour_and_mark() -> None:
    figure = loss_figure([curves(name) for name in "abcd"])
    validation = [trace for trace in figure.data if trace.name.endswith("validation")]
    assert [trace.name for trace in validation] == [f"{name}: validation" for name in "abcd"]
    assert [trace.line.color for trace in validation] == list(COLOURS)
    assert len({trace.marker.symbol for trace in validation}) == 4
    assert not any(trace.showlegend for trace in figure.data), "their names stand over the charts, once"


def test_several_seeds_are_a_band_around_their_mean() -> None:
    epochs = [1.0, 2.0]
    banded = replace(
        curves("a"),
        ranges={"validation": ((epochs, [2.0, 1.0]), (epochs, [3.0, 2.5])), "score": ((epochs, [0, 0]),) * 2},
    )
    low, high = [trace for trace in loss_figure([banded]).data if trace.name in ("a: least", "a: most")]
    assert (list(low.y), list(high.y), high.fill) == ([2.0, 1.0], [3.0, 2.5], "tonexty")


def test_what_costs_nothing_is_a_level_line_across_the_score() -> None:
    figure = score_figure([curves("LSTM")], "R²", {"same as the last hour": 0.55})
    assert [trace.name for trace in figure.data] == ["validation", "same as the last hour 0.550"]
    assert list(figure.data[1].y) == [0.55, 0.55]
    assert list(figure.data[1].x) == [0, 2.0]
    two = score_figure([curves("LSTM")], "R²", {"same as the last hour": 0.55, "same time yesterday": 0.4})
    assert len({trace.line.dash for trace in two.data[1:]}) == 2, "told apart without a colour"


def test_gradients_stand_on_a_logarithmic_axis() -> None:
    figure = gradient_figure([curves("a"), curves("b")])
    assert figure.layout.yaxis.type == "log"
    assert [trace.showlegend for trace in figure.data] == [True, False]


def test_the_confusion_matrix_keeps_truth_in_the_rows() -> None:
    figure = confusion_figure([[0.9, 0.1], [0.3, 0.7]], ["no", "yes"])
    assert figure.data[0].z[1][0] == 0.3
    assert "truth" in figure.layout.yaxis.title.text
    assert "guess" in figure.layout.xaxis.title.text


def test_beliefs_put_the_likeliest_on_top_and_tell_equal_letters_apart() -> None:
    p = np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]])
    figure = beliefs_figure(p, ("o", "o"), ("A", "B", "C"))
    assert list(figure.data[0].y) == ["C", "B", "A"]
    np.testing.assert_array_equal(figure.data[0].z, p[:, ::-1].T)
    assert len(set(figure.data[0].x)) == 2
    assert list(figure.layout.xaxis.ticktext) == ["o", "o"]


def test_the_bars_of_a_review_begin_at_one_half() -> None:
    bars = positive_figure(np.array([0.2, 0.9]), ("bad", "good")).data[0]
    np.testing.assert_allclose(np.asarray(bars.base) + bars.y, [0.2, 0.9])
    assert bars.marker.color[0] != bars.marker.color[1]


def test_states_have_a_row_a_unit() -> None:
    states = np.array([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]])
    cells = states_figure(states, ("a", "b")).data[0]
    np.testing.assert_array_equal(cells.z, states.T)
    assert (cells.zmin, cells.zmax) == (-1, 1)


def test_the_last_hour_is_one_hour_late() -> None:
    truth, late, net = forecast_figure([1.0, 2.0, 4.0], [1.5, 2.5, 3.5], [0.5, 1.0, 2.0]).data
    assert list(late.x) == [1, 2, 3]
    assert list(late.y) == [0.5, 1.0, 2.0]
    assert [it.name for it in (late, net)] == ["same as 1 hour before", "the net, 1 hour ahead"]
    assert list(net.y) == [1.5, 2.5, 3.5]
    assert list(truth.x) == [1, 2, 3]


def test_a_forecast_names_its_distance_its_unit_and_its_gaps() -> None:
    """Ten minutes a step, kelvin, and nine days missing after the second point."""
    times = np.array(["2006-04-01T23:00", "2006-04-01T23:10", "2006-04-10T00:00", "2006-04-10T00:10"], "datetime64[s]")
    found = gaps(times, 600)
    assert found == (Gap(1, "1 April", "10 April"),)
    figure = forecast_figure([1.0] * 4, [1.0] * 4, [1.0] * 4, 6, Axes(TimeStep(600), "K"), found)
    assert figure.data[2].name == "the net, 6 steps ahead"
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("step of 10 minutes", "K")
    assert figure.layout.shapes[0].x0 == 2.5  # between the second and the third
    assert figure.layout.annotations[0].text == "1 April | 10 April"


@pytest.mark.parametrize("known", [0, 2, 3])
def test_hours_ahead_join_the_window(known: int) -> None:
    window, made = np.array([5.0, 6.0]), np.array([7.0, 8.0, 9.0])
    read, truth, net = ahead_figure(window, made, np.array([7.5, 8.5, 9.5])[:known]).data
    assert list(read.x) == [-1, 0]
    assert list(net.y) == [6.0, 7.0, 8.0, 9.0]
    assert list(truth.x) == list(range(known + 1))


def test_logarithmic_ticks_do_not_stand_on_each_other() -> None:
    """At most seven lines: three a decade over two, whole decades over more; an empty axis is two decades."""
    empty = gradient_figure([Curves("a", ([], []), ([], []), ([], []), ([], []), ([], []))])
    assert tuple(empty.layout.yaxis.range) == (-2, 0)
    for low in (1.0, 0.3, 0.05, 1e-2, 1e-3, 1e-8, 1e-30):
        run = Curves("a", ([], []), ([], []), ([], []), ([], []), ([], []), {"head": ([0, 1], [1.0, low])})
        axis = gradient_figure([run]).layout.yaxis
        decades = -math.log10(low) * 1.15  # Plotly's margin
        ticks = 3 * decades if axis.dtick == "D2" else decades / axis.dtick
        assert ticks <= 7, low
        assert (axis.exponentformat == "power") == (low < 1e-4), "0.00001 would stand on the axis's title"
        assert (axis.tickformat == ".1g") == (low >= 1e-4)
