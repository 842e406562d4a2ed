"""The list of runs: names, what is in the charts, several seeds as a band, and the files, without a browser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
import streamlit as st
import torch
from streamlit.testing.v1 import AppTest

from rnnviz.core.typed import InputError
from rnnviz.learn.plan import Plan
from rnnviz.lessons.train import curves, run_list
from rnnviz.ui import visitor
from rnnviz.ui.runs import results
from tests.pages.visiting import link, served, visit, words

opened = partial(visit, "train")
OWNER = "c" * visitor.LENGTH
NOISE = Plan("noise", epochs=1, hidden=4)
QUERY = {"task": "noise", "epochs": "1", "hidden": "4", "layers": "1"}


@pytest.fixture(scope="module", autouse=True)
def threads() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visitor, "own", lambda: OWNER)  # in a browser all keys of a learner begin alike
        yield from served(ThreadPoolExecutor, patch)


def settle(app: AppTest) -> AppTest:
    for it in results.runs().handles.values():
        it.future.result(60)
    app.run()
    assert not app.exception, app.exception
    return app


def settings(app: AppTest) -> list[list[str]]:
    """The keys of the runs in the link, a list a setting."""
    items = link(app)
    return [
        [OWNER + key for key in items[name].split(".")]
        for name in ("run", "beside", "third", "fourth")
        if name in items
    ]


def test_four_settings_share_the_charts_and_a_fifth_takes_the_first_ones_place() -> None:
    app = opened(**QUERY)
    app.button("train_start").click().run()
    first = settings(app)
    for hidden in (5, 6, 7):
        app.number_input("train_hidden").set_value(hidden).run()
        app.button("train_beside").click().run()
    settle(app)
    four = settings(app)
    assert len(four) == 4
    assert four[:1] == first
    said = words(app)
    assert all(f"{mark} hidden {size}" in said for mark, size in zip(curves.MARKS, (4, 5, 6, 7), strict=True))
    assert "solid line: validation" in said
    app.number_input("train_hidden").set_value(8).run()
    app.button("train_beside").click().run()
    assert settings(settle(app))[:3] == four[1:]
    app.selectbox("train_task").set_value("names").run()
    assert "The curves below are of “Noise”" in words(app)
    app.button_group("train_view").set_value("runs").run()
    assert "Choose up to 4 of one task" in words(app)


def test_several_seeds_are_trained_shown_and_told() -> None:
    app = opened(**QUERY, seed="7", seeds="3")
    app.button("train_start").click().run()
    settle(app)
    (keys,) = settings(app)
    plans = [results.runs().handle(key).plan for key in keys]
    assert [plan.seed for plan in plans] == [7, 8, 9]
    assert {plan.but(seed=0) for plan in plans} == {plans[0].but(seed=0)}
    views = [results.runs().view(key) for key in keys]
    scores = [it.evaluations[-1].scores["accuracy"] for it in views]
    told = f"accuracy of 3 seeds: mean {np.mean(scores):.3f}, from {min(scores):.3f} to {max(scores):.3f}"
    assert told in words(app)
    drawn = curves.curves(views, "all")
    assert drawn.score[1] == pytest.approx([np.mean(scores)])
    assert [edge[1] for edge in drawn.ranges["score"]] == [[min(scores)], [max(scores)]]
    assert drawn.validation[1] == pytest.approx([np.mean([it.evaluations[-1].validation_loss for it in views])])
    going = [replace(it, state="running", evaluations=()) for it in views]
    assert curves.curves([*views[:2], going[2]], "two").score[1] == pytest.approx([np.mean(scores[:2])])
    begun = curves.curves([replace(views[0], state="running"), *going[1:]], "one")
    assert (begun.score[1], begun.ranges) == ([scores[0]], {}), "no empty axes until all seeds have begun"
    assert link(opened(**QUERY, seeds="2")).get("run") is None
    group = next(it for it in app.get("button_group") if it.key == "train_seeds")
    group.set_value(1).run()
    assert link(app)["seeds"] == "1"


def test_seeds_past_the_last_begin_anew_and_a_full_queue_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [it.seed for it in NOISE.but(seed=2**31 - 1).with_seeds(2)] == [2**31 - 1, 0]
    app = opened(**QUERY, seeds="5")
    before, began = set(results.runs().handles), results.runs().start
    count = iter(range(9))

    def start(*args: object, **more: object) -> str:
        if next(count) == 3:
            raise InputError("60 runs are waiting already.")
        return began(*args, **more)

    monkeypatch.setattr(results.runs(), "start", start)
    app.button("train_start").click().run()
    assert "60 runs are waiting already" in words(app)
    assert set(results.runs().handles) == before


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A page with two finished runs, in the view that lists them."""
    app = opened(**QUERY)
    for each in ("train_start", "train_beside"):
        app.button(each).click().run()
    settle(app)
    app.button_group("train_view").set_value("runs").run()
    return app


