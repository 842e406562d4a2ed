"""A net with all that its numbers mean, saved to one file and loaded from it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from rnnviz.core.typed import InputError
from rnnviz.learn import weights
from rnnviz.learn.models import Net, Shape
from rnnviz.learn.plan import Plan, from_json

MAX_TOKENS = 100_000


@dataclass(frozen=True)
class Trained:
    """A net on the CPU in eval mode; classes, tokens and scale as `data.examples.Dataset` has them."""

    net: Net
    plan: Plan
    classes: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    scale: tuple[float, float] = (0.0, 1.0)

    def to_bytes(self) -> bytes:
        """The file's content: safetensors, with the plan, the shape and the names of classes and tokens as notes."""
        notes = {"shape": asdict(self.net.shape), "classes": self.classes, "tokens": self.tokens, "scale": self.scale}
        return weights.save(
            self.net.state_dict(), {"plan": self.plan.to_json()} | {name: json.dumps(it) for name, it in notes.items()}
        )


def load(content: bytes) -> Trained:
    """What `to_bytes` saved; it predicts the same. Raises InputError for anything else."""
    tensors, notes = weights.load(content)
    try:
        plan = from_json(notes["plan"])
        shape = Shape(**json.loads(notes["shape"]))
        classes, tokens = (tuple(str(it) for it in json.loads(notes[name])) for name in ("classes", "tokens"))
        mean, spread = (float(it) for it in json.loads(notes["scale"]))
        fits(shape, plan, tensors["head.weight"].shape[0], len(tokens))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise InputError(weights.NOT_OURS) from error
    net = Net(shape)
    weights.fill(net, tensors)
    return Trained(net.eval(), plan, classes, tokens, (mean, spread))


def fits(shape: Shape, plan: Plan, outputs: int, tokens: int) -> None:
    """Refuses sizes that the file's own tensors do not have, before a net of that size is made."""
    same = (shape.cell, shape.hidden, shape.layers) == (plan.cell, plan.hidden, plan.layers)
    known = shape.takes in ("numbers", "one-hot", "embedding") and shape.embedding == plan.embedding
    if not (same and known and shape.outputs == outputs and 0 < shape.width <= MAX_TOKENS and tokens <= MAX_TOKENS):
        raise ValueError("a shape that is not the plan's")
