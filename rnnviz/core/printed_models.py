"""Model classes as the slides print them: arguments that they do not use (S0), and h0 and c0 that nobody makes (S2)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnnviz.core.shapes import Shape, Structure, run_shapes


@dataclass(frozen=True)
class Printed:
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

    def asked(self, value: int) -> Structure:
        """What the class would make if it used its argument."""
        return replace(self.made, **{self.field: value})  # type: ignore[arg-type]


PRINTED: dict[str, Printed] = {
    "layers": Printed(
        "TextClsModel(vocab_size, emb_dim, hidden_dim, num_layers)", "num_layers", "num_layers",
        "nn.RNN(emb_dim, hidden_dim, num_layers = 2, bidirectional = True, batch_first = True)",
        "nn.RNN(emb_dim, hidden_dim, num_layers=num_layers, bidirectional=True, batch_first=True)",
        Structure("rnn", 128, 64, 2, bidirectional=True, batch_first=True), (1, 4),
    ),
    "inputs": Printed(
        "LSTMModel(input_dim, hidden_dim, output_dim)", "input_dim", "input_size",
        "nn.LSTM(1, hidden_dim, batch_first=True)", "nn.LSTM(input_dim, hidden_dim, batch_first=True)",
        Structure("lstm", 1, 32, batch_first=True), (1, 8),
    ),
}  # fmt: skip
NOISE = Structure("lstm", 5, 50, 2, batch_first=True)
"""S2's LSTMModel(input_dim, hidden_dim=50, output_dim, num_layers=2), which reads batches of 64 × 10 × 5."""
BATCH, STEPS = 64, 10


def right() -> Shape:
    """The shape of h0 and of c0 in S2's model."""
    return run_shapes(NOISE, STEPS, BATCH)["h_n"]


def h0_mistake(shape: Shape) -> str:
    """What is wrong with a shape for h0, or ""; known mistakes by their cause."""
    layers, batch, hidden = wanted = right()
    known: dict[Shape, str] = {
        (batch, layers, hidden): "batch_first turns x and out round, and never h0 or c0.",
        (layers, STEPS, hidden): f"{STEPS} is the number of steps. There is one h0 for a sequence, not one a step.",
        (layers, batch, NOISE.input_size): f"{NOISE.input_size} is the size of x. A state has hidden_dim numbers.",
        (1, batch, hidden): "Each layer begins with a state of its own.",
    }
    return "" if shape == wanted else known.get(shape, "It is (num_layers · directions, batch size, hidden_dim).")
