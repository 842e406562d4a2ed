"""Small maps side by side: whose places, whose colours, and every map in a window of its own."""

from __future__ import annotations

import numpy as np

from rnnviz.lessons.map.small_maps import GROUND, kinds_of, shown_kinds, small_maps

MAPS = [np.random.default_rng(seed).normal(0, seed + 1, (40, 2)).astype(np.float32) for seed in range(6)]


def test_each_map_has_its_places_its_title_and_its_window() -> None:
    figure = small_maps(MAPS, [f"map {n}" for n in range(6)], None, 4)
    assert [np.allclose(np.array([it.x, it.y]).T, places) for it, places in zip(figure.data, MAPS, strict=True)] == [
        True
    ] * 6
    assert [it.text for it in figure.layout.annotations] == [f"map {n}" for n in range(6)]
    windows = [(figure.layout[f"xaxis{n}"].domain, figure.layout[f"yaxis{n}"].domain) for n in ["", 2, 3, 4, 5, 6]]
    assert len(set(windows)) == 6
    for n, (one, places) in enumerate(zip(windows, MAPS, strict=True)):
        axis = figure.layout[f"xaxis{n + 1 if n else ''}"]
        assert axis.range[0] < places[:, 0].min() < places[:, 0].max() < axis.range[1]
        others = [it for k, it in enumerate(windows) if k != n]
        assert all(
            one[0][1] <= it[0][0] or it[0][1] <= one[0][0] or one[1][1] <= it[1][0] or it[1][1] <= one[1][0]
            for it in others
        )


def test_kinds_are_colours_and_of_many_the_largest_is_the_ground() -> None:
    names, of, rest = kinds_of(["b", "a", "b"])
    assert (names, of, rest) == (["a", "b"], [1, 0, 1], None)
    many = [f"k{n}" for n in range(20)] + ["others"] * 20
    assert kinds_of(many)[2] == 20
    figure = small_maps(MAPS[:1], ["one"], many, 1)
    colours = figure.data[0].marker.color
    assert set(colours[20:]) == {GROUND}
    assert GROUND not in colours[:20]


def test_at_most_eight_of_many_kinds_have_colours_and_they_are_the_largest() -> None:
    kinds = [f"k{n:02d}" for n in range(20) for _ in range(n + 1)] + ["other"] * 300
    names, of, rest = kinds_of(kinds)
    found = shown_kinds(of, rest)
    assert len(found) <= 8
    assert rest not in found
    assert {names[kind] for kind in found} == {f"k{n:02d}" for n in range(20 - len(found), 20)}
    assert shown_kinds([0, 1, 2, 1], None) == [0, 1, 2], "few kinds have a colour each"
