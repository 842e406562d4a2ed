"""The process's own side of a call: done below everybody's pages, its answer into a file; it ends when the server does.

`python -m rnnviz.jobs.worker` takes a pickled call on stdin, whose end is the server's, and answers on stdout.
Both ends are this program's own; nothing that a learner loads comes this way.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

NICE = 10  # below the pages of everybody else
OUT, ERR = 1, 2


@dataclass(frozen=True)
class Call:
    """What is to be done, pickled, and the server's environment, which a fork server does not hear of."""

    content: bytes
    environ: Mapping[str, str]

    def answer(self, answers: int, server: int) -> None:
        """Pickles what the call gives into the file `answers`. `server`: a pipe that ends with the server."""
        threading.Thread(target=end_with, args=(server,), daemon=True).start()
        be_nice()
        os.environ.update(self.environ)
        fn: Callable[..., Any]
        fn, args, kwargs = pickle.loads(self.content)
        with os.fdopen(answers, "wb") as file:
            pickle.dump(fn(*args, **kwargs), file)


def end_with(server: int) -> None:
    while os.read(server, 1):
        continue
    os._exit(1)


def be_nice() -> None:
    """The same for a process of its own and for a fork of one that is nice already."""
    if hasattr(os, "nice"):
        os.nice(max(0, NICE - os.nice(0)))


def main() -> None:
    answers = os.dup(OUT)
    os.dup2(ERR, OUT)  # what is printed goes to the log
    call: Call = pickle.load(sys.stdin.buffer)
    call.answer(answers, sys.stdin.fileno())


if __name__ == "__main__":
    main()
