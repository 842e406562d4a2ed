"""Rooms: who comes, who goes, when a room ends, and how much of everything there may be."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from rnnviz.core.typed import InputError
from rnnviz.room.asked import Asked
from rnnviz.room.codes import new_code
from rnnviz.room.room import ALONE, LONGEST
from rnnviz.room.rooms import GONE, MOST_STUDENTS, RoomError, RoomGone, checked_link
from tests.room.conftest import all_told


def test_a_student_who_reloads_is_the_same_one(rooms):
    code = rooms.open("teacher", "a")[0].code
    room, ann = rooms.join(code, "ann", "a")
    face = room.students[ann].face
    rooms.leave(code, ann)
    assert not rooms.get(code).students[ann].here(rooms.clock())
    room, again = rooms.join(code, "ann", "a")
    assert again == ann
    assert room.students[ann].face == face
    assert room.students[ann].here(rooms.clock())
    assert len(room.students) == 1


def test_whoever_gives_no_sign_of_life_is_not_here(rooms, clock):
    code = rooms.open("teacher", "a")[0].code
    _, ann = rooms.join(code, "ann", "a")
    clock.now += 59
    assert rooms.get(code).students[ann].here(clock.now)
    clock.now += 2
    assert not rooms.get(code).students[ann].here(clock.now)
    rooms.beat(code, ann)
    assert rooms.get(code).students[ann].here(clock.now)


def test_a_room_ends_without_its_teacher(rooms, clock):
    code = rooms.open("teacher", "a")[0].code
    _, ann = rooms.join(code, "ann", "a")
    for _ in range(3):
        clock.now += ALONE - 1
        rooms.beat(code, None)
    clock.now += ALONE - 1
    rooms.beat(code, ann)  # a student is no teacher
    assert rooms.get(code)
    clock.now += 1
    assert rooms.get(code) is None
    with pytest.raises(RoomGone, match="over"):
        rooms.beat(code, None)
    assert rooms.bus.codes() == []


def test_a_room_ends_after_three_hours(rooms, clock):
    code = rooms.open("teacher", "a")[0].code
    end = clock.now + LONGEST
    while clock.now + 600 < end:
        clock.now += 600
        rooms.beat(code, None)
    clock.now = end - 1
    assert rooms.get(code)
    clock.now = end
    assert rooms.get(code) is None


def test_only_the_key_brings_the_teacher_back(rooms):
    room, key = rooms.open("teacher", "a")
    stop = rooms.bus.listen(room.code, lambda: None)  # as the page does that is in it
    with pytest.raises(RoomError, match="another teacher"):
        rooms.teach(room.code, f"{key}x", "teacher", "a")
    with pytest.raises(RoomError):
        rooms.teach(room.code, room.key, "teacher", "a")  # what the server keeps of it is not the key
    back = rooms.teach(room.code, key, "another browser", "b")
    assert back.teacher != room.teacher
    assert rooms.place_of("another browser") == (back, None)
    assert rooms.place_of("teacher") is None
    stop()


def test_a_thousand_tries_at_codes_take_longer_than_ten_seconds(rooms, clock):
    """And whoever tries is told nothing any more, not even by a right code."""
    room = rooms.open("teacher", "school")[0]
    began, told = clock.now, 0
    for _ in range(1000):
        clock.now += 0.01
        try:
            rooms.join(new_code(), "thief", "cellar")
        except RoomGone:
            told += 1
        except RoomError:
            pass
    assert told <= 60 + (clock.now - began)  # 1000 tries in 10 s tell of 70 codes
    with pytest.raises(RoomError, match="Many wrong codes"):
        rooms.join(room.code, "thief", "cellar")
    assert rooms.join(room.code, "ann", "school")
    clock.now += 5
    assert rooms.join(room.code, "thief", "cellar")


def test_guessing_keys_is_guessing(rooms):
    code, key = rooms.open("teacher", "a")[0].code, "x"
    for _ in range(60):
        with pytest.raises(RoomError, match="another teacher"):
            rooms.teach(code, key, "thief", "cellar")
    with pytest.raises(RoomError, match="Many wrong"):
        rooms.teach(code, key, "thief", "cellar")


def test_rooms_are_not_opened_without_end(rooms, clock):
    for _ in range(30):
        rooms.open("teacher", "a")
    with pytest.raises(RoomError, match="Many rooms"):
        rooms.open("teacher", "a")
    assert rooms.open("teacher", "b")
    clock.now += 20
    assert rooms.open("teacher", "a")


def test_a_room_is_full_at_some_point(rooms):
    code = rooms.open("teacher", "a")[0].code
    for k in range(MOST_STUDENTS):
        room, _ = rooms.join(code, f"student {k}", "a")
    assert len({one.face for one in room.students.values()}) == MOST_STUDENTS
    with pytest.raises(RoomError, match="full"):
        rooms.join(code, "one more", "a")
    assert rooms.join(code, "student 3", "a")


def test_500_joins_at_once_from_many_threads_lose_nobody(rooms):
    codes = [rooms.open("teacher", "a")[0].code for _ in range(5)]
    heard = []
    stop = rooms.bus.listen(codes[0], lambda: heard.append(threading.get_ident()))
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda k: rooms.join(codes[k % 5], f"student {k}", "a")[1], range(500)))
    assert len(set(found)) == 500
    for code in codes:
        students = rooms.get(code).students.values()
        assert len(students) == len({one.face for one in students}) == 100
        assert all(one.tabs == 1 for one in students)
    all_told(rooms)
    assert len(heard) == 100
    stop()
    rooms.join(codes[0], "late", "a")
    all_told(rooms)
    assert len(heard) == 100


def test_answers_from_many_threads_are_one_a_student(rooms):
    code = rooms.open("teacher", "a")[0].code
    students = [rooms.join(code, f"student {k}", "a")[1] for k in range(20)]
    rooms.ask(code, Asked("choice", "which?", ("one", "two")))

    def answer(k: int) -> bool:
        try:
            rooms.answer(code, students[k % 20], k % 2)
        except InputError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(answer, range(100))) == 20
    assert len(rooms.get(code).question.replies) == 20


def test_the_class_is_where_its_teacher_is_and_only_a_change_counts(rooms):
    code = rooms.open("teacher", "a")[0].code
    _, ann = rooms.join(code, "ann", "a")
    rooms.show(code, "lstm?preset=latch&t=3")
    rooms.show(code, "lstm?preset=latch&t=3")
    assert (rooms.get(code).link, rooms.get(code).at) == ("lstm?preset=latch&t=3", 1)
    rooms.follow(code, ann, False)
    rooms.lead(code, False)
    assert not rooms.get(code).students[ann].follows
    rooms.lead(code, True)
    assert rooms.get(code).students[ann].follows


@pytest.mark.parametrize(
    "link", ["https://else.where/x", "//else.where", "../x", "a/b", "javascript:alert(1)", "x" * 9000, None, 3, "é?"]
)
def test_the_class_goes_to_no_other_site(link):
    with pytest.raises(RoomError):
        checked_link(link)


def test_links_within_the_app_pass():
    for link in ("", "?t=3", "lstm", "lstm?preset=latch&t=3&text=a%2F%2Fb:c", "map?points=states"):
        assert checked_link(link) == link


def test_an_offer_is_a_students_last_and_goes_when_it_was_looked_at(rooms):
    code = rooms.open("teacher", "a")[0].code
    _, ann = rooms.join(code, "ann", "a")
    _, ben = rooms.join(code, "ben", "a")
    rooms.offer(code, ann, "rnn?t=1", "first")
    rooms.offer(code, ben, "rnn?t=2", "mine")
    rooms.offer(code, ann, "rnn?t=3", "I made a latch" + "!" * 100)
    offers = rooms.get(code).offers
    assert [(one.student, one.link) for one in offers] == [(ben, "rnn?t=2"), (ann, "rnn?t=3")]
    assert len(offers[1].words) == 60
    rooms.drop_offer(code, offers[0].number)
    assert [one.student for one in rooms.get(code).offers] == [ann]


def test_what_an_edit_raises_changes_nothing(rooms):
    room = rooms.open("teacher", "a")[0]
    with pytest.raises(RoomError, match="no question"):
        rooms.reveal(room.code)
    assert rooms.get(room.code) == room
    with pytest.raises(KeyError):
        rooms.bus.change("XXXXX", lambda room: replace(room, named=True))
    with pytest.raises(RoomGone, match=GONE[:10]):
        rooms.close(room.code) or rooms.ask(room.code, Asked("text", "why?"))
