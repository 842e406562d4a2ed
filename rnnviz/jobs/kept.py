"""Results that may be asked for again, within a bound of bytes."""

from __future__ import annotations

import pickle
from typing import Any

from cachetools import LRUCache

Results = LRUCache[str, tuple[Any, int]]


def kept(most: int) -> Results:
    return LRUCache(most, getsizeof=lambda found: found[1])


def keep(results: Results, key: str, result: Any) -> None:
    """One of more than a quarter of the bound is not kept."""
    size = len(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
    if size * 4 <= results.maxsize:
        results[key] = result, size
