"""How a net is trained: optimiser, rate, batches, clipping, seed, device, and what the task asks besides."""

from __future__ import annotations

import streamlit as st

from rnnviz.learn.plan import OPTIMISERS, Plan
from rnnviz.ui.train.held import PAGE
from rnnviz.ui.train.own_series import step_of

RATES = (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 5e-3, 1e-2, 3e-2, 0.1, 1.0, 10.0)
CLIPS = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


def training_controls(plan: Plan) -> None:
    left, right = st.columns(2)
    with left:
        st.selectbox("Optimiser", OPTIMISERS, **PAGE.knob("optimiser", plan.optimiser))
        rates = sorted({*RATES, plan.learning_rate})
        st.select_slider(
            "Learning rate", rates, format_func=lambda it: f"{it:g}", **PAGE.knob("learning_rate", plan.learning_rate)
        )
        st.number_input("Batch size", 1, 1024, **PAGE.knob("batch_size", plan.batch_size))
        st.number_input("Epochs", 1, 500, **PAGE.knob("epochs", plan.epochs))
    with right:
        st.select_slider(
            "Clip the gradient to", sorted({*CLIPS, plan.clip}), format_func=lambda it: f"{it:g}" if it else "off",
            **PAGE.knob("clip", plan.clip),
        )  # fmt: skip
        st.number_input("Seed", 0, 2**31 - 1, **PAGE.knob("seed", plan.seed))
        device_control(plan)
        task_controls(plan)


def device_control(plan: Plan) -> None:
    from rnnviz.learn.devices import NAMES, available

    there = ["auto", *available()]
    st.selectbox(
        "Device", there, format_func=lambda it: "the best there is" if it == "auto" else NAMES[it],
        **PAGE.knob("device", plan.device if plan.device in there else "auto"),
    )  # fmt: skip


def task_controls(plan: Plan) -> None:
    if plan.task == "weather":
        step = step_of(plan)
        steps, length = f"{step.name}s", None if step.name == "hour" else f"A step is {step.length}."
        st.number_input(f"{steps.capitalize()} read (lag)", 1, 1024, help=length, **PAGE.knob("lag", plan.lag))
        st.number_input(f"{steps.capitalize()} ahead", 1, 168, help=length, **PAGE.knob("ahead", plan.ahead))
        st.toggle("Sort by time first", help="Off: the file’s own order (slip j).", **PAGE.knob("sort", plan.sort))
    if plan.task == "sentiment":
        st.number_input("Longest review, in words", 8, 1000, **PAGE.knob("longest", plan.longest))
        st.number_input("Reviews a side (0: all)", 0, 25_000, step=500, **PAGE.knob("limit", plan.limit))
