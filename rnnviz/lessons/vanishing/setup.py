"""What is looked at on the vanishing page, as one immutable value: a net, its input, what is done to the gradient."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.losses import AT
from rnnviz.lessons.vanishing.choices import INPUTS, KINDS, MATRICES
from rnnviz.state.fields import Among, Real, Several, Whole, declared

NO_WINDOW = 0
NO_CLIP = 0.0

VIEWS: dict[str, str] = {
    "radius": "Vanish and explode",
    "remedies": "Clip and truncate",
    "cells": "Why the LSTM helps",
}
SCOPES: dict[str, str] = {"memory": "Cell state", "h": "Hidden state"}
STEPS, HIDDEN, SEED = Whole(2, 100), Whole(1, 32), Whole(0, 9999)
RADIUS, STRENGTH, BIAS = Real(0.0, 2.0), Real(0.0, 3.0), Real(-4.0, 8.0)


@dataclass(frozen=True)
class VanishingState:
    """A net, the same for the three cells: `matrix` and `radius` make every block of W_hh. T = steps, H = hidden.

    preset: the key of the preset that it began as. strength: the standard deviation of the input's share of a
    pre-activation. forget: the LSTM's forget-gate bias; update: the GRU's update-gate bias. at: where the loss is;
    window: of truncated BPTT, NO_WINDOW for the whole; clip: the largest norm, NO_CLIP for none. scope: which Jacobians
    of the three cells are compared: dh_T/dh_k and the LSTM's dc_T/dc_k ("memory"), or dh_T/dh_k of all ("h"); lines:
    the curves that are shown, by the keys of `lines.KINDS`.
    """

    preset: str = "fades"
    view: str = declared(Among(VIEWS), "radius")
    matrix: str = declared(Among(MATRICES), "random")
    radius: float = declared(RADIUS, 0.9)
    activation: str = declared(Among(ACTIVATIONS), "tanh")
    steps: int = declared(STEPS, 100)
    hidden: int = declared(HIDDEN, 16)
    seed: int = declared(SEED, 0)
    source: str = declared(Among(INPUTS), "noise")
    strength: float = declared(STRENGTH, 0.5)
    at: str = declared(Among(AT), "last")
    window: int = declared(Whole(NO_WINDOW, STEPS.high), NO_WINDOW)
    clip: float = declared(Real(NO_CLIP, 1e6), NO_CLIP)
    forget: float = declared(BIAS, 0.0)
    update: float = declared(BIAS, 0.0)
    scope: str = declared(Among(SCOPES), "memory")
    lines: tuple[str, ...] = declared(Several(KINDS), tuple(KINDS))

    @property
    def reach(self) -> int | None:
        """The window as `bptt.backward` takes it."""
        return self.window or None


def changed(setup: VanishingState, **values: Any) -> VanishingState:
    """The setup with other values; a window that is as long as the run is none."""
    new = replace(setup, **values)
    return replace(new, window=NO_WINDOW) if new.window >= new.steps else new
