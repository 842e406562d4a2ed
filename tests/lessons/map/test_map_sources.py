"""Where the explorer's points come from, and what can be taken away: cells' states, files of one's own, the table."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lessons.map.controls import to_csv
from rnnviz.lessons.map.neighbours import among
from rnnviz.lessons.map.picture import Picture
from rnnviz.lessons.map.truth import within
from rnnviz.maps.points import sample
from rnnviz.maps.project import pca
from rnnviz.maps.setting import Setting
from rnnviz.state.inputs import Source
from rnnviz.state.link import to_query
from rnnviz.state.settings import from_preset
from rnnviz.ui.runs import results as facts
from tests.lessons.map.map_worker import COUNT, WORDS, drawn, geometry, opened, worker
from tests.pages.visiting import link, served, visit, words

pytestmark = pytest.mark.usefixtures("worker")
__all__ = ["worker"]


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_states_of_a_cell_are_a_path(cell: str) -> None:
    app = opened(points="states", cell=cell)
    settings = from_preset(cell, "worked")
    assert geometry(app)["path"] is True
    assert geometry(app)["labels"] == list(settings.labels)
    assert np.allclose(drawn(app), pca(settings.record.h.astype(np.float32)), atol=1e-4)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_a_cell_page_hands_its_cell_over(cell: str) -> None:
    settings = from_preset(cell, "worked").with_source(Source("sine", steps=9, period=5.0))
    app = opened(**{"points": "states", "cell": cell} | to_query(settings))
    assert np.allclose(drawn(app), pca(settings.record.h.astype(np.float32)), atol=1e-4)
    app.button_group("map_cell").set_value("gru" if cell == "rnn" else "rnn").run()
    assert len(geometry(app)["labels"]) == 24, "another cell starts with its own example"
    assert not {"source", "steps", "period"} & set(link(app))


def upload(app: AppTest, name: str, content: bytes, metadata: bytes | None = None) -> AppTest:
    app.file_uploader("map_file").set_value((name, content, "application/octet-stream"))
    if metadata is not None:
        app.file_uploader("map_metadata").set_value(("metadata.tsv", metadata, "text/plain"))
    return app.run()


def test_files_of_ones_own() -> None:
    app = opened(points="file")
    rows = "\n".join("\t".join(f"{value:.4f}" for value in row) for row in WORDS.last.vectors)
    upload(app, "vectors.tsv", rows.encode(), ("\n".join(WORDS.labels)).encode())
    assert geometry(app)["labels"] == list(WORDS.labels)
    upload(app, "vectors.tsv", rows.encode(), b"one\ntwo")
    assert "has 60 rows and the metadata 2" in app.warning[0].value
    assert "map_shown" not in app.session_state, "no other map stands under a refused file's name"


def test_word_vectors_in_text_and_what_is_no_such_file() -> None:
    app = opened(points="file")
    lines = "\n".join(
        f"{label} {' '.join(f'{value:.4f}' for value in row)}"
        for label, row in zip(WORDS.labels, WORDS.last.vectors, strict=True)
    )
    upload(app, "glove.txt", lines.encode())
    assert geometry(app)["labels"][:2] == ["word0", "word1"]
    upload(app, "holiday.txt", b"\x00\x01\x02 this is no vector")
    assert len(app.warning) == 1
    assert "map_shown" not in app.session_state


def test_a_source_without_points_says_why_and_shows_no_other_sources_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.lessons.map.source.run_of_session", lambda: "gone")
    app = opened()
    assert "map_shown" in app.session_state
    app.selectbox("map_source").set_value("run").run()
    assert "no longer kept" in app.warning[0].value
    assert "map_shown" not in app.session_state
    app.selectbox("map_source").set_value("skip-gram").run()
    assert geometry(app)["labels"] == list(WORDS.labels)


def test_without_a_run_of_ones_own_the_one_that_came_with_rnnviz_is_mapped_and_said_to_be() -> None:
    app = opened(points="run")
    assert not app.warning
    assert "This run came with rnnviz" in words(app)


def test_neighbours_within_a_sample_are_said_to_be() -> None:
    assert among(WORDS.last) == within(WORDS.last) == ""
    whole = sample(WORDS.last, 20)
    assert among(whole) == "Looked for among all 60 points, those too that the map does not draw."
    assert within(whole) == " among the 20 points drawn, of 60"
    assert within(replace(WORDS.last, sampled_from=50_000)) == " among the 60 points drawn, of 50\u202f000"
    assert among(replace(WORDS.last, sampled_from=50_000)) == (
        "Looked for among the 60 points of this sample; of the other 49\u202f940, some may be nearer."
    )


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from served(ThreadPoolExecutor, monkeypatch)


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("task", ["noise", "weather"])
def test_a_run_that_reads_numbers_says_why_there_is_nothing_to_map(task: str) -> None:
    app = visit("train", task=task, epochs="1", hidden="4", layers="1")
    app.button("train_start").click().run()
    until = time.monotonic() + 60
    while not facts.runs().view(visitor_key(app)).over:
        assert time.monotonic() < until
        time.sleep(0.1)
    app.run()
    app.switch_page("../pages/map.py").run()
    assert geometry(app)["labels"] == list(WORDS.labels)
    app.selectbox("map_source").set_value("run").run()
    assert "This net reads numbers and has no embedding: there is nothing to map" in words(app).replace("\\", "")
    assert "map_shown" not in app.session_state
    assert "word0" not in str([it.proto.json for it in app.get("bidi_component")])


def visitor_key(app: AppTest) -> str:
    return next(key for key in facts.runs().handles if key.endswith(link(app)["run"]))


def test_a_packed_file_goes_to_the_worker() -> None:
    app = upload(opened(points="file"), "big.txt.gz", b"\x1f\x8b....")
    assert geometry(app)["labels"] == list(WORDS.labels)


def test_the_coordinates_are_a_table() -> None:
    two, three = pca(WORDS.last.vectors), pca(WORDS.last.vectors, 3)
    lines = to_csv(Picture(WORDS.last, Setting(), (two,), ("",), None, None, "")).splitlines()
    assert lines[0] == "label,kind,x,y"
    assert lines[4] == f"word3,a,{two[3, 0]:.6g},{two[3, 1]:.6g}"
    lines = to_csv(Picture(WORDS.last, Setting(), (three, three), ("one", "two"), None, None, "")).splitlines()
    assert lines[0] == "moment,label,kind,x,y,z"
    assert len(lines) == 1 + 2 * COUNT
    assert lines[-1].startswith("two,word59,c,")
