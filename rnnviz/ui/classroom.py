"""A class, as far as Python draws for it: its page, and a screen that follows the teacher's."""

from __future__ import annotations

import uuid
from contextlib import suppress

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.room.asked import Asked, Reply
from rnnviz.room.room import Room
from rnnviz.room.rooms import ROOMS
from rnnviz.serving import VISITOR
from rnnviz.stage.drawn import drawn
from rnnviz.ui.lead import follow_link
from rnnviz.ui.page_state import went_back
from rnnviz.ui.stage_page import link_counts

_desk = drawn("class_desk", '<div class="class-desk" style="min-height: 20rem"></div>', "room/class.js",
              isolate_styles=False)  # fmt: skip


def class_desk() -> None:
    """Open a room or join one; then its code, and who is there."""
    _desk("class_desk", {})


def taught() -> Room | None:
    """The room whose teacher looks at this page."""
    place = _place()
    return place[0] if place and place[1] is None else None


def teaches() -> bool:
    """Whether a class follows this page's browser: its runs begin before the students'."""
    room = taught()
    return room is not None and any(one.here(ROOMS.clock()) for one in room.students.values())


def asks_class(where: str) -> bool:
    """Whether the class is asked this very question now: a student then answers to the class, not to the lead."""
    place = _place()
    if place is None or place[1] is None or place[0].question is None:
        return False
    question = place[0].question
    return question.where == where and not question.revealed


def answer_class(where: str, reply: Reply) -> None:
    """What a student has done on the stage is the answer, where the class is asked just this and they gave none."""
    if asks_class(where) and (place := _place()):
        room, student = place
        if student and room.question and student not in room.question.replies:
            with suppress(InputError):  # it has just been closed
                ROOMS.answer(room.code, student, reply)


def _place() -> tuple[Room, str | None] | None:
    browser = _browser()
    return ROOMS.place_of(browser) if browser else None


def _browser() -> str | None:
    """The browser's secret, by which its socket to the room is known."""
    return st.context.cookies.get(VISITOR)


def put_to_class(question: Asked) -> None:
    """For a callback of the teacher's page; elsewhere it asks nobody. Why it could not be asked is said."""
    if room := taught():
        try:
            ROOMS.ask(room.code, question)
        except InputError as error:
            st.toast(str(error))


def follow(url_path: str) -> None:
    """For the router: who is in a room and was taken to a link sees what the link says, not what the page had."""
    if went_back() and _place():
        follow_link(url_path)
        link_counts(uuid.uuid4().hex)
