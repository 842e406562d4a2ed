"""The update page under its heading: the step to come is shown before it is taken, so every knob shows at once."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.core.course import Course, LearningStep, next_step
from rnnviz.lessons.update.controls import rule_controls, task_controls
from rnnviz.lessons.update.learning import history_figure, weights_figure
from rnnviz.lessons.update.page import PAGE, course_of
from rnnviz.lessons.update.state import CODEC, UpdateState
from rnnviz.lessons.update.step import checks, in_words
from rnnviz.lessons.update.tasks import TASKS
from rnnviz.lessons.update.weights import flat, names
from rnnviz.stage.chart import chart
from rnnviz.state.link import LinkError
from rnnviz.texts import _
from rnnviz.ui.course_controls import step_buttons
from rnnviz.ui.groups import picture
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import PAGES, link_to
from rnnviz.ui.plain import plain


@st.fragment
def update_page() -> None:
    """The lesson; beside its lead, where that is open."""
    with_lead("update", PAGE, TASKS, lesson)


def lesson() -> None:
    """Controls, the step to come in words and charts, and its gradient checked."""
    now, problem = PAGE.load()
    course, misfit = course_of(now)
    step = next_step(course, now.rule)
    task_controls(now, course, misfit)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    PAGE.say("page")
    with picture():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            step_buttons(PAGE, len(course.steps), step.holds)
            st.markdown(in_words(step, course, len(now.taken)), width="stretch")
        charts(step, course)
    rule_controls(now)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        checks(step)
        links(now, course)


def charts(step: LearningStep, course: Course) -> None:
    """Every weight, and the history of the loss."""
    before = step.gradient.problem.parameters()
    after = step.learned.problem.parameters() if step.holds else before
    left, right = st.columns([8, 5], gap="small")
    with left:
        chart(
            "update_weights",
            weights_figure(names(before, course.start.cell), flat(before), flat(after)),
            _("Every weight before and after the step, and its change."),
        )
    with right:
        chart(
            "update_history",
            history_figure(course.losses, step.learned.after if step.holds else None),
            _("The loss after every step taken, and after the step to come."),
        )


def links(now: UpdateState, course: Course) -> None:
    """To the cell's own page and to its gradient, with the weights as they are now."""
    try:
        learned = now.learned(course.now)
        link_to(_("The cell as it is now"), learned)
        query = CODEC.written(replace(now.task, settings=learned))
    except LinkError as error:
        st.caption(plain(str(error)))
    else:
        st.page_link(str(PAGES / LESSONS["gradient"].file), label=_("Its gradient"), query_params=query)


draw_heading(LESSONS["update"])
update_page()
