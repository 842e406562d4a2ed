"""The list of terms, with a box that searches it. A link to a term opens with this term alone."""

from __future__ import annotations

import streamlit as st

from rnnviz.lead.terms import ITEM, GlossaryTerm, terms
from rnnviz.texts import _
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import page_of

MOST = 60  # letters of what is searched for


def glossary() -> None:
    """Draw the box and the terms that it finds."""
    wanted = st.text_input(_("Search"), key=ITEM, max_chars=MOST, placeholder=_("gate"), bind="query-params", width=320)
    found = matching(wanted)
    st.caption(
        _("{n_found} of {n_terms} terms. In a lesson, point at an underlined word to see what it means.").format(
            n_found=len(found), n_terms=len(terms())
        )
    )
    with st.container(key="glossary", gap="small"):
        for one in found:
            draw(one)


def matching(wanted: str) -> list[GlossaryTerm]:
    """The term of that name or key alone, else all that have the words in them."""
    exact = [one for one in terms() if wanted.strip().lower() in (one.key, one.name.lower())]
    return exact or [one for one in terms() if one.found_by(wanted)]


def draw(one: GlossaryTerm) -> None:
    sign = f" · {one.sign}" if one.sign else ""
    with st.container(key=f"term_{one.key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{one.name}**{sign}  \n{one.text}")
        st.page_link(page_of(one.lesson), label=LESSONS[one.lesson].title, icon=":material/arrow_forward:")
