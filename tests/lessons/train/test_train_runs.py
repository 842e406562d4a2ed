"""Runs on the page without a browser: paused, changed on the way, two at once, on the learner's files, and at fault."""

from __future__ import annotations

import errno
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.jobs.trip import WorkerDied
from rnnviz.learn.folder import Checkpoints
from rnnviz.learn.jobs import View
from rnnviz.learn.records import Progress
from rnnviz.learn.trained import Trained
from rnnviz.lessons.train import verdicts
from rnnviz.lessons.train.presence import Presence
from rnnviz.lessons.train.state import START
from rnnviz.ui.runs import results as facts
from rnnviz.ui.runs import run_line
from tests.pages.visiting import served, visit

opened = partial(visit, "train")
LONG = {"task": "noise", "epochs": "500", "hidden": "8", "layers": "1"}
SHORT = {"task": "noise", "epochs": "1", "hidden": "4", "layers": "1"}


@pytest.fixture(autouse=True)
def threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Runs in threads of the tests' own process: loading torch anew for each would take most of the time."""
    yield from served(ThreadPoolExecutor, monkeypatch)


def started(**query: str) -> AppTest:
    app = opened(**query)
    app.button("train_start").click().run()
    assert not app.exception, app.exception
    return app


def run_of(app: AppTest, name: str = "run") -> str:
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


def words(app: AppTest) -> str:
    said = [text.value for text in [*app.markdown, *app.caption, *app.info, *app.warning, *app.error]]
    return " ".join([*said, *(it.proto.text for it in app.get("progress"))]).replace("\\", "")  # as it is shown


def until(app: AppTest, wanted: Callable[[View], bool], name: str = "run") -> View:
    """Until the run is so; the page is then drawn anew."""
    end = time.monotonic() + 60
    while not wanted(view := facts.runs().view(run_of(app, name))):
        assert time.monotonic() < end, view
        time.sleep(0.03)
    app.run()
    assert not app.exception, app.exception
    return view


def over(view: View) -> bool:
    return view.over


def test_a_run_is_paused_left_come_back_to_changed_and_stopped() -> None:
    app = started(**LONG)
    until(app, lambda view: bool(view.evaluations))
    assert "Training" in words(app)
    app.button("train_pause_0").click().run()
    paused = until(app, lambda view: view.state == "paused")
    assert "Paused" in words(app)
    app.query_params.clear()  # as a browser does on its way to another page
    app.switch_page("../pages/gru.py").run()
    app.switch_page("../pages/train.py").run()
    again = opened(**LONG, run=paused.id)  # a reload, or the link in another browser
    for page in (app, again):
        assert "Paused" in words(page)
        assert run_of(page) == paused.id
    assert facts.runs().view(paused.id).progress == paused.progress
    rate = next(it for it in app.selectbox if it.label == "Learning rate" and it.key != "train_learning_rate")
    rate.set_value(0.03).run()
    app.button("train_pause_0").click().run()
    changed = until(app, lambda view: bool(view.progress) and view.progress[-1].learning_rate == 0.03)
    assert f"rates, step = {{{changed.rates[0].step}: 0.03}}, 0" in app.code[0].value
    app.button("train_stop_0").click().run()
    stopped = until(app, over)
    assert stopped.state == "stopped"
    assert f"range({stopped.evaluations[-1].epoch}):" in app.code[0].value
    assert "What it learned until then can still be used" in words(app)


def test_two_runs_stand_side_by_side() -> None:
    app = started(**SHORT)
    first = until(app, over).id
    app.number_input("train_hidden").set_value(6).run()
    app.button("train_beside").click().run()
    until(app, over, "beside")
    assert run_of(app) == first
    assert [facts.runs().view(run_of(app, it)).plan.hidden for it in ("run", "beside")] == [4, 6]
    assert "**hidden 4**" in words(app)
    assert "**hidden 6**" in words(app)
    assert "Validation, after 1 epoch: hidden 4 " in words(app)
    assert verdicts.ONE_EACH in words(app)
    assert "hidden=4" in app.code[0].value
    whose = next(it for it in app.get("button_group") if it.key == "train_script_2")
    whose.set_value("of run 2").run()
    assert "hidden=6" in app.code[0].value


def test_the_learners_own_hours() -> None:
    lines = [f"2020-01-{1 + i // 24:02d} {i % 24:02d}:00,{(i % 24) * 0.5 + i * 0.01:.2f}" for i in range(240)]
    lines[100:110] = lines[90:100]  # ten hours twice, ten not at all
    content = "\n".join(["Zeit;Temperatur".replace(";", ","), *lines]).encode("cp1252")
    app = opened(task="weather", source="own file", lag="6", epochs="1", hidden="4")
    assert app.button("train_start").disabled
    for part in ("watch", "back", "use"):
        app.button_group("train_view").set_value(part).run()
        assert f"Load your file, then press **{START}**" in words(app)
    app.button_group("train_view").set_value("watch").run()
    app.file_uploader("train_own_weather").set_value(("mine.csv", content, "text/csv")).run()
    assert "Load your file" not in words(app)
    app.button("train_start").click().run()
    view = until(app, over)
    assert (view.state, view.evaluations[-1].epoch) == ("finished", 1)
    assert "10 rows repeated an hour" in words(app)
    assert "contain one of 1 jumps" in words(app)
    assert "Data: mine.csv" in words(app)
    app.button_group("train_view").set_value("use").run()
    assert "MAE over these hours" in words(app)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Date,Place\n2020-01-01,here\n2020-01-02,there\n", "no column of numbers"),
        (b"Date,Temperature\n\0\0\1\2\n", "not text in a known encoding"),
        (
            b"Date,Temperature\n2020-01-01 00:00,1\n2020-01-01 01:00,2\n",
            "The series has 2 hours",
        ),
    ],
)
def test_a_table_that_cannot_be_used_says_why(content: bytes, said: str) -> None:
    app = opened(task="weather", source="own file", epochs="1", hidden="4")
    app.file_uploader("train_own_weather").set_value(("mine.csv", content, "text/csv")).run()
    assert app.button("train_start").disabled
    assert f"Load a file that can be used, then press **{START}**" in words(app)
    assert said in words(app)


