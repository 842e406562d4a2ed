"""What the presets say of the nets that come along is what is found there, and the page says it with its controls."""

from __future__ import annotations

from functools import cache

import pytest

from rnnviz.learn.inside.study import CLOSE, Ranking, ranking
from rnnviz.lessons.inside.found_view import verdict
from rnnviz.lessons.inside.net import data_of, open_run
from rnnviz.lessons.inside.presets import PRESETS, preset_of
from tests.pages.visiting import answered, link, visit, words

NONE, LITTLE, LEARNED = "no such unit", "says little", "learned"
TRUE = {"last": LITTLE, "negation": NONE, "length": LEARNED, "noise": NONE, "rising": LEARNED, "night": LITTLE}


@cache
def asked(name: str) -> Ranking:
    setup = PRESETS[name].setup
    net = open_run(setup)
    assert net.trained is not None
    plan = net.trained.plan
    return ranking(net.trained.net, plan, data_of(plan.to_json()), net.where(setup), setup.ask)


@pytest.mark.parametrize("name", PRESETS)
def test_what_a_preset_says_is_so(name: str) -> None:
    found = asked(name)
    assert verdict(found).startswith(TRUE[name])
    if name == "noise":
        assert found.strongest("trained") > 0.7, "it looks good"
        assert found.beyond < CLOSE, "an untrained one does as well"
    if name == "length":
        assert found.strongest("trained") - found.random > 0.2, "it is far from a unit drawn by chance"


def test_the_page_says_what_was_found_beside_its_controls() -> None:
    app = answered(visit("inside", view="found"), "found")
    rows = app.dataframe[0].value
    assert [it.split(":")[0] for it in rows["so"]] == [verdict(asked(name)).split(":")[0] for name in PRESETS]
    found = asked("length")
    row = rows.iloc[list(PRESETS).index("length")]
    assert row["best unit"] == f"c[{found.best()[0] + 1}]"
    assert row["best, untrained"] == f"{found.strongest('untrained'):.3f}"
    assert row["best, shuffled flags"] == f"{found.strongest('shuffled'):.3f}"


def test_a_preset_opens_its_question() -> None:
    app = visit("inside", view="knows", ask="capital")
    assert app.selectbox("inside_preset").value is None
    app.selectbox("inside_preset").set_value("negation").run()
    assert link(app) == {"net": "included-sentiment", "view": "knows", "ask": "negation"}
    assert PRESETS["negation"].look_for in words(app)
    assert preset_of(PRESETS["negation"].setup) == "negation"
