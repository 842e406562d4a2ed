"""The table of shapes: what goes in, what comes out, and every weight."""

from __future__ import annotations

import math

import streamlit as st

from rnnviz.core.shapes import Shape, Structure, call, parameters, run_shapes, weight_shapes
from rnnviz.core.typed import grouped
from rnnviz.theme import BLANK

WORDS = {
    "x": "(N, T, input_size)",
    "out": "(N, T, D·H)",
    "h_n": "(num_layers·D, N, H)",
    "c_n": "(num_layers·D, N, hidden_size)",
}


def shapes_table(made: Structure, steps: int, batch: int) -> None:
    """Live beside the stage; H is proj_size where there is one."""
    with st.container(key="shapes", gap="small"):
        st.code(call(made), language="python", wrap_lines=True)
        if made.warning:
            st.warning(made.warning)
        runs = [f"| `{name}` | {said(s)} | {words(name, made)} |" for name, s in run_shapes(made, steps, batch).items()]
        st.markdown("\n".join(["| | shape | means |", "|---|---|---|", *runs]))
        weights = [
            f"| `{name}` | {said(shape)} | {grouped(math.prod(shape))} |" for name, shape in weight_shapes(made).items()
        ]
        with st.container(height=250, border=False):
            st.markdown("\n".join(["| weight | shape | numbers |", "|---|---|--:|", *weights]))
        st.markdown(f"**{grouped(parameters(made))} numbers** to learn, however long the sequence.")


def words(name: str, made: Structure) -> str:
    """What the three numbers of a shape are, in torch's words."""
    text = WORDS[name] if made.batch_first else WORDS[name].replace("(N, T,", "(T, N,")
    text = text.replace("D", "2") if made.bidirectional else text.replace("·D", "").replace("D·", "")
    return text.replace("H)", "proj_size)" if made.proj_size else "hidden_size)").replace("_", r"\_")


def said(shape: Shape) -> str:
    """A shape as Python writes it, in one piece."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})".replace(" ", BLANK)
