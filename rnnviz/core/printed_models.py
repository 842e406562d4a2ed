"""Models as the slides print them: unused arguments (S0, S2), the array of each line (row 30), S4's over letters.

S4's net over letters, as printed: hidden = i2h([x, h]), output = i2o([x, h]) of the h from before, no tanh; and the
demo with "Mar" begins each letter from zeros.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rnnviz.core import Array
from rnnviz.core.letters import LETTERS
from rnnviz.core.shapes import Shape, Structure, run_shapes
from rnnviz.core.stack import StackWeights, run_stack
from rnnviz.core.typed import InputError
from rnnviz.texts import _

NOISE = Structure("lstm", 5, 50, 2, batch_first=True)
"""S2's LSTMModel(input_dim, hidden_dim=50, output_dim, num_layers=2), which reads batches of 64 × 10 × 5."""
BATCH, STEPS = 64, 10
READINGS: dict[str, str] = {
    "whole": _("All windows are whole"),
    "padded": _("Window 2 ends early: zeros fill it"),
    "packed": _("The same, packed (pack_padded_sequence)"),
}
WINDOWS, MISSING = 3, 2
HIDDEN, LANGUAGES, SEED = 8, 18, 0
NUDGE = 0.1
ANSWERS = {
    "last letter": _("The last letter alone"),
    "state before": _("The last letter, and the state before it"),
    "last state": _("The state after the last letter"),
}


@dataclass(frozen=True)
class PrintedModel:
    """`argument`: of the class, which `line` does not use; the structure's field `field` stands there as a number."""

    name: str
    argument: str
    field: str
    line: str
    mended: str
    made: Structure
    limits: tuple[int, int]

    @property
    def fixed(self) -> int:
        """What the line has in the argument's place."""
        value: int = getattr(self.made, self.field)
        return value

    def with_argument(self, value: int) -> Structure:
        """What the class would make if it used its argument."""
        return replace(self.made, **{self.field: value})  # type: ignore[arg-type]


PRINTED: dict[str, PrintedModel] = {
    "layers": PrintedModel(
        "TextClsModel(vocab_size, emb_dim, hidden_dim, num_layers)", "num_layers", "num_layers",
        "nn.RNN(emb_dim, hidden_dim, num_layers = 2, bidirectional = True, batch_first = True)",
        "nn.RNN(emb_dim, hidden_dim, num_layers=num_layers, bidirectional=True, batch_first=True)",
        Structure("rnn", 128, 64, 2, bidirectional=True, batch_first=True), (1, 4),
    ),
    "inputs": PrintedModel(
        "LSTMModel(input_dim, hidden_dim, output_dim)", "input_dim", "input_size",
        "nn.LSTM(1, hidden_dim, batch_first=True)", "nn.LSTM(input_dim, hidden_dim, batch_first=True)",
        Structure("lstm", 1, 32, batch_first=True), (1, 8),
    ),
}  # fmt: skip


def right() -> Shape:
    """The shape of h0 and of c0 in S2's model."""
    return run_shapes(NOISE, STEPS, BATCH)["h_n"]


def h0_mistake(shape: Shape) -> str:
    """What is wrong with a shape for h0, or ""; known mistakes by their cause."""
    layers, batch, hidden = wanted = right()
    known: dict[Shape, str] = {
        (batch, layers, hidden): _("batch_first turns x and out round, and never h0 or c0."),
        (layers, STEPS, hidden): _(
            "{steps} is the number of steps. There is one h0 for a sequence, not one a step."
        ).format(steps=STEPS),
        (layers, batch, NOISE.input_size): _("{input_size} is the size of x. A state has hidden_dim numbers.").format(
            input_size=NOISE.input_size
        ),
        (1, batch, hidden): _("Each layer begins with a state of its own."),
    }
    return "" if shape == wanted else known.get(shape) or _("It is (num_layers · directions, batch size, hidden_dim).")


@dataclass(frozen=True, eq=False)
class Run:
    """flat (N, L): the windows; x (N, L, 1), out (N, L, D·H), h_n (num_layers·D, N, H), with batch_first.

    lengths: of each window without its padding.
    """

    made: Structure
    flat: Array
    out: Array
    h_n: Array
    lengths: tuple[int, ...]

    @property
    def x(self) -> Array:
        """`X.reshape(X.shape[0], -1, 1)`."""
        return self.flat.reshape(len(self.flat), -1, 1)

    @property
    def last_out(self) -> Array:
        """`out[:, -1, :]`, (N, D·H)."""
        return self.out[:, -1, :]

    @property
    def last_h(self) -> Array:
        """`h_n[-1]`, (N, H)."""
        last: Array = self.h_n[-1]
        return last

    @property
    def same(self) -> bool:
        """Whether the two are one and the same array."""
        return self.last_out.shape == self.last_h.shape and np.array_equal(self.last_out, self.last_h)


def run_lines(made: Structure, weights: StackWeights, series: Array, reading: str, activation: str = "tanh") -> Run:
    """Three windows of a series (T,) through the net, all or one of them cut short. Raises InputError."""
    length = len(series) - WINDOWS + 1
    if made.input_size != 1 or length <= MISSING:
        raise InputError(_("This needs one input and at least {windows} steps.").format(windows=WINDOWS + MISSING))
    flat = np.stack([series[start : start + length] for start in range(WINDOWS)])
    lengths = tuple(length - (MISSING if reading != "whole" and row == 1 else 0) for row in range(WINDOWS))
    flat[1, lengths[1] :] = 0.0
    read = lengths if reading == "packed" else (length,) * WINDOWS
    records = [
        run_stack(made, row[:n, None], weights, activation=activation) for row, n in zip(flat, read, strict=True)
    ]
    out = np.stack([np.pad(record.out, ((0, length - len(record.out)), (0, 0))) for record in records])
    return Run(made, flat, out, np.stack([record.h_n for record in records], axis=1), lengths)


@dataclass(frozen=True)
class SummaryRow:
    """A row of the summary that S0 prints: its output for any number of samples N (−1), and its weights."""

    name: str
    output: tuple[int, ...]
    weights: int


def summary(vocabulary: int, tokens: int, embedding: int, hidden: int, classes: int) -> tuple[SummaryRow, ...]:
    """S0's classifier of reviews: Embedding, RNN (batch_first), Linear on the last state."""
    return (
        SummaryRow("Embedding", (-1, tokens, embedding), vocabulary * embedding),
        SummaryRow("RNN", (-1, tokens, hidden), hidden * (embedding + hidden + 2)),
        SummaryRow("Linear", (-1, classes), classes * (hidden + 1)),
    )


@dataclass(frozen=True, eq=False)
class PrintedLetterNet:
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


def layers(code: PrintedLetterNet, seed: int = SEED) -> Layers:
    """Untrained, uniform between ±1/sqrt(inputs) as torch.nn.Linear starts: what can reach the answer is the same."""
    random, width = np.random.default_rng(seed), len(LETTERS) + HIDDEN
    read = HIDDEN if code.mended else width
    bounds = ((HIDDEN, width), (HIDDEN,)), ((LANGUAGES, read), (LANGUAGES,))
    drawn = [random.uniform(-1, 1, shape) / np.sqrt(part[0][1]) for part in bounds for shape in part]
    return Layers(*drawn)


def answer(code: PrintedLetterNet, made: Layers, name: str, moved: int | None = None) -> Array:
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


def reach(code: PrintedLetterNet, name: str) -> Reach:
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
