"""Slow motion on the page without a browser: the five lines of a batch, the next one, ten, an epoch, full speed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.course import LINES
from rnnviz.learn.slow_motion import BatchRecord
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.slow import done
from rnnviz.ui.runs import results as facts
from tests.pages.visiting import link, served, visit, words

SMALL = {"epochs": "2", "hidden": "4", "longest": "30", "lag": "8", "view": "slow"}


@pytest.fixture(autouse=True)
def threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from served(ThreadPoolExecutor, monkeypatch)


def started(task: str) -> AppTest:
    app = visit(
        "train", task=task, **{name: it for name, it in SMALL.items() if name != "longest" or task == "sentiment"}
    )
    app.button("train_slow_start").click().run()
    assert link(app)["view"] == "slow"
    until(app, 1)
    return app


def until(app: AppTest, step: int) -> BatchRecord:
    """Until this batch is looked at, and the run waits; the page is then drawn anew."""
    key, end = link(app)["run"], time.monotonic() + 60
    while (view := facts.runs().view(key)).state != "paused" or view.progress[-1].step < step:
        assert time.monotonic() < end, view
        time.sleep(0.02)
    app.run()
    assert not app.exception, app.exception
    batch = facts.runs().folder(key).batch()
    assert batch
    return batch


def press(app: AppTest, name: str) -> None:
    app.button(f"train_slow_{name}").click().run()
    assert not app.exception, app.exception


def arrow(app: AppTest) -> int:
    """The line at which the arrow stands."""
    shown = next(it.value for it in app.code if "▶" in it.value)
    return next(n for n, (text, _) in enumerate(LINES) if f"▶ {text}" in shown)


@pytest.mark.parametrize("task", TASKS)
def test_a_batch_goes_through_five_lines_in_every_task(task: str) -> None:
    app = started(task)
    for line in range(len(LINES)):
        assert arrow(app) == line
        assert "Epoch 1, batch 1 of" in words(app)
        press(app, "on")
    batch = until(app, 2)
    assert (batch.step, arrow(app)) == (2, 0)


def test_ten_batches_an_epoch_and_full_speed() -> None:
    app = started("noise")
    press(app, "ten")
    assert (until(app, 11).step, arrow(app)) == (11, len(LINES) - 1)
    press(app, "back")
    assert arrow(app) == len(LINES) - 2
    press(app, "epoch")
    batch = until(app, 16)
    assert (batch.number, batch.batches, batch.step) == (16, 16, 16)
    assert len(facts.runs().view(link(app)["run"]).evaluations) == 1
    press(app, "epoch")
    assert over(app, lambda: False).state == "finished"
    app.run()
    assert "train_slow_start" in [it.key for it in app.button]
    assert "Epoch 2, batch 16 of 16" in words(app)


def test_full_speed_lets_a_run_go_and_pause_holds_it() -> None:
    app = visit("train", task="noise", epochs="400", hidden="4", view="slow")
    app.button("train_slow_start").click().run()
    until(app, 1)
    press(app, "full")
    key = link(app)["run"]
    over(app, lambda: bool(facts.runs().view(key).evaluations))
    facts.runs().pause(key)
    held = until(app, 1).step
    assert held == 1
    working = facts.runs().view(key).working
    assert working
    now = round(working.share * 400 * 16)  # batches; its last word on its progress may be older
    assert done(facts.runs().view(key)) == now
    press(app, "on")
    assert until(app, now + 1).step == now + 1 > 16
    assert arrow(app) == 0
    facts.runs().stop(key)


def over(app: AppTest, enough: Callable[[], bool]) -> object:
    key, end = link(app)["run"], time.monotonic() + 60
    while not (view := facts.runs().view(key)).over and not (enough() and view.evaluations):
        assert time.monotonic() < end, view
        time.sleep(0.02)
    return view
