"""What happens to rooms: opened, joined, led, asked, ended. Who may do what is the desks' affair (`desk`)."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import replace

from rnnviz.core.typed import InputError, visible
from rnnviz.limits import Limit
from rnnviz.room.asked import Asked
from rnnviz.room.bus import Bus, BusDown, Edit
from rnnviz.room.chosen import chosen_bus
from rnnviz.room.codes import new_code
from rnnviz.room.faces import free_face
from rnnviz.room.room import Offer, Room, Student
from rnnviz.texts import _

MOST_ROOMS = 300
MOST_STUDENTS = 240
MOST_ASKED = 100
LONGEST_LINK = 8000
LONGEST_WORDS = 60  # of what a student says of a screen that they offer
GONE = _("This class is over, or there is no class with this code.")


class RoomError(InputError):
    """What was asked of a room cannot be done; the text is the sentence on the screen."""


class RoomGone(RoomError):
    """There is no such room, or no more."""


def student_of(code: str, browser: str) -> str:
    """What a browser is called in one room: nothing by which it could be found in another."""
    return _hashed(f"{code} {browser}")[:16]


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class Rooms:
    """All rooms of a bus. clock: seconds, as time.time; luck: who gets which animal. Thread-safe as the bus is."""

    def __init__(self, bus: Bus, clock: Callable[[], float] = time.time, luck: random.Random | None = None) -> None:
        self.bus, self.clock, self.luck = bus, clock, luck or random.SystemRandom()
        self.openings = Limit(30, 1 / 20, clock)
        self.guesses = Limit(60, 1.0, clock)

    def open(self, browser: str, address: str, named: bool = False) -> tuple[Room, str]:
        """A new room, and its teacher's key. Raises RoomError."""
        self._sweep()
        if not self.openings.take(address):
            raise RoomError(_("Many rooms were opened from your network. Wait a minute and try again."))
        if len(self.bus.codes()) >= MOST_ROOMS:
            raise RoomError(_("This server has no more rooms now. Try again later."))
        key, now = secrets.token_urlsafe(32), self.clock()
        while True:
            code = new_code()
            room = Room(code, _hashed(key), student_of(code, browser), now, now, named)
            if self.bus.put(room):
                return room, key

    def teach(self, code: str, key: str, browser: str, address: str) -> Room:
        """The teacher comes back. Raises RoomError for another's key."""
        room = self._found(code, address)
        if not hmac.compare_digest(room.key, _hashed(key)):
            self.guesses.take(address)
            raise RoomError(_("This room has another teacher."))
        teacher, now = student_of(code, browser), self.clock()
        return self.change(code, lambda room: replace(room, teacher=teacher, teacher_seen=now))

    def join(self, code: str, browser: str, address: str) -> tuple[Room, str]:
        """A student's browser comes, or comes again; the room, and what the student is called. Raises RoomError."""
        self._found(code, address)
        student, now = student_of(code, browser), self.clock()

        def edit(room: Room) -> Room:
            known = room.students.get(student)
            if known is None and len(room.students) >= MOST_STUDENTS:
                raise RoomError(
                    _("This room is full: {most_students} students are in it.").format(most_students=MOST_STUDENTS)
                )
            face = known.face if known else free_face({one.face for one in room.students.values()}, self.luck)
            here = known or Student(face, now)
            return _with(room, student, replace(here, seen=now, tabs=here.tabs + 1))

        return self.change(code, edit), student

    def leave(self, code: str, student: str) -> None:
        """One of the student's tabs is closed."""
        self._student(code, student, lambda one: replace(one, tabs=max(0, one.tabs - 1)))

    def beat(self, code: str, student: str | None) -> None:
        """A sign of life; None: the teacher's. Nobody is told of it: it would be most of what is told."""
        now = self.clock()
        if student is None:
            self.change(code, lambda room: replace(room, teacher_seen=now), quiet=True)
        else:
            self._student(code, student, lambda one: replace(one, seen=now), quiet=True)

    def follow(self, code: str, student: str, on: bool) -> None:
        self._student(code, student, lambda one: replace(one, follows=on))

    def done(self, code: str, student: str, is_done: bool) -> None:
        self._student(code, student, lambda one: one if one.done == is_done else replace(one, done=is_done))

    def answer(self, code: str, student: str, reply: object) -> None:
        """One answer a student in each round. Raises InputError."""

        def edit(room: Room) -> Room:
            if room.question is None:
                raise RoomError(_("This question is over."))
            return _asking(room, room.question.answered(student, reply))

        self.change(code, edit)

    def offer(self, code: str, student: str, link: str, words: str) -> None:
        """The screen that a student offers to show; the last of each. Raises RoomError."""
        checked_link(link)
        said = visible(words).strip()[:LONGEST_WORDS]

        def edit(room: Room) -> Room:
            others = tuple(one for one in room.offers if one.student != student)
            number = room.numbered + 1
            return replace(room, offers=(*others, Offer(student, link, said, number)), numbered=number)

        self.change(code, edit)

    def show(self, code: str, link: str) -> None:
        """Where the class is: a page of the app with its query. Raises RoomError."""
        checked_link(link)
        self.change(code, lambda room: room if room.link == link else replace(room, link=link, at=room.at + 1))

    def lead(self, code: str, on: bool) -> None:
        """Whether the class follows. Who was on their own follows again."""

        def edit(room: Room) -> Room:
            students = {name: replace(one, follows=True) if on else one for name, one in room.students.items()}
            return replace(room, leads=on, students=students)

        self.change(code, edit)

    def ask(self, code: str, question: Asked) -> None:
        """A question to all; the one before is over. Raises RoomError."""

        def edit(room: Room) -> Room:
            if len(room.asked) >= MOST_ASKED:
                raise RoomError(
                    _("A room has at most {most_asked} questions. Open a new room.").format(most_asked=MOST_ASKED)
                )
            before = (*room.asked[:-1], replace(room.asked[-1], closed=True)) if room.asked else ()
            return replace(room, asked=(*before, question))

        self.change(code, edit)

    def reveal(self, code: str) -> None:
        self._question(code, lambda question: replace(question, revealed=True))

    def ask_again(self, code: str) -> None:
        self._question(code, Asked.again)

    def end_question(self, code: str) -> None:
        self._question(code, lambda question: replace(question, closed=True))

    def drop_offer(self, code: str, number: int) -> None:
        """The teacher has looked at it."""

        def edit(room: Room) -> Room:
            return replace(room, offers=tuple(one for one in room.offers if one.number != number))

        self.change(code, edit)

    def close(self, code: str) -> None:
        self.bus.remove(code)

    def get(self, code: str) -> Room | None:
        """The room, unless it is over."""
        room = self.bus.get(code)
        if room and room.over(self.clock()):
            with contextlib.suppress(BusDown):
                self.bus.remove(code)
            return None
        return room

    def change(self, code: str, edit: Edit, quiet: bool = False) -> Room:
        """Raises RoomGone, and what `edit` raises."""
        if self.get(code) is None:
            raise RoomGone(GONE)
        try:
            return self.bus.change(code, edit, quiet)
        except KeyError as error:
            raise RoomGone(GONE) from error

    def place_of(self, browser: str) -> tuple[Room, str | None] | None:
        """The room that a browser is in, and what it is called there: None for its teacher. None: in no room."""
        for room in filter(None, map(self.get, self.bus.near())):
            name = student_of(room.code, browser)
            if name == room.teacher:
                return room, None
            if name in room.students and room.students[name].tabs:
                return room, name
        return None

    def _found(self, code: str, address: str) -> Room:
        """The room of a code that was typed. Who has tried too many wrong ones is told nothing."""
        if self.guesses.left(address) < 1:
            raise RoomError(_("Many wrong codes came from your network. Wait a minute and try again."))
        if (room := self.get(code)) is None:
            self.guesses.take(address)
            raise RoomGone(GONE)
        return room

    def _student(self, code: str, student: str, edit: Callable[[Student], Student], quiet: bool = False) -> None:
        def whole(room: Room) -> Room:
            before = room.students[student]
            after = edit(before)
            return room if after is before else _with(room, student, after)

        self.change(code, whole, quiet)

    def _question(self, code: str, edit: Callable[[Asked], Asked]) -> None:
        def whole(room: Room) -> Room:
            if room.question is None:
                raise RoomError(_("There is no question now."))
            return _asking(room, edit(room.question))

        self.change(code, whole)

    def _sweep(self) -> None:
        for code in self.bus.near():
            self.get(code)


def _with(room: Room, student: str, one: Student) -> Room:
    return replace(room, students={**room.students, student: one})


def _asking(room: Room, question: Asked) -> Room:
    return replace(room, asked=(*room.asked[:-1], question))


def checked_link(link: object) -> str:
    """A link within this app: a page's name with its query. Raises RoomError."""
    if not isinstance(link, str) or len(link) > LONGEST_LINK:
        raise RoomError(_("This screen has too many numbers of its own for a link."))
    page = link.partition("?")[0]
    if not page.isascii() or (not page.replace("_", "").isalnum() and page):
        raise RoomError(_("This is no page of the app."))
    return link


ROOMS = Rooms(*chosen_bus())
"""Everybody's."""
