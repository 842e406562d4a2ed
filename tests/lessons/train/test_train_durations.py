"""How long a run takes is said before Start, and beside every button of the honest lessons that starts one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from rnnviz.learn import duration
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Progress
from rnnviz.lessons.train.honest import pair_plans
from rnnviz.lessons.train.watch import AT_ONCE, OFTEN, SELDOM, pace
from rnnviz.ui.runs import results as facts
from tests.pages.visiting import served, visit, words

opened = partial(visit, "train")


@pytest.fixture(autouse=True)
def threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is measured is the number of epochs, whose seconds can be told apart."""
    monkeypatch.setattr(duration, "measure", lambda plan, upload, *_: 60.0 + plan.epochs)
    yield from served(ThreadPoolExecutor, monkeypatch)


def measured() -> None:
    for it in list(facts.runs().durations.known.values()):
        it.result(30)


def test_the_time_is_said_beside_start() -> None:
    app = opened(task="noise", epochs="7")
    measured()
    assert "a run takes about 1\u00a0min\u00a07\u00a0s" in words(app.run())
    app.number_input("train_epochs").set_value(9).run()
    assert "1\u00a0min\u00a07\u00a0s" not in words(app)
    measured()
    assert "a run takes about 1\u00a0min\u00a09\u00a0s" in words(app.run())


def test_nothing_is_said_of_a_file_that_is_not_there() -> None:
    app = opened(task="characters", source="own file")
    measured()
    assert "a run takes" not in words(app.run())


def test_every_button_of_the_honest_lessons_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the data that comes along: the reviews of a folder are not read only to say how long they would take."""
    monkeypatch.delenv("RNNVIZ_DATA", raising=False)
    app, said = opened(view="honest"), list[str]()
    assert len(pair_plans()) == 14
    for _ in range(30):  # each look asks for the next one that is not known
        measured()
        said = [it.value for it in app.run().caption if it.value.startswith("about ")]
        if len(said) == 8:
            break
    assert len(said) == 8
    assert "about 1\u00a0min\u00a012\u00a0s and 1\u00a0min\u00a012\u00a0s" in said  # of surnames, 12 epochs each


def progress(seconds: float, left: float = 100.0) -> Progress:
    return Progress(5, 10, 0.5, 1.0, {}, 0.1, seconds, 1.0, left)


@pytest.mark.parametrize(
    ("view", "seconds"),
    [
        (View("a", Plan("noise"), "starting"), AT_ONCE),
        (View("a", Plan("noise"), "queued", 1), AT_ONCE),
        (View("a", Plan("noise"), "queued", 5), OFTEN),
        (View("a", Plan("noise"), "running", progress=(progress(1),)), AT_ONCE),
        (View("a", Plan("noise"), "paused", progress=(progress(1),)), OFTEN),
        (View("a", Plan("noise"), "running", progress=(progress(20),)), OFTEN),
        (View("a", Plan("noise"), "running", progress=(progress(50),)), SELDOM),
        (View("a", Plan("noise"), "running", progress=(progress(50, 3),)), OFTEN),
        (View("a", Plan("noise"), "finished", progress=(progress(50, 0),)), None),
    ],
)
def test_a_run_that_begins_is_looked_at_most_often(view: View, seconds: float | None) -> None:
    assert pace([view]) == seconds
    long = View("b", Plan("noise"), "running", progress=(progress(50),))
    assert pace([view, long]) == min(seconds or SELDOM, SELDOM)
