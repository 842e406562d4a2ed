"""One's own names, reviews and series on the page: seen before Start, each choice, trained, used, looked back at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.jobs.queue import Queue
from rnnviz.learn.jobs import View
from rnnviz.lessons.train import own_file
from rnnviz.ui.runs import checking
from rnnviz.ui.runs import results as facts
from tests.jobs import at_once
from tests.learn.own_files import ARABIC, DUTCH, NAMES, REVIEWS, TEXT_FILES, table
from tests.learn.test_own_data import SERIES
from tests.lessons.train.test_train_series import words
from tests.pages.visiting import link, served, visit

opened = partial(visit, "train")
WAIT = "Wait until your file is read"
SHORT = {"epochs": "1", "hidden": "4", "source": "own file"}


@pytest.fixture(scope="module", autouse=True)
def threads() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        yield from served(ThreadPoolExecutor, patch)


def given(task: str, content: bytes, name: str = "mine.csv", **query: str) -> AppTest:
    app = opened(task=task, **(SHORT | query))
    app.file_uploader(f"train_own_{task}").set_value((name, content, "text/csv")).run()
    assert not app.exception, app.exception
    return app


def read(app: AppTest) -> AppTest:
    """Once a process has read the file."""
    end = time.monotonic() + 60
    while WAIT in words(app):
        assert time.monotonic() < end
        time.sleep(0.1)
        app.run()
    assert not app.exception, app.exception
    return app


def pressed(app: AppTest) -> View:
    app.button("train_start").click().run()
    assert not app.exception, app.exception
    end = time.monotonic() + 60
    while not (view := facts.runs().view(link(app)["run"])).over:
        assert time.monotonic() < end
        time.sleep(0.03)
    app.run()
    assert not app.exception, app.exception
    assert view.state == "finished", view.sentence
    return view


def shown(app: AppTest, view: str) -> str:
    app.button_group("train_view").set_value(view).run()
    assert not app.exception, app.exception
    return words(app)


def test_names_of_any_script_are_seen_trained_used_and_looked_back_at() -> None:
    app = given("names", TEXT_FILES["Arabic and Chinese"].content)
    assert "label and text, header in line 1 · 12 names of 2 classes" in words(app)
    assert "**2 classes**, 12 texts." in words(app)
    assert "**How long**: 2 to 5 letters." in words(app)
    assert f"| 2 | Arabic | \u2068{ARABIC[0]}\u2069 |" in words(app)
    assert "Each letter is 27 numbers" in words(app)
    view = pressed(app)
    assert facts.net_at(view.id, 1).net.shape.outputs == 2
    assert facts.net_at(view.id, 1).net.shape.width == 27
    assert "Data: mine.csv (read: label and text" in words(app)
    used = shown(app, "use")
    assert "| Class | log-probability | probability |" in used
    assert "six names" not in used
    assert next(it for it in app.text_input if it.label == "Name").value == ARABIC[0]
    assert "There is no letter" not in used
    assert "Hidden states" in shown(app, "back")


def test_what_needs_no_net_stands_beside_the_score_of_own_data() -> None:
    app = given("names", table(NAMES, header="label,text").encode())
    pressed(app)
    end = time.monotonic() + 60
    while "most common class" not in (figures := " ".join(it.proto.json for it in app.get("bidi_component"))):
        assert time.monotonic() < end
        time.sleep(0.1)
        app.run()
    assert "bag of letters" in figures


def test_reviews_of_a_zip_are_ids_and_three_classes_are_three_outputs() -> None:
    rows = [*REVIEWS, *((f"Neither warm nor cold, this {n}th film", "mixed") for n in range(7))]
    app = given("sentiment", table(rows, '{label},"{text}"', "label,text").encode(), embedding="4")
    assert "21 reviews of 3 classes" in words(app)
    assert "**What the net gets**: ids from 0 to" in words(app)
    assert "| word | " in words(app)
    view = pressed(app)
    net = facts.net_at(view.id, 1)
    assert net.net.shape.outputs == 3
    ids = next(it.value for it in app.markdown if it.value.startswith("| word |"))
    read = ids.replace("\\", "").splitlines()
    pairs = zip(read[0].split(" | ")[1:], read[2].split(" | ")[1:], strict=True)
    assert all(net.tokens[int(place.strip(" |"))] == word.strip(" |") for word, place in pairs)
    used = shown(app, "use")
    assert "Positive" not in used
    assert "| Class | log-probability | probability |" in used
    zipped = given("sentiment", TEXT_FILES["zip, a folder a class"].content, "mine.zip")
    assert "a folder a class, each file a review · 14 reviews of 2 classes" in words(zipped)


def test_label_and_text_can_be_changed_and_change_places() -> None:
    app = given("names", table(NAMES, "{text},{label},{label}x", "name,language,other").encode())
    assert (app.selectbox("train_column").value, app.selectbox("train_inputs").value) == ("language", "name")
    app.selectbox("train_column").set_value("other").run()
    assert "read: other and name" in words(app)
    assert (link(app)["column"], link(app)["inputs"]) == ("other", "name")
    assert "| Dutchx |" in words(app)
    app.selectbox("train_inputs").set_value("other").run()
    assert (app.selectbox("train_column").value, app.selectbox("train_inputs").value) == ("name", "other")
    assert not app.exception
    assert app.button("train_start").disabled, "two labels for all, and each name a class"


@pytest.mark.parametrize("kind", [name for name, it in TEXT_FILES.items() if not it.good])
def test_a_file_that_is_refused_says_each_cause_beside_the_box(kind: str) -> None:
    it = TEXT_FILES[kind]
    app = read(given(it.task, it.content, it.name))
    for part in it.says:
        assert part in " ".join(error.value for error in app.error).replace("\\", ""), kind
    assert app.button("train_start").disabled


def test_nothing_of_a_file_is_read_as_markdown() -> None:
    app = given("names", TEXT_FILES["Markdown and formulas"].content)
    for text in [*app.markdown, *app.caption, *app.error]:
        for sign in (f"**{DUTCH[0]}**", "$x$", ":red[", "[a](b)", "![](x)", "<b>"):
            assert sign not in text.value
    pressed(app)
    shown(app, "use")
    for text in [*app.markdown, *app.caption]:
        assert "$x$" not in text.value
        assert "![](x)" not in text.value


def test_target_inputs_and_time_of_a_series_are_chosen() -> None:
    text = SERIES.replace("Date,", "Date,Sent,", 1).splitlines()
    lines = [text[0], *(line.replace(",", f",{line.split(',', 1)[0]},", 1) for line in text[1:])]
    app = given("weather", "\n".join(lines).encode(), lag="6", ahead="2")
    assert "Temperature (C) from " in words(app)
    assert "one window of 6 × 1 numbers" in words(app)
    app.selectbox("train_column").set_value("Humidity (%)").run()
    box = app.multiselect("train_inputs")
    assert box.value == ["Humidity (%)"]
    box.set_value(["Humidity (%)", "Pressure, sea (hPa)"]).run()
    assert link(app)["inputs"] == 'Humidity (%),"Pressure, sea (hPa)"'
    assert "2 inputs: Humidity (%), Pressure, sea (hPa)" in words(app)
    assert "one window of 6 × 2 numbers" in words(app)
    app.selectbox("train_time").set_value("Sent").run()
    assert "read: Sent, Humidity (%)" in words(app)
    view = pressed(app)
    assert facts.net_at(view.id, 1).net.shape.width == 2
    assert "The scores above count all 2 hours" in words(app)
    app.button_group("train_view").set_value("use").run()
    assert next(it for it in app.slider if it.label == "Hours ahead").max == 2
    assert "MAE over these hours" in words(app)
    assert "Hidden states" in shown(app, "back")


def test_gaps_and_repeats_are_counted_in_the_plot() -> None:
    lines = SERIES.splitlines(keepends=True)
    app = given("weather", "".join([*lines[:50], *lines[60:100], *lines[98:]]).encode(), lag="6")
    spec = next(it.proto.json for it in app.get("bidi_component") if "time comes again" in str(it.proto.json))
    assert "time comes again (2)" in spec
    assert "gap (1)" in spec


def test_a_text_begins_with_its_own_words() -> None:
    app = given("characters", ("Жили-были дед да баба. " * 40).encode(), "mine.txt")
    assert "“Жили" in words(app)
    pressed(app)
    shown(app, "use")
    assert next(it for it in app.text_input if it.label == "Start of the text").value == "Жили-были"
    assert "has never seen" not in words(app)


def test_a_large_file_is_read_in_a_process_and_then_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PATIENCE", 0.0)
    app = given("sentiment", TEXT_FILES["5 MB"].content)
    assert WAIT in words(app)
    assert app.button("train_start").disabled
    read(app)
    assert "70\u202f000 reviews of 2 classes" in words(app)


def test_the_preview_does_not_wait_for_words_to_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Never:
        """A queue, and its one job, which does not end."""

        done, waited = False, list[float]()

        def ask(self, *given: object) -> Never:
            return self

        def result(self, patience: float) -> None:
            self.waited.append(patience)
            raise TimeoutError

    monkeypatch.setattr(own_file, "counts", Never)
    monkeypatch.setattr(checking, "PATIENCE", 30.0)
    assert "**The first rows**" in words(given("sentiment", TEXT_FILES["5 MB"].content))
    assert set(Never.waited) == {0.0}


def test_what_was_read_for_a_part_below_is_no_cause_to_begin_the_page_again_and_again() -> None:
    def page() -> None:
        import streamlit as st

        from rnnviz.ui.runs import checking

        st.session_state["runs"] = st.session_state.get("runs", 0) + 1
        checking.look_again()
        st.markdown("what stands below")

    app = AppTest.from_function(page, default_timeout=10)
    app.session_state[checking.JOBS] = {"words": at_once.ask(Queue("counts", "files"), "words", lambda tell: 3)}
    app.run()
    assert [it.value for it in app.markdown] == ["what stands below"]
    assert app.session_state["runs"] == 2, "once more, since it was done"


def test_before_a_file_nobody_says_how_large_the_net_is() -> None:
    app = opened(task="names", source="own file")
    assert "Your file decides how large the net is." in words(app)
    assert "Load your file" in words(app)
