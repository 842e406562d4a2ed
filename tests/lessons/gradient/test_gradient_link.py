"""The link of the lesson "Gradients": what it brings back, what is said to a wrong one; and its files."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from rnnviz.core import losses
from rnnviz.core.bptt import PARAMETERS, backward, contributions
from rnnviz.core.cells import CELLS
from rnnviz.core.losses import Loss
from rnnviz.lessons.gradient.files import to_csv, to_json
from rnnviz.state.link import LinkError
from rnnviz.ui.loss.loss_controls import problem_of
from rnnviz.ui.loss.state import CODEC, Choices, first_example
from tests.lessons.gradient.gradient import bars, choose, data, expected, opened, said, settings, verdict
from tests.pages.visiting import link

# The link


def test_a_link_brings_everything_back() -> None:
    link = {
        "cell": "gru", "preset": "leaky", "hidden": "3", "steps": "5", "loss": "cross_entropy", "targets": "1,2,1,2,1",
        "E": "4", "k": "2", "parameter": "bias_hh", "entry": "3,1", "view": "sum", "example": "net", "front": "7",
        "factor": "3", "values": "0.5,0.5,0.5", "notation": "wu",
    }  # fmt: skip
    app = opened(**link)
    assert not app.warning
    now = data(app)
    assert (now["of"], now["parameter"], settings(app).cell, settings(app).steps) == (3, "bias_hh", "gru", 5)
    moves = {"view": "sum", "example": "net", "k": 1, "front": 7, "factor": 3, "whole": False, "notation": "wu"}
    assert now["moves"] == moves
    assert now["numbers"]["values"] == [0.5, 0.5, 0.5]
    assert now["query"] == link
    assert (
        bars(app)[0]
        == contributions(expected(app, loss="cross_entropy", targets=(1.0, 2.0, 1.0, 2.0, 1.0)), "bias_hh", 3)[
            :, 2
        ].tolist()
    )


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"E": "0"}, "E is “0”"),
        ({"E": "six"}, "E is “six”"),
        ({"parameter": "W"}, "parameter is “W”: it must be one of weight_ih"),
        ({"view": "all"}, "view is “all”"),
        ({"entry": "1"}, "it must be a row and a column"),
        ({"values": "1,2"}, "values has 2 numbers: it must have 3 to 12"),
        ({"targets": "nan"}, "targets has “nan”"),
        ({"loss": "l2"}, "loss is “l2”"),
        ({"whole": "yes"}, "whole is “yes”"),
        ({"front": "-1"}, "front is “-1”"),
        ({"cell": "tree"}, "a cell that is not here"),
        ({"preset": "no"}, "no preset"),
        ({"weight_hh": "1,2"}, "weight_hh has 2 numbers"),
        ({"colour": "red"}, "does not know the part"),
    ],
)
def test_a_wrong_link_is_said_and_the_first_example_stands(query: dict[str, str], sentence: str) -> None:
    app = opened(**query)
    assert sentence in said(app.warning)
    assert settings(app) == first_example("rnn")
    assert "✓" in verdict(app)
    choose(app, "segmented_control", "cell", "gru")
    assert not app.warning, "it goes when something else is chosen"


def test_a_parameter_that_the_cell_does_not_have_is_said_and_leaves_the_link() -> None:
    app = opened(cell="mingru", parameter="weight_hh", view="sum")
    assert "parameter is “weight_hh”: it must be one of weight_ih, bias_ih, head_weight, head_bias" in said(app.warning)
    assert link(app) == {"cell": "mingru", "view": "sum"}
    app = opened(cell="lstm", parameter="weight_hh", view="sum")
    assert not app.warning


def test_a_step_beyond_the_run_is_the_last_one() -> None:
    assert data(opened(E="60", steps="4"))["of"] == 3
    app = opened(E="2", losses="last")
    assert data(app)["of"] == 5, "there is no other loss"
    assert "✓" in verdict(app)


@pytest.mark.parametrize("steps", ["1", "2", "64"])
@pytest.mark.parametrize("cell", CELLS)
def test_short_and_long_runs(cell: str, steps: str) -> None:
    for extra in ({}, {"losses": "last", "hidden": "32", "inputs": "4", "outputs": "8", "loss": "cross_entropy"}):
        app = opened(cell=cell, preset="random", source="noise", steps=steps, view="sum", **extra)
        assert "✓" in verdict(app)


def test_an_exploding_net_is_shown_and_checked() -> None:
    """32 units that all read all with 100, without an activation: from step to step h grows 3200 times."""
    app = opened(
        preset="exploding", source="noise", steps="64", hidden="32", weight_hh=",".join(["100"] * 1024), view="sum"
    )
    states = data(app)["net"]["h"]
    assert states[-1][0] / states[-2][0] == pytest.approx(3200, rel=1e-9)
    assert "✓" in verdict(app)


def test_choices_go_to_items_and_back() -> None:
    rng = np.random.default_rng(0)
    assert CODEC.written(Choices()) == {}
    for _ in range(200):
        choices = Choices(
            loss=str(rng.choice(list(losses.LOSSES))),
            at=str(rng.choice(list(losses.AT))),
            targets=tuple(rng.normal(size=rng.integers(0, 9)).tolist()),
            of=None if rng.random() < 0.3 else int(rng.integers(64)),
            parameter=str(rng.choice(PARAMETERS)),
            entry=None if rng.random() < 0.3 else (int(rng.integers(128)), int(rng.integers(32))),
            values=tuple(rng.normal(size=rng.integers(3, 13)).tolist()),
            whole=bool(rng.random() < 0.5),
            view=str(rng.choice(["sweep", "path", "sum", "slides"])),
            k=int(rng.integers(64)),
            front=int(rng.integers(200)),
        )
        assert CODEC.with_items(Choices(), CODEC.written(choices)) == choices
    with pytest.raises(LinkError):
        CODEC.with_items(Choices(), {"k": "65"})
    assert CODEC.with_items(Choices(), {"n": "3", "notation": "wu"}) == Choices(), "what is not ours is left aside"


# The files


def test_the_csv_holds_the_sweep() -> None:
    gradient = backward(problem_of(first_example("lstm"), Loss("squared", np.ones((1, 2)), "last")))
    rows = list(csv.reader(io.StringIO(to_csv(gradient))))
    assert rows[0][0] == "t"
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5", "6"]
    for name, array in (
        ("dL/dh", gradient.dh),
        ("dL/dc", gradient.dc),
        ("dL/dy", gradient.dy),
        ("x", gradient.forward.x),
    ):
        for unit in range(array.shape[1]):
            column = rows[0].index(f"{name}[{unit + 1}]")
            assert [float(row[column]) for row in rows[1:]] == array[:, unit].tolist()
    assert rows[1][rows[0].index("target[1]")] == "nan"


def test_the_json_holds_every_factor() -> None:
    gradient = backward(problem_of(first_example("gru"), Loss("cross_entropy", np.ones(6))))
    document = json.loads(to_json(gradient))
    np.testing.assert_array_equal(document["jacobians"], gradient.jacobians)
    np.testing.assert_array_equal(document["signals"], gradient.signals)
    for name in PARAMETERS:
        np.testing.assert_array_equal(document["gradients"][name], gradient.gradients[name])
        np.testing.assert_allclose(np.sum(document["parts"][name], axis=0), gradient.gradients[name], atol=1e-14)
    assert document["loss"] == {"kind": "cross_entropy", "at": "every", "value": gradient.value}
