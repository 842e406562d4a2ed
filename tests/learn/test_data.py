"""Names, reviews, noise and characters: of our own, and the real ones where they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from rnnviz.core.letters import tokenize
from rnnviz.core.text import counted_tokens, vocabulary
from rnnviz.learn.data import DataError, characters, drawn, names, reviews
from rnnviz.learn.data.examples import pad

Packs = dict[str, Callable[[dict[str, bytes]], bytes]]
Real = Callable[[str], Path]


def test_names_are_spelled_with_57_letters() -> None:
    assert len(names.LETTERS) == 57
    assert names.plain("Ślusàrski") == "Slusarski"
    assert names.plain("O'Néàl") == "O'Neal"
    assert names.ids("Mar") == [names.LETTERS.index(letter) for letter in "Mar"]
    for typed, said in (("", "no letter"), ("王", "no letter"), ("a" * 41, "at most 40")):
        with pytest.raises(DataError, match=said):
            names.ids(typed)


def test_no_surname_stands_on_both_sides() -> None:
    built = names.built_in()
    assert len(built) == 18
    assert min(len(it) for it in built.values()) >= 30
    data = names.dataset(built, 0, "")
    spelled = [{tuple(row.tolist()) for row in side.x} for side in (data.train, data.validation)]
    spelled = [{tuple(id for id in row[:20]) for row in side} for side in spelled]
    width = max(data.train.x.shape[1], data.validation.x.shape[1])
    rows = [{(*row, *[0] * (width - len(row))) for row in side} for side in spelled]
    assert not rows[0] & rows[1]
    assert not torch.equal(data.train.x, names.dataset(built, 1, "").train.x)


def test_the_real_names(real: Real) -> None:
    real("names")
    found = names.real()
    assert len(found) == 18
    assert tuple(sorted(found)) == names.LANGUAGES
    assert sum(len(it) for it in found.values()) > 17_000  # each once
    assert "Béringer" not in found["French"]
    assert "Beringer" in found["French"]


def test_the_real_names_from_the_archive(
    packs: Packs, real: Real, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = real("names")
    wanted = names.real()
    files = {f"data/names/{path.name}": path.read_bytes() for path in folder.glob("*.txt")}
    (tmp_path / "data.zip").write_bytes(packs["zip"](files | {"data/eng-fra.txt": b"Go.\tVa !"}))
    monkeypatch.setenv("RNNVIZ_DATA", str(tmp_path))
    assert names.real() == wanted


def test_noise_is_the_slides_and_seeded() -> None:
    data = drawn.noise_dataset(3)
    assert (tuple(data.train.x.shape), data.outputs) == ((1000, 10, 5), 2)
    assert torch.equal(data.train.x, drawn.noise_dataset(3).train.x)
    assert not torch.equal(data.train.x, data.validation.x)


def test_characters_are_followed_by_the_next_one() -> None:
    text = characters.built_in()
    data = characters.dataset(text, "")
    batch = data.train.batch(torch.arange(2))
    assert "".join(data.tokens[i] for i in batch.x[0]) == text[:64]
    assert "".join(data.tokens[i] for i in batch.y[0]) == text[1:65]
    with pytest.raises(DataError, match="has 5 letters"):
        characters.dataset("short", "")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_line_ends_are_one_letter_of_the_model(end: str) -> None:
    text = characters.built_in()
    same = characters.dataset("\ufeff" + text.replace("\n", end), "")
    assert same.tokens == characters.dataset(text, "").tokens == characters.alphabet(text.replace("\n", end))


def test_the_vocabulary_is_the_slides_recipe() -> None:
    """Counted here again: specials, then by frequency and by letter, at least 3 times, at most so many in all."""
    drawn = np.random.default_rng(0)
    words = [[f"w{int(n)}" for n in drawn.geometric(0.02, 60)] for _ in range(100)]
    counts = Counter(word for line in words for word in line)
    ranked = sorted((word for word in counts if counts[word] >= 3), key=lambda word: (-counts[word], word))
    assert reviews.vocabulary(words, 50) == ("<pad>", "<s>", "<unk>", *ranked[:47])
    assert reviews.vocabulary(words) == ("<pad>", "<s>", "<unk>", *ranked)


def test_what_is_learned_is_cut_and_numbered_as_the_words_page_does_it() -> None:
    """torchtext here, our own there, which needs no torch: one text, one list of tokens, one vocabulary."""
    told = [text for text, _ in reviews.built_in().train[:200]] + ["Don’t, “really”<br />\u200bBAD; so: it's (5)!?"]
    cut = [reviews.tokenize(text) for text in told]
    assert cut == [tokenize(text) for text in told]
    assert reviews.vocabulary(cut, 60) == vocabulary(counted_tokens(cut), 60, reviews.MIN_FREQ, reviews.SPECIALS).tokens


def test_reviews_are_tokenised_cut_and_padded() -> None:
    sides = reviews.Sides([("Good, good <br /> film!", 1), ("Bad", 0)], [("Good GOAT", 1), ("", 0)], [("GOAT", 1)])
    data = reviews.dataset(sides, "", longest=4, min_freq=1)
    assert [data.tokens[i] for i in data.train.x[0]] == ["good", ",", "good", "film"]
    assert [data.tokens[i] for i in data.validation.x[0]] == ["good", "<unk>", "<pad>", "<pad>"]
    assert data.validation.lengths.tolist() == [2, 1]  # an empty review is one pad


def test_the_built_in_reviews_are_balanced_and_no_bag_of_words_solves_them() -> None:
    sides = reviews.built_in()
    every = [*sides.train, *sides.validation, *sides.test]
    assert len(every) == len({text for text, _ in every}) >= 1000
    assert sum(label for _, label in every) == len(every) / 2
    assert sides == reviews.built_in()
    lengths = [len(reviews.tokenize(text)) for text, _ in every]
    assert min(lengths) < 8
    assert max(lengths) > 70
    bag = CountVectorizer()
    counted, labels = bag.fit_transform([text for text, _ in sides.train]), [label for _, label in sides.train]
    model = LogisticRegression(max_iter=500).fit(counted, labels)
    found = model.score(bag.transform([text for text, _ in sides.validation]), [label for _, label in sides.validation])
    assert 0.5 < found < 0.75


def test_imdb_is_read_from_its_layout(packs: Packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members = {f"aclImdb/{side}/{label}/0_{i}.txt": f"{side} {label} {i}".encode() for i in range(3)
               for side in ("train", "test") for label in ("neg", "pos", "unsup")}  # fmt: skip
    (tmp_path / "aclImdb_v1.tar.gz").write_bytes(packs["tar"](members | {"aclImdb/imdb.vocab.txt": b"the"}))
    monkeypatch.setenv("RNNVIZ_DATA", str(tmp_path))
    sides = reviews.real()
    assert sides.train == [(f"train {name} {i}", label) for label, name in enumerate(("neg", "pos")) for i in range(3)]
    every = [(f"test {name} {i}", label) for label, name in enumerate(("neg", "pos")) for i in range(3)]
    assert sorted(sides.validation + sides.test) == every
    assert (len(sides.validation), len(sides.test)) == (3, 3)


def test_padding_is_right_and_zero() -> None:
    x, lengths = pad([[1, 2, 3], [4], []])
    assert x.tolist() == [[1, 2, 3], [4, 0, 0], [0, 0, 0]]
    assert lengths.tolist() == [3, 1, 1]
