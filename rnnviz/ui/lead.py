"""The lead: a card beside the picture that takes a learner through the lesson, a step at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import unquote

import streamlit as st

from rnnviz.lead.answers import Answer, Guess, Verdict, digits
from rnnviz.lead.steps import Ask, Step, steps_of
from rnnviz.lead.tasks import Tasks
from rnnviz.stage.drawn import drawn
from rnnviz.state.link_numbers import LinkError, read_whole
from rnnviz.texts import _
from rnnviz.ui.page_state import State, went_back

S = TypeVar("S")
COOKIE = "rnnviz_lead"
"""{"closed": bool, "steps": {lesson: step}, "done": {lesson: how many}}: what a page must know before it is drawn."""
ITEM = "step"  # of a link: the lead's step, from 1
OFF = "lead"  # of a link: lead=off hides it
TURNED = "lead_turned"  # the learner has pressed the button in this visit
NUMBER = re.compile(r"\{([\w.]+\[\d+\])\}")

spot = drawn("lead_spot", '<div class="lead-spot"></div>', "lead/lead.js", isolate_styles=False)


@dataclass
class Given:
    """An answer that was committed; `answer` is what it was held to."""

    guess: Guess
    sure: bool
    verdict: Verdict
    shown: str
    truth: str
    answer: Answer


@dataclass
class Way(Generic[S]):
    """Where a learner is in a lead. given: by step, the question and its second, or a recap's questions; filled: blanks
    that are right; mine: the learner's own state that a step has replaced; put: what the step put there; held: what is
    under a cover that hides the whole page."""

    step: int = 0
    given: dict[tuple[int, int], Given] = field(default_factory=dict)
    filled: dict[int, int] = field(default_factory=dict)
    hints: dict[int, int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    mine: S | None = None
    put: S | None = None
    held: S | None = None
    log: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True)
class Lead(Generic[S]):
    """The lead of a page. fragments: the keys of those that draw what a step changes, its own among them; none where
    one fragment draws it all."""

    lesson: str
    page: State[S]
    tasks: Tasks[S]
    fragments: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.lesson)

    @property
    def way(self) -> Way[S]:
        key = f"lead_{self.lesson}"
        if key not in st.session_state:
            st.session_state[key] = Way(step=first_step(self.lesson))
        found: Way[S] = st.session_state[key]
        return found

    @property
    def now(self) -> Step:
        return self.steps[self.way.step]

    def t(self) -> int:
        """The time step, from 0, that the step talks about."""
        return _read(self.tasks.read, self.now.state)[1] if self.now.state else 0

    def arrive(self) -> None:
        """A page that is opened without a model of its own shows the step's."""
        if self.now.state and self.page.untouched():
            self.way.put = state = _read(self.tasks.read, self.now.state)[0]
            self.page.begin(state)

    def open(self, step: int) -> None:
        """Go to a step, which sets the page to what it talks about. For callbacks."""
        way = self.way
        self.keep()
        way.step = step
        if not self.fragments:  # no stage writes the address
            st.query_params[ITEM] = str(step + 1)
        if not self.now.state:
            return
        if self.page.load()[0] != way.put:
            way.mine = self.page.load()[0]
        self.put(self.now.state)

    def put(self, link: str) -> None:
        self.way.put = state = _read(self.tasks.read, link)[0]
        self._save(state)

    def _save(self, state: S) -> None:
        self.way.held = None if self.way.held is None else state
        self.page.save(state)

    def keep(self) -> None:
        """Nothing under a cover can be moved: a browser that sends once more what its controls held moves nothing."""
        held = self.way.held
        if held is not None and not went_back() and self.page.load()[0] != held:
            self.page.begin(held)

    def back_to_mine(self) -> None:
        way = self.way
        state, way.mine, way.put = way.mine, None, None
        if state is not None:
            self._save(state)

    def covered(self, state: S) -> dict[str, object] | None:
        """What the stage is to cover, while the step's question is open."""
        way, step = self.way, self.now
        if not self.fits(state):
            return None
        if step.kind == "compute" and (k := way.filled.get(way.step, 0)) < len(step.blanks):
            return self.tasks.cover(state, self.t(), step.blanks[k].q)
        if step.kind == "predict" and step.cover and (way.step, 0) not in way.given:
            return self.tasks.cover(state, self.t(), step.cover)
        return None

    def fits(self, state: S) -> bool:
        """Whether the state has what the step speaks of: a learner or a link may have taken steps or units away."""
        return not self.now.state or self.tasks.fits(state, _read(self.tasks.read, self.now.state)[0])

    def again(self) -> None:
        """What an answer uncovers is drawn. Ends the callback."""
        if self.fragments:
            st.rerun(self.fragments)

    def text(self, text: str, state: S) -> str:
        """A text with the numbers of the state in it."""
        return NUMBER.sub(lambda found: digits(self.tasks.number(state, self.t(), found[1])), text)

    def answer(self, ask: Ask, state: S) -> Answer:
        about, t = _read(self.tasks.read, ask.state) if ask.state else (state, self.t())
        return self.tasks.truths[ask.truth](about, t, **ask.of)


