"""What needs no net, against scikit-learn on the texts themselves, and by counting."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import r2_score
from sklearn.pipeline import make_pipeline

from rnnviz.learn.baselines import BASELINES, bag, most_common, usual_next
from rnnviz.learn.data import characters, names, reviews, weather
from rnnviz.learn.tasks import TASKS, usual


def test_a_bag_of_words_is_scikit_learns_own_on_the_texts():
    sides = reviews.built_in(0)
    data = reviews.dataset(sides, "", min_freq=1)
    words = CountVectorizer(tokenizer=reviews.tokenize, token_pattern=None, lowercase=False)
    theirs = make_pipeline(words, LogisticRegression(max_iter=1000))
    theirs.fit([text for text, _ in sides.train], [label for _, label in sides.train])
    wanted = theirs.score([text for text, _ in sides.validation], [label for _, label in sides.validation])
    assert bag(data).accuracy == pytest.approx(wanted, abs=1.5 / len(sides.validation)), "<unk> is a column of ours"
    assert 0.5 < wanted < 0.99, "words alone do not say which judgement is the last"


def test_a_bag_of_letters_counts_each_letter():
    found = names.built_in()
    data = names.dataset(found, 0, "")
    words = CountVectorizer(analyzer="char", lowercase=False)
    spelled, tested = (
        ["".join(data.tokens[i] for i in row[:n]) for row, n in zip(side.x, side.lengths, strict=True)]
        for side in (data.train, data.validation)
    )
    theirs = make_pipeline(words, LogisticRegression(max_iter=1000)).fit(spelled, data.train.y)
    assert bag(data).accuracy == pytest.approx(theirs.score(tested, data.validation.y), abs=1.5 / len(tested))


def test_the_most_common_and_the_usual_next_are_counted():
    text = characters.built_in()
    data = characters.dataset(text, "")
    learned, validation = (
        [
            (data.tokens[a], data.tokens[b])
            for x, y in zip(side.x, side.y, strict=True)
            for a, b in zip(x, y, strict=True)
        ]
        for side in (data.train, data.validation)
    )
    (usual_letter, _), *_ = Counter(b for _, b in learned).most_common()
    assert most_common(data).accuracy == pytest.approx(np.mean([b == usual_letter for _, b in validation]))
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for a, b in learned:
        after[a][b] += 1
    right = [bool(after[a]) and after[a][b] == max(after[a].values()) for a, b in validation]
    assert usual_next(data).accuracy == pytest.approx(np.mean(right), abs=0.002), "equals are taken by the alphabet"
    assert usual_next(data).accuracy > most_common(data).accuracy


@pytest.mark.parametrize("ahead", [1, 3, 30])
def test_same_time_yesterday_is_a_whole_number_of_days_back_and_known_by_then(ahead):
    series = weather.synthetic(900)
    data = weather.dataset(series, 48, ahead)
    rows = data.validation.rows
    assert rows is not None
    y, said = [], []
    for row in rows.tolist():
        for step in range(ahead):
            target = row + 48 + step
            days = next(k for k in range(1, 9) if target - 24 * k < row + 48)
            y.append(series.values[target])
            said.append(series.values[target - 24 * days])
    grid = np.array(y).reshape(-1, ahead), np.array(said).reshape(-1, ahead)
    assert data.yesterday["R²"] == pytest.approx(r2_score(grid[0].ravel(), grid[1].ravel()), abs=0.02)
    assert data.yesterday["MSE"] == pytest.approx(np.mean((grid[0] - grid[1]) ** 2), rel=1e-9)


def test_yesterday_needs_windows_that_reach_it_and_days_of_a_whole_number_of_steps():
    series = weather.synthetic(300)
    assert weather.dataset(series, 23, 1).yesterday == {}
    assert weather.dataset(series, 24, 1).yesterday
    assert weather.dataset(series, 24, 1, sort=False).yesterday == {}
    assert weather.yesterday(series.values, np.array([0, 1]), 30, 1, 24.5) == {}
    assert weather.yesterday(series.values, np.array([0, 1]), 30, 1, 1.0) == {}


@pytest.mark.parametrize("task", BASELINES)
def test_each_task_that_has_labels_has_two_and_they_take_no_time(task):
    data = TASKS[task].load(usual(task), lambda share: None)
    found = {name: made(data) for name, made in BASELINES[task].items()}
    assert len(found) == 2
    assert all(0 < one.accuracy < 1 and one.seconds >= 0 for one in found.values())
