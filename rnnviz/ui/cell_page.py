"""A cell's page: controls, the stage, and the whole run below it, in one fragment."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.slips import SLIPS
from rnnviz.stage.cell_stage import cell_stage
from rnnviz.ui.controls import controls
from rnnviz.ui.held import Page, held
from rnnviz.ui.slip_controls import explain
from rnnviz.ui.whole_run import whole_run


@st.fragment
def cell_page(cell: str) -> None:
    """Everything on the page of `cell` under its heading."""
    page = Page(cell, cell)
    now = held(page)
    outcome = now.settings.run()
    controls(page, now.settings, outcome)
    if now.problem:
        st.warning(f"{now.problem} This is the page's first example instead.", icon=":material/link_off:")
    cell_stage(page.stage, now.settings, outcome, now.rev)
    if now.settings.slip:
        explain(SLIPS[now.settings.slip])
    whole_run(now.settings, outcome)
