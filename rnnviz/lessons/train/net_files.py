"""Which trained net is used: a run's latest, or one from a file; and its weights as a file."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn import trained
from rnnviz.learn.tasks import TASKS, task_of
from rnnviz.learn.trained import Trained
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import net_at, runs

MAX_MB = 256


def latest(keys: list[str]) -> Trained | None:
    """The last epoch that the chosen run has kept."""
    if not keys:
        return None
    number = st.segmented_control("Run", [1, 2], default=1, required=True, key="train_use_run") if len(keys) > 1 else 1
    try:
        key = keys[int(number or 1) - 1]
        epochs = runs().folder(key).checkpoints.epochs()
        return net_at(key, epochs[-1]) if epochs else None
    except InputError as error:
        st.info(plain(str(error)))
        return None


def load_box() -> Trained | None:
    kept = st.file_uploader("Load weights", type=["safetensors"], max_upload_size=MAX_MB, key="train_weights")
    if kept is None:
        return None
    try:
        net = trained.load(kept.getvalue())
        if net.plan.task not in TASKS:
            raise InputError(f"This net learned “{task_of(net.plan).name}”: it belongs to another page.")
        return net
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def save_button(net: Trained) -> None:
    name = f"rnnviz-{net.plan.task}-{net.plan.cell}.safetensors"
    st.download_button(
        "Save the weights", net.to_bytes(), name, "application/octet-stream", icon=":material/download:",
        on_click="ignore", key="train_save",
    )  # fmt: skip
    st.caption("safetensors: numbers and notes, nothing that could run.")
