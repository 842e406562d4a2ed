"""The figures: units by steps, a unit painted under each piece, dots of what units tell, before and after, bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from rnnviz.core import Array
from rnnviz.figures.axes import Part, as_text, drawn, hover_texts
from rnnviz.figures.grids import AROUND_ZERO, Scale
from rnnviz.learn.inside.study import BLANKS
from rnnviz.texts import _
from rnnviz.theme import HUES, MINUS, NEUTRAL, QUANTITIES

SHARE: Scale = [[0.0, "rgba(127,136,148,0.06)"], [1.0, "#BC4A00"]]
LETTERS, WORDS = 32, 12  # pieces in a line
HEAT, LINE = 300, 40
FEW = 12  # rows that need not the whole height
MOST_TICKS = 24
GATES = frozenset("ifogrz") - {"g"}


def seen(pieces: Sequence[str]) -> list[str]:
    return [as_text(BLANKS.get(piece, piece)) for piece in pieces]


def scale_of(quantity: str, values: Array) -> Part:
    """Gates go from 0 to 1; h and candidates around 0; c as far as it goes."""
    if quantity in GATES:
        return {"colorscale": SHARE, "zmin": 0.0, "zmax": 1.0}
    far = max(1.0, float(np.abs(values).max())) if values.size else 1.0
    return {"colorscale": AROUND_ZERO, "zmin": -far, "zmax": far}


def heat_figure(
    values: Array,
    order: Sequence[int],
    pieces: Sequence[str],
    quantity: str,
    unit: int,
    span: tuple[int, int] | None = None,
) -> Part:
    """values (T, H) of one quantity: a row a unit in that order, a column a step; the chosen unit is pointed at.

    span: steps that are framed, from the first one, counted from 0, up to the second one.
    """
    steps, rows = list(range(1, len(values) + 1)), list(range(len(order)))
    names = [f"{quantity}[{it + 1}]" for it in order]
    cells = {
        "type": "heatmap", "x": steps, "y": rows, "z": values[:, list(order)].T, "showscale": True,
        "text": [[name] * len(steps) for name in names], "customdata": [seen(pieces)] * len(rows),
        "hovertemplate": _("%{text} after %{x} %{customdata}: %{z:.4g}<extra></extra>"),
        "colorbar": {"thickness": 12, "tickfont": {"size": 12}, "len": 1},
    } | scale_of(quantity, values)  # fmt: skip
    every = max(1, -(-len(steps) // MOST_TICKS))
    row = list(order).index(unit)
    named = rows if len(rows) <= FEW else [row]
    pointed = [_("unit {it}").format(it=it + 1) + (" ▸" if it == unit and span is None else "") for it in order]
    layout = {
        "height": HEAT if len(rows) > FEW else 96 + 17 * len(rows),
        "margin": {"l": 76, "r": 4, "t": 8, "b": 44}, "dragmode": False,
        "xaxis": {"tickvals": steps[::every], "ticktext": seen(pieces)[::every], "showgrid": False, "zeroline": False,
                  "tickangle": 0 if max(map(len, pieces)) < 3 else -45, "tickfont": {"size": 12}, "automargin": True},
        "yaxis": {"tickvals": named, "ticktext": [pointed[k] for k in named], "showgrid": False,
                  "autorange": "reversed", "tickfont": {"size": 13}, "zeroline": False},
        "shapes": [] if span is None else [
            {"type": "rect", "x0": span[0] + 0.5, "x1": span[1] + 0.5, "y0": 0, "y1": 1, "yref": "paper",
             "line": {"color": NEUTRAL, "width": 2.5}},
        ],
    }  # fmt: skip
    return {"data": [cells], "layout": layout}


def painted_figure(values: Array, pieces: Sequence[str], quantity: str, shown: Array) -> Part:
    """One unit's value (T,) as the ground of each piece, in lines as a text has them; its number on pointing.

    shown: all that the colours are shared with.
    """
    wide = LETTERS if max(map(len, pieces)) == 1 else WORDS
    lines = -(-len(pieces) // wide)
    z, text = np.full((lines, wide), np.nan), [[""] * wide for _ in range(lines)]
    for k, (value, piece) in enumerate(zip(values, seen(pieces), strict=True)):
        z[k // wide, k % wide], text[k // wide][k % wide] = value, piece
    cells = {
        "type": "heatmap", "z": [[None if np.isnan(it) else float(it) for it in row] for row in z], "text": text,
        "texttemplate": "%{text}", "textfont": {"size": 15}, "showscale": False, "xgap": 1, "ygap": 3,
        "hovertemplate": "%{text}: %{z:.4g}<extra></extra>", "hoverongaps": False,
    } | scale_of(quantity, shown)  # fmt: skip
    bare = {"visible": False, "showgrid": False, "zeroline": False}
    layout = {
        "height": 16 + LINE * lines, "margin": {"l": 8, "r": 8, "t": 4, "b": 4}, "dragmode": False,
        "xaxis": bare | {"range": [-0.5, min(wide, max(len(pieces), wide // 2)) - 0.5]},
        "yaxis": bare | {"autorange": "reversed"},
    }  # fmt: skip
    return {"data": [cells], "layout": layout}


def course_figure(values: Array, numbers: Array, quantity: str, unit: int) -> Part:
    """One unit (T,) over what the net reads (T,), each with its axis."""
    steps = list(range(1, len(values) + 1))
    own = {"color": QUANTITIES[quantity].colour, "width": 2.4}
    data = [
        {"type": "scatter", "x": steps, "y": numbers, "name": _("input x"), "mode": "lines", "yaxis": "y2",
         "line": {"color": QUANTITIES["x"].colour, "width": 1.6, "dash": "dot"}},
        {"type": "scatter", "x": steps, "y": values, "name": f"{quantity}[{unit + 1}]", "mode": "lines", "line": own},
    ]  # fmt: skip
    layout = {
        "height": 190, "margin": {"l": 56, "r": 56, "t": 26, "b": 40}, "dragmode": False, "hovermode": "x unified",
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": {"title": {"text": _("time step t")}, "zeroline": False},
        "yaxis": {"title": {"text": f"{quantity}[{unit + 1}]"}},
        "yaxis2": {"title": {"text": "x"}, "overlaying": "y", "side": "right", "showgrid": False},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def dots_figure(rows: Mapping[str, Sequence[float]], chosen: int) -> Part:
    """A row a net, a dot a unit, at its area under the ROC curve from 0 to 1; the chosen unit of the first is large."""
    hues, data = ("green", "neutral", "orange"), []
    for row, (hue, (name, areas)) in enumerate(zip(hues, rows.items(), strict=False)):
        spread = [row + 0.3 * np.sin(12.9898 * unit) for unit in range(len(areas))]  # apart, the same each time
        sizes = [13 if (row, unit) == (0, chosen) else 6 for unit in range(len(areas))]
        data.append({
            "type": "scatter", "mode": "markers", "x": list(areas), "y": spread, "name": name,
            "marker": {"color": HUES[hue]["light"], "size": sizes, "opacity": 0.75,
                       "symbol": ("circle", "diamond", "x")[row]},
            "text": [_("unit {unit}").format(unit=unit + 1) for unit in range(len(areas))],
            "hovertemplate": "%{text}: %{x:.3f}<extra></extra>",
        })  # fmt: skip
    chance = {"type": "line", "x0": 0.5, "x1": 0.5, "y0": 0, "y1": 1, "yref": "paper",
              "line": {"color": NEUTRAL, "width": 1.4, "dash": "dash"}}  # fmt: skip
    layout = {
        "height": 250, "margin": {"l": 8, "r": 8, "t": 8, "b": 44}, "dragmode": False, "showlegend": False,
        "xaxis": {"range": [-0.03, 1.03], "title": {"text": _("area under the ROC curve: 0.5 is chance")},
                  "zeroline": False, "dtick": 0.25},
        "yaxis": {"tickvals": list(range(len(rows))), "ticktext": list(rows), "autorange": "reversed", "automargin":
                  True, "showgrid": False, "zeroline": False},
        "shapes": [chance],
    }  # fmt: skip
    return {"data": data, "layout": layout}


def before_after_figure(
    ends: Sequence[int], pieces: Sequence[str], before: Array, after: Array, names: Sequence[str], title: str
) -> Part:
    """before, after (P, n): up to four outputs after each step; what is held dashed."""
    hues, data = ("violet", "vermilion", "green", "blue"), []
    for k, name in enumerate(names):
        for values, dash, said in ((before, "solid", _("before")), (after, "dash", _("after"))):
            data.append({
                "type": "scatter", "mode": "lines+markers", "x": list(ends), "y": values[:, k],
                "name": f"{as_text(name)}, {said}",
                "line": {"color": HUES[hues[k]]["light"], "dash": dash, "width": 2.4}, "marker": {"size": 5},
                "hovertemplate": f"{as_text(name)} {said}: %{{y:.3f}}<extra></extra>",
            })  # fmt: skip
    every = max(1, -(-len(ends) // MOST_TICKS))
    shown = seen(pieces)
    layout = {
        "height": 320, "margin": {"l": 60, "r": 8, "t": 44, "b": 48}, "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 13}},
        "xaxis": {"tickvals": list(ends)[::every], "ticktext": [shown[end - 1] for end in list(ends)[::every]],
                  "tickfont": {"size": 12}, "zeroline": False},
        "yaxis": {"title": {"text": title}},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def mattered_figure(rows: Mapping[str, Array], pieces: Sequence[str]) -> Part:
    """What each step adds, a row a way of asking, (T,) each; NaN is left open. All share one scale."""
    z = np.stack(list(rows.values()))
    far = float(np.nanmax(np.abs(z))) or 1.0
    steps = list(range(1, z.shape[1] + 1))
    few = len(steps) <= MOST_TICKS
    cells = {
        "type": "heatmap", "x": steps, "y": list(rows), "xgap": 1, "ygap": 4,
        "z": [[None if np.isnan(it) else float(it) for it in row] for row in z],
        "colorscale": AROUND_ZERO, "zmin": -far, "zmax": far, "customdata": [seen(pieces)] * len(rows),
        "hovertemplate": "%{y}, %{x} %{customdata}: %{z:.4g}<extra></extra>", "hoverongaps": False,
        "colorbar": {"thickness": 12, "tickfont": {"size": 12}, "len": 1},
    }  # fmt: skip
    if few:
        cells |= {"text": written(z), "texttemplate": "%{text}", "textfont": {"size": 12}, "meta": {"numbers": True}}
    every = max(1, -(-len(steps) // MOST_TICKS))
    layout = {
        "height": 230, "margin": {"l": 8, "r": 4, "t": 8, "b": 44}, "dragmode": False,
        "xaxis": {"tickvals": steps[::every], "ticktext": seen(pieces)[::every], "showgrid": False, "zeroline": False,
                  "tickangle": 0 if max(map(len, pieces)) < 3 else -45, "tickfont": {"size": 12}, "automargin": True},
        "yaxis": {"autorange": "reversed", "automargin": True, "showgrid": False, "zeroline": False},
    }  # fmt: skip
    return {"data": [cells], "layout": layout}


def written(z: Array) -> list[list[str]]:
    """Numbers in a figure, with the app's own minus; nothing where there is none."""
    return [["" if np.isnan(it) else f"{it:.2f}".replace("-", MINUS) for it in row] for row in z]


