"""The stage of a few chosen units: what it is sent is what the net computes, and its link comes back."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.learn import predict
from rnnviz.learn.included.keys import key_of
from rnnviz.learn.inside.chosen import chosen
from rnnviz.learn.inside.patching import looked_at
from rnnviz.lessons.inside.stage_view import MOST_STEPS_DRAWN, STAGE
from rnnviz.ui.runs.results import epoch_of, net_at, runs
from tests.contract import breaches
from tests.pages.visiting import link, visit, words
from tests.received import received

opened = partial(visit, "inside", view="stage")


def sent(app: AppTest) -> dict[str, Any]:
    return next(received(it.proto) for it in app.get("bidi_component") if STAGE in it.proto.id)


def named(task: str) -> Any:
    it = runs().view(key_of(task))
    return net_at(it.id, epoch_of(it))


def test_the_chosen_units_are_sent_with_the_nets_own_numbers() -> None:
    app = opened(units="17,5,40", text="Kowalska", t="4", op="2")
    data, trained = sent(app), named("names")
    x, letters = predict.readable(trained, "Kowalska")
    truth = looked_at(trained, x).found[0][0]
    given = data["cells"][0]["given"]
    for name in ("h", "c", "i", "f", "g", "o"):
        expected = truth[name][0].numpy()[:, (4, 16, 39)]
        np.testing.assert_allclose(given[name], expected, rtol=0, atol=2e-6)
    table = data["cells"][0]["table"]
    assert (table["units"], table["others"]) == ([4, 16, 39], 125)
    assert table["pieces"] == list(letters) == data["labels"]
    assert (data["t"], data["op"]) == (3, 1)
    assert breaches("stack_stage", data) == []
    assert "units of 128: 5, 17, 40" in data["note"]
    assert link(app) == {"view": "stage", "units": "17,5,40", "text": "Kowalska", "t": "4", "op": "2"}


def test_units_are_chosen_and_let_go() -> None:
    app = opened()
    box = app.multiselect("inside_chosen")
    first = [
        unit + 1 for unit in chosen(named("names"), predict.readable(named("names"), "Lukashenko")[0], 0, 0, ()).units
    ]
    assert box.value == first
    assert "units" not in link(app)
    box.set_value([3, 99]).run()
    assert not app.exception
    assert link(app)["units"] == "3,99"
    assert sent(app)["cells"][0]["table"]["units"] == [2, 98]
    app.multiselect("inside_chosen").set_value([]).run()
    assert "units" not in link(app)
    assert app.multiselect("inside_chosen").value == first


@pytest.mark.parametrize("task", ["sentiment", "weather", "characters", "noise"])
def test_each_net_that_comes_along_has_a_stage(task: str) -> None:
    app = opened(net=key_of(task), layer="2")
    data = sent(app)
    assert breaches("stack_stage", data) == []
    assert len(data["x"]) <= MOST_STEPS_DRAWN
    drawn = {"sentiment": 0, "weather": 1, "characters": 0, "noise": 0}[task]
    assert len(data["x"][0]) == drawn
    assert ("pieces" in data["cells"][0]["table"]) == (not drawn)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("0", "from 1 to 1024"), ("3,x", "whole number"), ("1,2,3,4,5", "the most is 4")],
)
def test_what_a_link_cannot_mean_is_said(wrong: str, said: str) -> None:
    app = opened(units=wrong)
    assert said in words(app)
    assert "units" not in link(app)


def test_a_unit_of_the_heatmap_is_taken_to_the_stage() -> None:
    app = visit("inside", unit="7", q="f")
    next(it for it in app.button if it.label == "f[7] on the stage").click().run()
    assert link(app)["view"] == "stage"
    assert sent(app)["cells"][0]["table"]["units"] == [6]
