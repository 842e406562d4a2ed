"""What a learner can take away: the link, the record as CSV and JSON, and a PyTorch script with the same numbers."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.state.export import to_csv, to_json, to_script
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.ui.links import along, page_of

SHORT = 4  # units up to which the script is also shown


def take_away(settings: Settings) -> None:
    """Three files and a word on the link. They hold the right form, whatever slip is looked at."""
    st.markdown(_("The **address bar** is a link to exactly what is on the screen."))
    name = f"rnnviz-{settings.cell}-{settings.preset}"
    files = {
        _("Record as CSV"): ("csv", "text/csv", partial(as_csv, settings)),
        _("Record as JSON"): ("json", "application/json", partial(as_json, settings)),
        _("PyTorch script"): ("py", "text/x-python", partial(as_script, settings)),
    }
    for title, (ending, mime, content) in files.items():
        st.download_button(title, content, f"{name}.{ending}", mime, on_click="ignore")
    if settings.hidden_size <= SHORT:
        st.code(as_script(settings), language="python", height=240)
    query = {"points": "states", "cell": settings.cell} | along(settings)
    st.page_link(page_of("map"), label=_("Its hidden states on the map"), icon=":material/route:", query_params=query)


def as_csv(settings: Settings) -> str:
    """The record and the outputs, a row a time step."""
    outcome = settings.run()
    return to_csv(outcome.record, outcome.head)


def as_json(settings: Settings) -> str:
    """The record, the weights and the output layer."""
    outcome = settings.run()
    return to_json(
        outcome.record,
        settings.weights,
        activation=settings.activation,
        clamps=settings.clamped,
        head=settings.head,
        head_record=outcome.head,
    )


def as_script(settings: Settings) -> str:
    """A PyTorch script that prints the record's states and outputs."""
    return to_script(
        settings.cell,
        settings.x,
        settings.weights,
        settings.h0,
        settings.c0,
        activation=settings.activation,
        clamps=settings.clamped,
        head=settings.head,
        softmax=settings.softmax,
    )
