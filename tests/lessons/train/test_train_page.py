"""The training lab without a browser: knobs and address, a whole run, looking back, use, and wrong files."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import plotly.graph_objects as go
import pytest
import sklearn.metrics as theirs
import streamlit as st
import torch
from streamlit.testing.v1 import AppTest

from rnnviz.learn import predict, trained
from rnnviz.learn.data.examples import Examples
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train import curves, state
from rnnviz.lessons.train import epoch as moment
from rnnviz.ui.runs import results as facts
from tests.pages.visiting import link, served, visit, words

opened = partial(visit, "train")


def wait(app: AppTest, seconds: float = 60) -> str:
    """Until the run is over; its id."""
    key, until = link(app)["run"], time.monotonic() + seconds
    while not facts.runs().view(key).over:
        assert time.monotonic() < until
        time.sleep(0.1)
    app.run()
    return key


@pytest.fixture(scope="module", autouse=True)
def threads() -> Iterator[None]:
    """Runs in threads of the tests' own process: loading torch anew for each would take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        yield from served(ThreadPoolExecutor, patch)


@pytest.fixture
def charts(monkeypatch: pytest.MonkeyPatch) -> dict[str, go.Figure]:
    """The figures that are drawn from now on, by the last word of their key."""
    drawn: dict[str, go.Figure] = {}
    for module in (moment, curves):
        monkeypatch.setattr(module, "chart", lambda key, figure, alt: drawn.update({key.rsplit("_", 1)[1]: figure}))
    return drawn


@pytest.fixture(scope="module")
def finished() -> Iterator[AppTest]:
    """A page whose short run on surnames is over."""
    app = opened(task="names", epochs="2", hidden="8")
    app.button("train_start").click().run()
    wait(app)
    yield app
    facts.runs().forget(link(app)["run"])


def test_every_task_opens_with_its_net_and_script() -> None:
    app = opened()
    for task in TASKS:
        app.selectbox("train_task").set_value(task).run()
        assert not app.exception, app.exception
        assert link(app)["task"] == task
        assert "class Net(nn.Module)" in app.code[0].value


def test_the_address_holds_the_plan() -> None:
    for task in TASKS.values():
        for plan in task.presets.values():
            assert state.CODEC.read(state.CODEC.written(plan)) == plan


def test_a_knob_moves_the_address_and_the_parameters() -> None:
    app = opened(task="names")
    assert "| 95\u202f744 |" in words(app)  # 4·128·(57 + 128 + 2)
    assert "nn.LSTM(57, 128" in app.code[0].value
    app.number_input("train_hidden").set_value(16).run()
    assert link(app)["hidden"] == "16"
    assert "| 4800 |" in words(app)
    assert "nn.LSTM(57, 16" in app.code[0].value


@pytest.mark.parametrize(
    ("task", "name", "value", "said"),
    [
        ("names", "hidden", 513, "Hidden size: give a whole number from 1 to 512."),
        ("names", "hidden", 0, "Hidden size: give a whole number from 1 to 512."),
        ("names", "epochs", 501, "Epochs: give a whole number from 1 to 500."),
        ("names", "batch_size", -3, "Batch size: give a whole number from 1 to 1024."),
        ("names", "seed", 2**31, "Seed: give a whole number from 0 to 2147483647."),
        ("weather", "lag", 1025, "Hours read (lag): give a whole number from 1 to 1024."),
        ("weather", "ahead", 169, "Hours ahead: give a whole number from 1 to 168."),
        ("sentiment", "longest", 7, "Longest review, in words: give a whole number from 8 to 1000."),
    ],
)
def test_a_number_that_cannot_be_used_stays_and_nothing_starts(task: str, name: str, value: int, said: str) -> None:
    app = opened(task=task)
    before = link(app)
    app.number_input(f"train_{name}").set_value(value)
    app.button("train_start").click().run()  # at once, in one message
    app.run()  # it stays until another is given
    assert app.number_input(f"train_{name}").value == value
    assert link(app) == before
    assert [it.value for it in app.error] == [said, f"{said} **{state.START}** waits for it."]
    assert app.button("train_start").disabled
    app.number_input(f"train_{name}").set_value(9).run()
    assert not app.error
    assert not app.button("train_start").disabled
    assert link(app)[name] == "9"


