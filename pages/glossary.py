"""The glossary: the field's terms, each with its sign, its definition and the lesson that teaches it."""

from __future__ import annotations

import streamlit as st

from rnnviz.texts import _
from rnnviz.ui.glossary import glossary

st.title(_("Glossary"), anchor=False)
glossary()
