"""Results that may be asked for again: the last ones used, within a bound of bytes."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import Any

MOST_BYTES = 96 * 2**20


class Kept:
    """Not safe for threads by itself: whoever holds it locks."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self.found: OrderedDict[str, tuple[Any, int]] = OrderedDict()

    def get(self, key: str) -> Any | None:
        if key not in self.found:
            return None
        self.found.move_to_end(key)
        return self.found[key][0]

    def keep(self, key: str, result: Any) -> None:
        """A result of more than a quarter of the bound is not kept."""
        size = len(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
        if size * 4 > self.most_bytes or key in self.found:
            return
        self.found[key] = (result, size)
        self.bytes += size
        while self.bytes > self.most_bytes:
            _, (_, gone) = self.found.popitem(last=False)
            self.bytes -= gone
