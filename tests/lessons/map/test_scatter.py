"""What the map sends to the browser: plain numbers with the digits that a picture needs."""

from __future__ import annotations

import json

import numpy as np

from rnnviz.lessons.map.scatter import columns, geometry_of
from rnnviz.maps.points import Points
from tests.contract import breaches

DRAW = np.random.default_rng(4)


def test_places_keep_five_digits_of_the_widest() -> None:
    for scale in (1e-6, 0.3, 1.0, 47.0, 9e5):
        places = (DRAW.normal(0, scale, (200, 3))).astype(np.float32)
        back = np.array(columns(places)).T
        assert np.abs(back - places).max() <= np.abs(places).max() * 5.1e-5
        assert all(type(value) is float for column in columns(places) for value in column)
    assert columns(np.zeros((2, 2), np.float32)) == [[0.0, 0.0], [0.0, 0.0]]


def test_ten_thousand_points_are_plain_json_and_not_large() -> None:
    labels = tuple(f"word{n}" for n in range(10_000))
    kinds = tuple("abcde"[n % 5] for n in range(10_000))
    points = Points("many", DRAW.normal(size=(10_000, 2)), labels, kinds, {"seen": np.arange(10_000.0)})
    for colour in ("kind", "seen", "none"):
        sent = json.dumps(geometry_of(points, [points.vectors], rev="1", colour=colour), allow_nan=False)
        assert len(sent) < 600_000
        assert not breaches("scatter", {"name": "map", "geometry": json.loads(sent), "alt": "", "library": None})
    made = geometry_of(points, [points.vectors], rev="1", colour="kind")
    assert made["colour"]["names"] == ["a", "b", "c", "d", "e"]
    assert made["space"] == points.key
    assert geometry_of(points, [points.vectors], rev="1", colour="nothing")["colour"] is None
