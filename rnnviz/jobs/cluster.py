"""A cluster of Dask's that does work of this app (`RNNVIZ_DASK`), if there is one: is it there, and what has it.

Nothing of Dask is imported unless the variable is set. A scheduler that is gone costs what its workers do at that
moment; meanwhile work is done on this machine, and `trouble` and one line of the server's log say so.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from rnnviz.jobs.far import GONE, FarChild, workers_of
from rnnviz.jobs.relay import TOPIC, warm
from rnnviz.texts import _

if TYPE_CHECKING:
    from distributed import Client

VARIABLE = "RNNVIZ_DASK"  # of the environment: the address of a scheduler of Dask's
LOOKS = 1.0  # seconds between two looks at the cluster
AGAIN = 3.0  # seconds between two tries to reach it
PATIENCE = "5s"  # in which a scheduler answers to a new client
SILENT = _("The cluster does not answer. Runs and maps are made on this machine until it is back.")
SOUGHT = _("The cluster has not answered yet. Runs and maps are made on this machine until it does.")
EMPTY = _("The cluster has no worker now. Runs and maps are made on this machine until it has one.")
MISSING = _(
    "{variable} needs dask.distributed, which is not installed. Runs and maps are made on this machine."
).format(variable=VARIABLE)
TLS = "tls:"
BARE = _(
    "A tls:// address needs a certificate and a key that Dask's own settings (DASK_CONFIG) name and that can be read. "
    "Runs and maps are made on this machine."
)


class Cluster:
    """The scheduler at `address` ("tcp://localhost:8786"; "tls://…" with Dask's own settings).

    Every method from any thread, and none waits for it.
    """

    def __init__(self, address: str) -> None:
        self.address, self.trouble, self.logged = address, SOUGHT, ""
        self.slots, self.gpus = 0, 0.0  # how many works it does at once; how many GPUs its workers have
        self.client: Client | None = None
        self.children: weakref.WeakValueDictionary[str, FarChild] = weakref.WeakValueDictionary()
        self.forked: tuple[str, ...] = ()  # what is slow to import and most works need: workers do so beforehand
        self.warmed: set[str] = set()
        self.closed = threading.Event()
        self.thread = threading.Thread(target=self.watch, name="rnnviz-cluster", daemon=True)
        self.thread.start()

    @property
    def up(self) -> bool:
        return not self.trouble

    def can(self, needs: dict[str, float]) -> bool:
        """Whether it does such work now."""
        return self.up and needs.get("GPU", 0.0) <= self.gpus

    def child(self, modules: tuple[str, ...], fresh: bool) -> FarChild:
        """For one piece of work. Raises OSError."""
        if not self.client:
            raise OSError(SILENT)
        made = FarChild(self.client, modules, fresh)
        self.children[made.key] = made
        return made

    def watch(self) -> None:
        """A thread's life."""
        while not self.closed.is_set():
            try:
                if self.address.startswith(TLS) and not certified():
                    self.be(BARE)
                    return
                with self.reached() as client:
                    while client.status == "running" and not self.closed.is_set():
                        self.look(client)
                        self.closed.wait(LOOKS)
                if not self.closed.is_set():
                    self.be(SILENT)
            except ImportError:
                self.be(MISSING)
                return
            except GONE:
                self.be(SILENT)
            self.cut(self.trouble)
            self.closed.wait(AGAIN)

    @contextmanager
    def reached(self) -> Iterator[Client]:
        from distributed import Client

        logging.getLogger("distributed.client").addFilter(is_no_end)
        made: Any = Client  # published with types for some of its methods alone
        client: Client = made(self.address, timeout=PATIENCE, set_as_default=False, name="rnnviz")
        listening: Any = client
        try:
            listening.subscribe_topic(TOPIC, self.began)
            self.client = client
            yield client
        finally:
            self.client = None
            listening.close(timeout=1)

    def look(self, client: Client) -> None:
        workers = workers_of(client)
        if self.forked and (cold := set(workers) - self.warmed):
            client.run(warm, self.forked, workers=list(cold), wait=False)
            self.warmed = set(workers)
        there = workers.values()
        self.slots = sum(int(it["nthreads"]) for it in there)
        self.gpus = max((float(it["resources"].get("GPU", 0)) for it in there), default=0.0)
        self.be("" if self.slots else EMPTY)

    def be(self, trouble: str) -> None:
        """In this trouble, or in none; what is new goes to the server's log."""
        self.trouble = trouble
        if trouble and trouble != self.logged:
            sys.stderr.write(f"{VARIABLE}={self.address}: {trouble}\n")  # in one go: other threads write there, too
            sys.stderr.flush()
        self.logged = trouble

    def began(self, event: tuple[float, dict[str, Any]]) -> None:
        """Dask's call has begun on a worker: on this thread nothing may wait for Dask."""
        said = event[1]
        if child := self.children.get(said["key"]):
            child.placed(said["address"], said["name"], said["threads"])

    def cut(self, why: str) -> None:
        """Whoever works there works no more."""
        self.slots, self.gpus = 0, 0.0
        for child in list(self.children.values()):
            child.cut(why)

    def close(self) -> None:
        self.closed.set()
        self.thread.join(timeout=10)


def certified() -> bool:
    """Whether Dask's own settings name a certificate and a key that can be read."""
    from distributed import Security

    made: Any = Security  # published without types
    try:
        return made().get_connection_args("client")["ssl_context"] is not None
    except OSError:
        return False


def is_no_end(record: logging.LogRecord) -> bool:
    """For Dask's log: false for the traceback of a client that looks for its lost scheduler as it is closed here."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def trouble() -> str:
    """Why this server's cluster does nothing now, as a sentence; empty where it works or there is none."""
    there = cluster()
    return there.trouble if there else ""


@cache
def cluster() -> Cluster | None:
    """This server's, if it has one."""
    address = os.environ.get(VARIABLE, "")
    return Cluster(address) if address else None
