"""Results that may be asked for again, within a bound of bytes."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from cachetools import LRUCache

Results = LRUCache[str, tuple[Any, int]]


def kept(most: int) -> Results:
    return LRUCache(most, getsizeof=lambda found: found[1])


@contextmanager
def keeping(results: Results, key: str, result: Any, lock: AbstractContextManager[Any]) -> Iterator[None]:
    """It is kept, if it has a key; how large it is, which takes as long to find as to send it, is found afterwards.

    One of more than a quarter of the bound is then let go of.
    """
    if not key:
        yield
        return
    with lock:
        results[key] = result, 0
    yield
    size = len(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
    with lock:
        if size * 4 <= results.maxsize:
            results[key] = result, size
        else:
            results.pop(key, None)
