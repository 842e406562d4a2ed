"""Every state on the page of kinds against torch's own cells, and the scores that are shown found again."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.small import dates, digits, language, sentences
from rnnviz.core.small.kinds import KINDS, Unrolled, fixed_window, one_to_many, parameters
from rnnviz.core.small.store import net
from rnnviz.core.typed import InputError
from rnnviz.learn.data.pictures import pictures
from rnnviz.lessons.kinds.stage import CODEC, KindsState, changed
from rnnviz.state.link_numbers import LinkError

IMAGES, DIGITS = pictures()
NEW = digits.held_out(len(IMAGES))


def unrolled(kind: str, given: int | str) -> Unrolled:
    found = KINDS[kind]
    made = found.of_picture(IMAGES[NEW[given]]) if found.of_picture else found.of_text(given)  # type: ignore[misc]
    assert isinstance(made, Unrolled)
    return made


def torch_cell(name: str) -> tuple[nn.RNNBase, nn.Linear | None]:
    """The net called so in torch, with float64 weights."""
    ours = net(name)
    kind = {"rnn": nn.RNN, "gru": nn.GRU}[ours.cell]
    cell = kind(ours.weights.input_size, ours.weights.hidden_size, batch_first=True).double()
    cell.load_state_dict({f"{part}_l0": torch.tensor(value) for part, value in vars(ours.weights).items()})
    if ours.head is None:
        return cell, None
    head = nn.Linear(*reversed(ours.head.weight.shape)).double()
    head.load_state_dict({"weight": torch.tensor(ours.head.weight), "bias": torch.tensor(ours.head.bias)})
    return cell, head


def rows(symbols: tuple[str, ...] | str, known: tuple[str, ...] | str) -> np.ndarray:
    return np.eye(len(known))[[list(known).index(symbol) for symbol in symbols]].reshape(len(symbols), len(known))


def same(columns, x: np.ndarray, name: str, h0: torch.Tensor | None = None) -> torch.Tensor:
    """The columns' states and answers are torch's over x; torch's last state."""
    cell, head = torch_cell(name)
    with torch.no_grad():
        out, last = cell(torch.tensor(x)[None], h0)
        for column, h in zip(columns, out[0], strict=True):
            np.testing.assert_allclose(column.h, h.numpy(), atol=1e-12)
            if column.p is not None:
                np.testing.assert_allclose(column.p, torch.softmax(head(h), 0).numpy(), atol=1e-12)  # type: ignore[misc]
    return last


@pytest.mark.parametrize("given", [0, 3, 17])
def test_a_picture_is_read_as_torch_reads_it(given):
    picture = IMAGES[NEW[given]].reshape(1, 64) / 16
    same(unrolled("one-to-one", given).columns, picture, "odd")
    found = unrolled("one-to-many", given)
    fed = rows(found.answer[:-1], digits.LETTERS)
    x = np.zeros((len(found.columns), 64 + len(digits.LETTERS)))
    x[0, :64], x[1:, 64:] = picture, fed
    same(found.columns, x, "name")
    assert [column.x for column in found.columns] == ["picture", *found.answer[:-1]]


def test_words_and_sentences_are_read_as_torch_reads_them():
    same(unrolled("many-to-one", "Freundschaft").columns, rows("freundschaft", language.LETTERS), "word")
    words = ("the", "old", "man", "will", "play", "the", "can")
    found = unrolled("many-to-many", " ".join(words))
    same(found.columns, rows(words, sentences.WORDS), "tags")
    assert found.answer == ("article", "adjective", "noun", "auxiliary", "verb", "article", "noun")


def test_the_decoder_starts_from_the_encoders_last_state():
    found = unrolled("encoder-decoder", "29 February 2024")
    heard = [column for column in found.columns if column.part == "encoder"]
    told = found.columns[len(heard) :]
    last = same(heard, rows("29 feb 2024", dates.READS), "date.encoder")
    x = np.zeros((len(told), len(dates.SAYS)))
    x[1:] = rows(found.answer[:-1], dates.SAYS)
    same(told, x, "date.decoder", last)
    assert "".join(found.answer) == "2024-02-29" + dates.END


def test_the_scores_that_are_shown_are_found_again():
    right = [unrolled("one-to-one", k).answer == (("even", "odd")[DIGITS[i] % 2],) for k, i in enumerate(NEW)]
    assert np.mean(right) == pytest.approx(net("odd").score, abs=1e-4)
    right = [one_to_many(IMAGES[i]).answer == (*digits.NAMES[DIGITS[i]], digits.END) for i in NEW]
    assert np.mean(right) == pytest.approx(net("name").score, abs=1e-4)
    words = language.examples(True)
    right = [unrolled("many-to-one", word).answer == (name,) for word, name in words]
    assert (len(words), float(np.mean(right))) == (net("word").tried, pytest.approx(net("word").score, abs=1e-4))
    assert not set(words) & set(language.examples(False))
    for row in sentences.examples(True)[::3]:  # all are right
        assert unrolled("many-to-many", " ".join(word for word, _ in row)).answer == tuple(tag for _, tag in row)
    for day in dates.examples(True)[::40]:
        assert "".join(unrolled("encoder-decoder", dates.written(day)).answer) == day.isoformat() + dates.END
    assert net("tags").score == net("date.decoder").score == 1.0


def test_parameters_are_torchs_and_those_of_a_fixed_window_grow_with_t():
    for kind, about in KINDS.items():
        parts = [part for name in about.nets for part in torch_cell(name) if part is not None]
        assert parameters(kind) == sum(value.numel() for part in parts for value in part.parameters())
    for steps in (1, 5, 50):
        wide = nn.Sequential(nn.Linear(steps * len(sentences.WORDS), 16), nn.Linear(16, steps * len(sentences.TAGS)))
        assert fixed_window("many-to-many", steps) == sum(value.numel() for value in wide.parameters())


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("many-to-one", "", "no word here yet"),
        ("many-to-one", "a" * 17, "at most 16"),
        ("many-to-one", "two words", "has no letter"),
        ("many-to-many", "i can swim", "never learned “swim”"),
        ("many-to-many", "i " * 15, "at most 14"),
        ("encoder-decoder", "31 feb 2020", "in the calendar"),
        ("encoder-decoder", "tomorrow", "no date like"),
        ("encoder-decoder", "1 jan 1800", "type a year"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(kind, text, said):
    with pytest.raises(InputError, match=said):
        unrolled(kind, text)


def test_the_choice_is_its_link():
    for choice in (
        KindsState(),
        KindsState("one-to-many", 12),
        KindsState("many-to-many", text="we like a fish", steps=40),
    ):
        assert CODEC.read(CODEC.written(choice) | {"t": "3", "fold": "1"}) == choice
    assert changed(KindsState(text="haus"), kind="encoder-decoder").read == "7 mar 2026"
    with pytest.raises(LinkError):
        CODEC.read({"kind": "few-to-few"})
