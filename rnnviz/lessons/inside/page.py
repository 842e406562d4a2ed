"""The page under its heading: the net, the controls, the view."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.lessons.inside.controls import open_controls
from rnnviz.lessons.inside.net import open_net
from rnnviz.lessons.inside.state import PAGE
from rnnviz.lessons.inside.views import show
from rnnviz.ui.plain import plain


@st.fragment
def inside() -> None:
    """One fragment: only the view that is open is computed."""
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
        st.info("Choose a file behind the button **File**.", icon=":material/upload_file:")
        return
    show(net, look)
