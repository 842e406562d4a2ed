"""The second view: clipping by norm and a window, on the gradient of an RNN that is asked for its first input."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.losses import AT
from rnnviz.lessons.vanishing import LR, NO_CLIP, Remedies, VanishingState, remedies
from rnnviz.lessons.vanishing.decay import remedies_figure
from rnnviz.lessons.vanishing.knobs import PAGE, knob_row, radius_knob, short, table
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.ui.groups import picture

CLIPS = (NO_CLIP, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0, 1000.0)
HEAD = (_("Gradient of all weights"), _("Length"), _("Direction"), _("Loss after"))


def remedies_view(setup: VanishingState) -> None:
    """Before and after, step by step and as four gradients."""
    found = remedies(setup)
    left, right = picture().columns([7, 6], gap="small")
    with left:
        chart(
            "vanishing_remedies",
            remedies_figure(found),
            _("Every step's part of the gradient as it is, and after window and clipping, on a logarithmic axis."),
        )
    with right:
        st.segmented_control(
            _("Loss"), list(AT), format_func=AT.__getitem__, required=True, **PAGE.knob("at", setup.at)
        )
        st.markdown(remedies_table(found, setup))
        st.caption(
            _(
                "Task: output the first input at the end. **Direction**: the cosine with the whole gradient; 1: the "
                "same. **Loss after**: after one SGD step of {lr:g} with this gradient. Now it is {before}."
            ).format(lr=LR, before=short(found.before))
        )
    knob_row(setup, {window_knob: 4, clip_knob: 4, radius_knob: 3})


def window_knob(setup: VanishingState) -> None:
    st.slider(
        _("Window of truncated BPTT, in steps"),
        1,
        setup.steps,
        help=_("How many steps the gradient goes back from each loss. At the end of the slider: all of them."),
        **PAGE.knob("window", setup.window or setup.steps),
    )


def clip_knob(setup: VanishingState) -> None:
    st.select_slider(
        _("Clip the gradient to the norm"),
        sorted({*CLIPS, setup.clip}),
        format_func=lambda length: f"{length:g}" if length else _("off"),
        help=_("A larger gradient is made shorter, to this norm. Its direction stays."),
        **PAGE.knob("clip", setup.clip),
    )


def remedies_table(found: Remedies, setup: VanishingState) -> str:
    off = {_("Clipped"): "" if setup.clip else _(" (off)"), _("Window"): "" if setup.window else _(" (all steps)")}
    rows = ((each.name + off.get(each.name, ""), each.norm, each.cosine, each.after) for each in found.all)
    return table(HEAD, ((name, short(norm), short(cosine), short(after)) for name, norm, cosine, after in rows))