def test_another_knob_takes_a_refused_number_back() -> None:
    app = opened(task="names")
    app.number_input("train_hidden").set_value(999).run()
    app.number_input("train_epochs").set_value(3).run()
    assert app.number_input("train_hidden").value == 128
    assert not app.error
    assert link(app)["epochs"] == "3"
    assert not app.button("train_start").disabled


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"task": "chess"}, "must be one of names, weather"),
        ({"epochs": "many"}, "a whole number from 1 to 500"),
        ({"hidden": "9999"}, "from 1 to 512"),
        ({"run": "0" * 32}, "no longer kept"),
    ],
)
def test_a_wrong_link_gets_a_sentence(query: dict[str, str], said: str) -> None:
    assert said in words(opened(**query))


def test_the_last_epoch_is_shown_with_its_scores(finished: AppTest) -> None:
    finished.query_params["view"] = "watch"
    finished.run()
    last = facts.runs().view(link(finished)["run"]).evaluations[-1]
    assert f"accuracy **{last.scores['accuracy']:.4g}**" in words(finished)


def test_looking_back_shows_what_it_was_then(finished: AppTest) -> None:
    finished.query_params["view"] = "back"
    finished.run()
    then = facts.runs().view(link(finished)["run"]).evaluations[0]
    finished.select_slider("train_epoch").set_value(1).run()
    assert not finished.exception
    assert f"loss **{then.validation_loss:.4g}**" in words(finished)
    finished.select_slider("train_epoch").set_value(0).run()
    assert "not learned from anything yet" in words(finished)


def test_looking_back_draws_what_was_then(finished: AppTest, charts: dict[str, go.Figure]) -> None:
    """Curves marked, confusion matrix, belief and hidden states: those of that epoch's net and no other."""
    key = link(finished)["run"]
    finished.query_params["view"] = "back"
    for epoch in (1, 2):
        finished.select_slider("train_epoch").set_value(epoch).run()
        net, then = facts.net_at(key, epoch), facts.runs().view(key).evaluations[epoch - 1]
        assert charts["loss"].layout.shapes[0].x0 == epoch
        np.testing.assert_array_equal(charts["confusion"].data[0].z, then.confusion)
        states, _ = predict.hidden_states(net, "Satoshi")
        np.testing.assert_array_equal(charts["states"].data[0].z, states.T)
        p = np.exp(predict.surname(net, "Satoshi").log_p[-1])
        assert float(np.max(np.array(charts["beliefs"].data[0].z)[:, -1])) == pytest.approx(p.max())


def test_a_surname_gets_the_three_likeliest_languages(finished: AppTest) -> None:
    finished.query_params["view"] = "use"
    finished.run()
    box = next(it for it in finished.text_input if it.label == "Surname")
    box.set_value("Dovesky").run()
    net = facts.net_at(link(finished)["run"], 2)
    for value, name in predict.surname(net, "Dovesky").top():
        assert f"| {name} | {value:.2f} |" in words(finished)
    box = next(it for it in finished.text_input if it.label == "Surname")
    box.set_value("12").run()
    assert "type a surname" in words(finished)


def guesses(net: trained.Trained, side: Examples) -> list[int]:
    """Each name alone."""
    with torch.no_grad():
        alone = [side.batch(torch.tensor([i])) for i in range(len(side))]
        return [int(net.net(one.x, one.lengths).argmax()) for one in alone]


