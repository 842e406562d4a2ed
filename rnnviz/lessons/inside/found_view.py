"""What was found in the nets that come along: each preset's question, its best unit, and its controls beside it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rnnviz.learn.inside.properties import PROPERTIES
from rnnviz.learn.inside.study import CLOSE, Ranking
from rnnviz.learn.inside.work import rank_each
from rnnviz.learn.plan import TASK_NAMES
from rnnviz.lessons.inside.export import table_button
from rnnviz.lessons.inside.net import open_run
from rnnviz.lessons.inside.opened import OpenNet
from rnnviz.lessons.inside.presets import PRESETS
from rnnviz.lessons.inside.state import InsideState
from rnnviz.lessons.inside.work_line import answer
from rnnviz.texts import _
from rnnviz.ui.groups import picture


def found_view(net: OpenNet, look: InsideState) -> None:
    """The same for every net that is open: it is about those that come along."""
    opened = {name: open_run(it.setup) for name, it in PRESETS.items()}
    asked = tuple((it.run, it.where(PRESETS[name].setup), PRESETS[name].setup.ask) for name, it in opened.items())
    found = answer("found", asked, rank_each, asked)
    if found is None:
        return
    rows = [row_of(opened[name], PRESETS[name].setup, ranked) for name, ranked in zip(PRESETS, found, strict=True)]
    table = pd.DataFrame(rows)
    with picture():
        st.markdown(_("**What was found in the nets that come along**, on their validation examples"))
        st.dataframe(table, hide_index=True)
    st.caption(
        _(
            "An area of 0.5 is chance and 1 is perfect; a unit that is low where the property holds counts as well "
            "as one that is high. *Best, untrained* is the best unit of a net of the same shape with fresh weights. "
            "The presets open each question. We chose them from 18 questions that we had asked these nets."
        )
    )
    table_button(_("This table as CSV"), table, "rnnviz-found.csv")


def row_of(net: OpenNet, setup: InsideState, found: Ranking) -> dict[str, str]:
    assert net.plan is not None
    task, best = net.plan.task, found.best()[0]
    return {
        _("net"): TASK_NAMES[task], _("asked"): PROPERTIES[task][setup.ask].title,
        _("best unit"): f"{net.where(setup).quantity}[{best + 1}]", _("its area"): f"{found.strongest('trained'):.3f}",
        _("a random unit"): f"{found.random:.3f}", _("best, untrained"): f"{found.strongest('untrained'):.3f}",
        _("best, shuffled flags"): f"{found.strongest('shuffled'):.3f}", _("so"): verdict(found),
    }  # fmt: skip


def verdict(found: Ranking) -> str:
    """In a few words what the scores allow to say."""
    if found.beyond <= 0:
        return _("no such unit was learned: an untrained net has one as good")
    if found.beyond < CLOSE:
        return _("says little: an untrained net comes close")
    return _("learned: no untrained unit comes close")
