"""What a room looks like from a desk, as what is sent to a browser: a student is told nothing of another."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from rnnviz.core.typed import InputError
from rnnviz.room.asked import KINDS, Asked
from rnnviz.room.room import Room
from rnnviz.texts import _

Json = dict[str, Any]
FORMULA = ("=", "+", "-", "@", "\t")  # a sheet would take a text that begins so for one


def teachers_view(room: Room, now: float) -> Json:
    """Everything but what the students' browsers are called."""
    here = {name: one for name, one in room.students.items() if one.here(now)}
    question = room.question
    replies = question.replies if question else {}
    return {
        "role": "teacher",
        "code": room.code,
        "named": room.named,
        "leads": room.leads,
        "link": room.link,
        "at": room.at,
        "here": len(here),
        "follow": sum(one.follows and room.leads for one in here.values()),
        "done": sum(one.done for one in here.values()),
        "students": [
            {"face": face_of(room, name), "follows": one.follows, "done": one.done, "answered": name in replies}
            for name, one in here.items()
        ],
        "question": question and _asked(room, question) | _for_teacher(room, question),
        "offers": [
            {"number": one.number, "face": face_of(room, one.student), "words": one.words, "link": one.link}
            for one in room.offers
        ],
        "asked": sum(bool(replies) for one in room.asked for replies in one.rounds),
    }


def students_view(room: Room, student: str, now: float) -> Json:
    me = room.students[student]
    question = room.question
    return {
        "role": "student",
        "code": room.code,
        "named": room.named,
        "face": face_of(room, student),
        "leads": room.leads,
        "follows": me.follows,
        "link": room.link,
        "at": room.at,
        "question": question and _asked(room, question) | _for_student(question, student),
        "offered": any(one.student == student for one in room.offers),
    }


def face_of(room: Room, student: str) -> Json:
    face = room.students[student].face
    return {"animal": face.animal, "colour": face.colour}


def _asked(room: Room, question: Asked) -> Json:
    """What everybody may know."""
    return {
        "number": len(room.asked),
        "kind": question.kind,
        "text": question.text,
        "options": list(question.options),
        "steps": question.steps,
        "unit": question.unit,
        "ours": question.ours,
        "round": len(question.rounds),
        "revealed": question.revealed,
    } | (_revealed(question) if question.revealed else {})


def _revealed(question: Asked) -> Json:
    truth = question.truth
    return {"lies": KINDS[question.kind].lie(question) if question.kind != "text" else {}, "truth": truth}


def _for_teacher(room: Room, question: Asked) -> Json:
    found: Json = {"count": len(question.replies), "counts": [len(one) for one in question.rounds]}
    if question.revealed and question.kind == "text":
        found["lies"] = KINDS["text"].lie(question)
    if question.revealed and room.named:
        found["named"] = [[face_of(room, name), question.said(reply)] for name, reply in question.replies.items()]
    return found


def _for_student(question: Asked, student: str) -> Json:
    mine = question.replies.get(student)
    return {"mine": None if mine is None else question.said(mine)}


def answers_csv(room: Room) -> str:
    """All answers, a row each, in the order of the questions; by animal where the room was opened so, else sorted, so
    that the order says nothing of who. Text that a sheet would compute is led by an apostrophe."""
    out = io.StringIO()
    write = csv.writer(out)
    who = ["student"] if room.named else []
    write.writerow(["question", "kind", "text", "where", "round", *who, "answer", "truth"])
    for number, question in enumerate(room.asked, 1):
        truth = "" if question.truth is None else question.said(question.truth)
        for turn, replies in enumerate(question.rounds, 1):
            head = [number, question.kind, question.text, question.where, turn]
            rows = [
                [*head, *([str(room.students[name].face)] if room.named else []), question.said(reply), truth]
                for name, reply in replies.items()
            ]
            write.writerows([[_harmless(cell) for cell in row] for row in sorted(rows, key=lambda row: str(row[-2]))])
    return out.getvalue()


def _harmless(cell: object) -> object:
    if not isinstance(cell, str) or not cell.startswith(FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def text_of(sent: Mapping[str, Any], name: str) -> str:
    """A text of a message. Raises InputError."""
    found = sent.get(name)
    if not isinstance(found, str):
        raise InputError(_("The message has no {name}.").format(name=name))
    return found
