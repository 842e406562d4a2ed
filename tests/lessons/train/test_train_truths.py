"""What the training lab says of a run's size, data and epochs is the run's own."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from rnnviz.learn.data import reviews
from rnnviz.learn.jobs import View
from rnnviz.learn.models import Net, Shape, count
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Evaluation
from rnnviz.learn.tasks import TASKS
from rnnviz.lessons.train import epoch as moment
from rnnviz.ui.runs import results as facts

REAL = TASKS["sentiment"].presets["RNN"].but(source="real", limit=40)


def shown(key: str, plan: Plan, epochs: int = 0) -> View:
    ends = tuple(Evaluation(e, e, 0.5, 0.5, {"accuracy": e / 10}, {}, 1.0) for e in range(1, epochs + 1))
    return View(key, plan, "finished", evaluations=ends)


def test_a_shorter_run_looked_back_at_later_shows_its_last_epoch() -> None:
    it = shown("short", REAL, 3)
    wanted = {0: None, 1: 1, 3: 3, 4: 3, 20: 3}
    found = {epoch: moment.evaluated(it, epoch) for epoch in wanted}
    assert {epoch: e and e.epoch for epoch, e in found.items()} == wanted


def test_of_some_real_reviews_the_runs_net_tells_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count is of torch.nn.RNN and of the two tables by hand."""
    shape = Shape("rnn", "embedding", 43, 2, 64, embedding=128)
    monkeypatch.setattr(facts, "net_at", lambda key, epoch: SimpleNamespace(net=SimpleNamespace(shape=shape)))
    run = shown("run", REAL)
    assert facts.at_most(REAL, ())
    assert facts.sizes(REAL) == (20_000, 2)
    assert not facts.at_most(REAL, (run,))
    assert facts.sizes(REAL, None, (run,)) == (43, 2)
    rnn = torch.nn.RNN(128, 64)
    own = sum(value.numel() for value in rnn.parameters()) + 43 * 128 + 2 * 64 + 2
    assert facts.facts(REAL.to_json(), 43, 2).parameters == own == count(Net(shape))
    for other in (REAL.but(limit=60), REAL.but(limit=0), Plan("sentiment")):
        assert facts.sizes(other, None, (run,)) != (43, 2)
    assert not facts.at_most(REAL.but(limit=0), ())
    assert "nn.Embedding(data.width, 128" in facts.facts(REAL.to_json(), 20_000, 2).script


def test_the_data_line_counts_the_reviews_that_were_read(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("good film", 1), ("bad film", 0)] * 50
    monkeypatch.setattr(reviews, "real", lambda tell: reviews.Sides(rows, rows[:60], rows[:60]))
    for limit, said in ((0, "100 + 60 + 60"), (40, "40 + 40 + 40"), (80, "80 + 60 + 60")):
        assert TASKS["sentiment"].load(REAL.but(limit=limit), lambda share: None).origin == f"IMDB, {said} reviews"
