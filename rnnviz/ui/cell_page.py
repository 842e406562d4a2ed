"""A cell's page: the stage in a fragment of its own, so that a release waits for nothing else; the rest follows."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import streamlit as st

from rnnviz.core.slips import SLIPS
from rnnviz.core.typed import shortened
from rnnviz.equations.wording import letter
from rnnviz.figures.run import MOST_LINES, run_figure
from rnnviz.lead.tasks import Tasks
from rnnviz.stage.cell_stage import cell_stage, when_settled
from rnnviz.stage.chart import chart
from rnnviz.state.link_numbers import LinkError, read_whole
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.ui.controls import controls
from rnnviz.ui.groups import picture
from rnnviz.ui.lead import ITEM as STEP
from rnnviz.ui.lead import OFF, Lead, is_open
from rnnviz.ui.lead import items as lead_items
from rnnviz.ui.lead_card import BESIDE, card
from rnnviz.ui.slip_controls import explain
from rnnviz.ui.stage_page import StagePage

FRAGMENTS = ("controls", "stage", "run")
LEAD = "lead"


def cell_page(cell: str, tasks: Tasks[Settings] | None = None) -> None:
    """Everything on the page of `cell` under its heading. tasks: of its lead, where it has one."""
    led = tasks is not None and is_open(cell)
    fragments = (*FRAGMENTS, LEAD) if led else FRAGMENTS
    page = StagePage(cell, cell, frozenset((STEP, OFF)), items={UNITS: units_read}, fragments=fragments)
    if not led or tasks is None:
        _controls(page)
        _stage(page, None)
        _run(page, None)
        return
    lead = Lead(cell, page, tasks, fragments)
    lead.arrive()
    _controls(page)
    left, right = st.columns(BESIDE, gap="small")
    with left:
        _stage(page, lead)
    with right:
        _lead(lead)
    _run(page, lead)


@st.fragment(key=LEAD)
def _lead(lead: Lead[Settings]) -> None:
    card(lead)


@st.fragment(key="controls")
def _controls(page: StagePage) -> None:
    controls(page, page.now().settings)


@st.fragment(key="stage")
def _stage(page: StagePage, lead: Lead[Settings] | None) -> None:
    now = page.now()
    above = st.container()  # always there, so that a warning does not make the browser build the stage anew
    if now.problem:
        above.warning(now.problem, icon=":material/link_off:")
    items = units_item(now.settings)
    led = None
    if lead:
        items |= lead_items(lead.lesson)
        led = {"weights": lead.now.weights, "cover": lead.covered(now.settings), "live": bool(lead.now.measure)}
    then = partial(_follow, MEASURED) if led and led["live"] else None
    with picture():
        cell_stage(page.stage, now.settings, now.settings.run(), now.rev, items=items, led=led, then=then)


@st.fragment(key="run")
def _run(page: StagePage, lead: Lead[Settings] | None) -> None:
    settings = page.now().settings
    if settings.slip:
        explain(SLIPS[settings.slip], settings.notation)
    if lead and lead.covered(settings):
        st.caption(_("The curves are covered, until you have guessed."))
    else:
        whole_run(settings, page.fragments)
    when_settled(page.widget("settled"), partial(_follow, (*FOLLOWING, LEAD) if lead else FOLLOWING))


def _follow(fragments: tuple[str, ...]) -> None:
    st.rerun(fragments)


FOLLOWING = ("controls", "run")
MEASURED = ("stage", LEAD)
UNITS = "units"
"""The item of the link that names them, from 1."""


def whole_run(settings: Settings, again: tuple[str, ...]) -> None:
    """Curves of x, the states and the output; a slip's form dashed beside them. again: what to draw for other units."""
    chart(
        f"{settings.cell}_whole_run",
        run_figure(settings.run(), settings.labels, chosen(settings, again), partial(letter, settings.notation)),
        _("The input, the states and the output as curves over the time steps."),
    )


def chosen(settings: Settings, again: tuple[str, ...]) -> list[int]:
    """Draws the choice, where there are too many units to tell apart; the units that the chart draws."""
    count = settings.hidden_size
    now = units(settings)
    if count > MOST_LINES:
        st.session_state[f"{settings.cell}_{UNITS}"] = now
        st.multiselect(
            _("Units in the chart, at most {most_lines} of {count}").format(most_lines=MOST_LINES, count=count),
            range(count),
            format_func=lambda unit: _("unit {unit}").format(unit=unit + 1),
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
        raise LinkError(
            _("{units} is {text}: it must be at most {most_lines} different units.").format(
                units=UNITS, text=shortened(text), most_lines=MOST_LINES
            )
        )
    return found


def units_item(settings: Settings) -> dict[str, str]:
    """The item of the link, where the units are not the usual ones."""
    now, usual = sorted(units(settings)), list(range(min(settings.hidden_size, MOST_LINES)))
    return {} if now == usual else {UNITS: ",".join(str(unit + 1) for unit in now)}
