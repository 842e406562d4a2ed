"""A cell's page: the stage in a fragment of its own, so that a release waits for nothing else; the rest follows."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.slips import SLIPS
from rnnviz.stage.cell_stage import cell_stage
from rnnviz.stage.settled import when_settled
from rnnviz.ui.controls import controls
from rnnviz.ui.slip_controls import explain
from rnnviz.ui.stage_page import StagePage
from rnnviz.ui.whole_run import UNITS, units_item, units_read, whole_run

FRAGMENTS = ("controls", "stage", "run")


def cell_page(cell: str) -> None:
    """Everything on the page of `cell` under its heading."""
    page = StagePage(cell, cell, items={UNITS: units_read}, fragments=FRAGMENTS)
    _controls(page)
    _stage(page)
    _run(page)


@st.fragment(key="controls")
def _controls(page: StagePage) -> None:
    controls(page, page.now().settings)


@st.fragment(key="stage")
def _stage(page: StagePage) -> None:
    now = page.now()
    above = st.container()  # always there, so that a warning does not make the browser build the stage anew
    if now.problem:
        above.warning(now.problem, icon=":material/link_off:")
    cell_stage(page.stage, now.settings, now.settings.run(), now.rev, items=units_item(now.settings))


@st.fragment(key="run")
def _run(page: StagePage) -> None:
    settings = page.now().settings
    if settings.slip:
        explain(SLIPS[settings.slip], settings.notation)
    whole_run(settings, page.fragments)
    when_settled(page.widget("settled"), _follow)


def _follow() -> None:
    st.rerun(("controls", "run"))
