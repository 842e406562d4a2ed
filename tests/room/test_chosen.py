"""Where the rooms are: what RNNVIZ_REDIS says, and what is said where it cannot be."""

from __future__ import annotations

import sys

import pytest

from rnnviz.room.bus import MemoryBus
from rnnviz.room.chosen import chosen_bus
from rnnviz.room.redis_bus import RedisBus


def test_in_memory_by_default(monkeypatch):
    monkeypatch.delenv("RNNVIZ_REDIS", raising=False)
    assert isinstance(chosen_bus()[0], MemoryBus)
    monkeypatch.setenv("RNNVIZ_REDIS", " ")
    assert isinstance(chosen_bus()[0], MemoryBus)


def test_in_a_redis_which_need_not_be_there_yet(monkeypatch):
    monkeypatch.setenv("RNNVIZ_REDIS", "redis://127.0.0.1:1/0")
    assert isinstance(chosen_bus()[0], RedisBus)


def test_an_address_that_is_none_is_said(monkeypatch):
    monkeypatch.setenv("RNNVIZ_REDIS", "my server")
    with pytest.raises(SystemExit, match=r"no address of a Redis.*redis://localhost"):
        chosen_bus()


def test_without_the_package_what_to_install_is_said(monkeypatch):
    monkeypatch.setenv("RNNVIZ_REDIS", "redis://localhost:6379/0")
    for name in [it for it in sys.modules if it.split(".")[0] == "redis" or it == "rnnviz.room.redis_bus"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(SystemExit, match=r"package redis is missing here.*\n.*-r requirements-cluster.txt"):
        chosen_bus()
