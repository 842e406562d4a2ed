"""The smallest text and table that may be loaded train; one letter or hour less gets a sentence.

What an epoch's two losses are.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from rnnviz.core.typed import InputError
from rnnviz.learn import running
from rnnviz.learn.data import DataError, characters, weather
from rnnviz.learn.data.series import reading
from rnnviz.learn.folder import RunFolder
from rnnviz.learn.plan import Plan
from rnnviz.learn.records import Ended, Evaluation
from rnnviz.learn.tasks import task_of
from rnnviz.learn.training import Trainer


@pytest.mark.parametrize("letters", [512, 513, 575, 576, 577, 640, 641, 700])
def test_a_short_text_has_a_whole_stretch_for_each_part_and_trains(letters: int, tmp_path: Path) -> None:
    text = ("The river runs to the sea. " * 40)[:letters]
    data = characters.dataset(text, "")
    assert len(data.train) >= 1
    assert data.test is not None
    assert min(len(data.validation), len(data.test)) >= 1
    assert data.validation.x.shape[1] == data.test.x.shape[1] == 64
    (tmp_path / "own.txt").write_text(text)
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    folder.touch()
    folder.write_plan(
        Plan("characters", source="own file", file=str(tmp_path / "own.txt"), hidden=4, epochs=1, device="cpu")
    )
    assert running.run(str(folder.path)) == "finished", folder.read()[0][-1]


def test_a_text_one_letter_too_short_gets_a_sentence_from_the_worker_too(tmp_path: Path) -> None:
    text = "a" * 511
    with pytest.raises(DataError, match="has 511 letters: give 512"):
        characters.alphabet(text)
    (tmp_path / "own.txt").write_text(text)
    folder = RunFolder(tmp_path)
    folder.touch()
    folder.write_plan(Plan("characters", source="own file", file=str(tmp_path / "own.txt")))
    assert running.run(str(tmp_path)) == "failed"
    assert folder.read()[0][-1] == Ended("failed", "The text has 511 letters: give 512 to 2\u202f000\u202f000.")


@pytest.mark.parametrize(("lag", "ahead", "hours"), [(1, 1, 7), (6, 1, 12), (6, 3, 34), (64, 1, 70), (64, 24, 323)])
def test_the_shortest_table_that_is_accepted_trains(lag: int, ahead: int, hours: int, tmp_path: Path) -> None:
    """By hand: of w = hours − lag − ahead + 1 windows the first int(0.8 w) teach, less the last ahead − 1.

    Half of the others are for validation, less the last ahead − 1.
    """
    windows = hours - lag - ahead + 1
    assert [(n - int(0.8 * n)) // 2 < ahead for n in (windows - 1, windows)] == [True, False]
    begin = datetime(2020, 1, 13)
    lines = [f"{begin + n * timedelta(hours=1):%Y-%m-%d %H:%M},{10 + n % 24}" for n in range(hours)]
    less, whole = ("\n".join(["Date,Temperature (C)", *lines[:n]]) for n in (hours - 1, hours))
    with pytest.raises(InputError, match=f"has {hours - 1} hours.*train, validation and test need some each"):
        weather.check(reading.read(less.encode(), "own.csv"), lag, ahead, sort=True)
    (tmp_path / "own.csv").write_text(whole)
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    folder.touch()
    given = {"source": "own file", "file": str(tmp_path / "own.csv"), "lag": lag, "ahead": ahead}
    folder.write_plan(Plan("weather", hidden=4, epochs=1, device="cpu", **given))
    assert running.run(str(folder.path)) == "finished", folder.read()[0][-1]


def test_the_last_mini_batch_is_told_beside_the_mean_of_the_epoch() -> None:
    """S2 prints the loss of the last mini-batch; both are computed here again, step by step."""
    plan = Plan("noise", hidden=6, epochs=1, batch_size=300, learning_rate=0.01)
    data = task_of(plan).load(plan, lambda share: None)
    one, other = Trainer(plan, data), Trainer(plan, data)
    losses, sizes = [], []
    for index in other.order():
        batch = data.train.batch(index)
        with torch.no_grad():
            losses.append(float(F.cross_entropy(other.net(batch.x, batch.lengths), batch.y)))
        sizes.append(len(index))
        other.one_step(batch)
    found = [it for it in one.records() if isinstance(it, Evaluation)][-1]
    assert found.last_batch == pytest.approx(losses[-1], abs=1e-6)
    mean = sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)
    assert found.loss == pytest.approx(mean, abs=1e-6)
    assert sizes == [300, 300, 300, 100]
    assert abs(found.loss - found.last_batch) > 1e-4
