"""What Python draws for a class: the lead's question to all, and a page that follows a link."""

from __future__ import annotations

import random
from concurrent.futures import Executor, Future
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lead.steps import steps_of
from rnnviz.room.bus import BusDown, MemoryBus
from rnnviz.room.rooms import Rooms
from rnnviz.state.link import from_query
from rnnviz.state.settings import Settings, from_json
from rnnviz.ui import classroom
from rnnviz.ui.lead_card import DONE_OR_NOT
from rnnviz.ui.lead_question import shown
from rnnviz.ui.runs import results as facts
from tests.pages.leads import TASKS
from tests.pages.visiting import link, served, visit, words
from tests.received import received

BROWSER = "a browser's secret"


@pytest.fixture
def rooms(monkeypatch):
    found = Rooms(MemoryBus(), lambda: 0.0, random.Random(1))
    monkeypatch.setattr(classroom, "ROOMS", found)
    monkeypatch.setattr(classroom, "_browser", lambda: BROWSER)
    return found


def asked(lesson: str) -> int:
    """The first step of a lead that asks for a guess which a class can make."""
    alone = ("sketch", "order")
    return next(k for k, step in enumerate(steps_of(lesson)) if step.ask and step.ask.hand not in alone)


def guesses(app: AppTest) -> list:
    return [one for one in app.radio if one.label == "Your guess"]


def ask_button(app: AppTest) -> list:
    return [one for one in app.button if one.label == "Ask the class"]


@pytest.mark.parametrize("lesson", TASKS)
def test_a_step_of_the_lead_is_put_to_the_class_with_the_truth_of_the_record(rooms, lesson):
    k = asked(lesson)
    ask = steps_of(lesson)[k].ask
    state, t = TASKS[lesson].read(ask.state or steps_of(lesson)[k].state)
    room, _ = rooms.open(BROWSER, "a")
    app = visit(lesson, step=str(k + 1))
    [button] = ask_button(app)
    button.click().run()
    assert not app.exception
    question = rooms.get(room.code).question
    truth = TASKS[lesson].truths[ask.truth](state, t, **ask.of).truth
    if question.kind == "number":
        assert question.truth == pytest.approx(truth)
        assert question.unit == ask.unit
    elif question.kind == "mark":
        assert question.truth == truth - 1
    else:
        assert question.options[question.truth] == shown(ask, truth)
        assert question.options == tuple(guesses(app)[0].options)
    assert question.ours
    assert "/glossary" not in question.text
    assert "{" not in question.text.replace("_{", "").replace("^{", "").replace("\\mathbf{", "").replace("\\sqrt{", "")


def test_a_marked_step_is_put_to_the_class_and_a_sketch_is_not(rooms):
    room, _ = rooms.open(BROWSER, "a")
    [button] = ask_button(visit("rnn", step="4"))
    button.click().run()
    question = rooms.get(room.code).question
    assert (question.kind, question.steps, question.truth) == ("mark", 24, 4)
    assert not ask_button(visit("lstm", step="4"))


def test_only_the_teacher_has_the_button(rooms):
    assert not ask_button(visit("gru", step="2"))
    code = rooms.open("another browser", "a")[0].code
    rooms.join(code, BROWSER, "a")
    assert not ask_button(visit("gru", step="2"))


def test_a_student_answers_to_the_class_while_it_is_asked(rooms):
    """And so does not see the truth before the others have answered."""
    code = rooms.open(BROWSER, "a")[0].code
    [button] = ask_button(app := visit("gru", step="2"))
    button.click().run()
    assert guesses(app), "the teacher may guess as before"
    rooms.bus.change(code, lambda room: replace(room, teacher="another browser"))
    rooms.join(code, BROWSER, "a")
    app = visit("gru", step="2")
    assert not guesses(app)
    assert "Answer to the class" in words(app)
    assert guesses(visit("vanishing", step=str(asked("vanishing") + 1))), "another question is another matter"
    rooms.reveal(code)
    assert guesses(visit("gru", step="2"))


def of_kind(kind: str) -> list[tuple[str, int]]:
    """A lesson and its first step of this kind, from 1."""
    found = {name: [k for k, step in enumerate(steps_of(name)) if step.kind == kind] for name in TASKS}
    return [(name, steps[0] + 1) for name, steps in found.items() if steps][:3]


@pytest.mark.parametrize(("lesson", "step"), of_kind("do"))
def test_a_task_is_put_to_the_class_and_a_students_stage_answers_it(rooms, lesson, step):
    code = rooms.open(BROWSER, "a")[0].code
    [button] = ask_button(visit(lesson, step=str(step)))
    button.click().run()
    question = rooms.get(code).question
    assert (question.kind, question.options, question.truth) == ("choice", DONE_OR_NOT, None)
    assert "{" not in question.text.replace("_{", "")
    rooms.bus.change(code, lambda room: replace(room, teacher="another browser"))
    student = rooms.join(code, BROWSER, "a")[1]
    app = visit(lesson, step=str(step))
    assert rooms.get(code).question.replies == {}, "not done yet"
    while shows := [one for one in app.button if one.label in ("Hint", "Show me")]:
        shows[0].click().run()
    assert any(one.value.startswith("Done.") for one in app.success)
    assert rooms.get(code).question.replies == {student: 0}
    app.run()
    assert not app.exception, "it is answered once"


