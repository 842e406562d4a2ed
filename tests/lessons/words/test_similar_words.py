"""How alike two words are, against torch's cdist and cosine; what a new word costs, counted in torch's own modules."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from rnnviz.core.typed import InputError
from rnnviz.lessons.words import PRESETS, encoded
from rnnviz.lessons.words.similar import grown, likeness, pair


@pytest.mark.parametrize("preset", PRESETS)
def test_one_hot_rows_are_all_equally_far_and_the_tables_are_torchs(preset):
    found = encoded(PRESETS[preset].setup)
    words = len(found.vocabulary)
    table = torch.tensor(found.table)
    far, like = torch.cdist(table, table), F.cosine_similarity(table[:, None], table[None], dim=2)
    hot = torch.cdist(torch.eye(words, dtype=torch.float64), torch.eye(words, dtype=torch.float64))
    for one, other in list(combinations(range(words), 2))[:200]:
        two = pair(found, one, other)
        assert two.one_hot.distance == pytest.approx(math.sqrt(2.0), abs=1e-15)
        assert two.one_hot.distance == pytest.approx(float(hot[one, other]), abs=1e-12)
        assert two.one_hot.cosine == 0.0
        assert two.embedded.distance == pytest.approx(float(far[one, other]), abs=1e-6)
        assert two.embedded.cosine == pytest.approx(float(like[one, other]), abs=1e-12)


def test_the_slides_happy_and_sad_by_hand():
    """Rows [1.2, 0.2] and [0.9, 1.7]: √(0.3² + 1.5²)."""
    two = pair(encoded(PRESETS["happy"].setup), 2, 3)
    assert two.embedded.distance == pytest.approx(math.sqrt(0.09 + 2.25))


def test_a_row_of_zeros_has_no_cosine_and_an_id_that_is_gone_is_the_last():
    assert likeness(np.zeros(3), np.ones(3)).cosine is None
    found = encoded(PRESETS["happy"].setup)
    assert (pair(found, 99, 2).one, pair(found, 2, 99).other) == (3, 3)


@pytest.mark.parametrize("units", [1, 8, 64])
@pytest.mark.parametrize(
    ("text", "new"), [("piano", 1), ("Piano, piano!", 3), ("learning", 0), ("a violin and a drum", 3)]
)
def test_a_new_word_costs_what_torchs_modules_say(units, text, new):
    found = encoded(PRESETS["slides"].setup)
    words, size = len(found.vocabulary), found.table.shape[1]
    cost = grown(found, text, False, units)
    assert len(cost.words) == new
    more = new

    def numbers(*modules: nn.Module) -> int:
        return sum(value.numel() for module in modules for value in module.parameters())

    one_hot = [numbers(nn.RNN(v, units), nn.Linear(units, v)) for v in (words, words + more)]
    assert sum(it.new for it in cost.one_hot) == one_hot[1] - one_hot[0]
    layered = [numbers(nn.Embedding(v, size), nn.RNN(size, units), nn.Linear(units, v)) for v in (words, words + more)]
    assert sum(it.new for it in cost.embedded) == layered[1] - layered[0]
    assert cost.one_hot[0].after == nn.RNN(words + more, units).weight_ih_l0.numel()


def test_letters_and_nothing():
    letters = encoded(PRESETS["letters"].setup)
    assert grown(letters, "Mär", True, 4).words == ("ä",)
    with pytest.raises(InputError, match="no new word"):
        grown(letters, "  ", True, 4)
    with pytest.raises(InputError, match="no new word"):
        grown(encoded(replace(PRESETS["slides"].setup)), "", False, 4)
