"""The page of kinds under its heading: choose one, give it something to read, step through it, count its parameters."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.core.cells import CELLS
from rnnviz.core.small import store
from rnnviz.core.small.kinds import KINDS, NetKind, fixed_window, parameters
from rnnviz.core.typed import grouped
from rnnviz.lessons.kinds.stage import CODEC, PICTURES, STEPS, KindsState, kinds_stage, unroll
from rnnviz.lessons.kinds.tasks import TASKS
from rnnviz.texts import _
from rnnviz.ui.groups import control_row, picture
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.page_state import PageState

PAGE: PageState[KindsState] = PageState("kinds", CODEC)


@st.fragment
def kinds_page() -> None:
    """The lesson, beside its lead where it is open."""
    with_lead("kinds", PAGE, TASKS, lesson)


def lesson() -> None:
    """Which kind, what it reads, the net, and what it costs."""
    choice, problem = PAGE.load()
    control_row(partial(input_row, choice), partial(kind_control, choice))
    if problem:
        st.warning(problem, icon=":material/link_off:")
    PAGE.say("text")
    with picture():
        kinds_stage("stage_kinds", choice.kind, unroll(choice))
    of_kind(choice)
    count_row(choice)


def kind_control(choice: KindsState) -> None:
    st.pills(
        _("Kind"), list(KINDS), format_func=lambda key: KINDS[key].title, required=True, label_visibility="collapsed",
        wrap=True, **PAGE.knob("kind", choice.kind),
    )  # fmt: skip


def input_row(choice: KindsState) -> None:
    """What the net reads: a picture by its number, or a text."""
    kind = KINDS[choice.kind]
    if kind.takes == "picture":
        st.number_input(
            _("Picture that it has not learned from"), 1, PICTURES, width=150, label_visibility="collapsed",
            **PAGE.knob("picture", choice.picture),
        )  # fmt: skip
        return
    st.text_input(
        _("A {takes}").format(takes=_(kind.takes)),
        max_chars=120,
        width=190,
        label_visibility="collapsed",
        **PAGE.knob("text", choice.read),
    )
    examples(choice, kind)


def of_kind(choice: KindsState) -> None:
    """What the net is."""
    kind = KINDS[choice.kind]
    st.caption(
        _("**{title}**: {task}. Other examples: {known}. {made_of} {score}").format(
            title=kind.title, task=kind.task, known=kind.known, made_of=made_of(kind), score=score(kind)
        )
    )


def examples(choice: KindsState, kind: NetKind) -> None:
    key = "kinds_example"
    st.session_state[key] = choice.read if choice.read in kind.examples else None
    st.selectbox(
        _("Examples"), kind.examples, key=key, placeholder=_("Examples"), width=150, on_change=_example, index=None,
        label_visibility="collapsed",
    )  # fmt: skip


def _example() -> None:
    if chosen := st.session_state["kinds_example"]:
        PAGE.set(text=chosen)


def made_of(kind: NetKind) -> str:
    """The cells of the kind's nets, as the file has them."""
    nets = [store.net(name) for name in kind.nets]
    names = {CELLS[it.cell].title for it in nets}
    sizes = {it.weights.hidden_size for it in nets}
    units = ", ".join(map(str, sorted(sizes)))
    if len(nets) == 1:
        return _("1 {cell} cell of {units} units.").format(cell=names.pop(), units=units)
    parts = ", ".join(it.split(".")[-1] for it in kind.nets)
    return _("{n} {cell} cells ({parts}) of {units} units.").format(
        n=len(nets), cell=names.pop(), parts=parts, units=units
    )


def score(kind: NetKind) -> str:
    """How well the net does, as the file says that it was found."""
    net = store.net(kind.nets[-1])
    share = f"{net.score:.0%}" if net.score < 0.995 else "all"
    return _("Trained beforehand; of {tried} that it has not seen, {share} {metric}.").format(
        tried=net.tried, share=share, metric=kind.metric
    )


def count_row(choice: KindsState) -> None:
    """The number of parameters, which does not change with T, and that of a net with a fixed window, which does."""
    kind, own = KINDS[choice.kind], parameters(choice.kind)
    if choice.kind == "one-to-one":
        st.markdown(
            _("**{own}** parameters. There is one step, and so no weight that is used twice.").format(own=grouped(own))
        )
        return
    left, right = st.columns([3, 8], gap="medium", vertical_alignment="center")
    with left:
        st.slider(_("Steps T to count for"), STEPS.low, STEPS.high, **PAGE.knob("steps", choice.steps))
    with right:
        now, one = fixed_window(choice.kind, choice.steps), fixed_window(choice.kind, 1)
        st.markdown(
            _(
                "Recurrent: **{own}** parameters at T = 1, at T = {steps}, at every T: the same weights at every "
                "step. A net with a fixed window of T = {steps} needs **{now}** parameters ({one} at T = 1), and "
                "cannot {word} a longer {takes}."
            ).format(
                own=grouped(own),
                steps=choice.steps,
                now=grouped(now),
                one=grouped(one),
                word=_("write") if kind.takes == "picture" else _("read"),
                takes=_("name") if kind.takes == "picture" else _(kind.takes),
            )
        )


draw_heading(LESSONS["kinds"])
kinds_page()
