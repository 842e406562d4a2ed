"""Ready-made setups of the vanishing page. Every `look_for` is a claim that a test runs."""

from __future__ import annotations

from dataclasses import replace

from rnnviz.lessons.vanishing.setup import VanishingState, changed
from rnnviz.state.codec import Codec, Preset

KEPT = VanishingState(matrix="orthogonal", radius=1.0, activation="identity")

PRESETS: dict[str, Preset[VanishingState]] = {
    "fades": Preset(
        "Fades",
        "The radius is 0.9, close to 1, and yet less than a hundredth of the gradient gets 20 steps back: "
        "tanh's slope shrinks it at every step as well.",
        VanishingState(),
    ),
    "explodes": Preset(
        "Explodes",
        "Without an activation the radius alone decides: at 1.1 the gradient grows more than ten thousandfold "
        "on its way to step 1.",
        VanishingState(radius=1.1, activation="identity"),
    ),
    "keeps": Preset(
        "Keeps its length",
        "All eigenvalues lie on the unit circle and nothing bends the sums: the norm is 1 at every distance.",
        KEPT,
    ),
    "brakes": Preset(
        "tanh brakes",
        "The radius is 1.5, and still the gradient fades: the input is strong, so tanh is flat nearly everywhere.",
        VanishingState(radius=1.5, strength=2.0),
    ),
    "misleads": Preset(
        "The radius misleads",
        "The radius is 0.8, yet at step 1 the gradient is still more than a thousand times as large: "
        "the largest singular value is above 1, and it bounds the first steps.",
        VanishingState(matrix="chain", radius=0.8, activation="identity"),
    ),
    "clips": Preset(
        "Clip what explodes",
        "A step with the gradient as it is makes the loss larger; clipped to norm 1 it points the same way, and the "
        "loss falls.",
        VanishingState(view="remedies", radius=1.1, activation="identity", steps=60, clip=1.0),
    ),
    "cuts": Preset(
        "Cut what is far",
        "A window of 10 leaves nothing of the steps before, though the gradient would have come back in full: "
        "the direction changes, not only the length.",
        replace(KEPT, view="remedies", window=10),
    ),
    "lstm_keeps": Preset(
        "The LSTM keeps",
        "With the forget gate's bias at 5, f is close to 1: the cell state alone brings two thirds of the gradient "
        "back to step 1, where the RNN's is gone.",
        VanishingState(view="cells", forget=5.0),
    ),
    "lstm_fades": Preset(
        "The LSTM fades too",
        "With the forget gate's bias at 0, f is about one half: the LSTM's gradient is below 1 % as soon as the RNN's.",
        VanishingState(view="cells"),
    ),
    "rnn_keeps": Preset(
        "The RNN keeps",
        "An RNN with orthogonal weights and no activation keeps the gradient at 1 for ever; "
        "the LSTM beside it loses it.",
        replace(KEPT, view="cells"),
    ),
    "highway": Preset(
        "The bare highway",
        "With W_hh = 0 no gate reads h: the RNN is cut at once, and all that the LSTM brings back is ∏ f.",
        VanishingState(view="cells", radius=0.0, forget=5.0),
    ),
}
PRESETS = {key: replace(preset, setup=replace(preset.setup, preset=key)) for key, preset in PRESETS.items()}
CODEC = Codec(
    VanishingState, {key: preset.setup for key, preset in PRESETS.items()}, "preset", check=changed, changed=changed
)