def edit(monkeypatch: pytest.MonkeyPatch, app: AppTest, ids: list[str], **change: object) -> None:
    """What a change of the table's first row does."""
    session = {"list": {"edited_rows": {0: change}}}
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(run_list, "watched", lambda: [[key] for key in ids[1:]])
    run_list._edited("list", ids)


def test_a_run_is_named_and_the_name_is_shown_as_text(listed: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    key = settings(listed)[0][0]
    edit(monkeypatch, listed, [key], Name="  my ![x](http://a.b/c.png)  ")
    monkeypatch.undo()
    assert results.runs().view(key).name == "my ![x](http://a.b/c.png)"
    listed.run()
    listed.button_group("train_view").set_value("watch").run()
    said = " ".join(it.proto.text for it in listed.get("progress")) + words(listed)
    assert r"my \!\[x\]" in said
    assert "my ![x](" not in said


def test_a_run_goes_into_the_charts_and_out_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    runs, kept = results.runs(), []
    monkeypatch.setattr(run_list, "watch", kept.append)
    a, b, c, d, e = (runs.start(NOISE) for _ in range(5))
    other = runs.start(Plan("names", epochs=1, hidden=4))
    monkeypatch.setattr(run_list, "watched", lambda: [[a], [b, c]])
    run_list.choose(d, True)
    run_list.choose(b, False)
    run_list.choose(a, False)
    run_list.choose(other, True)
    assert kept == [[[a], [b, c], [d]], [[a], [c]], [[b, c]], [[other]]]
    monkeypatch.setattr(run_list, "watched", lambda: [[a], [b], [c], [d]])
    with pytest.raises(InputError, match="take one out first"):
        run_list.choose(e, True)


def test_the_files_read_back(listed: AppTest) -> None:
    """Each button's content, by the library that a learner would read it with."""
    key = settings(listed)[0][0]
    it = results.runs().view(key)
    files = {button.label: button for button in listed.get("download_button")}
    assert set(files) >= {"Curves of all these runs (CSV)", "Predictions (CSV)", "Confusion (CSV)", "State dict (.pt)"}
    table = pd.read_csv(io.StringIO(run_list.csv(results.predictions(results.runs().view(key)))))
    assert (table.truth == table.guess).mean() == pytest.approx(it.evaluations[-1].scores["accuracy"])
    net = results.net_at(key, 1)
    state = torch.load(io.BytesIO(net.to_pt()), weights_only=True)
    assert all(torch.equal(state[name], value) for name, value in net.net.state_dict().items())
    said = run_list.card(net, it)
    assert f"| validation accuracy | {it.evaluations[-1].scores['accuracy']:.6g} |" in said
    assert "`rnn.weight_ih_l0` (16, " in said
    assert "- class 1" in said


def test_only_ones_own_runs_are_listed() -> None:
    mine, theirs = (results.runs().start(NOISE, owner=letter * 16) for letter in "ab")
    assert [it.id for it in results.runs().of("a" * 16)] == [mine]
    assert [it.id for it in results.runs().of("b" * 16)] == [theirs]
