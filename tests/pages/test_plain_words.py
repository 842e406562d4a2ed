"""What the pages really say, put together as they run: no word of our own, and sentences that can be read."""

from __future__ import annotations

import re

import pytest

from rnnviz.ui.lessons import LESSONS
from tests.lessons.map.map_worker import worker
from tests.pages.shown import markdown
from tests.pages.visiting import TERM, visit
from tests.screen_texts import SOURCE, everything, words_of
from tests.test_readable import GRADE, OURS, grade, several, too_long

__all__ = ["worker"]
pytestmark = pytest.mark.usefixtures("worker")
CODE = re.compile(r"^\s*(import|from|class|def|for|self\.)\b|\|\s*-{3}")  # code and tables


@pytest.mark.parametrize("page", [*LESSONS, "glossary"])
def test_what_a_page_says_can_be_read(page):
    texts = [TERM.sub(r"\1", text) for text in markdown(visit(page, lead="off"))]
    said = [re.sub(rf"{SOURCE}.*$", "", text) for text in texts if not CODE.search(text)]
    assert said
    assert [text for text in said if OURS.search(text)] == []
    assert [(grade(text), text) for text in said if several(text) and grade(text) > GRADE] == []
    assert [long for text in said if (long := too_long(text))] == []


def test_what_a_page_says_is_among_the_texts_that_are_read():
    """The texts are gathered from the code; nothing of a page may come from where they are not looked for."""
    known = " ".join(" ".join(words_of(one.text)) for one in everything(least=1))
    found = [words_of(TERM.sub(r"\1", text)) for text in markdown(visit("vanishing", lead="off")) if "$" not in text]
    long = [words for words in found if len(words) >= 4]
    assert len(long) >= 5
    unknown = [words for words in long if not any(" ".join(words[k : k + 3]) in known for k in range(len(words) - 2))]
    assert unknown == []
