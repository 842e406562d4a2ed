"""A cell's page: the stage in a fragment of its own, so that a release waits for nothing else; the rest follows."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import streamlit as st

from rnnviz.core.slips import SLIPS
from rnnviz.core.typed import shortened
from rnnviz.equations.wording import letter
from rnnviz.figures.run import MOST_LINES, run_figure
from rnnviz.stage.cell_stage import cell_stage, when_settled
from rnnviz.stage.chart import chart
from rnnviz.state.link_numbers import LinkError, read_whole
from rnnviz.state.settings import Settings
from rnnviz.ui.controls import controls
from rnnviz.ui.slip_controls import explain
from rnnviz.ui.stage_page import StagePage

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


UNITS = "units"
"""The item of the link that names them, from 1."""


def whole_run(settings: Settings, again: tuple[str, ...]) -> None:
    """Curves of x, the states and the output; a slip's form dashed beside them. again: what to draw for other units."""
    chart(
        f"{settings.cell}_whole_run",
        run_figure(settings.run(), settings.labels, chosen(settings, again), partial(letter, settings.notation)),
        "The input, the states and the output as curves over the time steps.",
    )


def chosen(settings: Settings, again: tuple[str, ...]) -> list[int]:
    """Draws the choice, where there are too many units to tell apart; the units that the chart draws."""
    count = settings.hidden_size
    now = units(settings)
    if count > MOST_LINES:
        st.session_state[f"{settings.cell}_{UNITS}"] = now
        st.multiselect(
            f"Units in the chart, at most {MOST_LINES} of {count}",
            range(count),
            format_func=lambda unit: f"unit {unit + 1}",
            max_selections=MOST_LINES,
            key=f"{settings.cell}_{UNITS}",
            on_change=lambda: st.rerun(again),
        )
    return sorted(now)


def units(settings: Settings) -> list[int]:
    """The units that are drawn, from 0: all of up to 4, or those that were chosen, or on arrival those of the link."""
    count = settings.hidden_size
    kept = st.session_state.get(f"{settings.cell}_{UNITS}")
    if kept is None and UNITS in st.query_params:
        with suppress(LinkError):
            kept = units_read(st.query_params[UNITS], settings)
    return [unit for unit in kept or () if unit < count] or list(range(min(count, MOST_LINES)))


def units_read(text: str, settings: Settings) -> list[int]:
    """The units that a link names, from 0. Raises LinkError."""
    found = [read_whole(piece, UNITS, 1, settings.hidden_size) - 1 for piece in text.split(",", MOST_LINES)]
    if len(set(found)) < len(found) or len(found) > MOST_LINES:
        raise LinkError(f"{UNITS} is {shortened(text)}: it must be at most {MOST_LINES} different units.")
    return found


def units_item(settings: Settings) -> dict[str, str]:
    """The item of the link, where the units are not the usual ones."""
    now, usual = sorted(units(settings)), list(range(min(settings.hidden_size, MOST_LINES)))
    return {} if now == usual else {UNITS: ",".join(str(unit + 1) for unit in now)}
