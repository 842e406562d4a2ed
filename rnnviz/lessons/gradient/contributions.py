"""What every step k adds to a parameter's gradient: a bar a step, and their sum beside autograd's."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from rnnviz.core import Array
from rnnviz.theme import NEUTRAL, Theme, diverging, format_number

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
    figure = go.Figure([bars(steps, parts.tolist(), theme, "what step k adds")])
    figure.add_trace(bars(["sum"], [total], theme, "their sum", line=2.0))
    figure.add_trace(bars(["autograd"], [reference], theme, "torch.autograd", pattern="/", line=2.0))
    figure.update_xaxes(type="category", title_text="step k" if of is None else f"step k, up to {of + 1}")
    figure.update_yaxes(title_text=name, zeroline=True, zerolinewidth=1.5)
    largest = max([1e-300, *(abs(value) for value in [*parts.tolist(), total, reference] if math.isfinite(value))])
    figure.update_traces(marker={"cmin": -largest, "cmax": largest, "colorscale": diverging(theme)})
    figure.add_vline(x=len(parts) - 0.5, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
    return figure.update_layout(height=HEIGHT, margin={"l": 10, "r": 10, "t": 24, "b": 10}, showlegend=False)


def bars(
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
