"""The third exhibit: what every step k adds to a gradient as bars, and their sum beside autograd's."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.bptt import Check, GradientRecord, contributions, norms
from rnnviz.equations.wording import parameter
from rnnviz.lessons.gradient.seen import within
from rnnviz.state.settings import Settings
from rnnviz.texts import _
from rnnviz.theme import NEUTRAL, Theme, diverging, format_number
from rnnviz.ui.behind import behind
from rnnviz.ui.loss.live_check import table
from rnnviz.ui.loss.state import CHOSEN, Choices

HEIGHT = 260
MOST_TEXTS = 24  # bars that have room for their number


def contributions_figure(
    parts: Array, total: float, reference: float, name: str, theme: Theme = "light", of: int | None = None
) -> go.Figure:
    """Bars of parts (T,), then of their sum `total`, then of autograd's `reference`.

    name: what they are parts of, for the axis. Signed numbers and norms alike; of norms, the sum is the sum's norm. of:
    the one loss E_of that is taken apart (None: all), after which no step has a part.
    """
    steps = [str(k) for k in range(1, len(parts) + 1)]
    figure = go.Figure([one_bar_each(steps, parts.tolist(), theme, _("what step k adds"))])
    figure.add_trace(one_bar_each([_("sum")], [total], theme, _("their sum"), line=2.0))
    figure.add_trace(one_bar_each(["autograd"], [reference], theme, "torch.autograd", pattern="/", line=2.0))
    figure.update_xaxes(
        type="category", title_text=_("step k") if of is None else _("step k, up to {of}").format(of=of + 1)
    )
    figure.update_yaxes(title_text=name, zeroline=True, zerolinewidth=1.5)
    largest = max([1e-300, *(abs(value) for value in [*parts.tolist(), total, reference] if math.isfinite(value))])
    figure.update_traces(marker={"cmin": -largest, "cmax": largest, "colorscale": diverging(theme)})
    figure.add_vline(x=len(parts) - 0.5, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
    return figure.update_layout(height=HEIGHT, margin={"l": 10, "r": 10, "t": 24, "b": 10}, showlegend=False)


def one_bar_each(
    names: list[str], values: list[float], theme: Theme, said: str, *, pattern: str = "", line: float = 1.0
) -> go.Bar:
    """Bars with their numbers over them, coloured by value."""
    texts = [format_number(value) for value in values]
    return go.Bar(
        x=names,
        y=values,
        text=texts if len(values) <= MOST_TEXTS else None,
        textposition="outside",
        cliponaxis=False,
        name=said,
        customdata=[repr(value) for value in values],
        hovertemplate="%{x}: %{customdata}<extra>" + said + "</extra>",
        marker={"color": values, "line": {"color": NEUTRAL, "width": line}, "pattern": {"shape": pattern}},
    )


@dataclass(frozen=True)
class Bars:
    """Numbers to draw: parts (T,), their sum and autograd's."""

    parts: Array
    total: float
    reference: float


def sums(
    gradient: GradientRecord,
    found: Mapping[str, Array],
    result: Check,
    choices: Choices,
    of: int | None,
    settings: Settings,
) -> None:
    """Draw the exhibit for E_of, or for L (None). found: autograd's gradients of the same."""
    shape = gradient.gradients[choices.parameter].shape
    entry = within(choices.entry, shape)
    with np.errstate(over="ignore", invalid="ignore"):
        drawn = bars(contributions(gradient, choices.parameter, of), found[choices.parameter], entry)
    written = choices.parameter if settings.notation == "torch" else title(choices.parameter, settings)
    name = f"∂{'L' if of is None else f'E_{of + 1}'} / ∂{written}"
    label = f"{name} [{entry[0] + 1}, {entry[1] + 1}]" if entry else f"‖{name}‖"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sum_controls"):
        controls(choices, gradient.gradients, entry, settings)
        st.markdown(sentence(drawn, entry, choices.parameter in result.wrong), width="content")
        behind(_("Every parameter"), ":material/checklist:", partial(table, result, settings))
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    st.plotly_chart(
        contributions_figure(drawn.parts, drawn.total, drawn.reference, label, theme, of),
        key="gradient_chart",
        alt=_("What every step adds to the gradient, their sum, and autograd's gradient."),
    )


def bars(parts: Array, reference: Array, entry: tuple[int, int] | None) -> Bars:
    """One entry of every part, or every part's norm."""
    flat = parts.reshape(len(parts), parts.shape[1], -1)
    whole = flat.sum(axis=0)
    if entry is None:
        return Bars(np.array(norms(list(parts))), *norms([whole, reference]))
    return Bars(flat[:, *entry], float(whole[entry]), float(reference.reshape(whole.shape)[entry]))


def sentence(drawn: Bars, entry: tuple[int, int] | None, wrong: bool) -> str:
    """The sum, autograd's number and their difference."""
    colour, sign = ("red", "✗") if wrong else ("green", "✓")
    what = _("sum") if entry else _("norm of the sum")
    gap = abs(drawn.total - drawn.reference)
    numbers = _("{what} `{total}` · autograd `{reference}`").format(
        what=what, total=format_number(drawn.total), reference=format_number(drawn.reference)
    )
    return _("{numbers} · :{colour}[{sign} difference **{word}**]").format(
        numbers=numbers, colour=colour, sign=sign, word=f"{gap:.1e}" if gap else 0
    )


def title(name: str, settings: Settings) -> str:
    """A parameter's letter in the notation; beside PyTorch's stands the key."""
    written = parameter(settings.notation, settings.cell, name)
    return f"{written} · {name}" if settings.notation == "torch" else written


def controls(
    choices: Choices, gradients: Mapping[str, Array], entry: tuple[int, int] | None, settings: Settings
) -> None:
    shape = gradients[choices.parameter].shape
    st.selectbox(
        _("Parameter"),
        list(gradients),
        format_func=lambda name: title(name, settings),
        label_visibility="collapsed",
        width=175,
        **CHOSEN.knob("parameter", choices.parameter, lambda c, name: replace(c, parameter=name)),
    )
    kinds = {"entry": _("one entry"), "norm": _("norm of all")}
    st.segmented_control(
        _("Bars"),
        list(kinds),
        format_func=kinds.__getitem__,
        required=True,
        label_visibility="collapsed",
        **CHOSEN.knob("bars", "entry" if entry else "norm", with_bars),
    )
    if entry:
        place(_("Row"), 0, shape[0], entry)
        if len(shape) > 1:
            place(_("Column"), 1, shape[1], entry)


def with_bars(choices: Choices, kind: str) -> Choices:
    return replace(choices, entry=(choices.entry or (0, 0)) if kind == "entry" else None)


def place(label: str, axis: int, most: int, entry: tuple[int, int]) -> None:
    """A box for the entry's row or column."""
    st.selectbox(
        label,
        range(most),
        format_func=lambda index: f"{label.lower()} {index + 1}",
        label_visibility="collapsed",
        width=110,
        **CHOSEN.knob(label.lower(), entry[axis], lambda c, index: with_place(c, entry, axis, index)),
    )


def with_place(choices: Choices, entry: tuple[int, int], axis: int, index: int) -> Choices:
    return replace(choices, entry=(index, entry[1]) if axis == 0 else (entry[0], index))
