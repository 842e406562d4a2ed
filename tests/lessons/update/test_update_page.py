"""The update page without a browser: knobs, steps, undo, the checks beside the gradient, links and bad input."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.course import Course, Rule, taken
from rnnviz.core.optim import sgd_step
from rnnviz.learn import autograd
from rnnviz.lessons.update import step
from rnnviz.lessons.update.state import CODEC
from rnnviz.state.opening import first_example
from rnnviz.theme import format_number
from tests.pages.visiting import link, visit
from tests.received import received

opened = partial(visit, "update")


def course(app: AppTest) -> Course:
    """What the page should show, computed from its address."""
    now = CODEC.read(link(app))
    return taken(now.problem()[0], now.taken)


def figures(app: AppTest) -> dict[str, dict[str, Any]]:
    """Traces of both charts by name."""
    specs = [received(element.proto)["figure"]["traces"] for element in app.get("bidi_component")]
    return {trace["name"]: trace for traces in specs for trace in traces}


def values(array: Any) -> np.ndarray:
    if isinstance(array, dict):
        return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])
    return np.array(array)


def flat(parameters: dict[str, np.ndarray]) -> np.ndarray:
    return np.concatenate([np.ravel(value) for value in parameters.values()])


def words(app: AppTest) -> str:
    return " ".join(text.value for text in app.markdown)


def test_it_opens_on_the_worked_example_and_shows_the_step_before_it_is_taken():
    app = opened()
    assert link(app) == {}
    start = CODEC.read({}).problem()[0]
    np.testing.assert_array_equal(start.x, first_example("rnn").x)
    slopes = autograd.gradients(start)
    moved, _ = sgd_step(start.parameters(), slopes, Course(start).state("sgd"), 0.01)
    drawn = figures(app)
    np.testing.assert_allclose(values(drawn["before"]["y"]), flat(start.parameters()))
    np.testing.assert_allclose(values(drawn["after"]["y"]), flat(moved), rtol=1e-12)
    after = start.with_parameters(moved).value()
    np.testing.assert_allclose(values(drawn["with this step"]["y"]), [start.value(), after], rtol=1e-10)
    assert f"{start.value():.2f} → {after:.3f}" in words(app)


def test_taking_undoing_and_resetting():
    app = opened()
    app.button(key="update_take").click().run()
    app.button(key="update_take_many").click().run()
    assert link(app) == {"taken": "sgd:0.01*11"}
    np.testing.assert_allclose(values(figures(app)["loss"]["y"]), course(app).losses)
    assert "step 12:" in words(app)
    app.button(key="update_undo").click().run()
    assert link(app) == {"taken": "sgd:0.01*10"}
    app.button(key="update_reset").click().run()
    assert link(app) == {}
    assert app.button(key="update_undo").disabled
    assert len(values(figures(app)["loss"]["y"])) == 1


def test_a_course_of_changing_rules_comes_back_from_its_link():
    app = opened()
    app.button(key="update_take").click().run()
    app.button_group(key="update_optimiser").set_value("adam").run()
    app.select_slider(key="update_lr").set_value(0.05).run()
    app.select_slider(key="update_clip").set_value(1.0).run()
    app.button(key="update_take_many").click().run()
    assert link(app) == {"taken": "sgd:0.01*1,adam:0.05:1*10", "optimiser": "adam", "lr": "0.05", "clip": "1"}
    again = opened(**link(app))
    assert figures(again) == figures(app)
    assert again.select_slider(key="update_clip").value == 1.0
    np.testing.assert_allclose(values(figures(app)["loss"]["y"]), course(app).losses, rtol=1e-12)


def test_adams_first_step_moves_every_weight_by_the_rate():
    app = opened(optimiser="adam", lr="0.05")
    change = values(figures(app)["change"]["y"])
    moved = change[np.abs(change) > 1e-9]
    assert len(moved) >= 14
    np.testing.assert_allclose(np.abs(moved), 0.05, rtol=1e-5)


TASKS = {
    "cell": ("button_group", "lstm", {"cell": "lstm"}),
    "preset": ("selectbox", "leaky", {"preset": "leaky"}),
    "hidden": ("slider", 3, {"hidden": "3"}),
    "activation": ("button_group", "relu", {"activation": "relu"}),
    "loss": ("button_group", "cross_entropy", {"loss": "cross_entropy"}),
    "losses": ("button_group", "last", {"losses": "last"}),
    "targets": ("text_area", "0.5 -0.5", {"targets": "0.5,-0.5"}),
    "outputs": ("slider", 1, {"outputs": "1"}),
    "kind": ("selectbox", "sine", {"source": "sine"}),
}


@pytest.mark.parametrize("name", TASKS)
def test_every_control_of_the_task_changes_the_address_and_begins_anew(name):
    kind, value, expected = TASKS[name]
    app = opened(taken="sgd:0.01*3")
    before = figures(app)
    getattr(app, kind)(key=f"update_{name}").set_value(value).run()
    assert not app.exception
    assert expected.items() <= link(app).items()
    assert "taken" not in link(app)
    assert figures(app) != before
    again = opened(**link(app))
    assert figures(again) == figures(app)
    assert getattr(again, kind)(key=f"update_{name}").value == value
    np.testing.assert_allclose(values(figures(app)["loss"]["y"])[0], course(app).start.value())


@pytest.mark.parametrize("name", ["steps", "hidden"])
def test_the_first_edit_keeps_the_example_that_the_page_opens_with(name):
    app = opened()
    app.slider(key=f"update_{name}").set_value(3).run()
    now = CODEC.read(link(app)).settings
    assert (now.steps if name == "steps" else now.hidden_size) == 3
    assert now.source == replace(first_example("rnn").source, steps=now.steps)


def test_a_step_that_runs_away_gives_a_sentence_and_cannot_be_taken():
    app = opened(lr="500", taken="sgd:500*1")
    assert "The loss explodes" in words(app)
    assert "nan" not in words(app).lower()
    assert app.button(key="update_take").disabled
    assert "with this step" not in figures(app)
    drawn = figures(app)
    np.testing.assert_array_equal(values(drawn["before"]["y"]), values(drawn["after"]["y"]))
    app.select_slider(key="update_lr").set_value(0.0001).run()
    assert "The loss explodes" not in words(app)


def test_a_link_that_runs_away_on_its_course_says_where_it_stopped():
    app = opened(taken="sgd:500*9")
    assert re.search(r"Only \d of 9 steps could be taken", words(app))
    app.button(key="update_undo").click().run()
    assert not app.exception


def test_a_rising_loss_is_said():
    assert "rises, the step is too large" in words(opened(lr="0.2"))


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_both_comparisons_agree_and_print_their_difference(cell):
    texts = words(opened(cell=cell, preset="worked"))
    assert texts.count("✓ agree") == 2
    assert re.search(r"\*\*finite differences\*\*, off by \*\*\d\.\de-\d+\*\*", texts)
    assert re.search(r"\*\*autograd\*\*, off by \*\*\d\.\de-1\d\*\*", texts)


def test_a_large_net_is_compared_at_some_weights():
    assert re.search(
        r"finite differences at \d+ of 4546 weights", words(opened(cell="lstm", preset="random", hidden="32"))
    )


def test_a_gradient_that_is_wrong_turns_both_red(monkeypatch):
    real = autograd.gradients
    monkeypatch.setattr(autograd, "gradients", lambda *a, **how: real(*a, **how) | {"bias_hh": np.ones(2)})
    monkeypatch.setattr(step, "largest_difference", lambda *a: 1.0)
    texts = words(opened())
    assert texts.count("✗ disagree") == 2
    assert ":red[" in texts


def test_every_number_stands_in_the_table():
    app = opened()
    table = next(each.value for each in app.dataframe if "before" in each.value)
    start = CODEC.read({}).problem()[0]
    assert list(table["weight"][:3]) == ["W_ih[1,1]", "W_ih[2,1]", "W_hh[1,1]"]
    np.testing.assert_array_equal(table["before"], flat(start.parameters()))
    np.testing.assert_allclose(table["gradient"], table["autograd"], atol=1e-10)
    np.testing.assert_allclose(table["gradient"], table["finite difference"], atol=1e-6)
    np.testing.assert_allclose(table["after"] - table["before"], table["change"], atol=1e-15)
    gated = next(each.value for each in opened(cell="lstm").dataframe if "before" in each.value)
    assert {"W_if[1,1]", "W_hg[2,1]", "b_io[2]", "W_y[1,2]", "b_y[1]"} <= set(gated["weight"])


def test_bad_targets_keep_the_last_good_ones_and_say_so():
    app = opened()
    before = figures(app)
    app.text_area(key="update_targets").set_value("one two").run()
    assert "is not a number" in app.error[0].value
    assert figures(app) == before
    app.text_area(key="update_targets").set_value("1 2 3").run()
    assert app.error
    app.text_area(key="update_targets").set_value("0 1").run()
    assert not app.error
    assert link(app)["targets"] == "0,1"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"lr": "fast"}, "lr has “fast”"),
        ({"lr": "-1"}, "from 0 to 10000"),
        ({"taken": "sgd*3"}, "it must look like sgd:0.1"),
        ({"optimiser": "rmsprop"}, "optimiser is “rmsprop”: it must be one of sgd, adam"),
        ({"cell": "mlp"}, "cell is “mlp”: it must be one of"),
        ({"weight_hh": "1,2"}, "weight_hh has 2 numbers"),
        ({"loss": "hinge"}, "it must be one of"),
    ],
)
def test_a_bad_link_gives_a_sentence_and_the_first_example(query, said):
    app = opened(**query)
    assert said in app.warning[0].value.replace("\\", "")
    assert figures(app) == figures(opened())
    app.button(key="update_take").click().run()
    assert not app.warning


def test_a_link_of_a_cell_page_opens_here_with_its_weights():
    app = opened(cell="gru", preset="random", seed="3", h0="0.5,-0.5", utm_source="mail")
    assert CODEC.read(link(app)).settings.h0.tolist() == [0.5, -0.5]
    assert app.selectbox(key="update_preset").value == "random"


def test_what_others_hang_on_to_a_link_changes_nothing():
    assert figures(opened(utm_source="mail")) == figures(opened())


def test_links_lead_on_with_the_learned_weights():
    app = opened(taken="sgd:0.01*5")
    targets = [element.proto.page for element in app.get("page_link")]
    queries = [element.proto.query_string for element in app.get("page_link")]
    assert targets[-2:] == ["rnn", "gradient"]
    assert all("weight_hh=" in query for query in queries[-2:])
    wild = opened(taken="sgd:500*1")
    assert any("does not go that far" in text.value for text in wild.caption)


def test_every_question_comes_back_from_its_link():
    query = {"cell": "lstm", "preset": "worked", "loss": "cross_entropy", "lr": "0.3", "taken": "adam:0.001:3*2"}
    asked = CODEC.read(query)
    assert CODEC.read(CODEC.written(asked)) == asked
    assert asked.taken == (Rule("adam", 0.001, 3.0),) * 2


def test_there_is_a_file_to_take_away():
    assert len(opened().get("download_button")) == 1


def test_the_loop_is_stepped_line_by_line_and_the_mistake_is_asked_for():
    app = opened()
    assert "Nothing has run yet" in words(app)
    for _ in range(3):
        app.button(key="update_line_next").click().run()
    assert link(app) == {"line": "3"}
    wanted = course(app).now.value()
    assert f"The loss is **{format_number(wanted, plus='')}**" in words(app)
    assert "▶ loss = criterion" in app.code[0].value
    app.toggle(key="update_forget").set_value(True).run()
    assert link(app) == {"forget": "1"}
    app.radio(key="update_guess").set_value("the mean of both").run()
    assert "You said: the mean of both. It is the sum" in words(app)
    again = opened(line="6", forget="1")
    assert "still holds what the round before left" in words(again)
    table = next(it.value for it in again.dataframe if ".grad before" in it.value)
    assert list(table["weight"][:2]) == ["W_ih[1,1]", "W_ih[2,1]"]
    assert (table[".grad before"] == table[".grad after"]).all()
    assert "must be a whole number" in " ".join(text.value for text in opened(line="99").warning)


@pytest.mark.parametrize(
    "query", [{"lr": "1000"}, {"lr": "1000", "activation": "identity"}, {"cell": "lstm", "lr": "500"}]
)
def test_a_loop_that_runs_away_still_shows_its_lines(query):
    app = opened(**query, line="13")
    assert not app.exception
    assert "The loss is" in words(app)
