"""The link that students open, and its picture, which another reader reads."""

from __future__ import annotations

import socket
from urllib.parse import unquote

import pytest
import segno

from rnnviz.core.typed import InputError
from rnnviz.room import reach as module
from rnnviz.room.reach import answers, is_this_machine, reach
from rnnviz.room.web import same_site


def test_a_name_that_others_know_stays():
    found = reach("https://school.example/rnnviz/class?room=OLD", "K7XQ2")
    assert (found.link, found.alone) == ("https://school.example/rnnviz/class?room=K7XQ2", False)
    assert reach("http://10.0.0.5:8501/", "K7XQ2").link == "http://10.0.0.5:8501/class?room=K7XQ2"


def test_this_machines_own_name_becomes_its_address(monkeypatch):
    monkeypatch.setattr(module, "own_address", lambda: "10.1.2.3")
    asked = []
    monkeypatch.setattr(module, "answers", lambda host, port: asked.append((host, port)) or True)
    found = reach("http://localhost:8501/class", "K7XQ2")
    assert (found.link, found.alone) == ("http://10.1.2.3:8501/class?room=K7XQ2", False)
    assert asked == [("10.1.2.3", 8501)]


@pytest.mark.parametrize("own", [None, "10.1.2.3"])
def test_an_app_that_listens_on_this_machine_alone_says_so(monkeypatch, own):
    monkeypatch.setattr(module, "own_address", lambda: own)
    monkeypatch.setattr(module, "answers", lambda host, port: False)
    found = reach("http://127.0.0.1:8501/", "K7XQ2")
    assert (found.link, found.alone) == ("http://127.0.0.1:8501/class?room=K7XQ2", True)


def test_whether_somebody_listens_is_asked_of_the_system():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert answers("127.0.0.1", port)
    assert not answers("127.0.0.1", port)


def test_the_picture_is_of_the_link():
    found = reach("http://10.0.0.5:8501/", "K7XQ2")
    assert found.qr == segno.make_qr(found.link, error="m").svg_data_uri(border=4)
    assert unquote(found.qr).startswith("data:image/svg+xml")


@pytest.mark.parametrize("base", ["", "x", "javascript:alert(1)", "ftp://a/b", "http://"])
def test_what_is_no_address_is_refused(base):
    with pytest.raises(InputError):
        reach(base, "K7XQ2")


def test_which_names_mean_this_machine():
    assert all(map(is_this_machine, ("localhost", "127.0.0.1", "127.3.2.1", "::1", "a.localhost")))
    assert not any(map(is_this_machine, ("10.0.0.5", "school.example", "::2", "0.0.0.0")))


def test_a_page_of_another_site_does_not_speak_here():
    assert same_site("http://10.0.0.5:8501", "10.0.0.5:8501")
    assert same_site(None, "10.0.0.5:8501")
    assert not same_site("http://evil.example", "10.0.0.5:8501")
    assert not same_site("null", "10.0.0.5:8501")
