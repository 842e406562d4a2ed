"""What a link, a box or a file says is shown as text on every page: none of it is Markdown, HTML or LaTeX."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import cycle

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.learn import trained
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained
from rnnviz.learn.training import Trainer
from rnnviz.lessons import vanishing, words
from rnnviz.lessons.directions import state as directions
from rnnviz.lessons.images import state as images
from rnnviz.lessons.inside import state as inside
from rnnviz.lessons.kinds import stage as kinds
from rnnviz.lessons.map import state as map_page
from rnnviz.lessons.sequences import look as sequences
from rnnviz.lessons.stacks import state as stacks
from rnnviz.lessons.train import state as train
from rnnviz.lessons.update import state as update
from rnnviz.lessons.words import embedding
from rnnviz.state import link as cell_link
from rnnviz.state.link_mending import MOST_TOLD
from rnnviz.ui.loss import state as gradient
from rnnviz.ui.runs import results as facts
from tests.lessons.map.map_worker import geometry, worker
from tests.pages.shown import bare, figures, markdown
from tests.pages.visiting import visit

__all__ = ["worker"]
pytestmark = pytest.mark.usefixtures("worker")
CONSTRUCTS = (
    *("![x](http://a.b)", "[a](javascript:b)", ":red[loud]", "$\\frac12$", "<img src=x>", "__bold__", "`code`"),
    *(
        "http://a.b",
        "&lt;b&gt;",
        "<b>u</b>",
        "\u202eturned",
        "x\x00y",
        "~~gone~~",
        ":material/home:",
        "<a href=x>l</a>",
    ),
)
CELL = (*sorted(cell_link.KEYS), *CONSTRUCTS[:2])
LINKS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("rnn", "lstm", "gru"), CELL),
    "construction": (*CELL, "stage"),
    "gradient": (*CELL, "cell", *sorted(gradient.OWN)),
    "stacks": (*CELL, "cell", *stacks.CODEC.fields, "way"),
    "directions": (*directions.CODEC.fields, "t", "way", "notation"),
    "images": (*images.CODEC.fields, "t"),
    "vanishing": tuple(vanishing.CODEC.fields),
    "update": ("cell", *update.CODEC.fields, "weight_ih", "x", "source"),
    "words": tuple(words.CODEC.fields),
    "embedding": tuple(embedding.CODEC.fields),
    "sequences": tuple(sequences.CODEC.fields),
    "kinds": tuple(kinds.CODEC.fields),
    "map": (*map_page.CODEC.fields, "cell"),
    "inside": tuple(inside.CODEC.fields),
    "train": (*train.CODEC.fields, *train.RUNS, "view", "file"),
}
"""The items of each page's link."""


def harmless(app: AppTest, given: tuple[str, ...], where: object) -> None:
    """No text that is read as Markdown or HTML holds one of the constructs as it was given."""
    assert not app.exception, (where, app.exception)
    read = [bare(text) for text in markdown(app)]
    assert not [(it, text) for it in given for text in read if it in text], where
    tags = [it for it in given if "<" in it or "&" in it or not it.isprintable()]
    assert not [(it, text) for it in tags for text in figures(app) if it in text], where


@pytest.mark.parametrize("page", LINKS)
def test_every_item_of_a_link_is_text(page: str) -> None:
    """Three at a time, as many as are told."""
    app, constructs = visit(page), cycle(CONSTRUCTS)
    for begin in range(0, len(LINKS[page]), MOST_TOLD):
        given = dict(zip(LINKS[page][begin : begin + MOST_TOLD], constructs, strict=False))
        app.query_params.clear()
        app.query_params.update(given)
        app.run()
        harmless(app, tuple(given.values()), (page, given))


BOXES: dict[str, tuple[str, dict[str, str], tuple[str, ...]]] = {
    "typed numbers": ("rnn", {"source": "typed", "text": "1 2 3"}, ("rnn_text",)),
    "typed words": ("gru", {"source": "words", "text": "i am"}, ("gru_text",)),
    "words of a stack": ("stacks", {"source": "words", "text": "i am"}, ("stacks_text",)),
    "targets": ("gradient", {"loss": "mse"}, ("gradient_targets",)),
    "tagger": ("directions", {}, ("directions_text",)),
    "words": ("words", {}, ("words_text", "words_corpus", "words_specials", "words_added")),
    "embedding": ("embedding", {}, ("embedding_text", "embedding_target")),
    "order": ("sequences", {}, ("sequences_text",)),
    "own numbers": (
        "sequences",
        {"view": "shape", "data": "own", "own": "1 2 3 4 5 6", "lag": "2"},
        ("sequences_own",),
    ),
    "own sentence": (
        "sequences",
        {"view": "shape", "data": "text", "sentence": "yes i am happy", "lag": "2"},
        ("sequences_sentence",),
    ),
    "practice": ("sequences", {"view": "shape"}, ("sequences_windows_0", "sequences_typed_0")),
    "word": ("kinds", {"kind": "many-to-one"}, ("kinds_text",)),
    "tags": ("kinds", {"kind": "many-to-many"}, ("kinds_text",)),
    "date": ("kinds", {"kind": "encoder-decoder"}, ("kinds_text",)),
    "near": ("map", {}, ("map_a", "map_b", "map_c")),
    "trails": ("map", {"panel": "training", "method": "pca"}, ("map_trails",)),
}


def boxes(app: AppTest) -> dict[str, object]:
    return {str(it.key): it for it in [*app.text_input, *app.text_area]}


@pytest.mark.parametrize("case", BOXES)
def test_every_box_is_text(case: str) -> None:
    page, query, keys = BOXES[case]
    app = visit(page, **query)
    for key in keys:
        for construct in CONSTRUCTS:
            boxes(app)[key].set_value(construct).run()
            harmless(app, (construct,), (case, key))


