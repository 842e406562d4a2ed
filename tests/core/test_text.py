"""Tokens and vocabularies against torchtext's own, and what one-hot rows and an embedding cost."""

from __future__ import annotations

import ast
import re
import string
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from rnnviz.core.letters import LETTERS, one_sign, tokenize
from rnnviz.core.losses import one_hot
from rnnviz.core.text import Cost, Vocabulary, cost, counted_tokens, padded, vocabulary
from rnnviz.core.typed import InputError, grouped
from rnnviz.lessons.words import PRESETS, WordsState, changed, encoded
from rnnviz.lessons.words.presets import BEFORE, HAPPY

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # torchtext 0.6 is older than this torch
    from torchtext.data.utils import get_tokenizer
    from torchtext.vocab import Vocab

AWKWARD = [
    "", " ", "It's \"fine\".", "<br />a<br/>b<BR />", '<br "/>x', "<br ;/>", "<br;/>", "<br . />", "a.b,c(d)e!f?g;h:i",
    "can''t..", "tab\tnew\nline\x0b\x1c\u00a0\u2003end", "ÀÉ İSTANBUL ß ﬀ", "a-b_c d/e @#$%^&*[]{}", "\u200b\u0301",
    "日本語。テスト", "...!!!",
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_cut_as_torchtext_cuts_it(text: str) -> None:
    assert tokenize(text) == get_tokenizer("basic_english")(one_sign(text))


def test_random_text_is_cut_as_torchtext_cuts_it() -> None:
    rng, theirs = np.random.default_rng(0), get_tokenizer("basic_english")
    pieces = [*string.printable, "<br />", "<br", "/>", "İ", "é", "\u2028", "’", "“", "\ufeff"]
    for _ in range(500):
        text = "".join(rng.choice(pieces, 40))
        assert tokenize(text) == theirs(one_sign(text))


def test_random_vocabularies_are_torchtexts() -> None:
    """The same ids, ties included, for any min_freq, max_size and specials; without a size, words that are specials."""
    rng = np.random.default_rng(1)
    for _ in range(300):
        words = [f"w{number}" for number in rng.geometric(0.1, 80)]
        specials = ["<unk>", "<pad>", "w3"][: int(rng.integers(1, 4))]
        inside = rng.random() < 0.5 or "w3" in specials
        words += ["<unk>", "<pad>"] * int(rng.integers(1, 4)) if inside else []
        size, least = None if inside else int(rng.integers(0, 30)), int(rng.integers(1, 5))
        ours = vocabulary(counted_tokens([words]), None if size is None else size + len(specials), least, specials)
        theirs = Vocab(Counter(words), max_size=size, min_freq=least, specials=specials)
        assert list(ours.tokens) == theirs.itos
        asked = [f"w{number}" for number in range(40)]
        assert ours.ids(asked) == [theirs[word] for word in asked]
    assert list(vocabulary(Counter("aab"), None).tokens) == Vocab(Counter("aab"), specials=[]).itos


def test_a_special_in_the_text_costs_a_place_as_in_the_slides_function() -> None:
    """torchtext's build_vocab_from_iterator (0.11 on): rank all, cut to max_tokens − specials, then drop the specials.

    Its cut is that of 0.6's Vocab without specials; min_freq and the specials are taken from what is left.
    """
    rng, specials = np.random.default_rng(2), ("<pad>", "<s>", "<unk>")
    for _ in range(300):
        words = [*(f"w{number}" for number in rng.geometric(0.1, 60)), *rng.choice(specials, 8).tolist()]
        most, least = int(rng.integers(4, 30)), int(rng.integers(1, 4))
        cut = Vocab(Counter(words), max_size=most - 3, specials=[]).itos
        wanted = [*specials, *(it for it in cut if Counter(words)[it] >= least and it not in specials)]
        assert list(vocabulary(counted_tokens([words]), most, least, specials).tokens) == wanted
    assert vocabulary(Counter("aaab") + Counter(["<s>"] * 9), 5, 1, specials).tokens == (*specials, "a")


def test_the_slides_vocabulary_comes_out_of_two_sentences() -> None:
    """Slides 001: [UNK] [pad] ai a are cs is learning; the sentence reads 0, 4, 7, 2, 1."""
    found = encoded(WordsState())
    assert found.vocabulary.tokens == ("[UNK]", "[pad]", "ai", "a", "are", "cs", "is", "learning")
    assert found.lines[0].ids == (0, 4, 7, 2, 1)
    assert found.lines[0].unknown == {0}
    assert found.lines[0].padding == {4}
    np.testing.assert_array_equal(found.table, BEFORE)


def test_embedding_4_2_and_mar() -> None:
    found = encoded(PRESETS["happy"].setup)
    assert [line.ids for line in found.lines] == [(0, 1, 2), (0, 1, 3)]
    np.testing.assert_array_equal(found.table, HAPPY)
    assert found.table.shape == (4, 2)
    mar = encoded(PRESETS["letters"].setup)
    assert [LETTERS[number] for number in mar.lines[0].ids] == list("Mar")
    assert len(mar.vocabulary) == 57
    assert cost(mar.tokens, 57, 4) == Cost(57, 3 * 1 * 57, 12, 228)
    assert cost(5, 30_000, 4) == Cost(30_000, 150_000, 20, 120_000)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_product_of_one_hot_rows_and_table_is_the_look_up(preset: str) -> None:
    found = encoded(PRESETS[preset].setup)
    for line in found.lines:
        ids = np.array(line.ids)
        np.testing.assert_array_equal(one_hot(ids, len(found.table)) @ found.table, found.table[ids])


def test_what_the_presets_say_holds() -> None:
    slides, reviews = encoded(WordsState()), encoded(PRESETS["reviews"].setup)
    assert "we" not in slides.vocabulary.place
    assert "we" in encoded(changed(WordsState(), max_size=10)).vocabulary.place
    line = reviews.lines[0]
    assert [line.tokens[at] for at in sorted(line.unknown)] == ["loud", "with", "terrible"]
    assert "loud" in encoded(changed(PRESETS["reviews"].setup, min_freq=1)).vocabulary.place


def test_padding_and_cutting() -> None:
    assert padded([5, 6], 4, 1) == [5, 6, 1, 1]
    assert padded([5, 6], 1, None) == [5]
    cut = encoded(changed(WordsState(), length=2)).lines[0]
    assert (cut.tokens, cut.cut) == (("we", "are"), 2)
    with pytest.raises(InputError, match="fill up"):
        padded([5, 6], 3, None)


def test_a_vocabulary_without_unk_says_so() -> None:
    with pytest.raises(InputError, match="“b” is not in the vocabulary"):
        Vocabulary(("a",)).ids(["a", "b"])
    assert Vocabulary(("unk", "a"), 0).unknown is None
    assert Vocabulary(("<UNK>", "a"), 1).ids(["b"]) == [0]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"text": " \n "}, "no word here yet"),
        ({"text": "a\n" * 5}, "5 lines"),
        ({"text": "a " * 25}, "25 words"),
        ({"text": "x" * 401}, "401 characters"),
        ({"corpus": ""}, "no word here yet"),
        ({"corpus": "word " * 200_000}, "1000000 characters"),
        ({"specials": "[pad]"}, "“we” is not in the vocabulary"),
        ({"specials": "[UNK]"}, "fill up"),
        ({"specials": "a b c d e f g h i"}, "9 special tokens"),
        ({"specials": "x" * 13}, "too long"),
        ({"max_size": 1}, "2 or more"),
        ({"specials": "", "min_freq": 9}, "9 times"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(values: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        encoded(changed(WordsState(), **values))
    assert str(caught.value).endswith(".")


def test_letters_without_a_letter() -> None:
    with pytest.raises(InputError, match="no letter here yet"):
        encoded(changed(PRESETS["letters"].setup, text="日本"))


def test_another_seed_draws_the_table_anew() -> None:
    drawn = encoded(changed(WordsState(), seed=1)).table
    assert not np.isin(drawn, BEFORE).any()
    larger = encoded(changed(WordsState(), max_size=10, size=6)).table
    np.testing.assert_array_equal(larger[:8, :4], BEFORE)
    assert larger.shape == (10, 6)


def test_a_whole_number_is_written_in_one_way() -> None:
    assert [grouped(n) for n in (0, 951, 9677, 10_000, 96_389, 2_572_546)] == [
        "0", "951", "9677", "10\u202f000", "96\u202f389", "2\u202f572\u202f546",
    ]  # fmt: skip


def test_no_sentence_groups_thousands_in_another_way() -> None:
    """Every text in the code of the app that is no docstring: no comma and no plain space in a number."""
    root = Path(__file__).resolve().parents[2]
    found = []
    for path in [*(root / "rnnviz").rglob("*.py"), *(root / "pages").rglob("*.py")]:
        tree = ast.parse(path.read_text())
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                found += [(path.name, hit) for hit in re.findall(r"\b\d{1,3}[ ,]\d{3}\b(?!,)", node.value)]
            if isinstance(node, ast.FormattedValue) and node.format_spec and "," in ast.unparse(node.format_spec):
                found.append((path.name, ast.unparse(node)))
    assert not [hit for hit in found if hit[0] not in {"confusion.py", "small_maps.py", "typed.py"}]
