"""Texts that a second-language student can read: short sentences, grade 8 at most, no word of our own."""

from __future__ import annotations

import re

import pytest
import textstat

from tests.screen_texts import HOLE, SOURCE, bare, everything, literals, words_of

GRADE = 8.0
LONGEST = 22  # words of a sentence
FEWEST = 12  # words of a text whose grade says something
ENDS = re.compile(r"(?<=[.!?])\s+")
STOPS = re.compile(r"(?<=[.!?:;])\s+|\n")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
ELSEWHERE = ("import torch", "dropout option adds dropout")  # code; torch's own warning, word by word
OURS = re.compile(r"\bslips?\b|\bS[0-4]\b|\bops?\b|take away|\bstraddl|\bwhatever\b", re.IGNORECASE)
"""Words that a learner does not know, or not in this sense; a deck's number stands in a source alone."""
TERMS = frozenset(
    re.findall(r"\w+", """
    accuracy, activation, architecture, array, arrays, autograd, axes, axis, backward, backwards,
    bidirectional, candidate, classifier, cosine, dimension, dimensions, direction, directions, distance,
    distances, dropout, eigenvalue, eigenvalues, embedding, embeddings, epoch, epochs, formula, gradient,
    gradients, input, inputs, jacobian, jacobians, layer, layers, learning, matrices, matrix, memory,
    neighbour, neighbours, network, networks, optimiser, optimisers, orthogonal, output, outputs, padded,
    padding, parameter, parameters, probabilities, probability, pytorch, radius, rate, recall, recurrent,
    sequence, sequences, sigmoid, singular, spectral, tagger, temperature, temperatures, token, tokens,
    truncated, vanishing, vector, vectors, vocabulary
    """)
)  # fmt: skip
"""The field's terms: each counts as a short word, since no other word can stand for it."""


def plain_of(text: str) -> str:
    """What is left to read: a formula, a piece of code or a number counts as one short word, and so does a term."""
    found = WORD.sub(lambda word: "net" if word[0].lower() in TERMS else word[0], bare(text))
    return re.sub(r"[^A-Za-z.,;:!?’' \n-]", " ", found.replace(HOLE, "net"))


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(plain_of(text)))


def several(text: str) -> bool:
    """Whether it is long enough for a grade to mean something: two sentences, twelve words."""
    sentences = [one for one in ENDS.split(plain_of(text).strip()) if words_of(one)]
    return len(sentences) >= 2 and len(words_of(text)) >= FEWEST


def too_long(text: str) -> list[str]:
    return [one for one in STOPS.split(bare(text)) if len(words_of(one)) > LONGEST]


ALL = everything()
READ = [one for one in ALL if not one.text.startswith(SOURCE) and not one.text.startswith(ELSEWHERE)]


def test_the_texts_are_found():
    """Catalogues, code and scripts: fewer would mean that one of them is not read any more."""
    places = [one.where for one in ALL]
    for start, least in (
        ("texts/", 200),
        ("rnnviz/ui/", 100),
        ("rnnviz/lessons/", 300),
        ("assets/", 60),
        ("pages/", 15),
    ):
        assert sum(where.startswith(start) for where in places) >= least, start


def test_no_text_has_a_word_of_our_own():
    short = [one for one in everything(least=1) if not one.text.startswith(SOURCE)]
    found = [(one.where, one.text) for one in short if OURS.search(re.sub(rf"{SOURCE}.*$", "", bare(one.text)))]
    assert found == []


def test_every_text_of_several_sentences_is_easy_to_read():
    found = [(grade(one.text), one.where, one.text) for one in READ if several(one.text) and grade(one.text) > GRADE]
    assert found == []


def test_no_sentence_is_long():
    assert [(one.where, long) for one in READ if (long := too_long(one.text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "Heterogeneous organisations deteriorate. Manufacturers then anticipate " + "unfavourable circumstances " * 3,
        "Institutional representations necessitate availability. " * 3,
    ],
)
def test_a_hard_text_is_seen_to_be_hard(text):
    assert several(text)
    assert grade(text) > GRADE


def test_a_long_sentence_is_seen_and_a_term_costs_nothing():
    assert too_long("word " * (LONGEST + 1))
    assert not too_long("word " * LONGEST)
    easy = "The optimiser moves parameters. Embedding gradients and vocabulary probabilities: read the architecture."
    assert grade(easy) < GRADE < float(textstat.flesch_kincaid_grade(easy))


def test_a_literal_is_found_with_its_holes_and_a_docstring_is_not():
    code = '"""A docstring of a module here."""\nshow(f"You have {n} of them " "left here")\n'
    assert literals(code) == [(2, f"You have {HOLE} of them left here")]


def test_the_braces_of_a_marked_text_are_holes():
    code = 'show(_("You have {n} of them left here").format(n=2), "{no} hole is here")\n'
    assert sorted(literals(code)) == [(1, f"You have {HOLE} of them left here"), (1, "{no} hole is here")]
