"""One connection: what its browser may say, by its role, and what it is shown.

A desk becomes a teacher's only by opening a room or with the room's key; a student's knows no command of a teacher.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from rnnviz.core.typed import InputError
from rnnviz.limits import Limit
from rnnviz.room.asked import read_question
from rnnviz.room.bus import BusDown
from rnnviz.room.codes import read_code
from rnnviz.room.rooms import RoomError, RoomGone, Rooms
from rnnviz.room.views import Json, answers_csv, students_view, teachers_view, text_of
from rnnviz.texts import _

LONGEST_MESSAGE = 16_000  # letters
BEAT = 15.0  # seconds between two signs of life
NOT_YOURS = _("Only the teacher can do this.")
Command = Callable[["Desk", Mapping[str, Any]], Json | None]


class Desk:
    """browser: its secret, which makes a student the same one after a reload; address: for the limits.

    code: the room that it is in, or "". student: what it is called there, or None for the teacher.
    """

    def __init__(self, rooms: Rooms, browser: str, address: str) -> None:
        self.rooms, self.browser, self.address = rooms, browser, address
        self.code = ""
        self.student: str | None = None
        self.pace = Limit(100, 40, rooms.clock)
        self.beaten = rooms.clock()

    @property
    def role(self) -> str:
        if not self.code:
            return "nobody"
        return "teacher" if self.student is None else "student"

    def receive(self, message: str) -> Json | None:
        """Do what a message says; what is answered to this desk alone. A message that is none does nothing."""
        if len(message) > LONGEST_MESSAGE:
            return {"wrong": _("This is too long to send.")}
        if not self.pace.take(""):
            return {"wrong": _("Too many messages at once. Wait a moment.")}
        try:
            sent = json.loads(message)
        except (ValueError, RecursionError):
            return None
        if not isinstance(sent, dict) or not isinstance(sent.get("do"), str):
            return None
        return self._do(sent["do"], sent)

    def _do(self, name: str, sent: Mapping[str, Any]) -> Json | None:
        known = COMMANDS[self.role]
        if name not in known:
            return {"wrong": NOT_YOURS} if name in COMMANDS["teacher"] else None
        try:
            return known[name](self, sent)
        except RoomGone as gone:
            self.code, self.student = "", None
            return {"over": str(gone), "did": name}
        except BusDown as down:
            return {"lost": str(down)}
        except InputError as error:
            return {"wrong": str(error), "did": name}

    def view(self) -> Json | None:
        """What is shown; None when the room is over. Raises BusDown."""
        if trouble := self.rooms.bus.trouble:
            raise BusDown(trouble)
        room = self.rooms.get(self.code)
        if room is None:
            return None
        now = self.rooms.clock()
        if self.student is None:
            return teachers_view(room, now)
        return students_view(room, self.student, now) if self.student in room.students else None

    def beat(self) -> None:
        """The browser is there still; kept at most every few seconds, however often it is said."""
        now = self.rooms.clock()
        if self.code and now - self.beaten >= BEAT:
            self.beaten = now
            self._quietly(lambda: self.rooms.beat(self.code, self.student))

    def leave(self) -> None:
        """The connection is closed."""
        if self.code and self.student is not None:
            student = self.student
            self._quietly(lambda: self.rooms.leave(self.code, student))

    @staticmethod
    def _quietly(act: Callable[[], None]) -> None:
        try:
            act()
        except (RoomError, BusDown):
            return


def _open(desk: Desk, sent: Mapping[str, Any]) -> Json:
    room, key = desk.rooms.open(desk.browser, desk.address, sent.get("named") is True)
    desk.code = room.code
    return {"opened": room.code, "key": key}


def _teach(desk: Desk, sent: Mapping[str, Any]) -> None:
    code = read_code(text_of(sent, "code"))
    desk.rooms.teach(code, text_of(sent, "key"), desk.browser, desk.address)
    desk.code = code


def _join(desk: Desk, sent: Mapping[str, Any]) -> Json:
    code = read_code(text_of(sent, "code"))
    _, desk.student = desk.rooms.join(code, desk.browser, desk.address)
    desk.code = code
    return {"joined": code}


def _follow(desk: Desk, sent: Mapping[str, Any]) -> None:
    desk.rooms.follow(desk.code, str(desk.student), sent.get("on") is True)


def _done(desk: Desk, sent: Mapping[str, Any]) -> None:
    desk.rooms.done(desk.code, str(desk.student), sent.get("on") is True)


def _answer(desk: Desk, sent: Mapping[str, Any]) -> None:
    desk.rooms.answer(desk.code, str(desk.student), sent.get("reply"))


def _offer(desk: Desk, sent: Mapping[str, Any]) -> None:
    desk.rooms.offer(desk.code, str(desk.student), text_of(sent, "link"), text_of(sent, "words"))


def _show(desk: Desk, sent: Mapping[str, Any]) -> None:
    desk.rooms.show(desk.code, text_of(sent, "link"))


def _lead(desk: Desk, sent: Mapping[str, Any]) -> None:
    desk.rooms.lead(desk.code, sent.get("on") is True)


def _ask(desk: Desk, sent: Mapping[str, Any]) -> Json:
    desk.rooms.ask(desk.code, read_question(sent))
    return {"asked": True}


def _drop(desk: Desk, sent: Mapping[str, Any]) -> None:
    number = sent.get("number")
    if isinstance(number, int):
        desk.rooms.drop_offer(desk.code, number)


def _csv(desk: Desk, sent: Mapping[str, Any]) -> Json:
    room = desk.rooms.get(desk.code)
    return {"csv": answers_csv(room) if room else ""}


COMMANDS: Mapping[str, Mapping[str, Command]] = {
    "nobody": {"open": _open, "teach": _teach, "join": _join},
    "student": {"follow": _follow, "done": _done, "answer": _answer, "offer": _offer},
    "teacher": {
        "show": _show,
        "lead": _lead,
        "ask": _ask,
        "reveal": lambda desk, sent: desk.rooms.reveal(desk.code),
        "again": lambda desk, sent: desk.rooms.ask_again(desk.code),
        "end": lambda desk, sent: desk.rooms.end_question(desk.code),
        "drop": _drop,
        "csv": _csv,
        "close": lambda desk, sent: desk.rooms.close(desk.code),
    },
}
"""What each role may say, by the message's `do`."""
