"""What one sequence looks like inside a net: every state and gate of it, and what the net says after its steps."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from rnnviz.core import Array
from rnnviz.learn.inside.holding import Intervention
from rnnviz.learn.inside.own_net import OwnNet
from rnnviz.learn.inside.patching import answers, checkpoints, looked_at, read_by_file
from rnnviz.learn.trained import Trained

MOST_ENDS = 60
Held = tuple[Intervention, ...]


@dataclass(frozen=True, eq=False)
class Looked:
    """states[layer][direction]: each quantity (T, H). ends: the steps after which the net was asked, from 1; scores
    (P, outputs): what its head said; none without a head."""

    states: tuple[tuple[dict[str, Array], ...], ...]
    ends: tuple[int, ...]
    scores: Array | None


def look_into(net: Trained | OwnNet, x: Tensor, held: Held = ()) -> Looked:
    """A net of the lab or of a file over x (1, T) or (1, T, D)."""
    steps = x.shape[1]
    if isinstance(net, Trained):
        passed, ends = looked_at(net, x, held), checkpoints(steps, MOST_ENDS)
        scores: Array | None = answers(net, x, ends, held)
    else:
        passed, scores = read_by_file(net, x, held)
        ends = list(range(1, steps + 1))
    states = tuple(
        tuple({name: it[0, :steps].double().numpy() for name, it in way.items()} for way in ways)
        for ways in passed.found
    )
    return Looked(states, tuple(ends), scores)


def passes(net: Trained | OwnNet, steps: int) -> int:
    """How often a net goes over so many steps when it is looked into: once, and for each end that is read anew."""
    anew = isinstance(net, Trained) and not net.net.shape.every
    return 1 + (len(checkpoints(steps, MOST_ENDS)) if anew else 0)
