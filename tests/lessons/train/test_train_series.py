"""The learner's own table on the page: judged when it is loaded, its column asked for, its steps named, its scores."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.learn.jobs import View
from rnnviz.ui.runs import results as facts
from tests.pages.visiting import link, served, visit

opened = partial(visit, "train")
SMALL = {"task": "weather", "source": "own file", "lag": "6", "epochs": "1", "hidden": "4"}


@pytest.fixture(scope="module", autouse=True)
def threads() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        yield from served(ThreadPoolExecutor, patch)


def table(header: str, row: str, count: int = 240, minutes: int = 60) -> bytes:
    begin = datetime(2020, 1, 13)
    lines = [row.format(t=begin + i * timedelta(minutes=minutes), v=10 + i % 24, i=i) for i in range(count)]
    return "\n".join([header, *lines]).encode()


def given(content: bytes, name: str = "mine.csv", **query: str) -> AppTest:
    app = opened(**(SMALL | query))
    app.file_uploader("train_own_weather").set_value((name, content, "text/csv")).run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    said = [text.value for text in [*app.markdown, *app.caption, *app.info, *app.warning, *app.error]]
    return " ".join([*said, *(it.proto.text for it in app.get("progress"))]).replace("\\", "")


def finished(app: AppTest) -> View:
    app.button("train_start").click().run()
    assert not app.exception, app.exception
    end = time.monotonic() + 60
    while not (view := facts.runs().view(link(app)["run"])).over:
        assert time.monotonic() < end
        time.sleep(0.03)
    app.run()
    assert not app.exception, app.exception
    return view


def test_what_was_read_is_said_before_the_start() -> None:
    app = given(table("Date;Temperatur (°C)", "{t:%d.%m.%Y %H:%M};{v},5").replace(b"18,5", b"missing"))
    assert "read: Date, Temperatur (°C) · 230 hours · 10 missing" in words(app)
    assert "Dates are read day first" in words(app)
    assert not app.button("train_start").disabled
    view = finished(app)
    assert view.state == "finished"
    assert "230 hours" in " ".join(view.notices)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Ort,Name\nSzeged,x\nWien,y\n", ["no column of times", "no column of numbers", "line 2 has “x”"]),
        (
            table("Date,Temperature", "{t:%Y-%m-%d %H:%M},{v}", 9),
            ["The series has 9 hours", "choose a lag of 3 or less"],
        ),
        (table("Date,Temperature", "{t:%Y-%m-%d},{v}"), ["240 rows at 10 different times"]),
        (b"<b>x</b>,![y](z)\n:red[a],$b$\n", ["<b>x</b>", "![y](z)"]),
    ],
)
def test_what_cannot_be_used_is_said_before_the_start(content: bytes, said: list[str]) -> None:
    app = given(content)
    assert app.button("train_start").disabled
    assert [part for part in said if part not in words(app)] == []


def test_missing_values_that_break_every_window_are_named() -> None:
    content = table("Date,Temperature", "{t:%Y-%m-%d %H:%M},{v}").replace(b",12", b",missing").replace(b",17", b",?")
    app = given(content, lag="24")
    assert app.button("train_start").disabled
    assert "20 unreadable values (first: line 4, “missing”) make gaps; 0 windows of 24 are whole" in words(app)


def test_a_column_is_asked_for_and_the_run_reads_it() -> None:
    app = given(table("Date,Soil Temperature,Air Temperature", "{t:%Y-%m-%d %H:%M},3,{v}"))
    assert "2 columns of mine.csv can be meant" in words(app)
    assert "Choose a column, then press" in words(app)
    assert app.button("train_start").disabled
    box = app.selectbox("train_column")
    assert (box.value, box.options) == (None, ["Soil Temperature", "Air Temperature"])
    box.set_value("Air Temperature").run()
    assert "read: Date, Air Temperature · 240 hours · 0 missing" in words(app)
    assert link(app)["column"] == "Air Temperature"
    assert "column='Air Temperature'" in app.code[0].value
    view = finished(app)
    assert (view.state, view.plan.column) == ("finished", "Air Temperature")
    assert facts.net_at(view.id, 1).scale[0] == pytest.approx(np.mean([10 + i % 24 for i in range(193)]), abs=0.2)
    app.button_group("train_view").set_value("use").run()
    assert "Air Temperature" in words(app)


def test_steps_that_are_no_hours_are_never_called_hours() -> None:
    app = given(table("Date Time,T (degC)", "{t:%d.%m.%Y %H:%M:%S},{v}", 400, 10), ahead="3")
    assert "400 steps of 10 minutes" in words(app)
    assert [it.label for it in app.number_input if "read" in it.label or "ahead" in it.label] == [
        "Steps read (lag)", "Steps ahead",
    ]  # fmt: skip
    view = finished(app)
    assert view.state == "finished"
    assert "The scores above count all 3 steps. 1 step ahead alone" in words(app)
    app.button_group("train_view").set_value("use").run()
    labels = [it.label for it in [*app.slider, *app.number_input]]
    assert "The window begins at step" in labels
    assert "the last step repeated" in words(app)
    heading = words(opened(task="names")).lower().count("hour")  # the lesson's own question and guide
    assert " ".join([words(app), *labels]).lower().count("hour") == heading


def test_the_score_of_each_step_ahead_stands_beside_the_total() -> None:
    app = opened(task="weather", lag="6", ahead="3", epochs="1", hidden="4")
    view = finished(app)
    found = view.evaluations[-1].by_ahead
    assert found is not None
    for ahead in (1, 3):
        box = next(it for it in app.number_input if it.label == "Hours ahead, drawn and scored below")
        box.set_value(ahead).run()
        assert f"{ahead} hour{'s' * (ahead > 1)} ahead alone: R² **{found[ahead - 1]['R²']:.4g}**" in words(app)


def test_a_target_that_never_varies_says_so() -> None:
    app = given(table("Date,Temperature", "{t:%Y-%m-%d %H:%M},9.1"))
    finished(app)
    for view in ("watch", "back"):
        app.button_group("train_view").set_value(view).run()
        assert "R² **not defined: nothing varies**" in words(app)
        assert "nan" not in words(app).lower().split()


@pytest.mark.parametrize(("lag", "ahead", "hours"), [("6", "1", 12), ("6", "3", 34), ("64", "24", 323)])
def test_the_shortest_table_may_start_and_an_hour_less_gets_a_sentence(lag: str, ahead: str, hours: int) -> None:
    rows = "Date,Temperature (C)", "{t:%Y-%m-%d %H:%M},{v}"
    short = given(table(*rows, count=hours - 1), lag=lag, ahead=ahead)
    assert f"The series has {hours - 1} hours" in " ".join(it.value for it in short.error)
    assert short.button("train_start").disabled
    enough = given(table(*rows, count=hours), lag=lag, ahead=ahead)
    assert not enough.error
    assert not enough.button("train_start").disabled


def test_the_shortest_text_may_start_and_a_letter_less_gets_a_sentence() -> None:
    app = opened(task="characters", source="own file")
    app.file_uploader("train_own_characters").set_value(("mine.txt", b"a b" * 170 + b"c", "text/plain")).run()
    assert "The text has 511 letters: give 512" in words(app)
    assert app.button("train_start").disabled
    app.file_uploader("train_own_characters").set_value(("mine.txt", b"a b" * 170 + b"cd", "text/plain")).run()
    assert "letters: give" not in words(app)
    assert not app.button("train_start").disabled


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"ab c\r\n" * 120, "Read: mine.txt · 600 letters in 120 lines · 5 different letters."),
        (b"%PDF-1.7\n" * 100, "mine.txt is a PDF, not plain text: save it as .txt"),
        (b"{\\rtf1 hello}" * 60, "mine.txt is an RTF document"),
        (b"a" * 600, "one letter alone"),
    ],
)
def test_a_text_says_what_was_read_or_what_it_is(content: bytes, said: str) -> None:
    app = opened(task="characters", source="own file")
    app.file_uploader("train_own_characters").set_value(("mine.txt", content, "text/plain")).run()
    assert said in words(app)


def test_a_table_without_times_is_told_by_its_rows() -> None:
    rows = [f"{10 + n % 24}," for n in range(300)]
    rows[100] = "missing,"
    app = given("\n".join(["Load (kW),Remark", *rows]).encode(), ahead="2")
    assert "mine.csv, read: Load (kW) · 299 steps · 1 missing. No column says when: each row is a step." in words(app)
    assert "from 10 to 33 kW, row 1 to row 300" in words(app)
    assert [it.label for it in app.number_input if "read" in it.label or "ahead" in it.label] == [
        "Steps read (lag)", "Steps ahead",
    ]  # fmt: skip
    assert finished(app).state == "finished"
    app.button_group("train_view").set_value("use").run()
    assert not app.exception, app.exception
    assert "From row " in words(app)
    assert "MAE over these steps: the net" in words(app)
    assert "1970" not in words(app) + " ".join(it.proto.json for it in app.get("bidi_component"))
    app.button_group("train_view").set_value("back").run()
    assert not app.exception, app.exception
