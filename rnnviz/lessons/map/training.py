"""Through training: every word from checkpoint to checkpoint, and the trails of chosen ones."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.lessons.map.neighbours import find
from rnnviz.lessons.map.picture import Picture
from rnnviz.lessons.map.state import OTHERS
from rnnviz.maps.neighbours import directions
from rnnviz.maps.points import Snapshots
from rnnviz.maps.sources import SOURCES
from rnnviz.texts import _
from rnnviz.ui.plain import plain

MOST_TRAILS = 12
FARTHEST = 6


def training_panel(it: Picture, snapshots: Snapshots | None, row: int | None) -> list[int]:
    """Draws the panel; returns the rows whose trails are drawn."""
    if snapshots is None or len(snapshots.slices) < 2:
        st.info(
            _("These points have one moment only. Choose **{name}** or **{run}**.").format(
                name=SOURCES["now"].name, run=OTHERS["run"]
            )
        )
        return []
    first, last = plain(snapshots.names[0]), plain(snapshots.names[-1])
    st.markdown(
        _("There are **{n_slices} checkpoints**, from {first} to {last}; {it}.").format(
            n_slices=len(snapshots.slices), first=first, last=last, it=way(it)
        )
        + (
            _(" The slider under the map goes through them.")
            if len(it.slices) > 1
            else _(" Their maps are being made.")
        )
    )
    text = st.text_input(_("Trails of"), key="map_trails", placeholder=_("words, with commas between"), max_chars=300)
    rows, missing = trails(it, text)
    if missing:
        st.warning(
            _("Not on this map: {word}.").format(word=", ".join(plain(word) for word in missing)),
            icon=":material/error:",
        )
    moves = turned(snapshots)
    far = [int(at) for at in np.argsort(-moves, kind="stable")[:FARTHEST]]
    lines = [
        _("| turned most in training | angle |"),
        "|---|---:|",
        *(f"| {plain(snapshots.labels[at])} | {moves[at]:.0f}° |" for at in far),
    ]
    st.markdown("\n".join(lines))
    st.caption(_("Angle between a word’s first and last vector, in the full space. Type a word above to see its way."))
    return rows or ([row] if row is not None else [])


def way(it: Picture) -> str:
    """How the checkpoints' maps follow each other."""
    laid = _("each map is laid over the one before")
    return laid if it.setting.method == "pca" else _("{laid} and starts from it").format(laid=laid)


def trails(it: Picture, text: str) -> tuple[list[int], list[str]]:
    """Rows, and words that are not there."""
    words = [word.strip() for word in text.split(",") if word.strip()][:MOST_TRAILS]
    rows = {word: find(it.points, word) for word in words}
    return [row for row in rows.values() if row is not None], [word for word, row in rows.items() if row is None]


def turned(snapshots: Snapshots) -> np.ndarray:
    """Degrees between each point's first and last vector (N,)."""
    first, last = (directions(it.vectors.astype(np.float64)) for it in (snapshots.slices[0], snapshots.last))
    angles: np.ndarray = np.degrees(np.arccos(np.clip((first * last).sum(axis=1), -1.0, 1.0)))
    return angles