def left_figure(lines: Mapping[str, Array], pieces: Sequence[str]) -> Part:
    """What is left at the end of each step, (T,) each, on a logarithmic axis."""
    hues, dashes, data = ("green", "vermilion"), ("solid", "dash"), []
    steps = list(range(1, len(pieces) + 1))
    for hue, dash, (name, values) in zip(hues, dashes, lines.items(), strict=False):
        data.append({
            "type": "scatter", "mode": "lines+markers", "x": steps, "y": drawn(values), "name": name,
            "line": {"color": HUES[hue]["light"], "dash": dash, "width": 2.4}, "marker": {"size": 5},
            "text": hover_texts(values), "hovertemplate": "%{text}",
        })  # fmt: skip
    every = max(1, -(-len(steps) // MOST_TICKS))
    layout = {
        "height": 300, "margin": {"l": 60, "r": 8, "t": 34, "b": 48}, "dragmode": False, "hovermode": "x unified",
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": {"tickvals": steps[::every], "ticktext": seen(pieces)[::every], "tickfont": {"size": 12},
                  "zeroline": False},
        "yaxis": {"type": "log", "title": {"text": _("left at the end")}, "dtick": "D2" if spans_little(lines) else 1},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def spans_little(lines: Mapping[str, Array]) -> bool:
    """Less than two decades: then an axis needs ticks between them."""
    values = np.concatenate([drawn(it) for it in lines.values()])
    return bool(values.max() < 100 * values.min())


def half_lives_figure(lives: Array, gate: str) -> Part:
    """How many units keep a half for how many steps, in powers of two."""
    ends = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]
    names = ["< 1", *(f"{int(low)}–{int(low * 2)}" for low in ends[:-1]), f"≥ {int(ends[-1])}"]
    counts = np.bincount(np.searchsorted(ends, lives, side="right"), minlength=len(names))
    bars = {
        "type": "bar", "x": names, "y": counts, "marker": {"color": QUANTITIES[gate].colour},
        "hovertemplate": _("%{y} units: %{x} steps<extra></extra>"),
    }  # fmt: skip
    layout = {
        "height": 300, "margin": {"l": 52, "r": 8, "t": 10, "b": 48}, "dragmode": False, "bargap": 0.15,
        "xaxis": {"title": {"text": _("steps until half is left")}, "type": "category"},
        "yaxis": {"title": {"text": _("units")}},
    }  # fmt: skip
    return {"data": [bars], "layout": layout}


def costs_figure(costs: Array, metric: str, chosen: int) -> Part:
    """What each unit's removal costs (H,), the most first."""
    order = np.argsort(-costs, kind="stable")
    colours = [HUES["violet"]["light"] if unit == chosen else HUES["green"]["light"] for unit in order]
    bars = {
        "type": "bar", "x": list(range(1, len(costs) + 1)), "y": costs[order], "marker": {"color": colours},
        "text": [_("unit {unit}").format(unit=unit + 1) for unit in order], "textposition": "none",
        "hovertemplate": _("without %{text}: %{y:.4g} lost<extra></extra>"),
    }  # fmt: skip
    layout = {
        "height": 270, "margin": {"l": 64, "r": 8, "t": 10, "b": 44}, "dragmode": False, "bargap": 0.15,
        "xaxis": {"title": {"text": _("units, the most needed first")}, "zeroline": False},
        "yaxis": {"title": {"text": _("{metric} lost").format(metric=metric)}},
    }  # fmt: skip
    return {"data": [bars], "layout": layout}


def removed_figure(counts: Sequence[int], least: Sequence[float], drawn: Sequence[float], metric: str) -> Part:
    """The score as more and more units are removed: the least needed first, and in an order drawn by chance."""
    lines = ((_("the least needed first"), least, "green", "solid"), (_("in a random order"), drawn, "orange", "dash"))
    data = [
        {"type": "scatter", "mode": "lines+markers", "x": list(counts), "y": list(values), "name": name,
         "line": {"color": HUES[hue]["light"], "dash": dash, "width": 2.4}}
        for name, values, hue, dash in lines
    ]  # fmt: skip
    layout = {
        "height": 250, "margin": {"l": 64, "r": 8, "t": 34, "b": 44}, "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": {"title": {"text": _("units removed at once")}, "zeroline": False},
        "yaxis": {"title": {"text": metric}},
    }  # fmt: skip
    return {"data": data, "layout": layout}
