"""What a part of the page is told once: equations, colours and names, which a browser fetches by their hash and keeps.

Streamlit would send it again with every change, and it is most of what a small change weighs.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

MOST = 1000  # about 20 kB each
FOLDER = "lasting"


@dataclass(frozen=True, eq=False)
class Lasting:
    """Plain lists, strings and finite floats that do not change while the app runs."""

    content: Mapping[str, Any]

    @cached_property
    def text(self) -> bytes:
        return json.dumps(self.content, allow_nan=False).encode()

    @cached_property
    def name(self) -> str:
        """The name of its file, which says what is in it: another content has another name."""
        return f"{hashlib.sha256(self.text).hexdigest()[:32]}.json"

    @property
    def address(self) -> str:
        """Below the app's own address."""
        return f"{FOLDER}/{self.name}"


@dataclass(frozen=True)
class Offered:
    """What can be fetched: the last that were sent, so that a browser finds what it has just been told of."""

    most: int = MOST
    found: OrderedDict[str, Lasting] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def offer(self, it: Lasting) -> str:
        """Its address, at which it can be fetched from now on."""
        with self.lock:
            self.found[it.name] = it
            self.found.move_to_end(it.name)
            if len(self.found) > self.most:
                self.found.popitem(last=False)
        return it.address

    def get(self, name: str) -> Lasting | None:
        return self.found.get(name)


OFFERED = Offered()
