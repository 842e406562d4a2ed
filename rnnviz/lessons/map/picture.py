"""What the map shows now: the old picture stays until the new one is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from rnnviz.core.typed import grouped
from rnnviz.lessons.map.progress import answer, mapper
from rnnviz.lessons.map.scatter import geometry_of
from rnnviz.lessons.map.state import MapState
from rnnviz.maps.points import Points, Snapshots, Vectors
from rnnviz.maps.project import Map, pca, procrustes
from rnnviz.maps.setting import METHODS, Setting
from rnnviz.texts import _


@dataclass(frozen=True, eq=False)
class Picture:
    """`slices`: places at each moment that the browser has; the last one is the map. `made`: None until scored."""

    points: Points
    setting: Setting
    slices: tuple[Vectors, ...]
    names: tuple[str, ...]
    made: Map | None
    start: Vectors | None
    rev: str

    @property
    def places(self) -> Vectors:
        return self.slices[-1]

    @property
    def title(self) -> str:
        return METHODS[self.setting.method]


def picture(choice: MapState, snapshots: Snapshots | None) -> Picture | None:
    """The picture in force; None before the very first one."""
    now: Picture | None = st.session_state.get("map_shown")
    if snapshots is not None:
        now = newest(choice, snapshots, now)
        st.session_state["map_shown"] = now
    return now


def newest(choice: MapState, snapshots: Snapshots, now: Picture | None) -> Picture:
    points, setting = snapshots.last, wanted(choice.setting)
    if choice.panel == "training" and len(snapshots.slices) > 1:
        of = ("chain", points.key, len(snapshots.slices), setting)
        chain = answer(
            "map",
            _("{methods} of each checkpoint").format(methods=METHODS[setting.method]),
            of,
            lambda: mapper().chain(snapshots, setting),
        )
        if chain:
            return now_or(now, points, setting, sized(chain), snapshots.names, chain[-1])
    else:
        found = one_map(points, setting)
        if found:
            return now_or(now, points, setting, (laid(points, found),), ("",), found)
    kept = now is not None and now.points.key == points.key and (len(now.slices) == 1 or choice.panel == "training")
    return now if now is not None and kept and setting.method != "pca" else at_once(now, points, setting)


def one_map(points: Points, setting: Setting) -> Map | None:
    """The finished map, or None; PCA needs no waiting except for its scores."""
    found: Map | None = answer(
        "map",
        _("{methods} of {n_points} points").format(methods=METHODS[setting.method], n_points=grouped(len(points))),
        (points.key, setting),
        lambda: mapper().submit(points, setting),
    )
    return found


def wanted(setting: Setting) -> Setting:
    """Without the choices that this method does not look at, so that moving them makes no new map."""
    plain = Setting()
    used = {"pca": (), "umap": ("n_neighbors", "min_dist"), "tsne": ("perplexity",)}[setting.method]
    unused = {"n_neighbors", "min_dist", "perplexity"}.difference(used)
    changes: dict[str, Any] = {name: getattr(plain, name) for name in unused}
    return setting.but(**changes, **({"seed": 0} if setting.method == "pca" else {}))


def sized(chain: Sequence[Map]) -> tuple[Vectors, ...]:
    """The moments' places; UMAP's and t-SNE's, whose size means nothing, as wide as the last one's."""
    if chain[-1].setting.method == "pca":
        return tuple(it.positions for it in chain)
    wide = [float(it.positions.std(axis=0).max()) or 1.0 for it in chain]
    middle = [it.positions.mean(axis=0) for it in chain]
    return tuple((it.positions - at) * (wide[-1] / own) + at for it, at, own in zip(chain, middle, wide, strict=True))


def laid(points: Points, found: Map) -> Vectors:
    """Turned to lie as PCA's picture does: whatever was shown before, the same setting gives the same picture."""
    if found.setting.method == "pca":
        return found.positions
    return procrustes(pca(points.vectors, found.setting.dimensions), found.positions)


def at_once(now: Picture | None, points: Points, setting: Setting) -> Picture:
    """PCA's picture, while another is made."""
    first = wanted(setting.but(method="pca"))
    return now_or(now, points, first, (pca(points.vectors, setting.dimensions),), ("",), None)


def now_or(
    now: Picture | None,
    points: Points,
    setting: Setting,
    slices: tuple[Vectors, ...],
    names: tuple[str, ...],
    made: Map | None,
) -> Picture:
    """A new picture, or the one that is shown if it is the same."""
    rev = f"{points.key}:{setting}:{len(slices)}"
    if now is not None and now.rev == rev:
        return now if now.made is made else replace(now, made=made)
    start = None if setting.method == "pca" or len(slices) > 1 else pca(points.vectors, setting.dimensions)
    return Picture(points, setting, slices, names, made, start, rev)


def ways(points: Points) -> dict[str, str]:
    """What these points can be coloured by: the choice, and its name on the screen."""
    return {
        **({"kind": _("kind")} if points.kinds else {}),
        **{name: _(name) for name in points.values},
        "none": _("one colour"),
    }


def coloured_by(points: Points, choice: str) -> str:
    return choice if choice in ways(points) else next(iter(ways(points)))


def payload(it: Picture, choice: str) -> dict[str, Any]:
    """What the browser gets of it; the last one is kept, since a click draws the page anew."""
    colour = coloured_by(it.points, choice)
    rev = f"{it.rev}:{colour}"
    kept: dict[str, Any] | None = st.session_state.get("map_payload")
    if kept is None or kept["rev"] != rev:
        kept = geometry_of(it.points, it.slices, it.names, rev=rev, start=it.start, colour=colour)
        st.session_state["map_payload"] = kept
    return kept
