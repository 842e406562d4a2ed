"""The page of a class: a teacher opens a room, students join it. All of it is drawn by the browser."""

from __future__ import annotations

import streamlit as st

from rnnviz.texts import _
from rnnviz.ui.classroom import class_desk

st.title(_("Class"), anchor=False)
class_desk()
