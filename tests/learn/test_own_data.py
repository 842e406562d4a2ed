"""A learner's own data in a run: its letters, its columns, no text on both sides, saved, mapped, and in its script."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rnnviz.core.typed import InputError
from rnnviz.jobs.serve import quiet
from rnnviz.learn import baselines, predict, trained
from rnnviz.learn.data import reviews, weather
from rnnviz.learn.data.labelled.reading import look
from rnnviz.learn.data.outline import outline
from rnnviz.learn.data.series import reading
from rnnviz.learn.plan import Plan
from rnnviz.learn.script import to_script
from rnnviz.learn.tasks import task_of
from rnnviz.maps.trained import of_net
from tests.learn.own_files import ARABIC, CHINESE, NAMES, SERIES_FILES, TEXT_FILES, table
from tests.learn.own_plans import MEASURED, SERIES, SMALL, plans
from tests.learn.trainers import last_evaluation, trainer_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("task", ["weather", "names", "sentiment", "characters"])
def test_a_run_is_saved_loaded_and_its_script_ends_with_its_numbers(task: str, tmp_path: Path) -> None:
    plan = plans(tmp_path)[task]
    trainer = trainer_of(plan)
    found = last_evaluation(trainer.records())
    empty = tmp_path / "empty"
    empty.mkdir()
    script = to_script(plan.but(file="elsewhere/it"), trainer.net.shape)
    (empty / "run.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "run.py", plan.file], cwd=empty, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    words = done.stdout.split()
    loss, validation, metric = (float(words[place]) for place in (-6, -3, -1))
    assert loss == pytest.approx(found.loss, rel=1e-6)
    assert validation == pytest.approx(found.validation_loss, rel=1e-6)
    assert metric == pytest.approx(found.scores[task_of(plan).metric], abs=1e-6)
    again = trained.load(trainer.trained().to_bytes())
    assert again.plan.file == again.plan.inputs == ""
    x, lengths = (lambda it: (it.x, it.lengths))(trainer.data.validation.batch(torch.arange(1)))
    torch.testing.assert_close(again.net(x, lengths), trainer.net.eval()(x, lengths))
    assert again.input_scales == trainer.data.input_scales


def test_letters_of_any_script_are_the_alphabet_the_outputs_and_the_map(tmp_path: Path) -> None:
    trainer = trainer_of(plans(tmp_path)["names"])
    letters = sorted({letter for name in (*ARABIC, *CHINESE) for letter in unicodedata.normalize("NFC", name)})
    assert list(trainer.data.tokens) == letters
    assert (trainer.net.shape.width, trainer.net.shape.outputs) == (len(letters), 2)
    it = trained.load(trainer.trained().to_bytes())
    assert predict.surname(it, f" {ARABIC[0]} ").pieces == tuple(ARABIC[0])
    assert predict.surname(it, f"x{CHINESE[0]}").pieces == tuple(CHINESE[0])
    with pytest.raises(InputError, match="no letter here that the net knows"):
        predict.surname(it, "Smith")
    points = of_net(it)
    assert list(points.labels) == letters
    np.testing.assert_array_equal(points.vectors[0], it.net.rnn.get_parameter("weight_ih_l0").detach().numpy()[:, 0])


@pytest.mark.parametrize(("task", "made"), [("names", list), ("sentiment", reviews.tokenize)])
def test_what_needs_no_net_is_scikit_learns_on_own_texts_too(
    task: str, made: Callable[[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plans(tmp_path)[task]
    data = task_of(plan).load(plan, lambda share: None)
    between = "" if task == "names" else " "
    train, validation = (
        [between.join(data.tokens[i] for i in row[:n]) for row, n in zip(side.x, side.lengths, strict=True)]
        for side in (data.train, data.validation)
    )
    words = CountVectorizer(tokenizer=made, token_pattern=None, lowercase=False)
    theirs = make_pipeline(words, LogisticRegression(max_iter=1000)).fit(train, data.train.y)
    found = baselines.of_plan(quiet(), plan)
    wanted = theirs.score(validation, data.validation.y)
    assert found["bag of letters" if task == "names" else "bag of words"].accuracy == pytest.approx(wanted)
    assert next(iter(found)) in ("most common class", "most common label")
    monkeypatch.setattr(baselines, "MOST_TEXTS", 4)
    some = baselines.some(data.train, 4)
    assert len(some) == 4 == baselines.counts(some, data.width).shape[0]
    assert baselines.counts(some, data.width).sum() == int(some.lengths.sum())


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("task", ["names", "sentiment"])
def test_no_text_is_in_two_parts_and_each_text_is_in_one(task: str, seed: int, tmp_path: Path) -> None:
    drawn = random.Random(seed)
    kinds = [("".join(drawn.choice("abcdefg") for _ in range(5)), f"class {n % 3}") for n in range(60)]
    rows = [*kinds, *drawn.sample(kinds, 20), *((text, "class 0") for text, _ in drawn.sample(kinds, 10))]
    file = tmp_path / "it.csv"
    file.write_text(table(rows, header="label,text"), encoding="utf-8")
    plan = Plan(task, seed=seed, file=str(file), **SMALL)
    data = task_of(plan).load(plan, lambda share: None)
    sides = []
    for side in data.parts:
        read = [row[:length] for row, length in zip(side.x.tolist(), side.lengths.tolist(), strict=True)]
        sides.append([(tuple(ids), data.classes[label]) for ids, label in zip(read, side.y.tolist(), strict=True)])
    texts = [{text for text, _ in side} for side in sides]
    assert not texts[0] & (texts[1] | texts[2])
    assert task == "sentiment" or not texts[1] & texts[2], "words that are not learned from are read alike"
    assert sum(map(len, sides)) == len(set(rows))
    if task == "names":
        together = Counter(("".join(data.tokens[i] for i in ids), label) for side in sides for ids, label in side)
        assert together == Counter(set(rows))


def test_windows_of_several_inputs_are_scikit_learns_scaled_columns() -> None:
    names = ("Temperature (C)", "Pressure, sea (hPa)")
    found = reading.read(SERIES.encode(), "it.csv", "Humidity (%)", names)
    assert found.input_names == names
    data = weather.dataset(found, 12, 2)
    values = np.array([row[1:] for row in MEASURED])
    values[:, 0] = [float(f"{value:.3f}") for value in values[:, 0]]
    boundary = int((160 - 12 - 2 + 1) * 0.8) + 12
    scaled = StandardScaler().fit(values[:boundary]).transform(values)
    batch = data.train.batch(torch.tensor([0, 5]))
    for at, (x, y) in zip((0, 5), zip(batch.x, batch.y, strict=True), strict=True):
        np.testing.assert_allclose(x, scaled[at : at + 12][:, [0, 2]], atol=1e-5)
        np.testing.assert_allclose(y, scaled[at + 12 : at + 14, 1], atol=1e-5)
    assert (data.width, data.outputs) == (2, 2)


def test_the_target_comes_first_where_it_is_an_input_and_alone_it_is_as_ever() -> None:
    both = reading.read(SERIES.encode(), "it.csv", "Humidity (%)", ("Temperature (C)", "Humidity (%)"))
    assert both.input_names == ("Humidity (%)", "Temperature (C)")
    np.testing.assert_array_equal(both.features[:, 0], both.values)
    alone = reading.read(SERIES.encode(), "it.csv", "Humidity (%)", ("Humidity (%)",))
    assert alone.inputs is None


def test_a_row_without_one_of_the_inputs_is_left_out_and_told() -> None:
    holes = SERIES.replace(",60.0,", ",,", 1)
    found = reading.read(holes.encode(), "it.csv", "Temperature (C)", ("Temperature (C)", "Humidity (%)"))
    assert len(found.values) == len(MEASURED) - 1
    assert any("1 row without a number in each input (first: line 12) left out." in note for note in found.notes)
    assert len(reading.read(holes.encode(), "it.csv", "Temperature (C)").values) == len(MEASURED)


@pytest.mark.parametrize("kind", SERIES_FILES)
def test_each_series_is_read_or_refused_with_its_cause(kind: str) -> None:
    it = SERIES_FILES[kind]
    found = reading.look(it.content, it.name)
    said = " ".join([found.series.read, *found.series.notes]) if found.series else found.problem
    assert (found.series is not None) is it.good, said
    for part in it.says:
        assert part in said


def test_the_time_column_can_be_chosen_or_is_refused_with_its_line() -> None:
    lines = [f"{t:%Y-%m-%d %H:%M},{t + timedelta(days=400):%Y-%m-%d %H:%M},{a:.2f}" for t, a, *_ in MEASURED]
    text = "\n".join(["Date,Sent,Temperature (C)", *lines]).encode()
    assert reading.look(text, "it.csv").times == ("Date", "Sent")
    assert str(reading.read(text, "it.csv").times[0]) == "2024-01-01T00:00:00"
    assert str(reading.read(text, "it.csv", time="Sent").times[0]) == "2025-02-04T00:00:00"
    found = reading.look(text, "it.csv", time="Temperature (C)")
    assert "“Temperature (C)” of it.csv holds no times (line 2 has “" in found.problem
    assert "There is no column “x” in it.csv" in reading.look(text, "it.csv", inputs=("x",)).problem


def test_several_inputs_are_not_fed_back(tmp_path: Path) -> None:
    it = trainer_of(plans(tmp_path)["weather"]).trained()
    window = np.random.default_rng(0).normal(1000, 5, (12, 2))
    assert len(predict.hours(it, window, 2)) == 2
    for given, count in ((window, 3), (window[:, :1], 1), (window[:5], 1), (window * np.nan, 1)):
        with pytest.raises(InputError):
            predict.hours(it, given, count)


@pytest.mark.parametrize("count", [40, 9000])
def test_an_outline_has_the_extremes_and_marks_each_gap(count: int) -> None:
    drawn = np.random.default_rng(count)
    times = np.datetime64("2024-01-01", "s") + np.arange(count) * np.timedelta64(3600, "s")
    series = weather.Series(times, drawn.normal(size=count), "")
    kept = np.delete(np.arange(count), slice(10, 20))
    shuffled = series.rows(drawn.permutation(np.concatenate([kept, kept[:3]])))
    found = outline(shuffled)
    values = [value for value in found.values if value is not None]
    assert (min(values), max(values)) == (found.low, found.high) == (shuffled.values.min(), shuffled.values.max())
    assert (found.gaps, found.repeats, len(found.repeated_times)) == (1, 3, 3)
    assert found.bands == [(str(times[9]), str(times[20]))]
    at = found.values.index(None)
    assert found.times[at - 1] < str(times[10]) <= str(times[20]) <= found.times[at + 1]
    assert len(found.times) <= 1510


def test_a_chosen_column_is_read_and_one_that_is_not_there_leaves_the_choice() -> None:
    three = table(NAMES, "{text},{label},{label}x", "name,language,other").encode()
    found = look(three, "it.csv", "names", "other", "name")
    assert found.labelled is not None
    assert found.labelled.classes == ("Dutchx", "Polishx")
    gone = look(three, "it.csv", "names", "country")
    assert gone.labelled is None
    assert gone.columns == ("name", "language", "other")
    assert "There is no column “country” in it.csv" in gone.problem


def test_a_pickle_is_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    import pickle

    monkeypatch.setattr(pickle, "loads", lambda *given: pytest.fail("opened"))
    monkeypatch.setattr(pickle, "load", lambda *given: pytest.fail("opened"))
    for it in TEXT_FILES.values():
        if "pickle" in " ".join(it.says):
            assert look(it.content, it.name, it.task).labelled is None
