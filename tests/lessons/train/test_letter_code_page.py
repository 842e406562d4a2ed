"""S4's code on a name, on the page: the guess is judged by what was measured."""

from __future__ import annotations

import pytest

from rnnviz.core.printed_models import ANSWERS, PrintedLetterNet, reach
from rnnviz.lessons.train.letter_code import READS, STARTS
from tests.pages.visiting import visit, words

RIGHT = {  # by reading the code: mended, carried
    (False, True): "state before",
    (True, True): "last state",
    (False, False): "last letter",
    (True, False): "last letter",
}


@pytest.mark.parametrize("lines", RIGHT)
def test_a_guess_is_judged_by_the_lines_that_were_chosen(lines: tuple[bool, bool]) -> None:
    app = visit("train", view="honest")
    for key, options, value in (("reads", READS, lines[0]), ("start", STARTS, lines[1])):
        app.radio(f"train_code_{key}").set_value(next(it for it in options if options[it] == value))
    app.text_input("train_code_name").set_value("Ŝato").run()
    assert "another letter here" not in words(app)
    guess = app.radio(f"train_code_guess_{lines[0]}_{lines[1]}")
    guess.set_value("last state").run()
    right = RIGHT[lines]
    start = "Right" if right == "last state" else "You said: the state after the last letter. Here it is"
    assert f"**{start}: {ANSWERS[right].lower()}.**" in words(app)
    assert "| changed | S | a | t | o |" in words(app)
    cells = [f"{it:.3f}" if it else "0" for it in reach(PrintedLetterNet(*lines), "Sato").of_letters]
    assert f"| another letter here | {' | '.join(cells)} |" in words(app)


def test_a_name_of_one_letter_is_asked_for_more() -> None:
    app = visit("train", view="honest")
    app.text_input("train_code_name").set_value("王M").run()
    assert "two letters or more" in words(app)
