"""The page under its heading: the stage of the construction, what it leaves, and the three cells side by side."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.construction import STAGES, loops, stage_numbers
from rnnviz.core.construction import true_sentences as claimed
from rnnviz.core.slips import Outcome
from rnnviz.core.typed import counted
from rnnviz.equations.wording import in_notation, letter
from rnnviz.lessons.construction.built import Built
from rnnviz.lessons.construction.exhibit import claims, side_by_side_figure
from rnnviz.lessons.construction.led import BUILT, KEY, PAGE, arrive
from rnnviz.lessons.construction.tasks import TASKS
from rnnviz.stage.cell_stage import cell_stage
from rnnviz.stage.chart import chart
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.theme import format_number
from rnnviz.ui import lead_card
from rnnviz.ui.behind import behind
from rnnviz.ui.controls import input_control, sizes_control
from rnnviz.ui.groups import control_row, picture
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead import Lead, is_open, items
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import link_to


@st.fragment
def construction_page() -> None:
    """Everything under the heading, in one fragment, beside the lead where it is open."""
    arrive()
    if not is_open("construction"):
        lesson()
        return
    lead = Lead("construction", BUILT, TASKS)
    lead_card.beside(lead, partial(lesson, lead), covers=True)


def lesson(lead: Lead[Built] | None = None) -> None:
    """The stage and what it leaves. While a question is open, what stands under the stage would tell its answer."""
    now = PAGE.now()
    built, _ = BUILT.load()
    settings, key = built.settings, built.key
    controls(settings)
    above = st.container()  # always there, so that a warning does not make the browser build the stage anew
    if now.problem:
        above.warning(now.problem, icon=":material/link_off:")
    led = {"weights": lead.now.weights, "cover": lead.covered(built)} if lead else None
    with picture():
        cell_stage(
            PAGE.stage, settings, Outcome(built.record, None), now.rev, built=STAGES[key],
            items={"stage": key} | items("construction"), led=led,
        )  # fmt: skip
    if led and led["cover"]:
        return
    words(built)
    beside(settings)
    claims(settings)


def controls(settings: Settings) -> None:
    """The row over the stage: which stage, and what all of them share."""

    def shown() -> None:
        st.pills(
            _("Stage"), list(STAGES), format_func=lambda key: f"({key}) {STAGES[key].title}", required=True, wrap=True,
            key=KEY, label_visibility="collapsed",
        )  # fmt: skip
        behind(_("As code"), ":material/code:", partial(as_code, settings))

    control_row(partial(input_control, PAGE, settings), partial(sizes_control, PAGE, settings), shown)


def as_code(settings: Settings) -> None:
    st.markdown(_("The loop written by hand, and the layer that runs it in one call:"))
    for cell, tab in zip(IN_TORCH, st.tabs([kind.title for kind in IN_TORCH.values()]), strict=True):
        code = loops(cell, settings.input_size, settings.hidden_size, settings.steps)
        tab.code(code, language="python")


def words(built: Built) -> None:
    """What is new in this stage, what it leaves, and what the next one does about it."""
    stage, settings = STAGES[built.key], built.settings
    found = stage_numbers(built.key, *built.arguments)
    said = {name: f"**{format_number(value, plus='')}**" for name, value in found.items()}
    said["lasts"] = counted(int(found["lasts"]), "{n} step", "{n} steps")
    said["stuck"] = f"**{found['stuck']:.0%}**"
    after = _(" **Next:** {repairs}").format(repairs=stage.repairs) if stage.repairs else ""
    said_here = f"{stage.adds} {claimed(stage.leaves, found)}{after}".format(**said)
    st.markdown(in_notation(said_here, settings.notation, settings.cell))


def beside(settings: Settings) -> None:
    """The three cells on the same input, each with the weights of the cell pages or the seed's."""
    states = {kind.title: settings.with_cell(name).record.h for name, kind in IN_TORCH.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_("**RNN, LSTM and GRU on the same sequence**, with the same sizes and seed"), width="content")
        for name in IN_TORCH:
            link_to(IN_TORCH[name].title, settings.with_cell(name))
    figure = side_by_side_figure(settings.x, states, settings.labels, partial(letter, settings.notation))
    chart(
        "construction_beside", figure, _("The input, and the hidden states of RNN, LSTM and GRU as curves over time.")
    )


draw_heading(LESSONS["construction"])
construction_page()
