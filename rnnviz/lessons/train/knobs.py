"""The row over every view: task, preset, data, the net and how it is trained; and the buttons that start it."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.cells import IN_TORCH
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import ENDS, READS, Plan
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train.net_table import net_popovers
from rnnviz.lessons.train.number import number
from rnnviz.lessons.train.starting import start_buttons, upload
from rnnviz.lessons.train.state import PAGE, first
from rnnviz.lessons.train.training_knobs import training_controls

WAYS = {1: "forwards", 2: "both ways"}


def knobs(plan: Plan, seen: list[View]) -> None:
    """Draw the rows; the script is that of the runs that are watched."""
    with st.container(key="controls", horizontal=True, vertical_alignment="center", gap="small"):
        task_control(plan)
        preset_control(plan)
        source_control(plan)
    with st.container(key="train_net", horizontal=True, vertical_alignment="center", gap="small"):
        cell_control(plan)
        with st.popover("Net", icon=":material/account_tree:"):
            net_controls(plan)
        with st.popover("Training", icon=":material/tune:"):
            training_controls(plan)
        own = upload(plan) if plan.source == "own file" else None
        net_popovers(plan, own, seen)
        start_buttons(plan)


def task_control(plan: Plan) -> None:
    st.segmented_control(
        "Task", list(TASKS), format_func=lambda name: TASKS[name].name, required=True, label_visibility="collapsed",
        **PAGE.knob("task", plan.task, lambda _, task: first(task)),
    )  # fmt: skip


def preset_control(plan: Plan) -> None:
    presets = TASKS[plan.task].presets
    now = next((name for name, it in presets.items() if it == plan.but(source=it.source, file="", device="auto")), None)
    st.selectbox(
        "Preset", list(presets), placeholder="own settings", label_visibility="collapsed", width=220,
        **PAGE.knob("preset", now, lambda shown, name: TASKS[shown.task].presets[name].but(source=shown.source)),
    )  # fmt: skip


def source_control(plan: Plan) -> None:
    sources = TASKS[plan.task].sources
    st.selectbox(
        "Data", list(sources), format_func=lambda name: f"{name}: {sources[name]}", label_visibility="collapsed",
        width=330, **PAGE.knob("source", plan.source),
    )  # fmt: skip


def cell_control(plan: Plan) -> None:
    st.segmented_control(
        "Cell", list(IN_TORCH), format_func=lambda name: IN_TORCH[name].title, required=True,
        label_visibility="collapsed", **PAGE.knob("cell", plan.cell, with_cell),
    )  # fmt: skip


def with_cell(plan: Plan, cell: str) -> Plan:
    return plan.but(cell=cell, carries=plan.carries or not has_memory(cell))


def has_memory(cell: str) -> bool:
    """Whether it has a state c beside h, which slip h can leave unmoved."""
    return "c" in IN_TORCH[cell].states


def net_controls(plan: Plan) -> None:
    every = TASKS[plan.task].every
    st.segmented_control("Layers", [1, 2, 3], required=True, **PAGE.knob("layers", plan.layers))
    st.segmented_control(
        "Directions", list(WAYS), format_func=WAYS.__getitem__, required=True, disabled=every,
        help="A net that is to predict the next letter must not read backwards." if every else None,
        **PAGE.knob("directions", 1 if every else plan.directions),
    )  # fmt: skip
    number("hidden", plan)
    if plan.task == "sentiment":
        number("embedding", plan)
    embedded = TASKS[plan.task].takes == "embedding"
    st.slider(
        "Dropout", 0.0, 0.9, step=0.1, disabled=plan.layers == 1 and not embedded,
        help="Of what the embedding gives, and between layers." if embedded else "Between layers, two or more.",
        **PAGE.knob("dropout", plan.dropout),
    )  # fmt: skip
    slips(plan, every)


def slips(plan: Plan, every: bool) -> None:
    """The slides' readings beside the right ones (slips h, i, l)."""
    if plan.task == "sentiment":
        st.segmented_control("The head reads the state", READS, required=True, **PAGE.knob("read", plan.read))
    if plan.directions == 2 and not every:
        st.segmented_control("Of two directions it reads", ENDS, required=True, **PAGE.knob("ends", plan.ends))
    if has_memory(plan.cell):
        st.toggle(
            "Carry (h, c) from step to step", help="Off: S4’s LSTM, whose state never moves.",
            **PAGE.knob("carries", plan.carries),
        )  # fmt: skip
