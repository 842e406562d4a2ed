"""The course on the home page: the lessons as a path, what is done of each, what comes next, and one's own answers."""

from __future__ import annotations

import streamlit as st

from rnnviz.lead.steps import steps_of
from rnnviz.stage.drawn import drawn
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.lead import place, progress
from rnnviz.ui.lessons import LESSONS, ROUTES
from rnnviz.ui.links import GLOSSARY, HOME, page_of

ALL = _("All lessons")
ICON = {
    "done": ":material/check_circle:",
    "next": ":material/play_circle:",
    "open": ":material/radio_button_unchecked:",
}

_answers = drawn("answers", '<div class="answers"></div>', "lead/answers.js", isolate_styles=False)


def course() -> None:
    """A way to choose among the routes, then a line a lesson."""
    route = st.segmented_control(_("Route"), [ALL, *ROUTES], default=ALL, required=True, label_visibility="collapsed")
    names = ROUTES.get(str(route)) or tuple(name for name in LESSONS if name != HOME)
    following = _next_of(names)
    _begin(following, names)
    with st.container(key="course", gap=None):
        for number, name in enumerate(names, start=1):
            _line(number, name, "done" if done(name) else "next" if name == following else "open")
    with st.container(horizontal=True, gap="small"):
        behind(_("My answers"), ":material/history:", _own)
        st.page_link(page_of(GLOSSARY), label=_("Glossary"), icon=":material/dictionary:")


def _next_of(names: tuple[str, ...]) -> str:
    """The lesson that is begun; else the one after the last that is done; else the first that is not."""
    led = [name for name in names if steps_of(name)]
    after = max((k + 1 for k, name in enumerate(led) if done(name)), default=0)
    begun = [name for name in led if progress(name)]
    return next((name for name in [*begun, *led[after:], *led] if not done(name)), names[0])


def done(name: str) -> bool:
    """Whether every step of the lesson's lead has been taken in this browser."""
    steps = len(steps_of(name))
    return bool(steps) and progress(name) >= steps


def _begin(name: str, names: tuple[str, ...]) -> None:
    lesson, begun = LESSONS[name], any(progress(one) for one in names)
    label = f"**{_('Go on with') if begun else _('Start with')} {lesson.title}**"
    st.page_link(page_of(name), label=label, icon=":material/play_arrow:")


def _line(number: int, name: str, state: str) -> None:
    lesson, steps = LESSONS[name], len(steps_of(name))
    part = (
        _(" · step {name} of {steps}").format(name=place(name), steps=steps) if place(name) and state != "done" else ""
    )
    label = _("{number} **{title}** · {minutes} min{part}").format(
        number=number, title=lesson.title, minutes=lesson.minutes, part=part
    )
    st.page_link(page_of(name), label=label, icon=ICON[state], help=lesson.question)


def _own() -> None:
    """The answers lie in the browser, which alone has them."""
    _answers("answers", {"lessons": {name: lesson.title for name, lesson in LESSONS.items()}})
