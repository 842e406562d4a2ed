"""The links of the words and the embedding page: there and back, and what a wrong one is told."""

from __future__ import annotations

import pytest

from rnnviz.core.course import Rule
from rnnviz.lessons import words
from rnnviz.lessons.words import embedding
from rnnviz.state.link_numbers import LinkError

WORDS = [
    {"text": "a cs\nis learning", "length": 7, "at": 3, "column": 2},
    {"specials": "", "text": "ai is a", "length": 0, "max_size": 6},
    {"corpus": "one two & three=3\nhỏi", "text": "hỏi", "min_freq": 1, "order": "appearance", "size": 8, "seed": 9},
]
EMBEDDING = [
    {"optimiser": "adam", "lr": 0.02, "padding": 1, "at": 5, "taken": (Rule("adam", 0.02), Rule("sgd", 1.0))},
    {"loss": "target", "target": "1, -2, 0.5, 0", "text": "ai ai\nis", "length": 0, "turn": "turn"},
]


@pytest.mark.parametrize("preset", words.PRESETS)
def test_words_there_and_back(preset):
    setup = words.PRESETS[preset].setup
    assert setup.preset == preset
    assert words.CODEC.written(setup) == ({} if preset == "slides" else {"preset": preset})
    assert words.CODEC.read(words.CODEC.written(setup)) == setup


@pytest.mark.parametrize("values", WORDS)
def test_changed_words_there_and_back(values):
    setup = words.changed(words.WordsState(), **values)
    query = words.CODEC.written(setup)
    assert set(query) == {name for name, value in values.items() if value != getattr(words.WordsState(), name)}
    assert words.CODEC.read(query | {"utm_source": "mail"}) == setup


@pytest.mark.parametrize("preset", embedding.PRESETS)
def test_embedding_there_and_back(preset):
    setup = embedding.PRESETS[preset].setup
    assert setup.preset == preset
    assert embedding.CODEC.written(setup) == ({} if preset == "slides" else {"preset": preset})
    assert embedding.CODEC.read(embedding.CODEC.written(setup)) == setup


@pytest.mark.parametrize("values", EMBEDDING)
def test_a_changed_embedding_there_and_back(values):
    """The steps come last: another task takes them back."""
    setup = embedding.changed(
        embedding.EmbeddingState(), **{key: value for key, value in values.items() if key != "taken"}
    )
    setup = embedding.changed(setup, taken=values.get("taken", ()))
    query = embedding.CODEC.written(setup)
    assert set(query) == set(values)
    assert embedding.CODEC.read(query) == setup
    assert embedding.changed(setup, length=0 if setup.length else 3).taken == ()
    assert embedding.changed(setup, lr=0.5).taken == setup.taken


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"preset": "x"}, "one of slides"),
        ({"length": "25"}, "0 to 24"),
        ({"txt": "a"}, "does not know the part"),
        ({"specials": "[pad]"}, "is not in the vocabulary"),
        ({"text": "a " * 25}, "25 words"),
        ({"corpus": "a" * 8001}, "8001"),
        ({"size": "x"}, "whole number"),
    ],
)
def test_wrong_links_of_words(query, says):
    with pytest.raises(LinkError, match=says):
        words.CODEC.read(query)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"taken": "sgd"}, "must look like"),
        ({"taken": "sgd:0.1*300,sgd:1*300"}, "more than 500"),
        ({"lr": "-1"}, "from 0 to"),
        ({"padding": "8"}, "0 to 7"),
        ({"target": "9"}, "1 or 2"),
        ({"turn": "never"}, "one of"),
    ],
)
def test_wrong_links_of_the_embedding(query, says):
    with pytest.raises(LinkError, match=says):
        embedding.CODEC.read(query)
