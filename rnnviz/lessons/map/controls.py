"""The row over the map: source, projection and its setting, colour, panel, files; and what a source needs besides."""

from __future__ import annotations

import csv
import io
from functools import partial

import streamlit as st

from rnnviz.lessons.map.picture import Picture, coloured_by, ways
from rnnviz.lessons.map.source import file_boxes, states_controls
from rnnviz.lessons.map.state import DISTANCE, NEIGHBOURS, OTHERS, PAGE, PANELS, PERPLEXITY, SEED, MapState
from rnnviz.maps.neighbours import METRICS
from rnnviz.maps.setting import METHODS
from rnnviz.maps.sources import SOURCES
from rnnviz.texts import _
from rnnviz.ui.groups import control_row
from rnnviz.ui.plain import plain

HELP = {
    "n_neighbors": _(
        "How many neighbours of each point UMAP tries to keep. Small: local detail; large: overall shape."
    ),
    "min_dist": _("How close UMAP may put two points: small values make tight clumps."),
    "perplexity": _("About the number of neighbours that t-SNE uses."),
    "seed": _("Random seed: the same seed gives the same map."),
}
USES = {
    "pca": ("metric",),
    "umap": ("n_neighbors", "min_dist", "metric", "seed"),
    "tsne": ("perplexity", "metric", "seed"),
}


def controls(choice: MapState) -> None:
    """Draw the row."""
    titles = {name: it.name for name, it in SOURCES.items()} | OTHERS

    def runs() -> None:
        st.selectbox(
            _("Source"), list(titles), format_func=titles.__getitem__, label_visibility="collapsed", width=200,
            **PAGE.knob("source", choice.points, lambda now, name: PAGE.change(now, points=name)),
        )  # fmt: skip

    def projection() -> None:
        st.segmented_control(
            _("Projection"),
            list(METHODS),
            format_func=METHODS.__getitem__,
            required=True,
            label_visibility="collapsed",
            **PAGE.knob("method", choice.method),
        )
        st.segmented_control(
            _("Dimensions"), [2, 3], format_func=lambda n: f"{n}-D", required=True, label_visibility="collapsed",
            **PAGE.knob("dimensions", choice.dimensions),
        )  # fmt: skip
        with st.popover(_("Setting"), icon=":material/tune:"):
            setting_knobs(choice)

    def shown() -> None:
        st.segmented_control(
            _("Panel"), list(PANELS), format_func=PANELS.__getitem__, required=True, label_visibility="collapsed",
            **PAGE.knob("panel", choice.panel),
        )  # fmt: skip

    control_row(runs, projection, shown, runs=_("The points"), net=_("The map"))
    if choice.points == "file":
        file_boxes()
    if choice.points == "states":
        states_controls(choice)


def setting_knobs(choice: MapState) -> None:
    uses = USES[choice.method]
    for name, bounds, step in (
        ("n_neighbors", NEIGHBOURS, 1), ("min_dist", DISTANCE, 0.01), ("perplexity", PERPLEXITY, 1.0)
    ):  # fmt: skip
        if name in uses:
            tied = PAGE.knob(name, getattr(choice, name))
            st.slider(name, bounds.low, bounds.high, step=step, help=HELP[name], **tied)
    st.segmented_control(
        _("Distance"), list(METRICS), required=True, help=_("Between vectors."), **PAGE.knob("metric", choice.metric)
    )
    if "seed" in uses:
        st.number_input(_("seed"), SEED.low, SEED.high, step=1, help=HELP["seed"], **PAGE.knob("seed", choice.seed))
    if choice.method == "pca":
        st.caption(
            _(
                "PCA itself has nothing to set: it draws the two or three directions along which the vectors spread "
                "most. The distance counts for the neighbours and the scores."
            )
        )


def colour_and_files(choice: MapState, it: Picture) -> None:
    """Under the map: what it is coloured by, and what can be taken away."""
    notes = [plain(note) for note in (it.points.note, it.made.note if it.made else "") if note]
    titles, now = ways(it.points), coloured_by(it.points, choice.colour)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            _("Colour by"), list(titles), format_func=lambda name: plain(titles[name]), required=True,
            label_visibility="collapsed", **PAGE.knob("colour", now),
        )  # fmt: skip
        st.download_button(
            _("Coordinates"), partial(to_csv, it), "rnnviz-map.csv", "text/csv", icon=":material/download:",
            on_click="ignore", key="map_csv", help=_("CSV: label, kind, place. The picture: at the map’s edge."),
        )  # fmt: skip
    if notes:
        st.caption(" ".join(notes))


def to_csv(it: Picture) -> str:
    """A row for each point: label, kind if there is one, place; at every moment if there are several."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    several = len(it.slices) > 1
    axes = ["x", "y", "z"][: it.places.shape[1]]
    writer.writerow([*(["moment"] if several else []), "label", *(["kind"] if it.points.kinds else []), *axes])
    for name, places in zip(it.names, it.slices, strict=True):
        for row, place in enumerate(places.tolist()):
            kind = [it.points.kinds[row]] if it.points.kinds else []
            writer.writerow(
                [*([name] if several else []), it.points.labels[row], *kind, *(f"{value:.6g}" for value in place)]
            )
    return out.getvalue()
