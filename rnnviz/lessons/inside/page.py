"""The page under its heading: the net, the controls, the view; beside its lead, where that is open."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.lessons.inside.controls import UPLOAD, open_controls, part_control
from rnnviz.lessons.inside.net import from_file, open_run
from rnnviz.lessons.inside.opened import OpenNet
from rnnviz.lessons.inside.state import FILE, PAGE, InsideState
from rnnviz.lessons.inside.tasks import TASKS
from rnnviz.lessons.inside.views import show
from rnnviz.texts import _
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.plain import plain


@st.fragment
def inside() -> None:
    """One fragment: only the view that is open is computed."""
    with_lead("inside", PAGE, TASKS, lesson)


def lesson() -> None:
    look, problem = PAGE.load()
    open_controls(look)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    PAGE.say(*PAGE.refused())
    try:
        net = open_net(look)
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/error:")
        return
    if net is None:
        st.info(_("Choose a file behind the button **File**."), icon=":material/upload_file:")
        return
    part_control(net)
    show(net, look)


def open_net(look: InsideState) -> OpenNet | None:
    """None while there is no file. Raises InputError."""
    if look.net != FILE:
        return open_run(look)
    kept = st.session_state.get(UPLOAD)
    return None if kept is None else from_file(kept.file_id, kept.getvalue(), kept.name, look.phi, look.part)
