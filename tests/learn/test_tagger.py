"""The taggers of the lesson on two directions, and slip i: on sentences not seen, and against torch's own forward."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.core.typed import InputError
from rnnviz.learn.data import drawn, tags
from rnnviz.learn.data.tags import HEADS, SLIDES, TAGS
from rnnviz.learn.models import Net
from rnnviz.learn.tagger import plan_of, sentence_of, train, untrained, verdict_accuracy
from rnnviz.learn.tasks import EXHIBITS, TASKS, task_of


def quiet(*how_far: float) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def pair():
    told = []
    return train("rnn", 1, 3, quiet), train("rnn", 2, 3, lambda *how: told.append(how)), told


def test_two_ways_know_what_follows_and_one_way_guesses(pair):
    one, two, told = pair
    assert one.curve[-1] < 0.45
    assert two.curve[-1] > 0.98
    assert [how[:2] for how in told] == [(epoch, 6) for epoch in range(1, 7)]
    for text, tag in SLIDES:
        assert two.tags(sentence_of(text))[0][0] == tag
    assert len({one.tags(sentence_of(text))[0] for text, _ in SLIDES}) == 1  # it has read one word, the same one


def test_a_tagger_taken_out_says_what_torchs_net_says():
    tagger, plan = untrained("lstm", 2, 5), plan_of("lstm", 2, 5)
    data = task_of(plan).load(plan, quiet)
    torch.manual_seed(5)
    net = Net(task_of(plan).shape(plan, data))
    words = sentence_of(SLIDES[1][0])
    ids = torch.tensor([[data.tokens.index(word) for word in words]])
    with torch.no_grad():
        p = net(ids, torch.tensor([len(words)])).softmax(-1)[0]
    said = tagger.tags(words)
    assert [TAGS.index(tag) for tag, _ in said] == p.argmax(-1).tolist()
    np.testing.assert_allclose([share for _, share in said], p.max(-1).values.numpy(), atol=1e-6)


def test_no_sentence_is_on_both_sides_and_the_first_words_do_not_tell():
    train_side, held_out = tags.split(0)
    assert not {words for words, _ in train_side} & {words for words, _ in held_out}
    for (text, tag), (words, labels) in zip(SLIDES, held_out, strict=False):
        assert (" ".join(words), labels[0]) == (text, tag)
    kinds: dict[str, set[str]] = {}
    for words, labels in train_side:
        at = next(k for k, word in enumerate(words) if word in HEADS)
        kinds.setdefault(words[: at + 1], set()).add(labels[at])
    assert all(found == set(TAGS) for found in kinds.values())  # what was read so far leaves all three open
    assert {word for words, _ in held_out for word in words} <= set(tags.vocabulary())


def test_labels_stand_at_their_words_and_padding_counts_for_nothing():
    data = tags.dataset(0)
    side = data.validation
    index = torch.tensor([0, 1])
    batch = side.batch(index)
    assert batch.x.shape == batch.y.shape == (2, int(side.lengths[index].max()))
    assert (batch.y[0, int(side.lengths[0]) :] == tags.IGNORED).all()
    assert data.tokens[int(batch.x[0, 0])] == "general"


def test_slip_i_forgets_the_last_word_and_both_ends_do_not():
    data = drawn.verdict_dataset(0)
    last = data.train.x[:, -1]
    assert torch.equal(last.long() - 1, data.train.y.long())
    assert verdict_accuracy("rnn", "hidden[-1]", 0, quiet) < 0.6
    assert verdict_accuracy("rnn", "both", 0, quiet) > 0.98


def test_only_the_lesson_offers_its_tasks_and_a_character_model_reads_one_way():
    assert not EXHIBITS.keys() & TASKS.keys()
    plan = next(iter(TASKS["characters"].presets.values())).but(directions=2)
    data = tags.dataset(0)
    assert task_of(plan).shape(plan, data).directions == 1
    assert task_of(plan_of("rnn", 2, 0)).shape(plan_of("rnn", 2, 0), data).directions == 2


@pytest.mark.parametrize(
    ("text", "words"), [("", "no word here"), ("a " * 17, "17 words"), ("general xylophone", "never seen “xylophone”")]
)
def test_a_sentence_it_cannot_read_gets_one_back(text, words):
    with pytest.raises(InputError, match=words):
        untrained("rnn", 2, 0).read(sentence_of(text))
