"""The chosen point's true neighbours, with their distances, and a − b + c."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.core.typed import grouped
from rnnviz.lessons.map.picture import Picture
from rnnviz.lessons.map.state import PAGE, MapState
from rnnviz.maps.neighbours import METRICS, Neighbour, analogy, nearest_to, neighbours
from rnnviz.maps.points import Points
from rnnviz.texts import _
from rnnviz.theme import format_number
from rnnviz.ui.plain import plain

COUNT = 10
Near = list[Neighbour]


def chosen_row(points: Points, word: str) -> int | None:
    """The row of the chosen label: the very one that was clicked, where labels repeat."""
    clicked = st.session_state.get("map_row")
    if clicked and clicked[0] == points.key and clicked[1] < len(points) and points.labels[clicked[1]] == word:
        return int(clicked[1])
    return find(points, word)


def find(points: Points, word: str) -> int | None:
    """The first row with this label, as it is written or in small letters."""
    if not word:
        return None
    if word in points.labels:
        return points.labels.index(word)
    small = word.strip().lower()
    return next((row for row, label in enumerate(points.labels) if label.lower() == small), None)


def choose(points: Points, row: int) -> None:
    """For callbacks: this point from now on."""
    st.session_state["map_row"] = (points.key, row)
    PAGE.set(word=points.labels[row])


def distance_by(choice: MapState) -> str:
    """The distance that neighbours are counted by: the map's own, until another is chosen."""
    kept = f"map_by_{choice.metric}"
    now = st.segmented_control(
        _("Distance of neighbours"), list(METRICS), default=choice.metric, required=True, key=kept,
        label_visibility="collapsed",
    )  # fmt: skip
    return str(now or choice.metric)


def near_panel(choice: MapState, it: Picture, row: int | None) -> tuple[Near, list[int]]:
    """Draws the panel; returns the neighbours to join by lines and rows to ring."""
    metric = distance_by(choice)
    if row is None:
        if choice.word:
            st.warning(
                _("“{word}” is not on this map: type another in the box over it.").format(word=plain(choice.word)),
                icon=":material/error:",
            )
        st.info(_("Click a point, or find one by its name: its nearest neighbours appear here, joined by lines."))
        near: Near = []
    else:
        near = neighbours(it.points, row, COUNT, metric)
        st.markdown(
            _("**{labels}** and its nearest by {metric} distance, counted in all {width} numbers").format(
                labels=plain(it.points.labels[row]), metric=metric, width=it.points.width
            )
        )
        st.markdown(table(it, row, near))
        if said := among(it.points):
            st.caption(said)
    return near, arithmetic(choice, it.points, metric)


def among(points: Points) -> str:
    """Of a sample, where its neighbours were looked for."""
    if points.whole:
        return _("Looked for among all {n_labels} points, those too that the map does not draw.").format(
            n_labels=grouped(len(points.whole.labels))
        )
    if points.sampled_from <= len(points):
        return ""
    return _(
        "Looked for among the {n_points} points of this sample; of the other {sampled_from}, some may be nearer."
    ).format(n_points=grouped(len(points)), sampled_from=grouped(points.sampled_from - len(points)))


def table(it: Picture, row: int, near: Near) -> str:
    """Label, distance, and the neighbour's rank on the map, where it is drawn."""
    rank = ranks(it, row)
    lines = [_("| neighbour | distance | rank on the map |"), "|---|---:|---:|"]
    lines += [
        f"| {plain(other.label)} | {format_number(other.distance, '')} "
        f"| {_('not drawn') if other.row is None else rank[other.row]} |"
        for other in near
    ]
    return "\n".join(lines)


def ranks(it: Picture, row: int) -> list[int]:
    """1: the point nearest to `row` on the map."""
    far = np.linalg.norm(it.places - it.places[row], axis=1)
    far[row] = -1
    found: list[int] = np.argsort(np.argsort(far, kind="stable"), kind="stable").tolist()
    return found


def arithmetic(choice: MapState, points: Points, metric: str) -> list[int]:
    """a − b + c; returns the rows found."""
    with st.expander(_("a − b + c"), key="map_arithmetic", expanded=False):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            words = [
                st.text_input(name, key=f"map_{name}", placeholder=name, label_visibility="collapsed", max_chars=80)
                for name in "abc"
            ]
        if not all(word.strip() for word in words):
            st.caption(
                _("Type three words a, b, c. The map looks for the word nearest to a − b + c, e.g. king − man + woman.")
            )
            return []
        rows = [find(points, word) for word in words]
        missing = [plain(word) for word, row in zip(words, rows, strict=True) if row is None]
        if missing:
            st.warning(
                _("Not on this map: {missing}. Type labels that are.").format(missing=", ".join(missing)),
                icon=":material/error:",
            )
            return []
        a, b, c = (row for row in rows if row is not None)
        found = nearest_to(points, analogy(points, a, b, c), 5, metric, {a, b, c})
        lines = [
            _("| nearest | distance |"),
            "|---|---:|",
            *(f"| {plain(it.label)} | {format_number(it.distance, '')} |" for it in found),
        ]
        st.markdown("\n".join(lines))
        st.caption(_("a, b and c themselves are left out, as is usual: often c is the nearest of all."))
        return [it.row for it in found if it.row is not None]