def test_the_learners_own_text() -> None:
    app = opened(task="characters", source="own file", epochs="1", hidden="4")
    app.file_uploader("train_own_characters").set_value(("mine.txt", b"to be or not to be. " * 60, "text/plain")).run()
    assert "nn.LSTM(8, 4" in app.code[0].value  # so many letters
    app.button("train_start").click().run()
    assert until(app, over).state == "finished"


def test_a_full_disk_is_told_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Checkpoints | None, epoch: int, net: Trained | None, spare: int = 0) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Checkpoints, "keep", full)
    app = started(**SHORT)
    assert until(app, over).state == "finished"
    assert "cannot be kept for looking back (No space left on device)" in words(app)
    for view in ("back", "use"):
        app.button_group("train_view").set_value(view).run()
        assert not app.exception
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: full(None, 0, None))
    app.button("train_start").click().run()
    assert "The server cannot keep a run (No space left on device)" in words(app)


def test_an_archive_cut_short_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tmp_path / "names.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("data/names/Dutch.txt", "Mulder\n" * 99)
    whole.write_bytes(whole.read_bytes()[:200])
    monkeypatch.setenv("RNNVIZ_DATA", str(tmp_path))
    app = started(task="names", source="real", epochs="1")
    assert until(app, over).state == "failed"
    assert "names.zip is cut short or no archive" in words(app)


class Dying(ThreadPoolExecutor):
    """Workers that the system kills in mid-run."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(die)


def die() -> None:
    raise WorkerDied("The run's process was killed: most often the machine ran out of memory. Start it again, smaller.")


def test_a_killed_worker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in served(Dying, monkeypatch):
        app = started(**SHORT)
        assert until(app, over).state == "failed"
        assert "process was killed" in words(app)


def test_processes_are_made_ready_as_the_page_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    for _ in served(lambda at_once: made.append(at_once) or Parked(), monkeypatch):
        opened()
        assert len(made) == 1


class Parked(Executor):
    """An executor that never starts anything."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_ten_sessions_start_at_once_and_each_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in served(lambda at_once: Parked(), monkeypatch):
        apps = [opened(**SHORT) for _ in range(10)]
        for app in apps:  # one after the other, as far as Streamlit's test goes; test_jobs has ten threads
            app.button("train_start").click().run()
        assert len({run_of(app) for app in apps}) == 10
        for app in apps:
            place = facts.runs().view(run_of(app)).place
            assert f"place {place} in the queue" in words(app)
        assert sorted(facts.runs().view(run_of(app)).place for app in apps) == list(range(1, 11))


def test_a_run_that_waits_says_its_place_the_rule_and_when_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in served(lambda at_once: Parked(), monkeypatch):
        facts.runs().places.usual = 1
        apps = [started(**SHORT) for _ in range(2)]
        going, waits = (run_of(app) for app in apps)
        assert "begins in about" not in words(apps[1])
        facts.runs().folder(going).write(Progress(5, 100, 0.1, 0.5, {}, 0.01, 2.0, 2.5, seconds_left=75.0))
        facts.runs().view(going)
        said = words(apps[1].run()).replace("\u00a0", " ")
        assert facts.runs().view(waits).place == 2
        assert "place 2 in the queue. It begins in about 1 min 15 s." in said
        assert run_line.FAIR in said


def test_a_setting_with_seeds_that_waits_says_the_place_of_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in served(lambda at_once: Parked(), monkeypatch):
        app = opened(**SHORT, seeds="3")
        app.button("train_start").click().run()
        assert "3 seeds: 0 done, 3 to come · Waiting: place 1 in the queue." in words(app)


def test_a_tab_that_is_open_keeps_its_runs_and_a_closed_one_does_not() -> None:
    touched: list[str] = []
    here = {"a", "b"}
    it = Presence(here.__contains__, lambda: SimpleNamespace(touch=touched.append, tidy=lambda: None))  # type: ignore[return-value]
    it.attend("a", ["old"])
    it.attend("a", ["one", "two"])
    it.attend("b", ["two"])
    it.look()
    assert sorted(touched) == ["one", "two"]
    here.remove("a")
    touched.clear()
    it.look()
    assert touched == ["two"]
    assert list(it.watched) == ["b"]
