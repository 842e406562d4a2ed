"""How far this map can be believed: scores beside PCA's, the points that lie most, other seeds, other n_neighbors."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.core.typed import grouped
from rnnviz.lessons.map.picture import Picture, wanted
from rnnviz.lessons.map.progress import again, all_work, answer, mapper, wrong
from rnnviz.lessons.map.small_maps import small_maps
from rnnviz.lessons.map.state import MapState
from rnnviz.maps.points import Points, sample
from rnnviz.maps.project import Map
from rnnviz.maps.setting import Setting
from rnnviz.maps.truth import Misread, agreement, gap, size
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.ui.plain import plain

LIARS = 8
FEW = 500  # points of a small map
SEEDS = 5
STRIP = (2, 5, 10, 15, 30, 50, 100, 200)
SAYS = {
    "trustworthiness": _("1 = all neighbours on the map are true neighbours"),
    "overlap": _("the share of its true neighbours that are still its neighbours on the map"),
}


def pca_scores(it: Picture) -> Map | None:
    """PCA's own scores in as many dimensions, which the worker counts."""
    setting = wanted(Setting(method="pca", dimensions=it.setting.dimensions, metric=it.setting.metric))
    if it.setting.method == "pca":
        return it.made
    found: Map | None = answer(
        "pca", _("Scores of PCA"), (it.points.key, setting), lambda: mapper().submit(it.points, setting)
    )
    return found


def truth_panel(it: Picture) -> list[int]:
    """Beside the map; returns the rows that lie most, for rings."""
    beside = pca_scores(it)
    if it.made is None:
        st.info(_("The scores come with the finished map."))
        return []
    st.markdown(score_table(it.made, beside, it.title))
    st.caption(
        " ".join(f"**{name}**: {said}." for name, said in SAYS.items())
        + _(" Counted over {near} neighbours{points}; 1 is best.").format(near=it.made.near, points=within(it.points))
    )
    worst = np.argsort(-it.made.lies, kind="stable")[:LIARS]
    rows = [int(row) for row in worst if it.made.lies[row] > 0]
    if not rows:
        st.success(_("Every neighbour on the map is a true one."))
        return []
    st.markdown(_("**Points with the most false neighbours** (ringed)\n\n") + liar_table(it, rows))
    return rows


def within(points: Points) -> str:
    """Of a sample, what its scores do not count."""
    if points.sampled_from <= len(points):
        return ""
    return _(" among the {n_points} points drawn, of {sampled_from}").format(
        n_points=grouped(len(points)), sampled_from=grouped(points.sampled_from)
    )


def score_table(made: Map, beside: Map | None, title: str) -> str:
    lines = [_("| score | {title} | PCA |").format(title=title), "|---|---:|---:|"]
    for name, value in made.trust.items():
        lines.append(
            f"| {name} | **{value:.3f}** | {beside.trust[name]:.3f} |"
            if beside
            else f"| {name} | **{value:.3f}** | … |"
        )
    return "\n".join(lines)


def liar_table(it: Picture, rows: list[int]) -> str:
    assert it.made is not None
    mean = float(it.made.lies.mean()) or 1.0
    lines = [_("| point | error (× average) |"), "|---|---:|"]
    return "\n".join(
        [*lines, *(f"| {plain(it.points.labels[row])} | {it.made.lies[row] / mean:.1f} |" for row in rows)]
    )


def truth_below(choice: MapState, it: Picture) -> None:
    """Under the finished map: what it does not say, five seeds, the strip. Its scores and PCA's are asked for first."""
    if it.made is None:
        return
    st.markdown(_("##### What this map does not say"))
    st.markdown("\n".join(f"- {line}" for line in not_said(it)))
    few = sample(it.points, FEW)
    about = _(" ({few} of the points)").format(few=FEW) if len(few) < len(it.points) else ""
    setting = choice.setting.but(method="umap" if choice.setting.method == "pca" else choice.setting.method)
    seeds = [wanted(setting).but(seed=setting.seed + n, begin="random") for n in range(SEEDS)]
    st.markdown(_("##### Five seeds, begun at random places and laid over each other{about}").format(about=about))
    several("seeds", _("Five seeds"), few, seeds, [_("seed {seed}").format(seed=it.seed) for it in seeds], SEEDS)
    strip = [wanted(setting.but(method="umap", n_neighbors=n)) for n in STRIP if n < len(few)]
    st.markdown(
        _("##### n_neighbors from {strip} to {n_neighbors}{about}").format(
            strip=STRIP[0], n_neighbors=strip[-1].n_neighbors, about=about
        )
    )
    several("strip", _("The strip of n_neighbors"), few, strip, [f"{it.n_neighbors}" for it in strip], 4)


def several(purpose: str, what: str, few: Points, settings: list[Setting], titles: list[str], columns: int) -> None:
    """Small maps, or what keeps them."""
    found = answer(purpose, what, (few.key, tuple(settings)), lambda: mapper().several(few, settings))
    if found:
        titles = [
            f"{title} · {made.trust['trustworthiness']:.2f}" if made.trust else title
            for title, made in zip(titles, found, strict=True)
        ]
        figure = small_maps([made.positions for made in found], titles, few.kinds, columns)
        chart(f"map_{purpose}", figure, _("{what}: small maps with their trustworthiness.").format(what=what))
    elif problem := wrong(all_work()[purpose]):
        st.warning(plain(problem), icon=":material/error:")
        st.button(_("Make them"), key=f"map_again_{purpose}", on_click=again, args=(purpose,))
    else:
        st.caption(_("Being made: they appear here."))


def not_said(it: Picture) -> list[str]:
    """Distance, gaps and size, each with an example from this map."""
    metric = it.setting.metric
    rho = agreement(it.points, it.places, metric)
    lines = [
        _(
            "**Distance.** The order of 2000 distances on the map agrees with the true order: ρ = {rho:.2f} (1: all)."
        ).format(rho=rho)
    ]
    if found := gap(it.points, it.places, metric):
        lines.append(
            _("**Gaps.** ")
            + filled(
                found,
                _("On the map {first} are {drawn:.1f} times as far apart as {second}; in truth {true:.2f} times."),
            )
        )
    if found := size(it.points, it.places, metric):
        lines.append(
            _("**Size.** ")
            + filled(
                found, _("On the map {first} takes {drawn:.1f} times the width of {second}; in truth {true:.2f} times.")
            )
        )
    if it.setting.method != "pca":
        way = _("; this map is turned to lie as PCA’s does") if len(it.slices) == 1 else ""
        lines.append(
            _("**Axes.** Left, right, up and down mean nothing in {title}{way}.").format(title=it.title, way=way)
        )
    return lines


def filled(found: Misread, pattern: str) -> str:
    first, second = (_(" and ").join(plain(name) for name in names) for names in (found.first, found.second))
    return pattern.format(first=first, second=second, drawn=found.drawn, true=found.true)
