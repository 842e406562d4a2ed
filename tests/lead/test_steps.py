"""The leads' catalogues, and what a guess is worth."""

from __future__ import annotations

import re

import pytest

from rnnviz import texts as language
from rnnviz.core.cells import CELLS
from rnnviz.core.mistakes import common_mistakes
from rnnviz.core.typed import InputError
from rnnviz.lead.answers import Answer, choices, digits, feedback, judged, typed_number
from rnnviz.lead.steps import Ask, LeadError, Step, mistake_texts, read_steps, steps_of
from rnnviz.state.link import from_query

LEADS = sorted(path.stem for path in (language.OURS / language.ENGLISH).glob("*.md"))
OURS = re.compile(r"\bslips?\b|\bS[0-4]\b|\bops?\b", re.IGNORECASE)  # words that stand in `source` alone
MATH = re.compile(r"\$[^$]*\$|\{[^}]*\}")


def texts(step: Step) -> list[str]:
    asks = [ask for ask in (step.ask, step.easier, *step.questions) if ask]
    said = [piece for ask in asks for piece in (ask.text, ask.right, *ask.options.values(), *ask.wrong.values())]
    return [step.title, step.text, step.done, *step.hints, *(blank.text for blank in step.blanks), *said]


@pytest.mark.parametrize("lesson", LEADS)
def test_a_lead_has_its_kinds_of_steps_and_short_texts(lesson):
    steps = steps_of(lesson)
    kinds = [step.kind for step in steps]
    assert 5 <= len(steps) <= 9
    assert kinds.count("predict") >= 2
    assert kinds.count("do") >= 2
    assert kinds[-1] == "recap"
    assert len(steps[-1].questions) == 3
    for step in steps:
        assert len(step.text.split()) <= (60 if step.kind == "why" else 40), step.title
        assert step.kind != "do" or len(step.hints) == 2, step.title
        assert step.kind != "predict" or step.easier, step.title
        assert step.kind != "compute" or step.principle, step.title


@pytest.mark.parametrize("lesson", LEADS)
def test_no_text_has_a_word_of_our_own(lesson):
    found = [piece for step in steps_of(lesson) for piece in texts(step) if OURS.search(MATH.sub("", piece))]
    assert found == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("+++\nkind = 'show'\ntitle = 'a'\n", "no second"),
        ("+++\nkind = 'dance'\n+++\n", "no kind of step"),
        ("+++\nkind = 'show'\ntitle = 'a'\nlights = 'h'\n+++\n", "Step has no lights"),
        ("+++\nkind = 'show'\ntitle = 'a'\n[ask]\ntruth = 'x'\nwho = 1\n+++\n", "Ask has no who"),
        ("+++\nkind = \n+++\n", "Invalid value"),
    ],
)
def test_a_wrong_catalogue_says_where(text, sentence):
    with pytest.raises(LeadError, match=sentence):
        read_steps(text, "rnn")


def test_steps_are_read_with_their_markdown():
    one, two = read_steps(
        "+++\nkind = 'show'\ntitle = 'a'\n+++\nOne **line**.\n\n+++\nkind = 'why'\ntitle = 'b'\n+++\nEnd"
    )
    assert (one.title, one.text, two.kind, two.text) == ("a", "One **line**.", "why", "End")


@pytest.mark.parametrize(
    ("guess", "right", "mistake"),
    [(0.52, True, ""), (0.53, True, ""), (0.9, False, "late"), (-0.52, False, "sign"), (7.0, False, "else")],
)
def test_a_guess_is_right_or_the_mistake_that_gives_it(guess, right, mistake):
    verdict = judged(Answer(0.52, {"late": 0.9, "sign": -0.52}), guess)
    assert (verdict.right, verdict.mistake) == (right, mistake)


def test_a_chosen_number_is_right_only_if_it_is_the_truth():
    assert not judged(Answer(0.52, {"late": 0.525}), 0.525, exact=True).right
    assert judged(Answer(0.52, {"late": 0.525}), 0.52, exact=True).right


def test_choices_are_the_truth_and_the_mistakes_by_size_and_none_twice():
    assert choices(Answer(0.5, {"a": 0.7, "b": 0.500001, "c": -1.0})) == [-1.0, 0.5, 0.7]


def test_feedback_is_the_mistakes_own_or_the_general():
    ask = Ask("value", wrong={"late": "One step before.", "else": "Not yet."})
    assert feedback(ask, judged(Answer(1.0, {"late": 2.0}), 2.0)) == "One step before."
    assert feedback(ask, judged(Answer(1.0, {"late": 2.0}), 5.0)) == "Not yet."
    assert feedback(ask, judged(Answer(1.0), 1.0)) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.5682380, "−0.5682"),
        (0.0, "0"),
        (12.3456, "12.35"),
        (1e-7, "1.000e−07"),
        (4.469216, "4.469"),
        (0.99999, "1.000"),
        (9472.4, "9472"),
        (-123456.0, "−123456"),
    ],
)
def test_numbers_are_written_as_on_the_stage(value, text):
    assert digits(value) == text


@pytest.mark.parametrize("text", ["abc", "", "1;2", "∞", "nan"])
def test_what_is_no_number_is_said(text):
    with pytest.raises(InputError, match="is not a number"):
        typed_number(text)


def test_every_common_mistake_has_its_sentence():
    found = set[str]()
    for cell in CELLS:
        settings = from_query(cell, {"preset": "random", "hidden": "2"})
        for q in (name for op in CELLS[cell].ops for name in op.quantities if not name.startswith("a")):
            found |= common_mistakes(settings.record, settings.weights, q, 0, 5).keys()
    assert found <= mistake_texts().keys()
    assert "else" in mistake_texts()
