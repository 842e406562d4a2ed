"""A run belongs to the browser that started it: no link of another's finds it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from rnnviz.learn.plan import Plan
from rnnviz.ui import visitor
from rnnviz.ui.runs import results as facts
from rnnviz.ui.runs.run_line import CAME_ALONG
from tests.pages.visiting import served, visit, words

OWNER, OTHER = "a" * visitor.LENGTH, "b" * visitor.LENGTH


@pytest.fixture(scope="module", autouse=True)
def threads() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        yield from served(ThreadPoolExecutor, patch)


@pytest.fixture(scope="module")
def run(threads) -> str:
    """The key of a run of OWNER's that is over."""
    key = facts.runs().start(Plan("names", hidden=4, epochs=1), owner=OWNER)
    facts.runs().handles[key].future.result(60)
    return key


def test_the_owner_finds_it(monkeypatch, run):
    monkeypatch.setattr(visitor, "own", lambda: OWNER)
    assert visitor.key_of(visitor.public(run)) == run
    assert "validation accuracy" in visit("train", task="names", run=visitor.public(run)).get("progress")[0].proto.text


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    ("page", "items"),
    [
        ("train", ("run",)),
        ("train", ("run", "beside")),
        ("images", ("single", "dual")),
        ("map", ("run",)),
        ("inside", ("net",)),
    ],
)
def test_another_does_not(monkeypatch, run, page, items, whole):
    monkeypatch.setattr(visitor, "own", lambda: OTHER)
    looked: list[str] = []
    view, folder = facts.runs().view, facts.runs().folder
    monkeypatch.setattr(facts.runs(), "view", lambda key: looked.append(key) or view(key))
    monkeypatch.setattr(facts.runs(), "folder", lambda key: looked.append(key) or folder(key))
    name = run if whole else run.removeprefix(OWNER)
    beside = {"points": "run", "cell": "net"} if page == "map" else {}
    app = visit(page, **dict.fromkeys(items, name), **beside)
    assert run not in looked
    if page != "map":
        assert all(CAME_ALONG in it.proto.text for it in app.get("progress"))
        assert "no longer kept" in words(app) or "is 48 characters long" in words(app)


def test_without_cookies_a_tab_is_its_own_visitor(monkeypatch):
    state: dict[str, str] = {}
    monkeypatch.setattr(visitor.st, "session_state", state)
    monkeypatch.setattr(visitor.st, "context", type("Context", (), {"cookies": {}}))
    first = own_again()
    assert first == own_again()
    state.clear()
    assert own_again() != first
    monkeypatch.setattr(visitor.st, "context", type("Context", (), {"cookies": {visitor.VISITOR: "x"}}))
    with_cookie = own_again()
    state.clear()
    assert own_again() == with_cookie != first
    assert len(with_cookie) == visitor.LENGTH


def own_again() -> str:
    """`visitor.own` itself, which the tests of pages replace."""
    spec = importlib.util.find_spec("rnnviz.ui.visitor")
    assert spec
    assert spec.loader
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return str(fresh.own())
