"""A piece of work on a cluster's worker, as its queue speaks with it: the app's end of a `relay`."""

from __future__ import annotations

import pickle
import signal
import threading
import uuid
from collections.abc import Iterator
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from rnnviz.jobs.job import Call
from rnnviz.jobs.relay import order, relay, relay_beside, take
from rnnviz.texts import _

if TYPE_CHECKING:
    from distributed import Client

WAITS = _("waiting for a worker of the cluster")
GONE = (OSError, TimeoutError, RuntimeError, ValueError)
"""What a client raises whose worker or scheduler is gone, or which is closed."""
Heard = tuple[Any, ...]
ANSWERS = 30.0  # seconds in which a scheduler that is there answers, however busy its machine is


def workers_of(client: Client) -> dict[str, Any]:
    """What its scheduler says of each of its workers, by address. Raises one of GONE.

    `Client.scheduler_info` says what was said last where there is no answer, and of no worker just after a heartbeat.
    """
    asked: Any = client  # published without types
    scheduler = asked.scheduler
    if scheduler is None:
        raise OSError(client.status)
    said = asked.sync(scheduler.identity, n_workers=-1, callback_timeout=ANSWERS)
    return dict(said["workers"])


class FarChild:
    """See `process.Talking`. `lost`: why the worker itself is gone, as a sentence. Every method from any thread."""

    def __init__(self, client: Client, modules: tuple[str, ...], fresh: bool) -> None:
        self.client, self.modules, self.fresh = client, modules, fresh
        self.key, self.killed, self.lost = f"rnnviz-{uuid.uuid4().hex}", False, ""
        self.news: SimpleQueue[Heard | None] = SimpleQueue()
        self.outbox: SimpleQueue[Heard | None] = SimpleQueue()
        self.died: tuple[int, str] = (0, "")
        self.address, self.name = "", ""
        self.call: Call | None = None
        self.future: Any = None

    @property
    def alive(self) -> bool:
        return not (self.killed or self.lost)

    def begin(self, call: Call) -> None:
        self.call = call
        needs = call.trip.needs if call.trip else {}
        given = self.key, self.modules, self.fresh, "GPU" in needs
        if call.trip and call.trip.brief:
            threading.Thread(target=self.beside, args=(needs, *given), name="rnnviz-beside", daemon=True).start()
            return
        try:
            self.future = self.client.submit(relay, *given, key=self.key, resources=needs, pure=False)
        except GONE as error:
            raise OSError(str(error)) from error
        self.future.add_done_callback(self.over)

    def over(self, future: Any) -> None:
        """Dask's call has ended; before it was placed there is nobody else who could say so."""
        if not self.address and future.status == "error":
            self.refused(future.exception())

    def refused(self, error: Exception) -> None:
        self.cut(
            _("A worker of the cluster cannot do this ({name}: {error}).").format(
                name=type(error).__name__, error=str(error)[:120]
            )
        )

    def beside(self, needs: dict[str, float], *given: Any) -> None:
        """A thread's life: a brief call, on the worker that has the least to do."""
        try:
            workers = workers_of(self.client)
            can = [at for at, it in workers.items() if all(it["resources"].get(k, 0) >= n for k, n in needs.items())]
            at = min(can, key=lambda at: workers[at]["metrics"]["task_counts"].get("executing", 0))
            self.client.run(relay_beside, *given, workers=[at])
        except GONE as error:
            self.refused(error)

    def placed(self, address: str, name: str, threads: int) -> None:
        """The call has begun on this worker. It is not heard a second time: Dask then began it anew by itself."""
        if self.address or not self.alive:
            return
        self.address, self.name = address, name.rpartition("://")[2]
        self.news.put(("placed", threads))
        threading.Thread(target=self.post, name="rnnviz-orders", daemon=True).start()
        threading.Thread(target=self.ask, name="rnnviz-news", daemon=True).start()

    def post(self) -> None:
        """A thread's life: orders, one after the other."""
        while said := self.outbox.get():
            try:
                self.client.run(order, self.key, *said, workers=[self.address])
            except GONE:
                return  # `ask` says so

    def ask(self) -> None:
        """A thread's life: what the work says."""
        heard = 0
        while self.alive:
            try:
                said = self.client.run(take, self.key, heard, workers=[self.address]).get(self.address)
            except GONE:
                said = None
            if said is None:
                self.cut(_("The cluster's worker {name} is gone.").format(name=self.name))
                return
            heard += len(said)
            for what, content in said:
                self.news.put((what, *pickle.loads(content)))

    def heard(self) -> Iterator[Heard]:
        yield "where", WAITS
        while said := self.news.get():
            if said[0] == "died":
                self.died = said[1], said[2]
                return
            if said[0] == "placed":
                yield "where", _("on the cluster, {name}").format(name=self.name)
                self.give(said[1])
            else:
                yield said

    def give(self, threads: int) -> None:
        """The work itself."""
        if not self.call:
            return
        self.outbox.put(("do", self.call.packed_away(threads)))
        if trip := self.call.trip:
            trip.send = lambda word: self.outbox.put(("word", pickle.dumps(word)))
            trip.reached()

    def send(self, *said: Any) -> None:
        """A stop, whose number here is no one's there."""
        self.outbox.put((said[0],))

    def kill(self) -> None:
        self.killed = True
        self.died = -signal.SIGKILL, ""
        self.outbox.put(("kill",))
        self.news.put(None)

    def cut(self, why: str) -> None:
        """Its worker or the whole cluster is gone."""
        if self.alive:
            self.lost = why
            self.news.put(None)

    def end(self) -> None:
        """Lets go of it; Dask need not do it a second time."""
        self.outbox.put(None)
        if self.call and self.call.trip:
            self.call.trip.send = None
        with suppress(*GONE):
            if self.future:
                self.future.cancel()

    def code(self) -> int:
        return self.died[0]

    def last_words(self) -> str:
        return self.died[1]
