"""S4's RNN over the letters of a name, as it is printed and mended: what its last answer is made of.

Printed: hidden = i2h([x, h]), output = i2o([x, h]) of the h from before, no tanh; the demo with "Mar" begins each
letter from zeros.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.letters import LETTERS

HIDDEN, LANGUAGES, SEED = 8, 18, 0
NUDGE = 0.1


@dataclass(frozen=True, eq=False)
class Code:
    """`mended`: i2o reads h_t, or as printed [x_t, h_{t−1}]. `carried`: the state goes on to the next letter."""

    mended: bool = False
    carried: bool = True


@dataclass(frozen=True, eq=False)
class Layers:
    """Two linear layers: i2h (H, 57 + H) and i2o (18, 57 + H), or of the mended code (18, H), with their biases."""

    i2h: Array
    i2h_bias: Array
    i2o: Array
    i2o_bias: Array


def layers(code: Code, seed: int = SEED) -> Layers:
    """Untrained, uniform between ±1/sqrt(inputs) as torch.nn.Linear starts: what can reach the answer is the same."""
    random, width = np.random.default_rng(seed), len(LETTERS) + HIDDEN
    read = HIDDEN if code.mended else width
    bounds = ((HIDDEN, width), (HIDDEN,)), ((LANGUAGES, read), (LANGUAGES,))
    drawn = [random.uniform(-1, 1, shape) / np.sqrt(part[0][1]) for part in bounds for shape in part]
    return Layers(*drawn)


def answer(code: Code, made: Layers, name: str, moved: int | None = None) -> Array:
    """The scores (18,) after the last letter of a name in LETTERS. `moved`: the letter whose h is changed by 0.1."""
    h, scores = np.zeros(HIDDEN), np.zeros(LANGUAGES)
    for place, letter in enumerate(name):
        x = np.eye(len(LETTERS))[LETTERS.index(letter)]
        combined = np.concatenate([x, h if code.carried else np.zeros(HIDDEN)])
        h = made.i2h @ combined + made.i2h_bias + (NUDGE if place == moved else 0.0)
        scores = made.i2o @ (h if code.mended else combined) + made.i2o_bias
    return scores


@dataclass(frozen=True)
class Reach:
    """For each letter, by how much the last answer's scores change at most: with another letter, with another h."""

    of_letters: tuple[float, ...]
    of_states: tuple[float, ...]

    @property
    def kind(self) -> str:
        """A key of ANSWERS."""
        if not any(self.of_letters[:-1]):
            return "last letter"
        return "last state" if self.of_states[-1] else "state before"


ANSWERS = {
    "last letter": "The last letter alone",
    "state before": "The last letter, and the state before it",
    "last state": "The state after the last letter",
}


def reach(code: Code, name: str) -> Reach:
    """By trying: each letter is replaced by another one, and then each state is moved."""
    made = layers(code)
    usual = answer(code, made, name)

    def change(other: Array) -> float:
        return float(np.abs(other - usual).max())

    places = range(len(name))
    swapped = [name[:k] + ("b" if name[k] == "a" else "a") + name[k + 1 :] for k in places]
    return Reach(
        tuple(change(answer(code, made, it)) for it in swapped),
        tuple(change(answer(code, made, name, k)) for k in places),
    )
