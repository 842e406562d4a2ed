"""The worker's process: pickled work on stdin, what it says on stdout. Both ends are this program's own.

umap is imported and compiled in a thread beside the work, so that what does not need it does not wait; the compiled
code is kept on disk by numba, which umap-learn leaves off: 2 s instead of 10 to 20 from the second process on.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from rnnviz.maps.points import PointsError
from rnnviz.maps.telling import Stopped, Teller

NICE = 10  # below the pages of everybody else
Order = tuple[int, Callable[..., Any], tuple[Any, ...]]


class Served:
    """Reads orders and stops on one thread, works on another."""

    def __init__(self) -> None:
        self.answers = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)  # what is printed goes to the log
        self.lock = threading.Lock()
        self.orders: SimpleQueue[Order] = SimpleQueue()
        self.unwanted = -1

    def read(self) -> None:
        """Ends the process when the server's end of the pipe closes."""
        try:
            while True:
                said = pickle.load(sys.stdin.buffer)
                if said[0] == "stop":
                    self.unwanted = said[1]
                else:
                    self.orders.put(said[1:])
        except EOFError:
            os._exit(0)

    def say(self, *said: Any) -> None:
        with self.lock:
            pickle.dump(said, self.answers, pickle.HIGHEST_PROTOCOL)
            self.answers.flush()

    def work(self) -> None:
        while True:
            number, make, given = self.orders.get()
            tell = Teller(self.say, lambda number=number: self.unwanted == number)  # type: ignore[misc]
            try:
                self.say("done", make(tell, *given))
            except Stopped:
                self.say("stopped")
            except PointsError as error:
                self.say("failed", str(error))
            except MemoryError:
                self.say("failed", "There is not enough memory for this: take fewer points.")
            except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, OSError) as error:
                self.say("failed", f"This could not be made ({type(error).__name__}: {str(error)[:200]}).")


def main() -> None:
    served = Served()
    if hasattr(os, "nice"):
        os.nice(NICE)
    threading.Thread(target=served.read, daemon=True).start()
    if "--warm" in sys.argv:
        from rnnviz.maps.umapping import WARMTH

        WARMTH.start()
    served.work()


if __name__ == "__main__":
    main()
