"""The process's own side: pickled orders come in, what the work says goes out; and how it says how far it is.

`python -m rnnviz.jobs.serve MODULE…` takes orders on stdin and answers on stdout; a fork has pipes of its own. Both
ends are this program's; nothing that a learner loads comes this way. A module on the command line is imported first:
what takes long there goes on in a thread, so that work that does not need it does not wait. With `--prompt` before them
it is no idle work.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any

from rnnviz.core.typed import InputError
from rnnviz.texts import _

NICE = 10  # below the pages of everybody else
IN, OUT, ERR = 0, 1, 2
PROMPT = "--prompt"
SURE_AFTER = 0.3  # seconds of work before the time that is left is guessed
OFTEN = 0.05  # seconds between two reports
ENDS = ("done", "failed", "stopped", "fault")  # the last thing that is said of a piece of work
Order = tuple[int, Callable[..., Any], tuple[Any, ...]]


class Stopped(Exception):
    """The work is no longer wanted."""


class Reporter:
    """Passes on share, words and parts through `say`; raises Stopped as soon as `unwanted` is true.

    `say("share", share, seconds left or None)`, `say("doing", words)`, `say("part", a piece of the result)`.
    """

    def __init__(self, say: Callable[..., None], unwanted: Callable[[], bool] = lambda: False) -> None:
        self.say, self.unwanted = say, unwanted
        self.first: tuple[float, float] | None = None
        self.last = 0.0
        self.words, self.hear = list[Any](), None  # type: tuple[list[Any], Callable[[Any], None] | None]
        self.lock = threading.Lock()

    def on_word(self, hear: Callable[[Any], None]) -> None:
        """Calls `hear` with what is told to the work meanwhile, also with what came before; in another thread."""
        with self.lock:
            self.hear = hear
            while self.words:
                hear(self.words.pop(0))

    def word(self, word: Any) -> None:
        with self.lock:
            if self.hear:
                self.hear(word)
            else:
                self.words.append(word)

    def __call__(self, share: float) -> None:
        if self.unwanted():
            raise Stopped
        now = time.monotonic()
        if self.first is None:
            self.first = (now, share)
        if now - self.last >= OFTEN or share >= 1:
            self.last = now
            self.say("share", share, self.left(now, share))

    def left(self, now: float, share: float) -> float | None:
        """Seconds, from the pace since the first word; none while too little has been done to know a pace."""
        began, at = self.first or (now, share)
        if now - began < SURE_AFTER or share <= at:
            return None
        return (now - began) / (share - at) * (1 - share)

    def doing(self, words: str) -> None:
        if self.unwanted():
            raise Stopped
        self.say("doing", words)

    def part(self, piece: Any) -> None:
        self.say("part", piece)

    def within(self, begin: float, end: float) -> Callable[[float], None]:
        """A reporter of a part of the work: its 0 to 1 are `begin` to `end` of the whole."""
        return lambda share: self(begin + (end - begin) * share)


def quiet() -> Reporter:
    """For work in one's own process."""
    return Reporter(lambda *said: None)


def sealed(what: str, *said: Any) -> tuple[str, bytes]:
    """What is said so that whoever passes it on need not read it, and import what it is made of."""
    return what, pickle.dumps(said, pickle.HIGHEST_PROTOCOL)


class Served:
    """Reads orders and stops on one thread, works on another. `orders`, `answers`: files; what is printed is logged.

    `seal`: from then on what it says is `sealed`.
    """

    def __init__(self, orders: int, answers: int) -> None:
        self.orders, self.answers = os.fdopen(orders, "rb"), os.fdopen(answers, "wb")
        self.lock = threading.Lock()
        self.waiting: SimpleQueue[Order] = SimpleQueue()
        self.unwanted, self.sealed = -1, False
        self.tells: dict[int, Reporter] = {}  # by the work's number

    def read(self) -> None:
        """Ends the process when the server's end of the pipe closes."""
        try:
            while True:
                what, *given = pickle.load(self.orders)
                if what == "environ":
                    os.environ.update(*given)
                elif what == "seal":
                    self.sealed = True
                elif what == "stop":
                    (self.unwanted,) = given
                elif what == "word":
                    number, word = given
                    if number in self.tells:
                        self.tells[number].word(pickle.loads(word))
                else:
                    number, content = given
                    self.tells[number] = Reporter(self.say, partial(self.is_unwanted, number))
                    self.waiting.put((number, *pickle.loads(content)))
        except EOFError:
            os._exit(0)

    def say(self, *said: Any) -> None:
        with self.lock:
            pickle.dump(sealed(*said) if self.sealed else said, self.answers, pickle.HIGHEST_PROTOCOL)
            self.answers.flush()

    def is_unwanted(self, number: int) -> bool:
        return self.unwanted == number

    def run(self) -> None:
        """One piece of work after the other."""
        threading.Thread(target=self.read, daemon=True).start()
        while True:
            self.do(*self.waiting.get())

    def do(self, number: int, make: Callable[..., Any], given: tuple[Any, ...]) -> None:
        try:
            self.say("done", make(self.tells[number], *given))
        except Stopped:
            self.say("stopped")
        except InputError as error:
            self.say("failed", str(error))
        except MemoryError:
            self.say("failed", _("There is not enough memory for this: try it with less data."))
        except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, OSError) as error:
            self.say("fault", f"{type(error).__name__}: {str(error)[:200]}")
        finally:
            del self.tells[number]


def reading(tell: Reporter, look: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    """What `look` makes of a learner's file."""
    tell.doing(_("reading the file"))
    gc.disable()  # a million small tuples, none of which is in a circle: looking for one takes as long as reading
    try:
        return look(*given)
    finally:
        gc.enable()


def without_report(tell: Reporter, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A plain call, for `Executor.submit`."""
    return fn(*args, **kwargs)


def be_nice() -> None:
    """The same for a process of its own and for a fork of one that is nice already.

    Linux lets idle work wait as soon as a page wants the processor; a nice process is first let go on for milliseconds.
    """
    if hasattr(os, "nice"):
        os.nice(max(0, NICE - os.nice(0)))
    if hasattr(os, "SCHED_IDLE"):
        with suppress(OSError):  # a container may forbid it
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def give_back_freed() -> None:
    """To the system, what this process has freed and kept (`process.KEEPS`), where its C library can: it will rest."""
    with suppress(AttributeError, OSError, TypeError):  # macOS's and musl's cannot, and Windows has no such library
        ctypes.CDLL(None).malloc_trim(0)


def main() -> None:
    answers = os.dup(OUT)
    os.dup2(ERR, OUT)
    modules = [it for it in sys.argv[1:] if it != PROMPT]
    if PROMPT not in sys.argv:
        be_nice()
    served = Served(IN, answers)
    for module in modules:
        importlib.import_module(module)
    served.run()


if __name__ == "__main__":
    main()
