"""The live check: what the core computed beside torch's autograd, in this very run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rnnviz.core import Array
from rnnviz.core.bptt import Check, GradientRecord, check
from rnnviz.equations.wording import as_text, in_notation, parameter
from rnnviz.state.settings import Settings
from rnnviz.texts import _

NAMES = {"dh": "∂L/∂h_t", "dc": "∂L/∂c_t", "dh0": "∂L/∂h_0", "dc0": "∂L/∂c_0"}


def reference(gradient: GradientRecord, of: int | None) -> dict[str, Array]:
    """Autograd's gradients of L (None), or of E_of."""
    from rnnviz.learn import autograd  # a second to load, once for all: the stage is drawn before

    return autograd.gradients(gradient.problem, of)


def verdict(gradient: GradientRecord, found: Mapping[str, Array], of: int | None) -> Check:
    with np.errstate(over="ignore", invalid="ignore"):
        return check(gradient, found, of)


def say(slot: DeltaGenerator, result: Check, settings: Settings) -> None:
    """One line: green with the largest difference, red with what is wrong."""
    worst = max(result.max_abs_diff.values())
    if result.ok:
        slot.markdown(
            _(":green[✓ **autograd agrees**, off by {worst:.1e}]").format(worst=worst), help=sentence(result, settings)
        )
    else:
        wrong = ", ".join(result.wrong)
        slot.markdown(
            _(":red[✗ **autograd disagrees** by {worst:.1e}: {wrong}]").format(worst=worst, wrong=wrong),
            help=sentence(result, settings),
        )


def sentence(result: Check, settings: Settings) -> str:
    """Every name with its difference, for pointing at."""
    lines = [
        _("- {mark} {name}: {diff:.1e}, allowed {allowed}").format(
            mark=sign(result, name), name=name_of(name, settings), diff=diff, allowed=allowed(result, name)
        )
        for name, diff in result.max_abs_diff.items()
    ]
    return _("The largest difference from torch.autograd in float64, computed just now:\n\n") + "\n".join(lines)


def name_of(name: str, settings: Settings) -> str:
    """A state's gradient, or a parameter's, in the notation of the settings; PyTorch's own is the parameter's key."""
    notation, cell = settings.notation, settings.cell
    if name in NAMES:
        written = in_notation(f"${NAMES[name].removeprefix('∂L/∂')}$", notation, cell).strip("$")
        return f"∂L/∂{as_text(written)}"
    return name if notation == "torch" else parameter(notation, cell, name)


def sign(result: Check, name: str) -> str:
    return "✗" if name in result.wrong else "✓"


def allowed(result: Check, name: str) -> str:
    return f"{result.allowed[name]:.0e}"


def table(result: Check, settings: Settings) -> None:
    """The same as a table."""
    st.dataframe(
        {
            "": [sign(result, name) for name in result.max_abs_diff],
            "gradient": [name_of(name, settings) for name in result.max_abs_diff],
            "largest difference": [f"{diff:.1e}" for diff in result.max_abs_diff.values()],
            "allowed": [allowed(result, name) for name in result.max_abs_diff],
        },
        hide_index=True,
        height="content",
    )
