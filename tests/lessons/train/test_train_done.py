"""The button *Now I am done*: once a run, beside what needs no net, and honest about earlier looks."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.metrics import spread
from rnnviz.jobs.queue import Queue
from rnnviz.learn.evaluating import scored
from rnnviz.learn.included.runs import included_folder
from rnnviz.learn.script import ASIDE, TESTED
from rnnviz.learn.tasks import TASKS, usual
from rnnviz.lessons.train.done import NOW, ONCE
from rnnviz.ui.runs import final
from rnnviz.ui.runs.results import epoch_of
from tests.pages.visiting import link, served, visit, words

opened = partial(visit, "train")


@pytest.fixture(scope="module", autouse=True)
def threads() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        queue = Queue("scores without a net", "scores", modules=("rnnviz.learn.ready",), fresh=True)
        patch.setattr(final, "scorers", lambda: queue)
        yield from served(ThreadPoolExecutor, patch)


def asked(app: AppTest) -> AppTest:
    """The button is pressed, and the page is drawn anew once the score is there."""
    next(button for button in app.button if button.label == NOW).click().run()
    for job in app.session_state[final.JOBS].values():
        job.result(120)
    app.run()
    assert not app.exception, app.exception
    return app


def has_button(app: AppTest) -> bool:
    return any(button.label == NOW for button in app.button)


def trained(app: AppTest) -> AppTest:
    app.button("train_start").click().run()
    final.runs().handles[link(app)["run"]].future.result(60)
    app.run()
    assert not app.exception, app.exception
    return app


def test_the_test_part_of_a_run_is_looked_at_once_beside_what_needs_no_net() -> None:
    app = opened(task="noise")
    assert has_button(app)
    assert "No curve shows it" in words(app)
    assert "**Test, after" not in words(app)
    asked(app)
    assert not has_button(app)
    plan = usual("noise")
    net = included_folder("noise").checkpoints.load(plan.epochs).net
    data = TASKS["noise"].load(plan, lambda share: None).asked()
    wanted = scored(net, TASKS["noise"], data, False).scores["accuracy"]
    assert words(app).partition("**Test, after 20 epochs:** ")[2].startswith(f"accuracy **{wanted:.4g}**")
    assert f"| this net | {spread(wanted, 1000)} |\n| guessing | {spread(0.5, 1000)} |" in words(app)
    assert ONCE in words(app)
    assert has_button(opened(task="noise")), "another visitor has not looked"


def test_a_run_on_a_test_part_that_was_looked_at_is_told_so_and_its_script_scores_what_was_looked_at() -> None:
    app = trained(opened(task="noise", epochs="1", hidden="3", layers="1"))
    app.button_group("train_script_1").set_value("of the run").run()
    assert app.code[0].value.rstrip().endswith(ASIDE.rstrip())
    assert TESTED.splitlines()[0] in asked(app).code[0].value
    assert ONCE in words(app)
    app.number_input("train_hidden").set_value(4).run()
    trained(app)
    assert "you have looked at the test part of this data once." in words(app)
    assert "No curve shows it" not in words(app)
    assert "That was before this score." in words(asked(app))
    app.number_input("train_seed").set_value(5).run()
    assert "No curve shows it" in words(trained(app)), "noise of another seed is other noise"


def test_a_run_that_stops_early_says_at_which_epoch_and_its_best_net_is_shown_saved_and_scored() -> None:
    app = opened(task="noise", epochs="12", hidden="24", layers="1", seed="1", learning_rate="0.02")
    app.select_slider("train_patience").set_value(2).run()
    assert "a run takes at most " in words(app)
    trained(app)
    it = final.runs().view(link(app)["run"])
    losses = [found.validation_loss for found in it.evaluations]
    lowest = 1 + losses.index(min(losses))
    assert len(losses) == lowest + 2 < 12
    line = app.get("progress")[0].proto.text.replace("\\", "")
    assert f"Stopped early after epoch {len(losses)}" in line
    assert f"lowest after epoch {lowest}: the net of that epoch counts" in line
    assert f"validation accuracy after epoch {lowest} **{it.evaluations[lowest - 1].scores['accuracy']:.4f}**" in line
    assert f"After epoch {lowest}, validation: " in words(app)
    assert f"**Test, after {lowest} epoch" in words(asked(app))
    app.button_group("train_view").set_value("use").run()
    assert "the best net of this run so far" in words(app)
    assert epoch_of(it) == lowest
