"""Roles: what a hand-made message may do, and what each browser is told."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator

from rnnviz.room.desk import COMMANDS, LONGEST_MESSAGE, NOT_YOURS, Desk
from rnnviz.room.rooms import Rooms
from tests.contract import SCHEMA
from tests.room.conftest import all_told

QUESTION = {"kind": "choice", "text": "which?", "options": ["one", "two"], "truth": 1}


def desk(rooms: Rooms, browser: str, address: str = "a") -> Desk:
    return Desk(rooms, browser, address)


def say(one: Desk, name: str, **more: object) -> dict[str, object] | None:
    return one.receive(json.dumps({"do": name} | more))


@pytest.fixture
def class_of(rooms):
    """class_of(3): the teacher's desk, and the students'."""

    def made(count: int, named: bool = False) -> tuple[Desk, list[Desk]]:
        teacher = desk(rooms, "teacher")
        say(teacher, "open", named=named)
        students = [desk(rooms, f"student {k}") for k in range(count)]
        for one in students:
            assert say(one, "join", code=teacher.code.lower()) == {"joined": teacher.code}
        return teacher, students

    return made


def test_a_student_can_do_nothing_that_is_a_teachers(rooms, class_of):
    """Every command of a teacher, hand-made, with all that it could want, and with a key that is none."""
    teacher, (student,) = class_of(1)
    say(teacher, "show", link="rnn?t=2")
    say(teacher, "ask", **QUESTION)
    before = rooms.get(teacher.code)
    more = {"code": teacher.code, "key": "x", "link": "lstm", "on": False, "number": 1} | QUESTION
    for name in COMMANDS["teacher"]:
        assert say(student, name, **more) == {"wrong": NOT_YOURS}, name
    for name in COMMANDS["nobody"]:  # a desk keeps its role
        assert say(student, name, **more) is None, name
    assert rooms.get(teacher.code) == before
    assert student.role == "student"


def test_nobody_is_a_teacher_without_the_key(rooms, class_of):
    teacher, _ = class_of(0)
    room = rooms.get(teacher.code)
    for key in ("", "x", room.key, room.teacher, teacher.code):
        thief = desk(rooms, "thief")
        assert "another teacher" in say(thief, "teach", code=teacher.code, key=key)["wrong"]
        assert thief.role == "nobody"
        for name in COMMANDS["teacher"]:
            assert say(thief, name) == {"wrong": NOT_YOURS}


def test_a_teacher_comes_back_by_the_key(rooms):
    first = desk(rooms, "teacher")
    opened = say(first, "open")
    say(first, "show", link="lstm?t=4")
    first.leave()
    second = desk(rooms, "teacher")
    assert say(second, "teach", code=opened["opened"], key=opened["key"]) is None
    assert second.view()["link"] == "lstm?t=4"


@pytest.mark.parametrize("kind", ["choice", "number", "mark", "text"])
def test_a_student_is_told_nothing_of_another(class_of, kind):
    teacher, (ann, ben) = class_of(2, named=True)
    say(teacher, "ask", kind=kind, text="q", options=["one", "two"], steps=9, truth={"text": "secret"}.get(kind, 1))
    empty = ben.view()
    say(ann, "answer", reply={"choice": 0, "number": "7", "mark": 7, "text": "hidden"}[kind])
    say(ann, "offer", link="rnn?t=7", words="hidden")
    say(ann, "done", on=True)
    assert ben.view() == empty
    assert "truth" not in empty["question"]
    assert ann.view()["question"]["mine"] == {"choice": "one", "number": "7", "mark": "step 8", "text": "hidden"}[kind]
    assert teacher.view()["question"]["count"] == 1
    assert "lies" not in teacher.view()["question"]
    say(teacher, "reveal")
    told = json.dumps(ben.view())
    assert "hidden" not in told
    assert ann.view()["face"]["animal"] not in told or ann.view()["face"]["animal"] == ben.view()["face"]["animal"]
    assert ben.view()["question"]["truth"] == teacher.view()["question"]["truth"]


def test_the_teacher_sees_who_said_what_only_in_a_room_opened_so(class_of):
    for named in (False, True):
        teacher, students = class_of(3, named)
        assert students[0].view()["named"] is named
        say(teacher, "ask", **QUESTION)
        for k, one in enumerate(students):
            say(one, "answer", reply=k % 2)
        say(teacher, "reveal")
        assert ("named" in teacher.view()["question"]) is named
        rows = list(csv.DictReader(io.StringIO(say(teacher, "csv")["csv"])))
        assert sorted(row["answer"] for row in rows) == ["one", "one", "two"]
        assert {row["truth"] for row in rows} == {"two"}
        assert ("student" in rows[0]) is named


def test_the_sheet_is_in_no_order_that_says_who_and_computes_nothing(class_of):
    teacher, students = class_of(4)
    said = ["zebra", "=HYPERLINK(1)", "apple", "-5"]
    say(teacher, "ask", kind="text", text="+why")
    for one, text in zip(students, said, strict=True):
        say(one, "answer", reply=text)
    rows = list(csv.DictReader(io.StringIO(say(teacher, "csv")["csv"])))
    assert [row["answer"] for row in rows] == ["-5", "'=HYPERLINK(1)", "apple", "zebra"]
    assert rows[0]["text"] == "'+why"


def test_the_teacher_sees_who_is_here_follows_and_is_done(class_of, clock):
    teacher, students = class_of(3)
    say(students[0], "done", on=True)
    say(students[1], "follow", on=False)
    seen = teacher.view()
    assert [seen[name] for name in ("here", "follow", "done")] == [3, 2, 1]
    students[2].leave()
    clock.now += 61
    students[0].beat()
    seen = teacher.view()
    assert [seen[name] for name in ("here", "follow", "done")] == [1, 1, 1]
    say(teacher, "lead", on=False)
    assert teacher.view()["follow"] == 0


@pytest.mark.parametrize("kind", ["choice", "number", "mark", "text"])
def test_what_is_seen_is_what_the_contract_says(class_of, kind):
    teacher, (ann, ben) = class_of(2, named=True)
    validator = Draft202012Validator(SCHEMA | {"$ref": "#/$defs/Seen"})
    say(teacher, "show", link="rnn?t=2")
    say(teacher, "ask", kind=kind, text="q", options=["one", "two"], steps=9, truth=1 if kind != "text" else "x")
    say(ben, "offer", link="rnn?t=7", words="hidden")
    for act in (
        lambda: None,
        lambda: say(ann, "answer", reply={"text": "x"}.get(kind, 1)),
        lambda: say(teacher, "reveal"),
    ):
        act()
        for one in (teacher, ann, ben):
            assert [error.message for error in validator.iter_errors(one.view())] == []


def test_a_busy_room_goes_on_and_one_left_alone_ends(rooms, class_of, clock):
    """Signs of life are given at every change, too: a class in which something always happens is not forgotten."""
    teacher, (ann,) = class_of(1)
    told = []
    all_told(rooms)
    stop = rooms.bus.listen(teacher.code, lambda: told.append(1))
    for _ in range(400):  # half an hour
        clock.now += 4.5
        teacher.beat()
        ann.beat()
        assert teacher.view()["here"] == 1
    all_told(rooms)
    assert not told, "of a sign of life nobody is told"
    stop()
    for _ in range(400):
        clock.now += 4.5
        ann.beat()
    assert ann.view() is None


def test_closing_ends_it_for_all(rooms, class_of):
    teacher, (ann,) = class_of(1)
    say(teacher, "close")
    assert teacher.view() is None
    assert ann.view() is None
    assert "over" in say(ann, "answer", reply=0)
    assert ann.role == "nobody"
    assert rooms.bus.codes() == []


@pytest.mark.parametrize("message", ["", "x", "[1]", "3", "null", '{"do": 3}', '{"do": "fly"}', "[" * 15000, '{"a":'])
def test_a_message_that_is_none_does_nothing(rooms, class_of, message):
    teacher, (ann,) = class_of(1)
    before = rooms.get(teacher.code)
    for one in (teacher, ann, desk(rooms, "new")):
        assert one.receive(message) is None
    assert rooms.get(teacher.code) == before


def test_an_answer_of_a_million_letters_is_not_read(rooms, class_of):
    teacher, (ann,) = class_of(1)
    say(teacher, "ask", kind="text", text="why?")
    assert "too long" in say(ann, "answer", reply="x" * 1_000_000)["wrong"]
    assert LONGEST_MESSAGE < 1_000_000
    assert teacher.view()["question"]["count"] == 0


def test_a_browser_that_never_stops_is_slowed(rooms, class_of, clock):
    teacher, _ = class_of(0)
    said = [say(teacher, "show", link=f"rnn?t={k}") for k in range(150)]
    assert said[:98] == [None] * 98
    assert "Too many" in said[-1]["wrong"]
    clock.now += 1
    assert say(teacher, "show", link="rnn?t=1") is None
