"""What is on the screen: the settings of the stage, and which stage of the construction runs on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnnviz.core import Array
from rnnviz.core.construction import STAGES, run_stage
from rnnviz.core.lstm import LSTMRecord
from rnnviz.core.weights import Weights
from rnnviz.state.fields import Among
from rnnviz.state.settings import Settings

FIRST = next(iter(STAGES))
STAGE = "stage"  # the item of the link


@dataclass(frozen=True)
class Built:
    """The settings without what the construction leaves out, and the stage's key."""

    settings: Settings
    key: str

    @property
    def arguments(self) -> tuple[Array, Weights, Array, Array, dict[str, Array]]:
        """What a stage runs on."""
        s = self.settings
        return s.x, s.weights, s.h0, s.c0, s.clamped

    @property
    def record(self) -> LSTMRecord:
        return self.run(self.key)

    def run(self, key: str) -> LSTMRecord:
        """The record of another stage on the same input."""
        return run_stage(key, *self.arguments)


def bare(settings: Settings) -> Settings:
    """The construction has no output layer and no slip."""
    return replace(settings, head=None, softmax=False, slip=None)


def read_stage(text: str) -> str:
    """The stage that a link names. Raises LinkError."""
    return str(Among(STAGES).read(STAGE, text))
