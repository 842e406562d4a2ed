"""The layers of the chosen net with shapes and parameters, and the script of its run."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.learn.plan import Plan
from rnnviz.ui.train.facts import Facts, facts, sizes


def net_popovers(plan: Plan, own: bytes | None) -> None:
    """Two buttons; a net of unknown size says so instead."""
    try:
        found = facts(plan.to_json(), *sizes(plan, own))
    except InputError as error:
        st.caption(str(error))
        return
    with st.popover(
        f"{found.parameters:,} parameters".replace(",", "\N{NARROW NO-BREAK SPACE}"), icon=":material/layers:"
    ):
        st.markdown(layer_table(found))
        st.markdown(weight_table(found))
    with st.popover("Script", icon=":material/code:"):
        script(plan, found)


def layer_table(found: Facts) -> str:
    """Markdown: every layer, what leaves it, its parameters."""
    rows = [f"| `{it.module}` | ({', '.join(map(str, it.output))}) | {it.parameters:,} |" for it in found.layers]
    return "\n".join(["| Layer | Output | Parameters |", "| --- | --- | ---: |", *rows])


def weight_table(found: Facts) -> str:
    rows = [f"| `{name}` | {' × '.join(map(str, shape))} |" for name, shape in found.weights]
    return "\n".join(["| Weight | Shape |", "| --- | --- |", *rows])


def script(plan: Plan, found: Facts) -> None:
    st.caption("This run in plain PyTorch: on the CPU it ends with the same loss and score.")
    st.download_button(
        "Download", found.script, f"rnnviz-{plan.task}-{plan.cell}.py", "text/x-python", icon=":material/download:",
        on_click="ignore", key="train_script",
    )  # fmt: skip
    st.code(found.script, language="python", height=360)
