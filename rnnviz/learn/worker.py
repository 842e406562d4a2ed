"""The process behind `processes.Processes`: a pickled call on stdin, its pickled answer on stdout.

Both ends are this program's own; nothing that a learner loads comes this way.
"""

from __future__ import annotations

import os
import pickle
import sys

NICE = 10  # below the pages of everybody else


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed goes to the log
    if hasattr(os, "nice"):
        os.nice(NICE)
    fn, args, kwargs = pickle.load(sys.stdin.buffer)
    pickle.dump(fn(*args, **kwargs), answers)
    answers.close()


if __name__ == "__main__":
    main()
