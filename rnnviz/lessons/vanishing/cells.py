"""The third view: RNN, GRU and LSTM side by side, and the slides' claim put to the test."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.vanishing import JUDGED, KINDS, SCOPES, Comparison, VanishingState, changed, comparison
from rnnviz.lessons.vanishing.decay import comparison_figure
from rnnviz.lessons.vanishing.knobs import PAGE, radius_knob, short, steps_back, table
from rnnviz.lessons.vanishing.setup import BIAS
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.ui.groups import picture
from rnnviz.ui.source import source

SCOPE_HELP = _(
    "**Cell state**: $\\partial c_T / \\partial c_k$ for the LSTM, $\\partial h_T / \\partial h_k$ for the others. "
    "**Hidden state**: $\\partial h_T / \\partial h_k$ in all three, with $c_k$ kept constant."
)


def cells_view(setup: VanishingState) -> None:
    """The three cells on the same input."""
    found = comparison(setup)
    left, right = picture().columns([8, 5], gap="small")
    with left:
        chart(
            "vanishing_cells",
            comparison_figure(found, setup.lines),
            _("The norms of the Jacobians of RNN, GRU and LSTM against the distance T minus k, on a logarithmic axis."),
        )
    with right:
        with st.container(gap=None):
            st.markdown(
                _("The slides claim: “The vanishing gradient problem is solved.” {found}").format(found=verdict(found))
            )
            source("S3")
        st.markdown(cells_table(found, setup))
        st.caption(
            _(
                "On average over the run, the LSTM's forget gate is **{lstm}** and the GRU's update gate **{gru}**."
            ).format(lstm=short(found.kept["lstm"]), gru=short(found.kept["gru"]))
        )
    curves(setup)
    first, second, third = st.columns(3, gap="medium")
    with first:
        bias_knob("forget", _("LSTM: bias of the forget gate"), setup.forget)
    with second:
        bias_knob("update", _("GRU: bias of the update gate"), setup.update)
    with third:
        radius_knob(setup)


def bias_knob(name: str, label: str, value: float) -> None:
    st.slider(
        label,
        BIAS.low,
        BIAS.high,
        step=0.1,
        help=_("At 0 the gate is half open; at 5 it keeps 99 %."),
        **PAGE.knob(name, value),
    )


def curves(setup: VanishingState) -> None:
    """Which curves are drawn, and of what."""
    with st.container(key="vanishing_curves", horizontal=True, vertical_alignment="center", gap="medium"):
        st.pills(
            _("Curves"),
            list(KINDS),
            format_func=lambda key: KINDS[key].title,
            selection_mode="multi",
            label_visibility="collapsed",
            wrap=True,
            **PAGE.knob("lines", list(setup.lines), lambda now, lines: changed(now, lines=tuple(lines))),
        )
        st.segmented_control(
            _("Compare"),
            list(SCOPES),
            format_func=SCOPES.__getitem__,
            required=True,
            label_visibility="collapsed",
            **PAGE.knob("scope", setup.scope),
        )
        st.markdown("", help=SCOPE_HELP)


def verdict(found: Comparison) -> str:
    """What the LSTM at hand says to the slide."""
    line = found.lines[JUDGED]
    if line.fate == "explodes":
        arrives = _("along all paths the norm of the LSTM's gradient is {arriving} at step 1").format(
            arriving=short(line.arriving)
        )
        return _("**Here it explodes instead**: {arrives}.").format(arrives=arrives)
    if line.fate == "fades":
        return _("**Here, no**: the LSTM's gradient falls below 1 % {horizon}.").format(
            horizon=steps_back(line.horizon)
        )
    return _(
        "**Here, yes**: the norm of the LSTM's gradient stays between {value} and {value2}; at step 1 it is {arriving}."
    ).format(value=short(float(line.norm.min())), value2=short(float(line.norm.max())), arriving=short(line.arriving))


def cells_table(found: Comparison, setup: VanishingState) -> str:
    lines = {KINDS[key].title: found.lines[key] for key in setup.lines}
    rows = [(title, steps_back(line.horizon), short(line.arriving)) for title, line in lines.items()]
    return table((_("Norm"), _("Below 1 %"), _("At step 1")), rows)
