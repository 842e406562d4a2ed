"""What runs on a cluster's worker: one call of Dask's, which keeps a process there for a piece of work of the app's.

The work is not done by Dask's own thread, which nobody could end. A process of `process.Child` does it, as on the app's
machine: ended within a second, its death told. What it says waits here until the app has taken it (`take`), and orders
come in by `order`, both by `Client.run`, which Dask answers also while all its threads are taken. Neither is read here:
Dask's process, which has to answer at all times, then never imports torch.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any

from rnnviz.jobs.process import FORKS, Child, forks
from rnnviz.jobs.serve import ENDS, sealed

TOPIC = "rnnviz"  # on which a call says that it has begun, and where
ASKED = 4.0  # seconds that an app waits for news before it asks again
SILENT = 30.0  # seconds without a question, after which nobody wants the work any more
SOON = 10.0  # seconds in which the app answers to a call that has begun
LOOK = 0.02  # seconds between two looks at what is said
GATHER = 0.03  # seconds in which what is said goes together
Sealed = tuple[str, bytes]
RELAYS: dict[str, Relay] = {}
NUMBERS = count()  # of works; a process that is kept may have been told to stop an earlier one
KEPT: dict[tuple[str, ...], list[Child]] = {}
"""Processes that have done a piece of work and wait for the next, by what they have imported."""


class Relay:
    """Between the app and a process. `hide_gpu`: the worker's GPU is for those who ask for it."""

    def __init__(self, modules: tuple[str, ...], fresh: bool, hide_gpu: bool) -> None:
        self.modules, self.fresh, self.hide_gpu = modules, fresh, hide_gpu
        self.number = next(NUMBERS)
        self.said: list[Sealed] = []  # that the app has not confirmed
        self.taken, self.over, self.asked = 0, threading.Event(), time.monotonic()
        self.orders: SimpleQueue[tuple[Any, ...]] = SimpleQueue()

    def run(self) -> None:
        """Returns once the app has taken the last word, or is gone."""
        try:
            content = self.orders.get(timeout=SOON)[-1]
        except Empty:
            return  # the app does not know of this call: Dask has begun it anew by itself
        with self.process() as child:
            self.child = child
            orders = threading.Thread(target=self.obey, args=(child,), daemon=True)
            orders.start()
            child.send("seal")
            child.send("environ", {"CUDA_VISIBLE_DEVICES": ""} if self.hide_gpu else {})
            child.send("do", self.number, content)
            self.listen(child)
            self.over.set()
            orders.join()
        self.wait_until_taken()

    @contextmanager
    def process(self) -> Iterator[Child]:
        """One that is kept, or a new one; kept afterwards if it can be."""
        idle = KEPT.setdefault(self.modules, [])
        while not self.fresh and idle and not idle[-1].alive:
            idle.pop().end()
        child = idle.pop() if idle and not self.fresh else Child(self.modules, self.fresh and FORKS)
        yield child
        if self.fresh or not child.alive:
            child.end()
        else:
            idle.append(child)

    def listen(self, child: Child) -> None:
        from distributed import secede

        give_thread_up: Any = secede  # published without types
        for said in child.heard():
            if said[0] == "rests":
                give_thread_up()  # another one may have this thread
                continue
            self.said.append((said[0], said[1]))
            if said[0] in ENDS:
                return
        self.said.append(sealed("died", child.code(), child.last_words()))

    def obey(self, child: Child) -> None:
        """Passes orders on, and ends the work that nobody asks about."""
        while not self.over.is_set():
            with suppress(Empty, OSError, ValueError):
                what, *given = self.orders.get(timeout=0.1)
                if what == "kill":
                    child.kill()
                else:
                    child.send(what, self.number, *given)
            if time.monotonic() - self.asked > SILENT:
                child.kill()

    def wait_until_taken(self) -> None:
        while self.said and time.monotonic() - self.asked < SILENT:
            time.sleep(LOOK)

    async def take(self, after: int) -> list[Sealed]:
        """What was said after the first `after` words, once there is something; what came before is dropped."""
        self.asked = until = time.monotonic()
        del self.said[: after - self.taken]
        self.taken = after
        while not self.said and time.monotonic() < until + ASKED:
            await asyncio.sleep(LOOK)
        await asyncio.sleep(GATHER)
        self.asked = time.monotonic()
        return list(self.said)


def relay(key: str, modules: tuple[str, ...], fresh: bool, gpu: bool) -> None:
    """The call of Dask's. `gpu`: it has asked for one of the worker's."""
    from distributed import get_worker

    serve(get_worker(), key, modules, fresh, gpu)


async def relay_beside(key: str, modules: tuple[str, ...], fresh: bool, gpu: bool, dask_worker: Any = None) -> None:
    """For `Client.run`, which gives the worker: the same for brief work, beside what has the worker's threads."""
    await asyncio.to_thread(serve, dask_worker, key, modules, fresh, gpu)


def serve(worker: Any, key: str, modules: tuple[str, ...], fresh: bool, gpu: bool) -> None:
    it = RELAYS[key] = Relay(modules, fresh, not gpu and "GPU" in worker.state.total_resources)
    where = {"key": key, "address": worker.address, "name": str(worker.name), "threads": worker.state.nthreads}
    worker.log_event(TOPIC, where)
    try:
        it.run()
    finally:
        del RELAYS[key]


async def take(key: str, after: int) -> list[Sealed] | None:
    """For `Client.run`: see `Relay.take`; None where there is no such call any more."""
    return await RELAYS[key].take(after) if key in RELAYS else None


async def warm(modules: tuple[str, ...]) -> None:
    """For `Client.run`: the imports of the works that are forked begin."""
    if FORKS:
        await asyncio.to_thread(forks(*modules).warm)


def order(key: str, *said: Any) -> None:
    """For `Client.run`: an order to the work, or "kill"."""
    if key in RELAYS:
        RELAYS[key].orders.put(said)
