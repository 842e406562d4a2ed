"""The classes of a map's points, for their colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MANY = 10  # kinds, beyond which colours repeat


def kinds_of(kinds: Sequence[str]) -> tuple[list[str], list[int], int | None]:
    """The names in order, each point's number among them, and, of many kinds, the one that is most of the points.

    That one ("other words") is no kind to look at, but a ground for the others.
    """
    names, of, counts = np.unique(np.asarray(kinds), return_inverse=True, return_counts=True)
    rest = int(counts.argmax()) if len(names) > MANY and 3 * counts.max() > len(kinds) else None
    return names.tolist(), of.tolist(), rest
