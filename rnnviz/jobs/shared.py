"""A queue whose work goes to a cluster while there is one, and is done here where there is none or it is gone."""

from __future__ import annotations

import threading
from typing import Any

from rnnviz.jobs.cluster import Cluster
from rnnviz.jobs.far import FarChild
from rnnviz.jobs.job import STOPPED, Call
from rnnviz.jobs.process import Talking
from rnnviz.jobs.queue import Queue
from rnnviz.jobs.trip import Lost

MOST_AWAY = 64  # works of this app on a cluster, those that rest among them
MOST_LOST = 3  # times that a piece of work is begun anew because its worker died


class SharedQueue(Queue):
    """A `Queue`; with a `cluster` the work that travels is done there. See Queue for the rest."""

    def __init__(self, does: str, things: str, *, cluster: Cluster | None = None, **given: Any) -> None:
        self.cluster = cluster
        self.away: list[threading.Thread] = []
        super().__init__(does, things, **given)
        if cluster and self.forking:
            cluster.forked = self.modules

    @property
    def room(self) -> int:
        """How many works the cluster does at once; 0 while there is none."""
        return self.cluster.slots if self.cluster and self.cluster.up else 0

    def warm(self) -> None:
        """What a cluster does needs nothing warm here."""
        if self.fresh or not self.cluster:
            super().warm()

    def goes_away(self, needs: dict[str, float]) -> bool:
        """Whether work that needs this of a worker is done on the cluster now."""
        return bool(self.cluster and self.cluster.can(needs))

    def here(self, call: Call) -> bool:
        return not (call.travels and self.goes_away(call.trip.needs if call.trip else {}))

    def put(self, call: Call) -> None:
        super().put(call)
        if not self.cluster:
            return
        self.add_thread()  # one that waits may be away
        if call.travels and len(self.away) < min(MOST_AWAY, len(self.queue) + len(self.running)):
            self.away.append(threading.Thread(target=self.serve_away, name=f"rnnviz-{self.things}-away", daemon=True))
            self.away[-1].start()

    def keep_one(self) -> None:
        """No process is kept here before there is work for one."""
        while self.cluster and not self.closed and not any(map(self.here, self.queue)):
            with self.changed:
                self.changed.wait(1.0)
        super().keep_one()

    def serve_away(self) -> None:
        """A thread's life."""
        while not self.closed:
            if call := self.wait_for(lambda call: not self.here(call), None, lambda: True):
                self.do_away(call)

    def do_away(self, call: Call) -> None:
        try:
            child = self.cluster.child(self.modules, self.fresh) if self.cluster else None
        except OSError:
            child = None
        if not child:
            self.back(call)
            return
        self.converse(child, call)
        child.end()

    def back(self, call: Call) -> None:
        """It could not be begun there."""
        with self.changed:
            self.running.pop(call)
            call.anew()
            self.queue.insert(0, call)

    def bury(self, child: Talking, call: Call) -> None:
        """The work on a worker that died is done anew: by who knows where it stood, or from its beginning."""
        if not isinstance(child, FarChild) or not child.lost:
            super().bury(child, call)
            return
        call.be_at("")
        with self.changed:
            call.lost += 1
            if self.closed or not call.wanted:
                call.end(error=STOPPED)
            elif call.trip and not call.trip.brief:
                call.future.set_exception(Lost(child.lost))
            else:
                call.travels = call.lost < MOST_LOST  # the last time on this machine
                call.anew()
                self.queue.insert(0, call)
                self.changed.notify_all()
