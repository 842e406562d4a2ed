"""The lead of Train: what it says of the runs that came along is so in their records, and its tasks' edges."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.core.windows import create_sequences
from rnnviz.lead.answers import Guess
from rnnviz.lead.steps import steps_of
from rnnviz.learn import predict
from rnnviz.learn.included.keys import key_of
from rnnviz.lessons.train.tasks import TASKS, ends
from rnnviz.ui.runs.results import net_at, runs
from tests.pages.visiting import visit

STEPS = steps_of("train")


def truth(name: str, link: str, **of: object) -> Guess:
    return TASKS.truths[name](*TASKS.read(link), **of).truth


def test_a_run_begins_near_the_loss_of_a_net_that_knows_nothing() -> None:
    for task, classes in (("names", 18), ("noise", 2), ("sentiment", 2)):
        first = runs().view(key_of(task)).progress[0].loss
        alike = float(torch.nn.functional.cross_entropy(torch.zeros(1, classes), torch.tensor([0])))
        assert truth("first_loss", f"task={task}") == pytest.approx(alike)
        assert first == pytest.approx(alike, abs=0.1)
    assert "18 languages" in STEPS[1].text


def test_what_the_first_step_says_of_the_losses_is_so() -> None:
    it = ends(TASKS.read(STEPS[0].state)[0])
    assert it[-1].loss < it[0].loss
    assert it[-1].validation_loss < it[0].validation_loss


def test_noise_is_learned_by_heart_and_on_validation_data_it_is_a_coin() -> None:
    state, _ = TASKS.read("task=noise")
    last = ends(state)[-1]
    assert last.confusion is not None
    assert last.counts is not None
    right = sum(row[k] * count for k, (row, count) in enumerate(zip(last.confusion, last.counts, strict=True)))
    assert last.scores["accuracy"] == pytest.approx(right / sum(last.counts))
    assert last.trained["accuracy"] > 0.9
    assert (truth("rising", "task=noise"), truth("rising", "task=names")) == ("validation", "neither")


def test_the_net_is_far_above_the_most_common_language_and_within_chance_of_the_bag() -> None:
    """By Fisher's exact test of two shares, too."""
    from scipy.stats import fisher_exact

    state, _ = TASKS.read("task=names")
    last = ends(state)[-1]
    names = sum(last.counts or ())
    own = round((last.scores["accuracy"] or 0) * names)
    for level, news in ((0.034, True), (0.448, False)):
        other = round(level * names)
        p = fisher_exact([[own, names - own], [other, names - other]]).pvalue
        assert bool(p < 0.05) is news
    assert truth("beats", "task=names") == "common"


def test_the_mean_error_is_scikit_learn_s_and_a_drawn_language_is_as_likely_as_another() -> None:
    from sklearn.metrics import mean_absolute_error

    assert truth("mean_error", "task=noise") == pytest.approx(
        mean_absolute_error([11.18, 11.66, 8.97], [-0.33, -0.61, 1.35])
    )
    draw = np.random.default_rng(0)
    names = np.repeat([0, 1], [9340, 71])
    language = draw.integers(0, 2, 4000)  # the language first, then one of its names
    drawn = np.array([draw.choice(np.flatnonzero(names == one)) for one in language])
    assert 0.45 < (names[drawn] == 1).mean() < 0.55
    assert truth("drawn", "task=noise", counts=[9340, 71]) == "equal"


def test_windows_are_as_many_as_are_cut() -> None:
    cut = create_sequences(np.arange(1000.0), 64, 1)[0]
    assert truth("windows", "task=weather", length=1000) == len(cut)


@pytest.mark.parametrize(
    ("check", "of", "link", "done"),
    [
        ("first_above", {"share": 0.3}, "task=names&view=back&epoch=9", True),
        ("first_above", {"share": 0.3}, "task=names&view=back&epoch=4", False),
        ("first_above", {"share": 0.3}, "task=names&view=back&epoch=20", False),  # above, and not the first
        ("first_above", {"share": 0.3}, "task=names&view=back", False),
        ("first_above", {"share": 0.3}, "task=names&epoch=9", False),
        ("first_above", {"share": 0.99}, "task=names&view=back&epoch=9", False),
        ("takes_for", {"language": "Russian", "least": 0.9}, "task=names&view=use&example=Romanov", True),
        ("takes_for", {"language": "Russian", "least": 0.9}, "task=names&view=use&example=Rossi", False),
        ("takes_for", {"language": "Russian", "least": 0.9}, "task=names&view=use&example=123", False),
        ("takes_for", {"language": "Russian", "least": 0.9}, "task=names&example=Romanov", False),
        ("small", {"below": 20000, "layers": 2}, "task=names&layers=2&hidden=24", True),
        ("small", {"below": 20000, "layers": 2}, "task=names&layers=2&hidden=128", False),
        ("small", {"below": 20000, "layers": 2}, "task=names&hidden=24", False),
    ],
)
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, of: dict[str, object], link: str, done: bool) -> None:
    assert bool(TASKS.checks[check](*TASKS.read(link), **of)) is done


def test_a_name_is_checked_with_the_net_of_the_last_epoch() -> None:
    net = net_at(key_of("names"), 20)
    p = np.exp(predict.surname(net, "Romanov").log_p[-1])
    assert p[net.classes.index("Russian")] >= 0.9


def test_what_is_typed_and_moved_is_checked_at_once_and_ones_own_comes_back() -> None:
    back, use = (k for k, step in enumerate(STEPS) if step.check in ("first_above", "takes_for"))
    app = visit("train", step=str(back + 1))
    app.select_slider(key="train_epoch").set_value(9).run()
    assert any(text.value.startswith("Done.") for text in app.success)
    app = visit("train", step=str(use + 1))
    app.text_input(key="train_example_names_use").set_value("Petrov").run()
    assert any(text.value.startswith("Done.") for text in app.success)
    app.button(key="lead_next").click().run()
    app.button(key="lead_mine").click().run()
    assert not app.exception
    assert app.text_input(key="train_example_names_use").value == "Petrov"


def test_a_run_of_ones_own_is_kept_while_a_step_shows_its_example() -> None:
    app = visit("train", step="2", task="names", run=key_of("noise"))
    app.button(key="lead_example").click().run()
    assert not app.exception
    assert "run" not in app.query_params
    app.button(key="lead_mine").click().run()
    assert app.query_params["run"] in (key_of("noise"), [key_of("noise")])
