"""The LSTM with a projection (proj_size): what leaves a step, and comes back, is W_hr h instead of h."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.core import Array
from rnnviz.core.cells import quantities
from rnnviz.core.lstm import LSTMRecord, lstm_step
from rnnviz.core.weights import Weights


@dataclass(frozen=True, eq=False)
class ProjectedWeights(Weights):
    """An LSTM's parameters and weight_hr (P, H), 1 <= P < H; weight_hh is (4H, P). Raises ValueError if none fit."""

    weight_hr: Array

    def __post_init__(self) -> None:
        rows, (size, hidden) = 4 * self.weight_hr.shape[1], self.weight_hr.shape
        wanted: dict[str, tuple[int, ...]] = {"weight_ih": (rows, self.weight_ih.shape[-1]), "weight_hh": (rows, size)}
        wanted |= {"bias_ih": (rows,), "bias_hh": (rows,)}
        if not 1 <= size < hidden or any(getattr(self, name).shape != shape for name, shape in wanted.items()):
            said = ", ".join(f"{name} {value.shape}" for name, value in vars(self).items())
            raise ValueError(f"weight_hr must be (P, H) with P < H, weight_ih (4H, I), weight_hh (4H, P), got {said}")

    @property
    def hidden_size(self) -> int:
        """H, the number of units of c."""
        return int(self.weight_hr.shape[1])


@dataclass(frozen=True, eq=False)
class ProjectedRecord(LSTMRecord):
    """h and h_prev are (P,), the projection; whole = o * tanh(c) is (H,)."""

    whole: Array


def projected_step(x: Array, h_prev: Array, c_prev: Array, weights: ProjectedWeights) -> ProjectedRecord:
    """h = W_hr (o * tanh(c)), the rest as `lstm_step`.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html, "LSTM with projections" (1402.1128).
    """
    step = quantities(lstm_step(x, h_prev, c_prev, weights))
    whole = step.pop("h")
    return ProjectedRecord(**step, h=weights.weight_hr @ whole, whole=whole)
