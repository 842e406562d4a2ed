"""What S0 calls the second layer: its names, each notation's, PyTorch's; and the shape of the hidden state."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.shapes import Structure, run_shapes
from rnnviz.equations import NOTATIONS
from rnnviz.equations.layers import FORMULA, names
from rnnviz.lessons.stacks.shapes import said


def second_layer(made: Structure, steps: int, batch: int) -> None:
    """For an RNN of two layers or more."""
    with st.expander("S0 writes k for the second layer", icon=":material/translate:"):
        shape = said(run_shapes(made, steps, batch)["h_n"])
        st.markdown(
            f"${FORMULA}$. Here $h_t$ is the input of layer 2, and $k_t$ its hidden state. The hidden state of this "
            f"net, `h_n`, has the shape **{shape}**: (num\\_layers · directions, N, H)."
        )
        head = f"| S0 | PyTorch's array | {' | '.join(NOTATIONS.values())} |"
        rows = [
            f"| ${it.slide}$ | {f'`{it.array}`' if it.array else ''} | "
            f"{' | '.join(f'${it.written[key]}$' for key in NOTATIONS)} |"
            for it in names()
        ]
        st.markdown("\n".join([head, "| --- " * (2 + len(NOTATIONS)) + "|", *rows]))
