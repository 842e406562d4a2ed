"""The glossary: its terms, how they are found in a text, and its page."""

from __future__ import annotations

import re

import pytest

from rnnviz.lead.steps import steps_of
from rnnviz.lead.terms import PAGE, colours, defined, terms
from rnnviz.texts import ENGLISH, OURS
from rnnviz.theme import QUANTITIES
from rnnviz.ui.glossary import matching
from rnnviz.ui.lessons import LESSONS
from tests.pages.visiting import visit

LEADS = sorted(path.stem for path in (OURS / ENGLISH).glob("*.md"))
LINKED = re.compile(rf'\[([^\]]*)\]\({PAGE}\?term=([a-z0-9-]+) "([^"]*)"\)')


def test_every_term_has_a_name_of_its_own_and_a_lesson():
    names = [form.lower() for one in terms() for form in (one.name, *one.forms)]
    assert len(names) == len(set(names))
    assert len({one.key for one in terms()}) == len(terms()) >= 60
    assert {one.lesson for one in terms()} <= LESSONS.keys()
    assert all(len(one.text.split()) <= 30 and one.text.endswith(".") for one in terms())


def test_a_term_that_names_a_quantity_has_its_colour_in_both_themes():
    named = {one.name: one.quantity for one in terms() if one.quantity}
    expected = {"hidden state": "h", "cell state": "c", "input gate": "i", "forget gate": "f", "candidate": "g",
                "output gate": "o", "reset gate": "r", "update gate": "z"}  # fmt: skip
    assert named == expected
    for one in terms():
        rule = re.search(rf"term={one.key}\"\], .*light-dark\((#\w+), (#\w+)\)", colours())
        found = rule.groups() if rule else ()
        assert found == (
            tuple(QUANTITIES[one.quantity].on(theme) for theme in ("light", "dark")) if one.quantity else ()
        )


def test_a_term_is_linked_where_it_first_stands():
    said = defined("The gradients shrink: a gradient is a product. Spectral radius, too.")
    assert [(word, key) for word, key, _ in LINKED.findall(said)] == [
        ("gradients", "gradient"),
        ("Spectral radius", "spectral-radius"),
    ]
    assert LINKED.sub(r"\1", said) == "The gradients shrink: a gradient is a product. Spectral radius, too."


@pytest.mark.parametrize(
    "text", ["$W_{gate}$ `gate` **gate** [gate](/lstm) investigated a gate-keeper :material/gate:", "no such word here"]
)
def test_what_is_no_running_text_stays(text):
    assert defined(text) == text


@pytest.mark.parametrize("lesson", LEADS)
def test_each_lead_has_terms_and_loses_no_word(lesson):
    texts = [step.text for step in steps_of(lesson)]
    assert sum(len(LINKED.findall(defined(text))) for text in texts) >= 3
    assert [LINKED.sub(r"\1", defined(text)) for text in texts] == texts


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("spectral-radius", {"spectral radius"}),
        ("gate", {"gate"}),
        ("reset g", {"reset gate"}),
        ("", {one.name for one in terms()}),
        ("xyzzy", set()),
    ],
)
def test_what_is_typed_is_found(wanted, names):
    assert {one.name for one in matching(wanted)} == names


def test_the_page_opens_with_the_term_of_its_link_and_searches():
    app = visit("glossary", term="spectral-radius")
    assert [text.value for text in app.caption]
    assert app.text_input[0].value == "spectral-radius"
    assert sum("**spectral radius**" in text.value for text in app.markdown) == 1
    app.text_input[0].set_value("mini").run()
    assert not app.exception
    assert "**mini-batch**" in " ".join(text.value for text in app.markdown)
    assert [link.proto.label for link in app.get("page_link")]


@pytest.mark.parametrize("term", ["<b>", "x" * 500, "$1$", "]("])
def test_a_link_to_no_term_breaks_nothing(term):
    app = visit("glossary", term=term)
    assert any("terms." in text.value for text in app.caption)
