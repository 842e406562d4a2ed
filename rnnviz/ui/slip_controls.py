"""The slides' slips: the slide's form beside the right one, on the input that is on the stage."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.core.slips import SLIPS, Slip
from rnnviz.equations import for_streamlit
from rnnviz.equations import slip as equations_of
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.theme import Theme
from rnnviz.ui.page_state import State
from rnnviz.ui.source import source
from rnnviz.ui.stage_page import with_its_head

NONE = "none"
BOTH = _("On the strip of time the rows named “slide” are the slide's form on the same input.")


def slip_controls(page: State[Settings], settings: Settings) -> None:
    """Choose a slip of this cell."""
    slips = {letter: slip for letter, slip in SLIPS.items() if settings.cell in slip.cells}
    titles = {NONE: _("None: the right form alone")} | {letter: slip.title for letter, slip in slips.items()}
    tied = page.knob("slip", settings.slip or NONE, with_slip)
    st.radio(_("A common mistake"), list(titles), format_func=titles.__getitem__, **tied)


def with_slip(settings: Settings, letter: str) -> Settings:
    return with_its_head(replace(settings, slip=None if letter == NONE else letter))


def explain(slip: Slip, notation: str) -> None:
    """What the slide says beside what is right, both in the chosen notation, and what goes wrong."""
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    slide, correct = (for_streamlit(latex, theme) for latex in equations_of(slip.letter, notation))
    with st.container(border=True):
        says, right = st.columns(2)
        says.markdown(_("**The common mistake**, in this notation\n\n$${slide}$$").format(slide=slide))
        right.markdown(_("**Right is**\n\n$${correct}$$").format(correct=correct))
        st.markdown(f"{slip.why} {'' if slip.names else BOTH}")
        if slip.names:
            rows = "\n".join(f"| {' | '.join(row)} |" for row in slip.names)
            st.markdown(_("| on the slide | in the field | in PyTorch |\n|---|---|---|\n{rows}").format(rows=rows))
        source(_("slide {source}").format(source=slip.source))