def series(construct: str) -> dict[str, tuple[str, str]]:
    """Tables that hold it in their name, a heading, a cell, a unit; those that are read and those that are not."""
    quoted = construct.replace('"', '""')
    rows = "\n".join(f"2020-01-{1 + n // 24:02d} {n % 24:02d}:00,{n % 7},{n % 5}" for n in range(96))
    return {
        "name": (f"{construct}.csv", f"Date,Temperature,b\n{rows}"),
        "name of no table": (f"{construct}.csv", "nothing"),
        "heading": ("a.csv", f'Date,"{quoted}",b\n{rows}'),
        "unit": ("a.csv", f'Date,"Temperature ({quoted})",b\n{rows}'),
        "cell": ("a.csv", f'Date,Temperature,b\n{rows}\n2020-01-05 00:00,"{quoted}",1'),
        "time": ("a.csv", f'Date,Temperature,b\n{rows}\n"{quoted}",1,1'),
        "no table": ("a.csv", f'"{quoted}"\n"{quoted}"'),
    }


@pytest.mark.parametrize("place", series(""))
def test_a_table_is_text(place: str) -> None:
    app = visit("train", task="weather", source="own file", lag="6", epochs="1", hidden="4")
    for construct in CONSTRUCTS:
        name, content = series(construct)[place]
        app.file_uploader("train_own_weather").set_value((name.replace("\0", "\a"), content.encode(), "text/csv")).run()
        harmless(app, (construct,), (place, construct))


@pytest.fixture(scope="module")
def named() -> bytes:
    """A net of surnames whose classes are called as the constructs are."""
    plan = Plan("names", hidden=4)
    tensors, notes = trained.load_weights(Trainer(plan, task_of(plan).load(plan, print)).trained().to_bytes())
    count = len(json.loads(notes["classes"]))
    classes = [*CONSTRUCTS, *(f"class {n}" for n in range(count))][:count]
    return trained.save_weights(tensors, notes | {"classes": json.dumps(classes)})


def test_the_classes_of_a_net_from_a_file_are_text(named: bytes) -> None:
    app = visit("train", task="names", view="use")
    app.file_uploader("train_weights").set_value(("x.safetensors", named, "application/octet-stream")).run()
    assert any("from your file" in text for text in markdown(app))
    for text in ("Satoshi", *CONSTRUCTS[:8]):
        boxes(app)["train_example_names_use"].set_value(text).run()
        harmless(app, CONSTRUCTS, ("classes", text))


USED = {"sentiment": Plan("sentiment", hidden=4, embedding=3, longest=20), "characters": Plan("characters", hidden=4)}


@pytest.fixture(scope="module")
def nets() -> dict[str, Trained]:
    """Nets that read a text as their first weights do."""
    return {name: Trainer(plan, task_of(plan).load(plan, print)).trained() for name, plan in USED.items()}


@pytest.mark.parametrize("task", USED)
def test_an_example_of_the_learners_is_text(nets: dict[str, Trained], task: str) -> None:
    app = visit("train", task=task, view="use")
    content = nets[task].to_bytes()
    app.file_uploader("train_weights").set_value(("x.safetensors", content, "application/octet-stream")).run()
    for construct in CONSTRUCTS:
        boxes(app)[f"train_example_{task}_use"].set_value(construct).run()
        harmless(app, (construct,), task)


@dataclass
class Kept:
    """A run that has kept one epoch."""

    def folder(self, key: str) -> Kept:
        return self

    @property
    def checkpoints(self) -> Kept:
        return self

    def epochs(self) -> list[int]:
        return [1]


@pytest.mark.parametrize("task", USED)
def test_the_texts_of_a_path_are_text(nets: dict[str, Trained], task: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "runs", Kept)
    monkeypatch.setattr(facts, "net_at", lambda key, epoch: nets[task])
    monkeypatch.setattr("rnnviz.lessons.map.source.run_of_session", lambda: "key")
    app = visit("map", points="states", cell="net", method="pca")
    for construct in CONSTRUCTS:
        for number in (1, 2):
            boxes(app)[f"map_text_{number}"].set_value(construct).run()
            harmless(app, (construct,), (task, number))


def vectors(construct: str) -> dict[str, tuple[str, str, str]]:
    """The name of a file of vectors, what it holds, and the metadata beside it."""
    rows = "\n".join(f"{n % 3}\t{n % 5}\t{n}" for n in range(9))
    labels = [construct, *(f"w{n}" for n in range(8))]
    metadata = "\n".join([f"label\t{construct}\tkind", *(f"{it}\t{n}\t{construct}" for n, it in enumerate(labels))])
    return {
        "read": (f"{construct}.tsv", rows, metadata),
        "no vectors": (f"{construct}.tsv", f"{construct} is no vector", metadata),
        "other metadata": ("a.tsv", rows, f"{construct}\n{construct}"),
        "other width": ("a.txt", f"{construct} 1 2\n{construct} 1", "a"),
    }


@pytest.mark.parametrize("case", vectors(""))
def test_vectors_and_their_metadata_are_text(case: str) -> None:
    app = visit("map", points="file", method="pca")
    for construct in CONSTRUCTS:
        name, content, beside = vectors(construct)[case]
        app.query_params["word"] = construct
        app.file_uploader("map_metadata").set_value(("m.tsv", beside.encode(), "text/plain"))
        app.file_uploader("map_file").set_value((name.replace("\0", "\a"), content.encode(), "text/plain")).run()
        for panel in ("truth", "near"):
            app.button_group("map_panel").set_value(panel).run()
            harmless(app, (construct,), (construct, name, panel))
        if case == "read":
            assert (construct in geometry(app)["labels"]) == construct.isprintable()
