"""Every visit without a browser is by the same visitor, so that a second visit finds the runs of the first.

And all that stands behind a button stands open: a test reads and moves what a learner must click for. A page without a
link opens without its lead, as in a browser that closed it; the tests of leads ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rnnviz.lessons.map import progress
from rnnviz.ui import behind, lead, visitor
from tests.lessons.map.map_worker import Worker


@pytest.fixture(scope="session", autouse=True)
def one_visitor() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visitor, "own", lambda: "")
        patch.setattr(behind, "is_open", lambda popover: True)
        patch.setattr(lead, "remembered", lambda: {"closed": True})
        yield


@pytest.fixture
def maps_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Maps are made in the test's own thread, and none is left over."""
    monkeypatch.setattr(progress, "Mapper", Worker)
    progress.mapper.clear()
    yield
    progress.mapper.clear()
