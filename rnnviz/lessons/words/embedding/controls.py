"""What is read and what is asked of it (the row over the table), and how it learns (the row under it)."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.lessons.words import Encoded
from rnnviz.lessons.words.embedding import CODEC, LOSSES, NO_PADDING, PRESETS, TURNS, EmbeddingState
from rnnviz.lessons.words.setup import LENGTH
from rnnviz.texts import _
from rnnviz.ui.behind import behind
from rnnviz.ui.course_controls import optimiser_control
from rnnviz.ui.groups import control_row
from rnnviz.ui.page_state import PageState
from rnnviz.ui.plain import plain
from rnnviz.ui.setups import preset_control

PAGE: PageState[EmbeddingState] = PageState("embedding", CODEC)
RATES = tuple(lead * 10.0**power for power in range(-4, 1) for lead in (1.0, 2.0, 5.0))


def task_controls(setup: EmbeddingState, found: Encoded) -> None:
    """The preset, the sentence, the loss."""

    def runs() -> None:
        preset_control(PAGE, setup, PRESETS, 210)
        behind(_("Sentence"), ":material/edit:", partial(sentence_controls, setup))

    def net() -> None:
        behind(_("Loss"), ":material/target:", partial(loss_controls, setup))

    control_row(runs, net)


def lines_in_words(found: Encoded) -> str:
    """ "we are learning ai [pad]" and the ids that are read."""
    lines = (f"{' '.join(map(plain, line.tokens))} → **{', '.join(map(str, line.ids))}**" for line in found.lines)
    return " · ".join(lines)


def sentence_controls(setup: EmbeddingState) -> None:
    st.text_area(_("Each line is a sequence of its own"), height=90, **PAGE.knob("text", setup.text))
    PAGE.say("text", box=st.error)
    st.slider(
        _("Length of every line (0: as the longest)"), LENGTH.low, LENGTH.high, **PAGE.knob("length", setup.length)
    )
    PAGE.say("length", box=st.error)
    st.segmented_control(
        _("A step reads"), list(TURNS), format_func=TURNS.__getitem__, required=True, **PAGE.knob("turn", setup.turn)
    )


def loss_controls(setup: EmbeddingState) -> None:
    st.segmented_control(
        _("Loss"),
        list(LOSSES),
        format_func=lambda key: LOSSES[key].title,
        required=True,
        **PAGE.knob("loss", setup.loss),
    )
    st.caption(LOSSES[setup.loss].note)
    st.text_input(
        _("Class of each line, 1 or 2") if LOSSES[setup.loss].classes else _("Target"),
        **PAGE.knob("target", setup.target),
    )
    PAGE.say("target", box=st.error)
    st.caption(_("Only the table learns here; the linear layer keeps its weights."))


def rule_controls(setup: EmbeddingState, found: Encoded) -> None:
    """Optimiser, learning rate, padding_idx."""
    rate, kind, row = st.columns([5, 3, 3], gap="medium")
    with rate:
        st.select_slider(
            _("Learning rate $\\eta$"),
            sorted({*RATES, setup.lr}),
            format_func=lambda size: f"{size:g}",
            **PAGE.knob("lr", setup.lr),
        )
    with kind:
        optimiser_control(PAGE.knob("optimiser", setup.optimiser))
    with row:
        tokens = found.vocabulary.tokens
        st.selectbox(
            "padding_idx",
            [NO_PADDING, *range(len(tokens))],
            format_func=lambda at: _("not set") if at == NO_PADDING else f"{at} {tokens[at]}",
            **PAGE.knob("padding", setup.padding),
        )