@lru_cache(maxsize=100)
def _read(read: Callable[[str], tuple[Any, int]], link: str) -> tuple[Any, int]:
    return read(link)


def remembered() -> Mapping[str, Any]:
    """What this browser keeps of the leads; {} where it is nothing of ours."""
    with suppress(ValueError, RecursionError):
        found = json.loads(unquote(str(st.context.cookies.get(COOKIE, "{}"))))
        if isinstance(found, dict) and isinstance(found.get("steps", {}), dict):
            return found
    return {}


def first_step(lesson: str) -> int:
    """The step of the link, or where this browser left the lesson's lead; from 0."""
    steps = len(steps_of(lesson))
    with suppress(LinkError):
        if ITEM in st.query_params:
            return read_whole(st.query_params[ITEM], ITEM, 1, steps) - 1
    left = remembered().get("steps", {}).get(lesson, 0)
    return left if isinstance(left, int) and 0 <= left < steps else 0


def progress(lesson: str) -> int:
    """How many steps of the lesson's lead are done, as far as this visit or this browser knows."""
    here = st.session_state.get(f"lead_{lesson}")
    before = remembered().get("done", {})
    found = before.get(lesson, 0) if isinstance(before, dict) else 0
    return max(len(here.done) if here else 0, found if isinstance(found, int) else 0)


def place(lesson: str) -> int:
    """The step, from 1, at which this visit or this browser left the lesson's lead; 0 before it was begun."""
    here = st.session_state.get(f"lead_{lesson}")
    left = here.step if here else remembered().get("steps", {}).get(lesson, -1)
    return left + 1 if isinstance(left, int) and 0 <= left < len(steps_of(lesson)) else 0


def is_open(lesson: str) -> bool:
    """Whether the lesson's lead is on the screen: a link with a model of its own opens without it."""
    if not steps_of(lesson):
        return False
    key = f"lead_open_{lesson}"
    if key not in st.session_state:
        query = st.query_params.to_dict()
        if query.pop(OFF, "") == "off":
            st.session_state[key] = False
        else:
            st.session_state[key] = ITEM in query or not (query or remembered().get("closed"))
    return bool(st.session_state[key])


def toggle(lesson: str) -> None:
    """The button that closes the lead and opens it where it was."""
    if not steps_of(lesson):
        return
    shown = is_open(lesson)
    label, icon = (_("Explore freely"), ":material/explore:") if shown else (_("Lead me"), ":material/signpost:")
    with st.container(key="lead_bare" if shown and _bare(lesson) else "lead_door", width="content"):  # for app.css
        st.button(label, icon=icon, key=f"lead_toggle_{lesson}", on_click=_turn, args=(lesson,), help=_HELP[shown],
                  shortcut="l")  # fmt: skip
    if not shown and st.session_state.get(TURNED):  # not where only a link came without it
        spot("lead_spot", {"light": "", "say": "", "lesson": lesson, "closed": True}, height=0)


def _bare(lesson: str) -> bool:
    """Whether the step that the page opens on shows no row of controls."""
    way = st.session_state.get(f"lead_{lesson}")
    return not steps_of(lesson)[way.step if way else first_step(lesson)].controls


_HELP = {True: _("Closes the lead and shows all controls. Key: L."), False: _("Opens the lead where it was. Key: L.")}


def follow_link(lesson: str) -> None:
    """The lead stands where the page's link says, whatever it was in this visit: open at a step, or closed."""
    query = st.query_params.to_dict()
    if not steps_of(lesson) or not {ITEM, OFF} & query.keys():
        return
    st.session_state[f"lead_open_{lesson}"] = ITEM in query
    way = st.session_state.get(f"lead_{lesson}")
    if way and ITEM in query:
        with suppress(LinkError):
            way.step = read_whole(query[ITEM], ITEM, 1, len(steps_of(lesson))) - 1
            way.held = None


def uncover() -> None:
    """What was under a cover may be moved again: its page was left, or its lead closed."""
    for value in st.session_state.values():
        if isinstance(value, Way):
            value.held = None


def _turn(lesson: str) -> None:
    uncover()
    st.session_state[f"lead_open_{lesson}"] = not is_open(lesson)
    st.session_state[TURNED] = True


def items(lesson: str) -> dict[str, str]:
    """The items of the page's link that say where the lead is."""
    way = st.session_state.get(f"lead_{lesson}")
    return {ITEM: str(way.step + 1)} if is_open(lesson) and way and way.step else {}


def finished(lead: Lead[S]) -> bool:
    """Whether a step has had what it asks for."""
    way, step = lead.way, lead.now
    match step.kind:
        case "predict":
            return (way.step, 0) in way.given
        case "do":
            return way.step in way.done
        case "compute":
            return way.filled.get(way.step, 0) == len(step.blanks)
        case "recap":
            return all((way.step, k) in way.given for k in range(len(step.questions)))
        case _:
            return True