@pytest.mark.parametrize(("lesson", "step"), of_kind("compute"))
def test_a_number_to_compute_is_put_to_the_class_with_its_truth(rooms, lesson, step):
    code = rooms.open(BROWSER, "a")[0].code
    app = visit(lesson, step=str(step))
    if steps_of(lesson)[step - 1].principle:
        guesses(app)[0].set_value(guesses(app)[0].options[0]).run()
        next(one for one in app.button if one.label == "I am sure").click().run()
    [button] = ask_button(app)
    button.click().run()
    question = rooms.get(code).question
    state, t = TASKS[lesson].read(steps_of(lesson)[step - 1].state)
    truth = TASKS[lesson].blank(state, t, steps_of(lesson)[step - 1].blanks[0]).number
    assert (question.kind, question.truth) == ("number", pytest.approx(truth))
    rooms.bus.change(code, lambda room: replace(room, teacher="another browser"))
    rooms.join(code, BROWSER, "a")
    app.run()
    assert "Answer to the class" in words(app)


def settings(app: AppTest) -> Settings:
    [stage] = [part for part in app.get("bidi_component") if part.proto.component_name.endswith("cell_stage")]
    return from_json(received(stage.proto)["table"])


def test_a_page_that_follows_shows_the_link_whatever_a_control_had_put(rooms, monkeypatch):
    code = rooms.open("another browser", "a")[0].code
    rooms.join(code, BROWSER, "a")
    app = visit("rnn", lead="off")
    app.selectbox("rnn_preset").select("latch").run()
    assert settings(app).preset == "latch"
    monkeypatch.setattr(classroom, "went_back", lambda: True)
    app.query_params.clear()
    app.query_params.update({"preset": "leaky", "t": "4", "lead": "off"})
    app.run()
    assert settings(app) == from_query("rnn", {"preset": "leaky", "t": "4"})
    monkeypatch.setattr(classroom, "went_back", lambda: False)
    app.selectbox("rnn_preset").select("latch").run()
    assert settings(app).preset == "latch", "the page is the student's again"


def test_the_lead_follows_to_its_step_and_closes_with_it(rooms, monkeypatch):
    code = rooms.open("another browser", "a")[0].code
    rooms.join(code, BROWSER, "a")
    app = visit("gru", step="2")
    monkeypatch.setattr(classroom, "went_back", lambda: True)
    for step in ("5", "1", "2"):
        app.query_params["step"] = step
        app.run()
        assert any(f"Step {step} of" in text.value for text in app.caption)
    app.query_params.clear()
    app.query_params["lead"] = "off"
    app.run()
    assert not any("Step" in text.value for text in app.caption)
    app.query_params.clear()
    app.query_params["step"] = "77"  # a link that was made by hand
    app.run()
    assert not app.exception


def test_who_is_in_no_room_goes_back_as_before(rooms, monkeypatch):
    app = visit("rnn", lead="off")
    app.selectbox("rnn_preset").select("latch").run()
    monkeypatch.setattr(classroom, "went_back", lambda: True)
    app.query_params["preset"] = "leaky"
    app.run()
    assert settings(app).preset == "latch"


def test_the_page_of_a_class_is_drawn_by_its_script():
    app = visit("class")
    assert [title.value for title in app.title] == ["Class"]
    [desk] = app.get("bidi_component")
    assert desk.proto.component_name.endswith("class_desk")
    assert link(app) == {}


def test_a_question_that_cannot_be_put_says_why(rooms, monkeypatch):
    room, _ = rooms.open(BROWSER, "a")

    def down(code, question):
        raise BusDown("The class is on hold.")

    monkeypatch.setattr(rooms, "ask", down)
    [button] = ask_button(visit("gru", step="2"))
    app = button.click().run()
    assert [it.value for it in app.toast] == ["The class is on hold."]
    assert not app.exception
    assert rooms.get(room.code).question is None


def test_the_runs_of_who_leads_a_class_begin_first(rooms, monkeypatch):
    """Of a room in which somebody is; a room of one's own gives nothing."""
    for _ in served(Idle, monkeypatch):
        app = visit("train", task="noise", epochs="1", hidden="4", layers="1")
        code = rooms.open(BROWSER, "a")[0].code
        app.button("train_start").click().run()
        rooms.join(code, "ann", "a")
        app.button("train_start").click().run()
        assert [it.turn.first for it in facts.runs().handles.values() if it.begun] == [False, True]


class Idle(Executor):
    """Never starts anything."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once

    def submit(self, fn, /, *args, **kwargs) -> Future:
        return Future()