def test_the_matrix_is_of_validation_names_or_of_those_learned_from(finished: AppTest, charts: dict[str, go.Figure]):
    finished.button_group("train_view").set_value("watch").run()
    net = facts.net_at(link(finished)["run"], 2)
    data = TASKS["names"].load(net.plan, lambda share: None)
    whose = next(it for it in finished.get("button_group") if it.key.endswith("_whose"))
    for name, side in zip(moment.MATRICES, (data.validation, data.train), strict=True):
        whose.set_value(name).run()
        found = guesses(net, side)
        wanted = theirs.confusion_matrix(side.y, found, labels=range(18), normalize="true")
        np.testing.assert_allclose(charts["confusion"].data[0].z, wanted, atol=1e-6)
        whose = next(it for it in finished.get("button_group") if it.key.endswith("_whose"))
    own = theirs.accuracy_score(data.train.y, guesses(net, data.train))
    assert f"Right of the names learned from: {100 * own:.0f} % (" in words(finished)


def test_each_language_has_its_recall(finished: AppTest) -> None:
    finished.button_group("train_view").set_value("watch").run()
    net = facts.net_at(link(finished)["run"], 2)
    side = TASKS["names"].load(net.plan, lambda share: None).validation
    found = theirs.recall_score(side.y, guesses(net, side), labels=range(18), average=None, zero_division=0)
    for k, language in enumerate(net.classes):
        assert f"| {language} | {int((side.y == k).sum())} | {100 * found[k]:.0f} % (" in words(finished)


def test_the_six_names_of_the_slide_stand_beside_this_net(finished: AppTest) -> None:
    finished.button_group("train_view").set_value("use").run()
    finished.toggle("train_six").set_value(True).run()
    net = facts.net_at(link(finished)["run"], 2)
    for name in ("Pelaez", "Lukashenko", "Witek", "Nienhuis", "Putin", "Biden"):
        own = ", ".join(f"{it} −{-value:.2f}" for value, it in predict.surname(net, name).top())
        assert f"{own} |" in next(row for row in words(finished).splitlines() if row.startswith(f"| {name} |"))
    assert "| Putin | Russian −1.25, Vietnamese −1.70, English −2.21 |" in words(finished)


def test_saved_weights_are_loaded_and_a_pickle_is_not(finished: AppTest) -> None:
    finished.query_params["view"] = "use"
    finished.run()
    content = facts.net_at(link(finished)["run"], 2).to_bytes()
    finished.file_uploader("train_weights").set_value(("mine.safetensors", content, "application/octet-stream")).run()
    assert "loaded from your file" in words(finished)
    assert trained.load(content).plan.hidden == 8
    wrong = pickle.dumps({"weights": [1, 2, 3]})
    finished.file_uploader("train_weights").set_value(("mine.safetensors", wrong, "application/octet-stream")).run()
    assert "not a file of weights" in words(finished)


def test_a_run_that_diverges_says_so() -> None:
    app = opened(task="weather", hidden="4", lag="4", optimiser="sgd", learning_rate="10.0", epochs="2")
    app.button("train_start").click().run()
    wait(app)
    assert "learning rate ten times smaller" in words(app)


def test_the_three_points_have_the_right_scores_and_the_slides() -> None:
    app = opened(view="honest")
    assert "MSE **113.70** · MAE **10.47** · R² **−81.85**" in words(app)
    assert "From that one square: MSE **111.03** · MAE **10.47** · R² **−79.91** (there 10.46)" in words(app)


def test_edited_points_are_scored_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"y": [1.0, 2.0], "ŷ": [1.5, 1.5]}
    editor = st.data_editor
    monkeypatch.setattr(
        st, "data_editor", lambda *it, key, **how: given if key == "train_points" else editor(*it, key=key, **how)
    )
    app = opened(view="honest")
    assert "MSE **0.25** · MAE **0.50** · R² **0.00**" in words(app)
    assert "50.06" not in words(app)
    given["y"][0] = None
    assert "type a number into every cell" in words(app.run())


def test_a_lesson_starts_its_pair() -> None:
    app = opened(view="honest")
    app.button("train_pair_j").click().run()
    keys = [link(app)["run"], link(app)["beside"]]
    plans = [facts.runs().view(key).plan for key in keys]
    assert [plan.sort for plan in plans] == [True, False]
    assert not app.exception
    for key in keys:
        facts.runs().forget(key)
