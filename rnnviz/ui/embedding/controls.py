"""What is read and what is asked of it (the row over the table), and how it learns (the row under that)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from rnnviz.core.course_link import MAX_TAKEN
from rnnviz.core.embedding import (
    LOSSES,
    NO_PADDING,
    PRESETS,
    TURNS,
    Setup,
    changed,
    encoded,
    from_query,
    problem,
    to_query,
    usual_target,
)
from rnnviz.core.optim import OPTIMISERS
from rnnviz.core.words import Encoded
from rnnviz.core.words.link import LENGTH
from rnnviz.ui.address import Address
from rnnviz.ui.plain import plain

ADDRESS: Address[Setup] = Address("embedding", from_query, to_query)
RATES = tuple(lead * 10.0**power for power in range(-4, 1) for lead in (1.0, 2.0, 5.0))
MANY = 10


def edit(name: str) -> Callable[[Setup, Any], Setup]:
    """Puts a widget's value into the field `name`. Raises InputError where nothing could be learned then."""

    def edited(setup: Setup, value: Any) -> Setup:
        new = changed(setup, **{name: value})
        if name in ("text", "loss", "length") and fits_no_more(new, setup):
            new = changed(new, target=usual(new))
        problem(new)
        return new

    return edited


def fits_no_more(new: Setup, old: Setup) -> bool:
    """Whether other targets are needed: other lines, or numbers instead of classes."""
    kinds = {LOSSES[each.loss].classes for each in (new, old)}
    return len(kinds) == 2 or (LOSSES[new.loss].classes and len(encoded(new).lines) != len(encoded(old).lines))


def usual(setup: Setup) -> str:
    found = encoded(setup)
    return usual_target(setup.loss, len(found.lines), found.table.shape[1])


def field(setup: Setup, name: str) -> dict[str, Any]:
    return ADDRESS.knob(name, getattr(setup, name), edit(name))


def said(name: str) -> None:
    """The sentence beside a control on what was put there, if it could not be used."""
    if wrong := ADDRESS.problem(name):
        st.error(f"{wrong} The page keeps what it had.")


def task_controls(setup: Setup, found: Encoded) -> None:
    """The preset, the sentence, the loss."""
    with st.container(key="controls", horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            "Preset",
            list(PRESETS),
            format_func=lambda name: PRESETS[name].title,
            label_visibility="collapsed",
            width=210,
            **ADDRESS.knob("preset", setup.preset, lambda _, name: PRESETS[name].setup),
        )
        with st.popover("Sentence", icon=":material/edit:"):
            sentence_controls(setup)
        with st.popover("Loss", icon=":material/target:"):
            loss_controls(setup)
        st.markdown(lines_in_words(found), width="stretch")


def lines_in_words(found: Encoded) -> str:
    """ "we are learning ai [pad]" and the ids that are read."""
    lines = (f"{' '.join(map(plain, line.tokens))} → **{', '.join(map(str, line.ids))}**" for line in found.lines)
    return " · ".join(lines)


def sentence_controls(setup: Setup) -> None:
    st.text_area("Each line is a sequence of its own", height=90, **field(setup, "text"))
    said("text")
    st.slider("Length of every line (0: as the longest)", LENGTH.low, LENGTH.high, **field(setup, "length"))
    said("length")
    st.segmented_control(
        "A step reads", list(TURNS), format_func=TURNS.__getitem__, required=True, **field(setup, "turn")
    )


def loss_controls(setup: Setup) -> None:
    st.segmented_control(
        "Loss", list(LOSSES), format_func=lambda key: LOSSES[key].title, required=True, **field(setup, "loss")
    )
    st.caption(LOSSES[setup.loss].note)
    st.text_input("Class of each line, 1 or 2" if LOSSES[setup.loss].classes else "Target", **field(setup, "target"))
    said("target")
    st.caption("Only the table learns here; the linear layer keeps its weights.")


def rule_controls(setup: Setup, found: Encoded) -> None:
    """Optimiser, learning rate, padding_idx."""
    rate, kind, row = st.columns([5, 3, 3], gap="medium")
    with rate:
        st.select_slider(
            "Learning rate $\\eta$",
            sorted({*RATES, setup.lr}),
            format_func=lambda size: f"{size:g}",
            **field(setup, "lr"),
        )
    with kind:
        st.segmented_control(
            "Optimiser",
            list(OPTIMISERS),
            format_func=lambda name: OPTIMISERS[name].name,
            required=True,
            **field(setup, "optimiser"),
        )
    with row:
        tokens = found.vocabulary.tokens
        st.selectbox(
            "padding_idx",
            [NO_PADDING, *range(len(tokens))],
            format_func=lambda at: "not set" if at == NO_PADDING else f"{at} {tokens[at]}",
            **field(setup, "padding"),
        )


def step_buttons(setup: Setup, steps: int, ahead: bool) -> None:
    """Take one or many, undo, reset. ahead: whether the step to come can be taken."""
    more = ahead and steps < MAX_TAKEN
    for label, name, count in (("Take the step", "take", 1), (f"× {MANY}", "take_many", MANY)):
        st.button(label, key=ADDRESS.widget(name), disabled=not more, on_click=take, args=(count,))
    for label, name, count in (("Undo", "undo", 1), ("Reset", "reset", MAX_TAKEN)):
        st.button(label, key=ADDRESS.widget(name), disabled=not steps, on_click=undo, args=(count,))


def take(count: int) -> None:
    """The button: that many steps more, with the rule as it stands."""
    now = ADDRESS.held()[0]
    ADDRESS.put(changed(now, taken=(*now.taken, *[now.rule] * count)[:MAX_TAKEN]))


def undo(count: int) -> None:
    """The button: the last steps back."""
    now = ADDRESS.held()[0]
    ADDRESS.put(changed(now, taken=now.taken[: max(0, len(now.taken) - count)]))
