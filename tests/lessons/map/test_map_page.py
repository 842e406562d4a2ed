"""The explorer without a browser: every control, link and panel, on a worker that answers at once or not at all."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from rnnviz.lessons.map import state
from rnnviz.maps.points import PointsError
from rnnviz.maps.project import pca
from rnnviz.maps.setting import METHODS, Setting
from tests.lessons.map.map_worker import COUNT, WORDS, Ready, Waiting, Worker, drawn, geometry, opened, sent, worker
from tests.pages.visiting import link, words
from tests.received import received

pytestmark = pytest.mark.usefixtures("worker")
__all__ = ["worker"]


def test_the_map_is_drawn_with_its_scores_and_starts_from_pca() -> None:
    app = opened()
    made = Worker().map(WORDS.last, Setting())
    shape = geometry(app)
    assert shape["labels"] == list(WORDS.labels)
    assert np.allclose(np.array(shape["start"]).T, pca(WORDS.last.vectors), atol=1e-3)
    assert f"trustworthiness **{made.trust['trustworthiness']:.3f}**" in words(app)
    assert "60 points of 8 numbers" in words(app)
    one, other = (np.linalg.norm(at[:, None] - at[None], axis=2) for at in (drawn(app), made.positions))
    assert np.allclose(one, other, atol=2e-3), "turned and mirrored, but no distance is changed"


def test_a_map_lies_as_pca_does_so_that_a_setting_gives_one_picture_whatever_came_before() -> None:
    app = opened()
    first = drawn(app)
    app.button_group("map_method").set_value("tsne").run()
    app.button_group("map_method").set_value("umap").run()
    assert np.array_equal(drawn(app), first)
    app.button_group("map_method").set_value("pca").run()
    np.testing.assert_allclose(drawn(app), first, atol=1e-4 * np.ptp(first))  # the worker's were turned a quarter


def test_the_address_holds_every_choice() -> None:
    draw = np.random.default_rng(3)
    for _ in range(40):
        choice = state.MapState(
            points=str(draw.choice(list(state.BEGUN))),
            method=str(draw.choice(list(METHODS))), dimensions=int(draw.integers(2, 4)),
            n_neighbors=int(draw.integers(2, 201)),
            min_dist=round(float(draw.random()) * 0.9, 2), metric=str(draw.choice(["cosine", "euclidean"])),
            seed=int(draw.integers(0, 99)), perplexity=float(draw.integers(2, 100)),
            colour="seen", word="a · b", panel=str(draw.choice(list(state.PANELS))),
        )  # fmt: skip
        states = draw.choice([None, state.first_example("gru"), choice.states])
        choice = replace(choice, states=states if choice.points == "states" else choice.states)
        assert state.CODEC.read(state.CODEC.written(choice)) == choice


def test_knobs_move_the_map_and_the_address() -> None:
    app = opened()
    app.button_group("map_dimensions").set_value(3).run()
    assert drawn(app).shape == (COUNT, 3)
    app.slider("map_n_neighbors").set_value(40).run()
    app.number_input("map_seed").set_value(5).run()
    app.button_group("map_metric").set_value("euclidean").run()
    app.button_group("map_colour").set_value("seen").run()
    assert geometry(app)["colour"] == {"title": "seen", "of": list(range(60)), "low": 0, "high": 59}
    said = {"n_neighbors": "40", "map_seed": "5", "metric": "euclidean", "dimensions": "3", "colour": "seen"}
    assert said.items() <= link(app).items()
    app.selectbox("map_source").set_value("digits").run()
    assert "colour" not in link(app)
    assert len(geometry(app)["colour"]["names"]) == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"points": "books"}, "points is “books”: it must be one of skip-gram"),
        ({"n_neighbors": "many"}, "n_neighbors is “many”"),
        ({"n_neighbors": "900"}, "from 2 to 200"),
        ({"method": "magic"}, "method is “magic”: it must be one of pca"),
        ({"points": "states", "cell": "xnn"}, "cell is “xnn”: it must be one of lstm"),
        ({"word": "zebra"}, "is not on this map"),
        ({"points": "states", "cell": "gru", "weight_hh": "1,2"}, "weight_hh has 2 numbers"),
        ({"colours": "red"}, "does not know the part “colours”"),
    ],
)
def test_a_wrong_link_gets_a_sentence(query: dict[str, str], said: str) -> None:
    assert said in words(opened(**query)).replace("\\", "")


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_the_chosen_words_neighbours_are_scikit_learns(metric: str) -> None:
    app = opened(word="Word7", metric=metric)
    far, near = (
        NearestNeighbors(n_neighbors=11, metric=metric).fit(WORDS.last.vectors).kneighbors(WORDS.last.vectors[7:8])
    )
    marks = sent(app, "neighbours")
    assert marks["chosen"] == 7
    assert [row for row, _ in marks["neighbours"]] == near[0, 1:].tolist()
    assert np.allclose([float(said) for _, said in marks["neighbours"]], far[0, 1:], rtol=1e-3)
    places = Worker().map(WORDS.last, Setting()).positions
    rank = np.argsort(np.linalg.norm(places - places[7], axis=1)).tolist().index(near[0, 1])
    assert f"| word{near[0, 1]} | {marks['neighbours'][0][1]} | {rank} |" in words(app)


def test_a_minus_b_plus_c() -> None:
    app = opened()
    for name, word in zip("abc", ("word1", "word4", "word8"), strict=True):
        app.text_input(f"map_{name}").set_value(word).run()
    x = WORDS.last.vectors.astype(float)
    wanted = x[1] - x[4] + x[8]
    cosine = 1 - (x @ wanted) / np.linalg.norm(x, axis=1) / np.linalg.norm(wanted)
    best = [row for row in np.argsort(cosine) if row not in (1, 4, 8)]
    assert sent(app, "neighbours")["marks"] == best[:5]
    assert f"| word{best[0]} |" in words(app)
    app.text_input("map_b").set_value("zebra").run()
    assert "Not on this map: zebra" in words(app)


def test_while_a_map_is_made_the_old_one_stays_and_stop_works(worker: type[Worker]) -> None:
    worker.umap = Waiting()
    app = opened()
    assert np.allclose(drawn(app), pca(WORDS.last.vectors), atol=1e-3), "PCA is there at once"
    assert geometry(app)["start"] is None
    assert "PCA" in sent(app, "geometry")["alt"]
    app.button("map_stop_map").click().run()
    assert worker.umap.error == "Stopped."
    assert "stopped. What you see is what was there before" in words(app)
    worker.umap = None
    app.button("map_again_map").click().run()
    assert "UMAP" in sent(app, "geometry")["alt"]


def test_a_map_that_fails_says_why_and_leaves_the_old_one(worker: type[Worker]) -> None:
    app = opened(method="tsne")
    before = drawn(app)
    worker.umap = Ready(error="UMAP needs at least 5 points: choose PCA.")
    app.button_group("map_method").set_value("umap").run()
    assert "UMAP needs at least 5 points: choose PCA" in words(app).replace("\\", "")
    assert np.array_equal(drawn(app), before)


def test_work_that_is_refused_says_so(worker: type[Worker], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise PointsError("60 maps are waiting already: try again in a minute.")

    monkeypatch.setattr(worker, "submit", refuse)
    assert "try again in a minute" in words(opened())


def test_the_truth_panel_sets_the_map_beside_pca() -> None:
    app = opened(panel="truth")
    mine, plain = (Worker().map(WORDS.last, Setting(method=method)) for method in ("umap", "pca"))
    for name in ("trustworthiness", "overlap"):
        assert f"| {name} | **{mine.trust[name]:.3f}** | {plain.trust[name]:.3f} |" in words(app)
    assert sent(app, "neighbours")["marks"] == np.argsort(-mine.lies, kind="stable")[:8].tolist()
    said = words(app)
    for part in ("**Distance.**", "**Gaps.**", "**Size.**", "**Axes.**", "Five seeds", "n_neighbors from 2 to 50"):
        assert part in said
    figures = [it["figure"] for it in (received(it.proto) for it in app.get("bidi_component")) if "figure" in it]
    assert [len(figure["traces"]) for figure in figures] == [5, 6]


def test_through_training_sends_every_moment_and_trails() -> None:
    app = opened(panel="training")
    assert geometry(app)["names"] == ["untrained", "epoch 1", "epoch 2"]
    assert len(geometry(app)["slices"]) == 3
    assert "laid over the one before and starts from it. The slider" in words(app)
    assert "laid over the one before. The slider" in words(opened(panel="training", method="pca"))
    app.text_input("map_trails").set_value("word3, WORD9, zebra").run()
    assert sent(app, "neighbours")["trails"] == [3, 9]
    assert "Not on this map: zebra" in words(app)
    first, last = WORDS.slices[0].vectors.astype(float), WORDS.last.vectors.astype(float)
    angle = np.degrees(np.arccos((first * last).sum(1) / np.linalg.norm(first, axis=1) / np.linalg.norm(last, axis=1)))
    assert f"| word{angle.argmax()} | {angle.max():.0f}° |" in words(app)
    app.selectbox("map_source").set_value("digits").run()
    assert "one moment only" in words(app)
    told = re.search(r"Choose \*\*(.+)\*\* or \*\*(.+)\*\*", words(app))
    assert told
    assert set(told.groups()) <= set(app.selectbox("map_source").options), "the menu's own names"


def test_points_set_apart_get_a_map_of_their_own() -> None:
    app = opened()
    app.session_state["map_alone"], app.session_state["map_alone_of"] = list(range(0, 60, 3)), WORDS.last.key
    app.run()
    assert geometry(app)["labels"] == [f"word{row}" for row in range(0, 60, 3)]
    app.button("map_back").click().run()
    assert len(geometry(app)["labels"]) == COUNT
    app.session_state["map_alone"] = [1, 2]
    app.run()
    assert "at least five points" in words(app)
