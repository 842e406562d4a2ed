"""How a net is trained: optimiser, rate, batches, clipping, seed, device, and what the task asks besides."""

from __future__ import annotations

import streamlit as st

from rnnviz.learn.plan import OPTIMISERS, Plan
from rnnviz.lessons.train.number import number
from rnnviz.lessons.train.own_series import step_of
from rnnviz.lessons.train.state import PAGE

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
        number("batch_size", plan)
        number("epochs", plan)
    with right:
        st.select_slider(
            "Clip the gradient to", sorted({*CLIPS, plan.clip}), format_func=lambda it: f"{it:g}" if it else "off",
            **PAGE.knob("clip", plan.clip),
        )  # fmt: skip
        number("seed", plan)
        device_control(plan)
        task_controls(plan)


def device_control(plan: Plan) -> None:
    from rnnviz.learn.running import DEVICE_NAMES, available_devices

    there = ["auto", *available_devices()]
    st.selectbox(
        "Device", there, format_func=lambda it: "the best there is" if it == "auto" else DEVICE_NAMES[it],
        **PAGE.knob("device", plan.device if plan.device in there else "auto"),
    )  # fmt: skip


def task_controls(plan: Plan) -> None:
    if plan.task == "weather":
        step = step_of(plan)
        length = None if step.name == "hour" else f"A step is {step.length}."
        number("lag", plan, hint=length)
        number("ahead", plan, hint=length)
        st.toggle("Sort by time first", help="Off: the file’s own order (slip j).", **PAGE.knob("sort", plan.sort))
    if plan.task == "names":
        st.toggle(
            "Each language equally often", help="A language is drawn first, then one of its names (S4).",
            **PAGE.knob("balanced", plan.balanced),
        )  # fmt: skip
    if plan.task == "sentiment":
        number("longest", plan)
        number("limit", plan, step=500)
