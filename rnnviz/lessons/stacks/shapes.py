"""The table of shapes: what goes in, what comes out, every weight; and what S0 calls those of the second layer."""

from __future__ import annotations

import math

import streamlit as st

from rnnviz.core.shapes import Shape, Structure, call, parameters, run_shapes, weight_shapes
from rnnviz.core.typed import grouped
from rnnviz.equations import NOTATIONS
from rnnviz.equations.layers import FORMULA, names
from rnnviz.texts import _
from rnnviz.theme import BLANK

WORDS = {
    "x": "(N, T, input_size)",
    "out": "(N, T, D·H)",
    "h_n": "(num_layers·D, N, H)",
    "c_n": "(num_layers·D, N, hidden_size)",
}


def shapes_table(made: Structure, steps: int, batch: int) -> None:
    """Live under the stage; H is proj_size where there is one."""
    with st.container(key="shapes", gap="small"):
        st.markdown(f"`{call(made)}`")  # st.code would load all languages of its highlighter before the first picture
        if made.warning:
            st.warning(made.warning)
        sides = st.columns([1, 1], gap="medium")
        runs = [
            f"| `{name}` | {shape_text(s)} | {words(name, made)} |"
            for name, s in run_shapes(made, steps, batch).items()
        ]
        sides[0].markdown("\n".join([_("| array | shape | means |"), "|---|---|---|", *runs]))
        sides[0].markdown(
            _("**{made} numbers** to learn, however long the sequence.").format(made=grouped(parameters(made)))
        )
        weights = [
            f"| `{name}` | {shape_text(shape)} | {grouped(math.prod(shape))} |"
            for name, shape in weight_shapes(made).items()
        ]
        with sides[1].container(height=250, border=False):
            st.markdown("\n".join([_("| weight | shape | numbers |"), "|---|---|--:|", *weights]))


def words(name: str, made: Structure) -> str:
    """What the three numbers of a shape are, in torch's words."""
    text = WORDS[name] if made.batch_first else WORDS[name].replace("(N, T,", "(T, N,")
    text = text.replace("D", "2") if made.bidirectional else text.replace("·D", "").replace("D·", "")
    return text.replace("H)", "proj_size)" if made.proj_size else "hidden_size)").replace("_", r"\_")


def shape_text(shape: Shape) -> str:
    """A shape as Python writes it, in one piece."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})".replace(" ", BLANK)


def second_layer(made: Structure, steps: int, batch: int) -> None:
    """S0's names, each notation's, PyTorch's, and the shape of h_n: for an RNN of two layers or more."""
    shape = shape_text(run_shapes(made, steps, batch)["h_n"])
    st.markdown(
        _(
            "${formula}$. Here $h_t$ is the input of layer 2, and $k_t$ its hidden state. The hidden state of this "
            "net, `h_n`, has the shape **{shape}**: (num\\_layers · directions, N, H)."
        ).format(formula=FORMULA, shape=shape)
    )
    head = _("| slides | PyTorch's array | {values} |").format(values=" | ".join(NOTATIONS.values()))
    rows = [
        f"| ${it.slide}$ | {f'`{it.array}`' if it.array else ''} | "
        f"{' | '.join(f'${it.written[key]}$' for key in NOTATIONS)} |"
        for it in names()
    ]
    st.markdown("\n".join([head, "| --- " * (2 + len(NOTATIONS)) + "|", *rows]))
