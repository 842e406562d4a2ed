"""The page of images without a browser: a drawing is its link, both nets train and say what they believe."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.images import to_text
from rnnviz.learn import predict
from rnnviz.learn.data.pictures import pictures
from rnnviz.learn.included.keys import is_included
from rnnviz.learn.jobs import Runs, View
from rnnviz.learn.records import Evaluation
from rnnviz.lessons.images import nets, state, view
from rnnviz.ui.runs import results as facts
from rnnviz.ui.runs import run_line
from tests.pages.visiting import link, visit, words
from tests.received import received

opened = partial(visit, "images")
SEVEN = to_text(pictures()[0][7])


def shown(app: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = received(app.get("bidi_component")[0].proto)
    return found


def test_a_picture_is_shown_in_four_orders_and_a_drawing_takes_its_place():
    app = opened()
    assert "Picture 4 is a **5**" in words(app)
    app.number_input("images_picture").set_value(2).run()
    assert shown(app)["drawn"] == to_text(pictures()[0][5])
    assert shown(app)["orders"]["left"]["x"] == np.rot90(pictures()[0][5]).tolist()
    app.number_input("images_picture").set_value(4).run()
    assert "Picture 4 is a **5**" in words(app), "the page as it opens has no link, and yet it can be gone back to"
    app = opened(drawn=SEVEN)
    assert shown(app)["drawn"] == SEVEN
    assert "Picture" not in words(app)
    app.number_input("images_picture").set_value(3).run()
    assert "drawn" not in link(app)


@pytest.mark.parametrize(
    ("query", "said"),
    [({"drawn": "12"}, "64 signs"), ({"epochs": "0"}, "whole number"), ({"single": "f" * 32}, "no longer kept")],
)
def test_a_wrong_link_gets_a_sentence(query, said):
    assert said in words(opened(**query))


@pytest.fixture
def at_hand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    """Runs in a thread of this process: a worker of their own would load torch anew, and the lab's test has one."""
    with ThreadPoolExecutor(1) as executor:
        found = Runs(executor)
        for module in (facts, run_line, nets, view):
            monkeypatch.setattr(module, "runs", lambda: found)
        yield found
    found.remove()
    facts.net_at.clear()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("hidden", 129, "Hidden size: give a whole number from 2 to 128."),
        ("epochs", 0, "Epochs: give a whole number from 1 to 100."),
        ("seed", -1, "Seed: give a whole number from 0 to 999."),
        ("picture", 361, "Picture (held out): give a whole number from 1 to 360."),
    ],
)
def test_a_number_that_cannot_be_used_stays_and_nothing_starts(at_hand, name, value, said):
    app = opened()
    app.number_input(f"images_{name}").set_value(value)
    app.button("images_train").click().run()  # at once, in one message
    app.run()
    assert all(is_included(key) for key in at_hand.handles)
    assert app.number_input(f"images_{name}").value == value
    assert [it.value for it in app.error] == [f"{said} **{view.TRAIN}** waits for it."]
    assert app.button("images_train").disabled
    app.number_input(f"images_{name}").set_value(9).run()
    assert not app.error
    assert not app.button("images_train").disabled
    assert link(app)[name] == "9"


@pytest.mark.parametrize(("right", "chance"), [((0.95, 0.96), True), ((0.80, 0.95), False)])
def test_two_nets_differ_only_by_more_than_chance(right, chance):
    plan = state.ImagesState().plan("single")
    ends = (Evaluation(9, 3, 0.5, 0.5, {"accuracy": it}, {}, 1.0) for it in right)
    seen = {name: View("it", plan, "finished", evaluations=(end,)) for name, end in zip(state.NETS, ends, strict=True)}
    assert ("can be chance" in view.verdict(seen)) == chance
    assert not view.verdict({"single": seen["single"]})


def test_both_nets_train_and_say_what_they_believe(at_hand):
    app = opened(epochs="3", hidden="4")
    app.selectbox("images_cell").select("gru").run()
    app.button("images_train").click().run()
    keys = {name: link(app)[name] for name in ("single", "dual")}
    until = time.monotonic() + 90
    while not all(at_hand.view(key).over for key in keys.values()):
        assert time.monotonic() < until
        time.sleep(0.1)
    app.run()
    assert not app.exception
    seen = {name: at_hand.view(key) for name, key in keys.items()}
    assert {it.plan.cell for it in seen.values()} == {"gru"}
    for name, it in seen.items():
        assert f"| {it.evaluations[-1].scores['accuracy']:.1%} |" in words(app)
        found = next(one for one in shown(app)["beliefs"] if one["name"] == name)
        wanted = np.exp(predict.picture(facts.net_at(it.id, 3), pictures()[0][15]).log_p)
        np.testing.assert_allclose(found["p"], wanted)
    assert f"| dual: 4 orders | {4 * 3 * 4 * (8 + 4 + 2) + 10 * (4 * 4 + 1)} |" in words(app)


def test_the_page_opens_on_two_nets_that_came_with_rnnviz_and_says_so(at_hand):
    app = opened()
    assert view.CAME_ALONG in words(app)
    assert not {"single", "dual"} & set(link(app))
    for one in shown(app)["beliefs"]:
        found = predict.picture(facts.net_at(f"included-digits-{one['name']}", 30), pictures()[0][15])
        np.testing.assert_allclose(one["p"], np.exp(found.log_p))
        assert int(np.argmax(one["p"][-1])) == 5
    assert "| single: 2 orders | 3338 | 30 |" in words(app)
    app.number_input("images_epochs").set_value(1).run()
    app.button("images_train").click().run()
    assert view.CAME_ALONG not in words(app)
    assert len(at_hand.handles) == 4, "what came along is not forgotten"


def test_nets_of_a_link_that_are_gone_make_way_for_those_that_came_along(at_hand):
    app = opened(single="f" * 32, dual="e" * 32)
    assert words(app).count("no longer kept") == 2
    assert view.CAME_ALONG in words(app)
