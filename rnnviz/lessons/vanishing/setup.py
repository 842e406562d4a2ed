"""The state of the page, and its presets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rnnviz.core.activations import ACTIVATIONS
from rnnviz.core.losses import AT
from rnnviz.lessons.vanishing.choices import INPUTS, KINDS, MATRICES
from rnnviz.state.codec import Codec, Preset
from rnnviz.state.fields import Among, Real, Several, Whole, declared
from rnnviz.texts import _

NO_WINDOW = 0
NO_CLIP = 0.0

VIEWS: dict[str, str] = {
    "radius": _("Vanish and explode"),
    "remedies": _("Clip and truncate"),
    "cells": _("Why the LSTM helps"),
}
SCOPES: dict[str, str] = {"memory": _("Cell state"), "h": _("Hidden state")}
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


KEPT = VanishingState(matrix="orthogonal", radius=1.0, activation="identity")

PRESETS: dict[str, Preset[VanishingState]] = {
    "fades": Preset(
        _("Fades"),
        _(
            "The radius is 0.9, close to 1, and yet less than a hundredth of the gradient gets 20 steps back: "
            "tanh's slope shrinks it at every step as well."
        ),
        VanishingState(),
    ),
    "explodes": Preset(
        _("Explodes"),
        _(
            "Without an activation the radius alone decides: at 1.1 the gradient grows more than ten thousandfold "
            "on its way to step 1."
        ),
        VanishingState(radius=1.1, activation="identity"),
    ),
    "keeps": Preset(
        _("Keeps its length"),
        _("All eigenvalues lie on the unit circle, and there is no activation: the norm is 1 at every distance."),
        KEPT,
    ),
    "brakes": Preset(
        _("tanh brakes"),
        _("The radius is 1.5, and still the gradient fades: the input is strong, so tanh is flat nearly everywhere."),
        VanishingState(radius=1.5, strength=2.0),
    ),
    "misleads": Preset(
        _("The radius misleads"),
        _(
            "The radius is 0.8, yet at step 1 the gradient is still more than a thousand times as large: "
            "the largest singular value is above 1, and it bounds the first steps."
        ),
        VanishingState(matrix="chain", radius=0.8, activation="identity"),
    ),
    "clips": Preset(
        _("Clip what explodes"),
        _(
            "A step with the full gradient makes the loss larger. Clipped to norm 1 the gradient has the same "
            "direction, and the loss falls."
        ),
        VanishingState(view="remedies", radius=1.1, activation="identity", steps=60, clip=1.0),
    ),
    "cuts": Preset(
        _("Cut what is far"),
        _(
            "A window of 10 leaves nothing of the steps before, though the gradient would have come back in full: "
            "the direction changes, not only the length."
        ),
        replace(KEPT, view="remedies", window=10),
    ),
    "lstm_keeps": Preset(
        _("The LSTM keeps"),
        _(
            "With the forget gate's bias at 5, f is close to 1: the cell state alone brings two thirds of the gradient "
            "back to step 1, where the RNN's is gone."
        ),
        VanishingState(view="cells", forget=5.0),
    ),
    "lstm_fades": Preset(
        _("The LSTM fades too"),
        _(
            "With the forget gate's bias at 0, f is about one half: the LSTM's gradient is "
            "below 1 % as soon as the RNN's."
        ),
        VanishingState(view="cells"),
    ),
    "rnn_keeps": Preset(
        _("The RNN keeps"),
        _(
            "An RNN with orthogonal weights and no activation keeps the gradient at 1 for ever; "
            "the LSTM beside it loses it."
        ),
        replace(KEPT, view="cells"),
    ),
    "highway": Preset(
        _("The bare highway"),
        _("With W_hh = 0 no gate reads h: the RNN is cut at once, and all that the LSTM brings back is ∏ f."),
        VanishingState(view="cells", radius=0.0, forget=5.0),
    ),
}
PRESETS = {key: replace(preset, setup=replace(preset.setup, preset=key)) for key, preset in PRESETS.items()}
CODEC = Codec(
    VanishingState, {key: preset.setup for key, preset in PRESETS.items()}, "preset", check=changed, changed=changed
)
