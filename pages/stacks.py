"""The stacks page under its heading: controls, the stage, and the shapes under it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.core.cells import IN_TORCH
from rnnviz.lessons.stacks.controls import controls
from rnnviz.lessons.stacks.model_lines import model_lines
from rnnviz.lessons.stacks.pieces import pieces
from rnnviz.lessons.stacks.printed import printed_models
from rnnviz.lessons.stacks.shapes import second_layer, shapes_table
from rnnviz.lessons.stacks.state import CODEC, PAGE, STAGE, StacksState
from rnnviz.lessons.stacks.tasks import TASKS
from rnnviz.stage.stack_stage import stack_stage
from rnnviz.state.inputs import MAX_INPUTS
from rnnviz.state.settings import MAX_HIDDEN
from rnnviz.state.stacked import without_places
from rnnviz.texts import _
from rnnviz.ui.behind import fold
from rnnviz.ui.groups import picture
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.page_state import lead_items


@st.fragment
def stacks_page() -> None:
    """Everything under the heading, in one fragment, beside the lead where it is open."""
    with_lead("stacks", PAGE, TASKS, lesson)


def lesson() -> None:
    """The controls, the stage, and what it is made of."""
    now, problem = PAGE.load()
    controls(now)
    above = st.container()  # always there, so that a warning does not make the browser build the stage anew
    if problem:
        above.warning(problem, icon=":material/link_off:")
    with above:
        PAGE.say("page")
    if now.shown:
        with picture():
            stack_stage(STAGE, now.net(), now.stand, without_places(CODEC.written(now)) | lead_items(), note_of(now))
    else:
        st.info(
            _(
                "The stage shows nets of up to {max_inputs} inputs and {max_hidden} units. "
                "The shapes below are of the net that you chose; make it smaller to step through it."
            ).format(max_inputs=MAX_INPUTS, max_hidden=MAX_HIDDEN)
        )
    shapes_table(now.made, now.settings.steps, now.batch)
    pieces(now.settings)
    if now.shown:
        lines = _("The model line by line: what goes in, what comes out")
        fold("stacks_lines", lines, ":material/code:", partial(model_lines, now))
    fold("stacks_mistakes", _("Common mistakes in printed models"), ":material/rule:", printed_models)
    if not IN_TORCH[now.made.cell].gates and now.made.num_layers > 1:
        second = partial(second_layer, now.made, now.settings.steps, now.batch)
        fold("stacks_second", _("The slides write k for the second layer"), ":material/translate:", second)


def note_of(now: StacksState) -> str:
    """What to look at."""
    made = now.made
    if made.dropout and made.num_layers > 1:
        return _(
            "In training, dropout sets {dropout:.0%} of the values for the next layer to 0 (crossed out on the "
            "strip). It divides the others by {kept:g}. In eval mode it does nothing."
        ).format(dropout=made.dropout, kept=1 - made.dropout)
    if made.num_layers == 1:
        return _("One layer: add a second one under Parameters, and its input is the h of the first.")
    both = _(", both directions side by side") if made.bidirectional else ""
    return _("Page Up opens the layer above: its x is the h of the layer below{both}, at the same time step.").format(
        both=both
    )


draw_heading(LESSONS["stacks"])
stacks_page()
