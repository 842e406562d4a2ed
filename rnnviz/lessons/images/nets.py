"""The nets of the page of images, and what each of them believes of the picture after each step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.images import from_text
from rnnviz.core.small import digits
from rnnviz.core.typed import InputError
from rnnviz.learn import predict
from rnnviz.learn.data.pictures import pictures
from rnnviz.learn.included.keys import key_of
from rnnviz.learn.jobs import View
from rnnviz.lessons.images.state import NETS, ImagesState
from rnnviz.ui.runs.results import net_at, runs


@dataclass(frozen=True, eq=False)
class Belief:
    """What a net believes: its name, the orders that it reads in, and p (8, 10) after each step."""

    name: str
    orders: tuple[str, ...]
    p: Array


def watched(look: ImagesState) -> tuple[dict[str, View], list[str]]:
    """The runs as they are now, and the nets of the link that are gone; without any, those that came with rnnviz."""
    found, gone = {}, []
    for name, key in look.runs.items():
        try:
            found[name] = runs().view(key)
        except InputError:
            gone.append(name)
    return found or {name: runs().view(key_of(f"digits-{name}")) for name in NETS}, gone


def picture(look: ImagesState) -> Array:
    """What is on the pad, (8, 8)."""
    if look.drawn:
        return from_text(look.drawn)
    images, _ = pictures()
    found: Array = images[_row(look)]
    return found


def digit(look: ImagesState) -> int | None:
    """What digit the picture is; of a drawing nobody knows."""
    return None if look.drawn else int(pictures()[1][_row(look)])


def _row(look: ImagesState) -> int:
    return int(digits.held_out(len(pictures()[1]))[look.picture - 1])


def beliefs(seen: dict[str, View], image: Array) -> list[Belief]:
    """What each net that has learned something believes, as it is after its last epoch."""
    found = []
    for name, it in seen.items():
        kept = [epoch for epoch in runs().folder(it.id).checkpoints.epochs() if epoch > 0]
        if kept:
            found.append(Belief(name, NETS[name], np.exp(predict.picture(net_at(it.id, max(kept)), image).log_p)))
    return found
