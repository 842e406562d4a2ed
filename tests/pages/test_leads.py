"""The leads, walked as a learner walks them, on the real pages without a browser."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from rnnviz.lead.answers import feedback, verdict_of
from rnnviz.lead.steps import mistake_texts, steps_of
from rnnviz.lead.tasks import Measured
from rnnviz.ui import lead
from rnnviz.ui.lead_card import measured
from rnnviz.ui.lead_question import shown
from tests.pages.leads import COMPUTES, DOS, PREDICTS, STEPS, TASKS, answer_of, give, guesses, missed, opened
from tests.pages.visiting import visit, words

REMEMBERED = lead.remembered


@pytest.fixture(autouse=True)
def newcomer(monkeypatch, maps_at_once):
    """Before whom no lead was closed, and for whom maps are made at once."""
    monkeypatch.setattr(lead, "remembered", dict)


@pytest.mark.parametrize(("lesson", "k"), STEPS)
def test_every_step_opens_on_its_state(lesson, k):
    app, step = opened(lesson, k), steps_of(lesson)[k]
    assert step.title in " ".join(text.value for text in app.markdown)
    assert any(f"Step {k + 1} of" in text.value for text in app.caption)
    way = app.session_state[f"lead_{lesson}"]
    assert way.put == TASKS[lesson].read(step.state)[0]


@pytest.mark.parametrize(("lesson", "k"), DOS)
def test_a_task_begins_undone_and_what_it_shows_does_it(lesson, k):
    step, tasks = steps_of(lesson)[k], TASKS[lesson]
    check = tasks.checks[step.check]
    begun, t = tasks.read(step.state)
    before, after = (check(state, t, **step.of) for state in (begun, tasks.read(step.show)[0]))
    assert missed(lesson, step) == []
    assert [isinstance(found, Measured) for found in (before, after)] == [bool(step.measure)] * 2
    if step.measure:
        assert before.now != after.now
        assert measured(step, before) != measured(step, after)
        assert not after.lacks


@pytest.mark.parametrize(("lesson", "k"), DOS)
def test_two_hints_then_it_is_shown_and_done(lesson, k):
    app, step = opened(lesson, k), steps_of(lesson)[k]
    if step.measure:
        state, t = TASKS[lesson].read(step.state)
        said = measured(step, TASKS[lesson].checks[step.check](state, t, **step.of))
        assert any(said in text.value for text in app.info)
    for _ in range(2):
        app.button(key=f"hint_{k}").click().run()
    assert len([text for text in app.markdown if text.value.startswith("*Hint:*")]) == 2
    app.button(key=f"show_{k}").click().run()
    assert not app.exception
    assert any(text.value.startswith("Done.") for text in app.success)


@pytest.mark.parametrize(("lesson", "k"), PREDICTS)
def test_a_guess_is_answered_with_itself_and_the_truth(lesson, k):
    """The reader is sure at each second step, else guesses."""
    app, step, sure = opened(lesson, k), steps_of(lesson)[k], k % 2 == 0
    key = f"lead_{lesson}_{k}_0"
    assert app.button(key=f"{key}_True").disabled == (step.ask.hand != "order")  # things have an order from the start
    answer = answer_of(lesson, step, step.ask)
    wrong = next(one for one in guesses(step.ask, answer) if not verdict_of(step.ask, answer, one).right)
    give(app, key, step.ask, wrong)
    app.button(key=f"{key}_{sure}").click().run()
    assert not app.exception
    (said,) = [text.value for text in app.error]
    assert ("(sure)" if sure else "(guessing)") in said
    assert ("the solid curve" if step.ask.hand == "sketch" else shown(step.ask, answer.truth)) in said
    assert feedback(step.ask, verdict_of(step.ask, answer, wrong)) in said
    assert any("easier" in text.value for text in app.markdown)
    assert app.radio(key=f"lead_{lesson}_{k}_1").options


@pytest.mark.parametrize(("lesson", "k"), PREDICTS)
def test_what_is_right_is_said_to_be_right(lesson, k):
    app, step = opened(lesson, k), steps_of(lesson)[k]
    give(app, f"lead_{lesson}_{k}_0", step.ask, answer_of(lesson, step, step.ask).truth)
    app.button(key=f"lead_{lesson}_{k}_0_True").click().run()
    assert [text.value for text in app.error] == []
    assert any("Right." in text.value for text in app.success)


@pytest.mark.parametrize(("lesson", "k"), COMPUTES)
def test_the_blanks_open_one_after_another_and_name_a_mistake(lesson, k):
    app, step, tasks = opened(lesson, k), steps_of(lesson)[k], TASKS[lesson]
    state, t = tasks.read(step.state)
    if step.principle:
        assert not app.text_input, "the principle is asked first"
        give(app, f"lead_{lesson}_{k}_0", step.principle, answer_of(lesson, step, step.principle).truth)
        app.button(key=f"lead_{lesson}_{k}_0_True").click().run()
    for n, blank in enumerate(step.blanks):
        answer = tasks.blank(state, t, blank)
        name, wrong = next(it for it in answer.mistakes.items() if abs(it[1] - answer.truth) > 0.05)
        box = app.text_input(key=f"blank_{lesson}_{k}_{n}")
        box.set_value(f"{wrong:.4f}").run()
        assert mistake_texts()[name] in [text.value for text in app.error]
        box.set_value("many").run()
        assert any("is not a number" in text.value for text in app.warning)
        box.set_value(f"{answer.truth:.2f}").run()
        assert not app.exception
    assert any("You have computed it." in text.value for text in app.success)


def test_the_card_is_led_by_the_link_and_hidden_by_it():
    assert "Explore freely" in [one.label for one in visit("rnn").button]
    assert "Lead me" in [one.label for one in visit("rnn", lead="off").button]
    assert "Lead me" in [one.label for one in visit("rnn", preset="latch").button]
    assert visit("rnn", step="99").session_state["lead_rnn"].step == 0
    assert visit("rnn", step="<b>").session_state["lead_rnn"].step == 0


def test_the_button_closes_the_lead_and_opens_it_where_it_was():
    app = opened("rnn", 3)
    app.button(key="lead_toggle_rnn").click().run()
    assert not [one for one in app.button if one.key == "lead_next"]
    app.button(key="lead_toggle_rnn").click().run()
    assert app.session_state["lead_rnn"].step == 3


def test_the_learners_own_state_comes_back():
    app = visit("lstm")
    app.selectbox(key="lstm_preset").set_value("latch").run()
    app.button(key="lead_next").click().run()
    assert app.selectbox(key="lstm_preset").value == "worked"
    app.button(key="lead_mine").click().run()
    assert app.selectbox(key="lstm_preset").value == "latch"


@pytest.mark.parametrize(
    ("lesson", "following"), [("rnn", "LSTM"), ("lstm", "GRU"), ("gradient", "Vanishing"), ("vanishing", "Update")]
)
def test_the_last_step_goes_on_with_the_next_lesson(lesson, following):
    labels = [link.proto.label for link in opened(lesson, len(steps_of(lesson)) - 1).get("page_link")]
    assert f"Go on with {following}" in labels


def test_a_task_that_is_undone_again_is_not_said_to_be_done():
    k = next(k for k, step in enumerate(steps_of("vanishing")) if step.kind == "do")
    app = opened("vanishing", k)
    app.slider(key="vanishing_radius").set_value(1.0).run()
    assert any(text.value.startswith("Done.") for text in app.success)
    app.slider(key="vanishing_radius").set_value(0.5).run()
    assert not app.success
    assert any("has changed since" in text.value for text in app.info)


def test_a_task_measures_what_the_record_holds_and_says_what_else_is_missing():
    """The span of unit 1 by hand; a cell that reads nothing has nothing to forget."""
    read, checks = TASKS["rnn"].read, TASKS["rnn"].checks
    state, t = read("preset=worked&standardise=0")
    found = checks["free"](state, t, q="h", unit=1, least=0.5)
    assert (found.now, found.goal) == (state.run().record.h[:, 0].max() - state.run().record.h[:, 0].min(), 0.5)
    step = next(step for step in steps_of("lstm") if step.check == "forgets")
    deaf = TASKS["lstm"].checks["forgets"](*TASKS["lstm"].read("preset=worked&clamp=f:0,o:0"))
    assert "does not read" in measured(step, deaf)
    assert "does not read" not in measured(step, TASKS["lstm"].checks["forgets"](*TASKS["lstm"].read("preset=worked")))


def test_forgetting_by_other_gates_than_the_hint_s_counts_and_a_cell_that_reads_nothing_does_not():
    forgets, read = TASKS["lstm"].checks["forgets"], TASKS["lstm"].read
    assert forgets(*read("preset=worked&clamp=f:0,o@1:0"))
    assert forgets(*read("preset=forgets"))
    assert not forgets(*read("preset=worked&clamp=f:0"))
    assert not forgets(*read("preset=worked&clamp=f:0,o:0"))


# Of a lesson's own links, what takes away that which most of its steps speak of; a cell's are the first.
LACKING: dict[str, list[dict[str, str]]] = {
    "": [{"x": "1,2"}, {"hidden": "1"}, {"inputs": "3"}, {"steps": "2"}],
    "construction": [{"stage": "a"}, {"x": "1,2"}],
    "directions": [{"text": "the general"}, {"cell": "lstm"}],
    "embedding": [{"padding": "1"}, {"lr": "0"}],
    "kinds": [{"kind": "many-to-many"}, {"kind": "one-to-many"}],
    "map": [{"points": "digits"}, {"dimensions": "3"}, {"word": "nobody"}, {"points": "states"}],
    "sequences": [{"view": "split"}, {"text": ""}, {"pieces": "hours"}, {"lag": "3"}],
    "stacks": [{"num_layers": "1"}, {"cell": "lstm"}, {"hidden_size": "1"}],
    "train": [{"task": "weather"}, {"task": "noise"}, {"run": "gone"}, {"view": "back", "task": "characters"}],
    "update": [{"cell": "lstm"}, {"lr": "0"}],
    "vanishing": [{"radius": "0"}, {"hidden": "2"}],
    "words": [{"text": "one"}, {"max_size": "3"}, {"specials": ""}],
}


@pytest.mark.parametrize(("lesson", "k"), STEPS)
def test_a_state_that_lacks_what_a_step_speaks_of_breaks_no_card(lesson, k):
    """A link may bring any model to any step: by turns, since each costs a visit."""
    lacking = LACKING.get(lesson, LACKING[""])
    app = visit(lesson, step=str(k + 1), **lacking[k % len(lacking)])
    if app.button and any(one.key == "lead_example" for one in app.button):
        app.button(key="lead_example").click().run()
        assert not app.exception
    assert any(f"Step {k + 1} of" in text.value for text in app.caption)
    assert not [one for one in app.button if one.key == "lead_example"]


@pytest.mark.parametrize("cookie", ["", "{", "3", "[" * 4000, '{"steps": 3}', "%00", "null"])
def test_a_cookie_that_is_not_ours_says_nothing(monkeypatch, cookie):
    monkeypatch.setattr(lead.st, "context", SimpleNamespace(cookies={lead.COOKIE: cookie}))
    assert REMEMBERED() == {}


def test_what_a_browser_sends_once_more_for_a_covered_control_moves_nothing():
    """A fragment's controls that are no longer drawn are sent along with the next click."""
    k = next(k for k, step in enumerate(steps_of("kinds")) if step.cover and "one-to-many" in step.state)
    app = opened("kinds", k)
    app.query_params["kind"] = "many-to-many"  # as after the moved control's callback
    app.radio(key=f"lead_kinds_{k}_0").set_value("said").run()
    assert app.query_params["kind"] in ("one-to-many", ["one-to-many"])
    app.button(key=f"lead_kinds_{k}_0_True").click().run()
    assert any("Right." in text.value for text in app.success)
    app.button(key="lead_next").click().run()
    assert app.session_state["lead_kinds"].mine is None


def test_what_is_chosen_in_a_recap_counts_only_when_it_is_given():
    app = visit("rnn", step="9")
    said = "A choice counts when you press *I am sure* or *I am guessing* under it."
    assert said not in words(app)
    app.radio("lead_rnn_8_0").set_value("same").run()
    assert said in words(app)
    app.button("lead_rnn_8_0_True").click().run()
    assert said not in words(app)
    app.radio("lead_rnn_8_2").set_value("moves").run()
    assert said in words(app)
