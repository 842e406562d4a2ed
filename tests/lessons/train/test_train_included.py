"""The training lab before anything was trained: its runs came with rnnviz, and do all that one's own do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.learn.data import names
from rnnviz.learn.tasks import TASKS, usual
from rnnviz.lessons.train import curves, data_picture
from rnnviz.lessons.train.net_table import SETTINGS
from rnnviz.ui.runs import results as facts
from rnnviz.ui.runs.run_line import CAME_ALONG
from tests.pages.visiting import link, served, visit, words

opened = partial(visit, "train")


@pytest.fixture(scope="module", autouse=True)
def threads() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        yield from served(ThreadPoolExecutor, patch)


def test_every_task_opens_on_the_run_that_came_with_rnnviz_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    charts: dict[str, go.Figure] = {}
    monkeypatch.setattr(curves, "chart", lambda key, figure, alt: charts.update({key.rsplit("_", 1)[1]: figure}))
    for task in TASKS:
        app = opened(task=task)
        assert CAME_ALONG in [it.proto.text.split(" · ")[0] for it in app.get("progress")]
        assert "run" not in link(app)
        losses = charts["loss"].data[1]
        assert len(losses.x) == usual(task).epochs, "its whole curve"


@pytest.mark.parametrize("task", TASKS)
def test_the_run_that_came_along_is_looked_back_at_and_used_like_ones_own(task: str) -> None:
    app = opened(task=task, view="back")
    assert not app.exception
    assert app.select_slider("train_epoch").value == usual(task).epochs
    app.select_slider("train_epoch").set_value(app.select_slider("train_epoch").options[0]).run()
    assert "Epoch 0: the net has not learned" in words(app)
    app.button_group("train_view").set_value("use").run()
    assert not app.exception
    assert "as this run knows it now" in words(app)
    app.button_group("train_script_1_included").set_value("of the run").run()
    assert f"range({usual(task).epochs})" in app.code[0].value
    assert downloads(app) == ["Download", "With its data"]
    app.button_group("train_script_1_included").set_value(SETTINGS).run()
    assert downloads(app) == ["Download"], "settings have no data yet"


def downloads(app: AppTest) -> list[str]:
    return [it.proto.label for it in app.get("download_button") if "train_script" in it.proto.id]


def test_a_run_on_imdb_says_why_its_data_cannot_go_along() -> None:
    def page() -> None:
        from rnnviz.learn.models import shape_of
        from rnnviz.learn.plan import Plan
        from rnnviz.lessons.train.net_table import with_data
        from rnnviz.ui.runs.results import AsItWent

        plan = Plan("sentiment", source="real")
        with_data(AsItWent(plan, shape_of(plan, "embedding", 100, 2, False), {}, False), "name")

    app = AppTest.from_function(page, default_timeout=20).run()
    assert not app.exception
    assert "too large to go along" in app.caption[0].value
    assert not app.get("download_button")


def test_a_run_is_trained_beside_the_one_that_came_along() -> None:
    app = opened(task="noise", epochs="1", hidden="4", layers="1")
    app.button("train_beside").click().run()
    assert link(app)["run"] == "included-noise"
    until = time.monotonic() + 60
    while not facts.runs().view(link(app)["beside"]).over:
        assert time.monotonic() < until
        time.sleep(0.1)
    app.run()
    assert not app.exception
    assert [CAME_ALONG in it.proto.text for it in app.get("progress")] == [True, False]


SEEN = {
    "weather": "the first week of a made-up year",
    "names": "20 of the 576 surnames",
    "sentiment": "**negative**",
    "noise": "Its label, random too",
    "characters": "After each letter the net predicts the next one",
}


@pytest.mark.parametrize("task", TASKS)
def test_the_data_stands_as_a_picture_beside_the_run(task: str) -> None:
    assert SEEN[task] in words(opened(task=task))
    assert "**The data**" not in words(opened(task=task, view="use"))


def test_the_names_that_are_shown_have_the_languages_that_are_learned() -> None:
    known = names.built_in()
    found = data_picture.twenty_names()
    assert len(found) == 20
    assert all(name in known[language] for name, language in found)
    assert {language for _, language in found} == set(names.LANGUAGES)
    assert sum(map(len, known.values())) == 576
