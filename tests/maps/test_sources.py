"""What can be mapped: words trained here, digits, the nets of the training lab, the states of a text."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch

from rnnviz.core.cells import run, seeded_weights
from rnnviz.jobs.serve import quiet
from rnnviz.learn.folder import RunFolder
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained
from rnnviz.learn.training import Trainer
from rnnviz.maps import skipgram
from rnnviz.maps.neighbours import analogy, knn, nearest_to
from rnnviz.maps.points import PointsError
from rnnviz.maps.sources import SOURCES
from rnnviz.maps.trained import from_checkpoints, record_states, states

PATTERNS = skipgram.patterns((skipgram.ASSETS / "sentences.txt").read_text(encoding="utf-8"))


def net(plan: Plan) -> Trained:
    return Trainer(plan, task_of(plan).load(plan, lambda share: None)).trained()


@pytest.fixture(scope="module")
def words():
    return SOURCES["skip-gram"].make(quiet())


def test_words_of_a_kind_come_to_lie_together(words):
    trained, untrained = (of_its_kind(words.slices[k]) for k in (-1, 0))
    assert trained > 0.75 > 4 * untrained
    assert (words.names[:2], words.names[-1]) == (("untrained", "epoch 0.25"), "epoch 8")
    assert len(words.slices) == 9
    steps = [np.linalg.norm(b.vectors - a.vectors) for a, b in pairwise(words.slices)]
    assert min(steps) > 0.1 * max(steps)  # something to see at every moment
    assert "made up" in words.last.note
    assert words.last.values["times seen"][0] == words.last.values["times seen"].max()


def of_its_kind(points):
    """The mean share of a listed word's five neighbours that are of the word's own list."""
    of = np.array(points.kinds)
    listed = np.isin(of, ["day", "month", "number", "colour", "fruit", "drink", "instrument", "capital", "language"])
    return float((of[knn(points.vectors, 5)[0]] == of[:, None])[listed].mean())


@pytest.mark.parametrize(
    ("a", "b", "c", "d"), [("king", "man", "woman", "queen"), ("father", "man", "woman", "mother")]
)
def test_king_minus_man_plus_woman(words, a, b, c, d):
    rows = [words.labels.index(word) for word in (a, b, c)]
    found = nearest_to(words.last, analogy(words.last, *rows), 3, "cosine", rows)
    assert d in [it.label for it in found]


def test_the_words_that_come_along_are_those_that_are_trained(words):
    """Rounded to half precision, and perhaps by another machine: the same neighbours, not the same bits."""
    trained = skipgram.train(quiet(), epochs=2)
    begun = len(trained.names)
    assert (trained.labels, trained.names, trained.last.note) == (words.labels, words.names[:begun], words.last.note)
    assert trained.last.kinds == words.last.kinds
    for now, then in zip(trained.slices[1:], words.slices[1:begun], strict=True):
        found, kept = (knn(points.vectors, 5)[0] for points in (now, then))
        shared = [len(set(a) & set(b)) for a, b in zip(found.tolist(), kept.tolist(), strict=True)]
        assert np.mean(shared) > 4


def test_words_are_trained_alike_from_one_seed():
    short = {"sentences": 600, "epochs": 1}
    first, again, other = (skipgram.train(quiet(), seed, **short).last.vectors for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert first.shape != other.shape or (first != other).any()


def test_pairs_are_the_words_within_the_window_of_one_sentence(monkeypatch):
    monkeypatch.setattr(skipgram, "FREQUENT", 1.0)
    lines = [np.arange(6), np.arange(6, 9)]
    found = skipgram.pairs(lines, np.ones(9), np.random.default_rng(0)).tolist()
    assert {(a, b) for a, b in found} <= {(a, b) for line in lines for a in line for b in line if 0 < abs(a - b) <= 3}
    for line in lines:
        for a, b in pairwise(line.tolist()):
            assert [a, b] in found
            assert [b, a] in found


def test_slots_are_filled_from_their_lists():
    lists = {"n": ["one", "two", "three"], "m": ["A", "B", "C"]}
    made = skipgram.Patterns(lists, ["{n.1} {n.1+1} {m.1} x {n}"])
    for line in skipgram.drawn(made, 50, 0):
        at = lists["n"].index(line[0])
        assert line[1:3] == [lists["n"][at + 1], lists["m"][at]]
        assert line[4] in lists["n"]
    assert skipgram.prose("# note\n+ A film.\nThe river's end! No") == [["a", "film"], ["the", "river's", "end"]]
    used = {slot for line in PATTERNS.sentences for slot, _, _ in skipgram._SLOT.findall(line)}
    assert used == set(PATTERNS.lists)


def test_digits():
    points = SOURCES["digits"].make(quiet()).last
    assert points.vectors.shape == (1797, 64)
    assert set(points.kinds) == set("0123456789")


@pytest.mark.parametrize(("task", "cell"), [("sentiment", "lstm"), ("characters", "gru"), ("names", "rnn")])
def test_a_runs_words_or_letters_at_each_checkpoint(tmp_path, task, cell):
    here = RunFolder(tmp_path)
    made = net(Plan(task, cell=cell, hidden=4, embedding=6))
    for epoch in range(20):
        here.checkpoints.keep(epoch, made.to_bytes())
        with torch.no_grad():
            next(made.net.parameters()).add_(0.1)
    found = from_checkpoints(tmp_path, quiet())
    assert len(found.slices) == 12
    assert (found.names[0], found.names[-1]) == ("untrained", "epoch 19")
    last = here.checkpoints.load(19)
    word = 5
    x = torch.tensor([[last.tokens.index(found.labels[word])]])
    if task == "sentiment":
        expected = last.net.features(x)[0, 0]
        assert "<pad>" not in found.labels
        assert "embedding" in found.last.note
    else:
        expected = last.net.rnn.weight_ih_l0 @ last.net.features(x)[0, 0]
        assert found.last.width == 4 * {"gru": 3, "rnn": 1}[cell]
        assert "weight_ih" in found.last.note
        assert "vowel" in found.last.kinds
    np.testing.assert_allclose(found.last.vectors[word], expected.detach().numpy(), atol=1e-6)
    assert np.abs(found.last.vectors - found.slices[0].vectors).max() > 1


def test_a_run_without_words_gets_a_sentence(tmp_path):
    with pytest.raises(PointsError, match="kept no net yet"):
        from_checkpoints(tmp_path, quiet())
    RunFolder(tmp_path).checkpoints.keep(0, net(Plan("noise", hidden=4)).to_bytes())
    with pytest.raises(PointsError, match="reads numbers"):
        from_checkpoints(tmp_path, quiet())
    RunFolder(tmp_path).checkpoints.path(0).write_bytes(b"torn")
    with pytest.raises(PointsError, match="not a file of weights"):
        from_checkpoints(tmp_path, quiet())


def test_the_states_of_a_text_are_a_path():
    made = net(Plan("names", hidden=4))
    found = states(made, "Ada", "Satoshi")
    assert found.labels == tuple("AdaSatoshi")
    assert (found.path, found.kinds) == ((0, 1, 2), ("text 1",) * 3 + ("text 2",) * 7)
    np.testing.assert_allclose(found.vectors[9], states(made, "Satoshi").vectors[6])
    np.testing.assert_allclose(found.vectors[0], states(made, "Ax").vectors[0], atol=1e-6)
    with pytest.raises(PointsError, match="surname"):
        states(made, "123")


def test_the_states_of_a_cell_are_a_path():
    weights = seeded_weights("gru", 1, 3, 0)
    record = run("gru", np.ones((6, 1)), weights, np.zeros(3))
    found = record_states(record)
    np.testing.assert_allclose(found.vectors, record.h, atol=1e-6)
    assert (found.labels[0], found.path) == ("t = 1", tuple(range(6)))
