"""HTTPS as `deploy/README.md` tells a school to set it up: a page, its socket and a class's link, through nginx."""

from __future__ import annotations

import http.client
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import WebSocket, expect

from tests.browser.room import bar, press
from tests.browser.stage import CHECKED, Stage
from tests.browser.tabs import DESK, Tabs
from tests.conftest import Served, free_port
from tests.nginx_server import NginxServer


def certified(folder: Path) -> str:
    """A folder with a certificate that nobody has signed."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*command, *files], check=True, capture_output=True)
    return str(folder)


@pytest.fixture
def nginx(server: Served, tmp_path: Path) -> Iterator[NginxServer]:
    made = NginxServer(tmp_path, free_port(), [server.port], "/", certified(tmp_path))
    yield made
    made.stop()


def test_page_socket_and_class_are_reached_by_https(browser: Tabs, nginx: NginxServer) -> None:
    context = browser.chromium.new_context(viewport=DESK, base_url=nginx.url, ignore_https_errors=True)
    page, problems, sockets = context.new_page(), list[str](), list[WebSocket]()
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on("websocket", lambda opened: sockets.append(opened))
    page.goto("lstm?lead=off")
    stage = Stage(page).ready()
    stage.type(stage.weight("weight_ih.i"), "2.5").press("Enter")
    expect(stage.truth).to_have_text(CHECKED)
    page.goto("class")
    press(page, "Open a room")
    code = page.locator(".class-big").inner_text()
    expect(page.locator(".class-link")).to_have_text(re.compile(rf"https://[^/]+:{nginx.port}/class\?room={code}"))
    expect(bar(page)).to_contain_text("0 here")
    assert {it.url.partition("/_stcore")[0].partition("/room")[0] for it in sockets} == {
        f"wss://localhost:{nginx.port}"
    }
    assert problems == []
    assert at_port(nginx.port) == 400, "HTTPS alone"
    context.close()


def at_port(port: int) -> int:
    """The status of an answer without TLS."""
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request("GET", "/")
    return connection.getresponse().status
