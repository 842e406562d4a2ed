"""The kept process's own side: pickled work on stdin, what it says on stdout. Both ends are this program's own.

A module that is named on its command line is imported first; what takes long there goes on in a thread, so that work
that does not need it does not wait.
"""

from __future__ import annotations

import importlib
import os
import pickle
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from rnnviz.core.typed import InputError
from rnnviz.jobs.telling import Stopped, Teller
from rnnviz.jobs.worker import be_nice

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
            except InputError as error:
                self.say("failed", str(error))
            except MemoryError:
                self.say("failed", "There is not enough memory for this: try it with less data.")
            except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, OSError) as error:
                self.say("failed", f"This could not be made ({type(error).__name__}: {str(error)[:200]}).")


def main() -> None:
    served = Served()
    be_nice()
    threading.Thread(target=served.read, daemon=True).start()
    for ready in sys.argv[1:]:
        importlib.import_module(ready)
    served.work()


if __name__ == "__main__":
    main()
