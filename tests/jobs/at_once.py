"""A queue's work done here and now, for tests of what a page makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rnnviz.core.typed import InputError
from rnnviz.jobs.job import Call, Job
from rnnviz.jobs.queue import Queue
from rnnviz.jobs.serve import quiet


def ask(queue: Queue, key: str, make: Callable[..., Any], *given: Any) -> Job[Any]:
    """In place of `Queue.ask`."""
    call = Call(1, key, make, given, InputError)
    call.end(make(quiet(), *given))
    return Job(call, lambda call: None, lambda call: 0)
