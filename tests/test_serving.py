"""Started in every way that the README names, the app serves its pages and its assets."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.requests import Request

from rnnviz import preload
from rnnviz.lasting import OFFERED, Lasting
from rnnviz.serving import Uploads, lasting

ROOT = Path(__file__).resolve().parents[1]
FOR_EVER = "public, max-age=31536000, immutable"
HOWS = ["python", "uvicorn", "streamlit"]

T = TypeVar("T")


@pytest.mark.parametrize("how", HOWS)
def test_pages_and_assets_are_served(launch, how):
    with launch(how) as served:
        for path in ("/lstm", "/"):
            status, headers, text = served.get(path, {"Accept": "text/html, */*", "Accept-Encoding": "gzip"})
            assert status == 200
            assert '<div id="root">' in text
            assert len(re.findall(r'<link rel="stylesheet" href="\./assets/~[0-9a-f]{16}/app\.css">', text)) == 1
            assert text.index("/look.css") < text.index("/app.css") < text.index("</head>")
            assert int(headers["content-length"]) == len(text.encode())

        status, headers, text = served.get("/assets/app.css")
        assert status == 200
        assert text == (ROOT / "assets" / "app.css").read_text()
        assert headers["cache-control"] == "no-cache"

        status, headers, text = served.get("/assets/app.css", {"If-None-Match": headers["etag"]})
        assert (status, text) == (304, "")
        assert headers["cache-control"] == "no-cache"

        assert served.get("/assets/no-such-file.js")[0] == 404
        for path in ("/assets/../app.py", "/assets/%2e%2e/app.py", "/assets//etc/passwd"):
            assert served.get(path)[0] in (400, 404)


def answered(reply: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: Playwright's loop runs in this one once a browser test was here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, reply).result()


def test_what_a_stage_is_told_once_is_kept_for_ever_by_the_browser():
    it = Lasting({"equations": ["h_t"]})
    asked = Request({"type": "http", "path_params": {"name": it.name}})
    unknown = answered(lasting(asked))
    assert (unknown.status_code, unknown.headers["cache-control"]) == (404, "no-store")
    OFFERED.offer(it)
    known = answered(lasting(asked))
    assert (known.status_code, json.loads(known.body)) == (200, it.content)
    assert known.headers["cache-control"] == FOR_EVER


def copied(folder: Path) -> Path:
    """The app in a folder of its own, with what was compiled of it."""
    for part in ("pages", "rnnviz", "assets", "texts", ".streamlit"):
        shutil.copytree(ROOT / part, folder / part)
    return Path(shutil.copy2(ROOT / "app.py", folder)).parent


def test_an_edited_asset_is_seen_at_the_next_visit_and_one_that_is_not_is_asked_for_once(launch, tmp_path):
    probe = tmp_path / "assets" / "probe.js"

    def visited(served):
        """Where a page says that the assets are: in what it names, and for what is imported by its plain address."""
        page = served.get("/", {"Accept": "text/html"})[2]
        (at,) = set(re.findall(r"\./(assets/~[0-9a-f]+/)", page))
        assert f'{{"imports":{{"./assets/":"./{at}","./{at}":"./{at}"}}}}</script>' in page
        return f"/{at}probe.js"

    with launch("python", copied(tmp_path)) as served:
        probe.write_text("before")
        before = visited(served)
        assert visited(served) == before
        status, headers, text = served.get(before)
        assert (status, text, headers["cache-control"]) == (200, "before", FOR_EVER)
        tag = served.get("/assets/probe.js")[1]["etag"]
        probe.write_text("after it was edited")
        assert served.get("/assets/probe.js", {"If-None-Match": tag})[::2] == (200, "after it was edited")
        after = visited(served)
        assert after != before
        assert [served.get(at)[1]["cache-control"] for at in (before, after)] == ["no-cache", FOR_EVER]
        probe.write_text("before")
        assert visited(served) == before, "the name is that of the content, on whichever server"


def test_the_program_says_where_it_listens(launch):
    with launch("python") as served:
        assert f"rnnviz is at {served.url} " in served.log.read_text()


def test_a_port_that_is_taken_is_named_with_the_way_out(launch):
    with launch("python") as served:
        command = [sys.executable, "app.py", "--headless", "--port", str(served.port)]
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert second.returncode != 0
    assert "address already in use" in second.stderr
    assert f"--port {served.port + 1}" in second.stdout


CONNECTIONS = """
    import socket, sys, threading, time, urllib.request
    sys.path.insert(0, ".")
    import app
    server = app.make_server(app.arguments(["--headless", "--port", "0"]))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    with socket.create_connection(server.servers[0].sockets[0].getsockname()):
        while not server.server_state.connections:
            time.sleep(0.01)
        (connection,) = server.server_state.connections
        accepted = connection.transport.get_extra_info("socket")
        print("nodelay", accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    server.should_exit = True
"""


def test_nagle_is_off():
    """Else each answer waits for the browser's acknowledgement of the one before: 40 ms on Linux."""
    command = [sys.executable, "-c", textwrap.dedent(CONNECTIONS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "nodelay 1" in done.stdout


SETTINGS = """
    import pathlib, runpy, sys
    import uvicorn
    import streamlit as st

    def show(self, sockets=None):
        self.started = True
        for key in ("server.fileWatcherType", "runner.postScriptGC", "browser.gatherUsageStats", "server.port"):
            print(key, st.get_option(key))

    uvicorn.Server.run = show
    sys.argv = [sys.argv[1], "--headless"]
    sys.path.insert(0, str(pathlib.Path(sys.argv[0]).parent))
    runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_settings_are_found_from_another_folder(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(SETTINGS), str(ROOT / "app.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    settings = dict(line.split() for line in done.stdout.splitlines())
    assert settings == {
        "server.fileWatcherType": "none",
        "runner.postScriptGC": "False",
        "browser.gatherUsageStats": "False",
        "server.port": "8501",
    }


ROUNDS = """
    import gc
    import torch
    from streamlit.testing.v1 import AppTest

    torch.set_num_threads(2)
    app = AppTest.from_file("rnnviz/main.py", default_timeout=30).run()
    assert gc.get_freeze_count() > 10_000
    print("threads", torch.get_num_threads())
    before = gc.get_stats()[2]["collections"]
    for _ in range(60):
        app.run()
    print("full rounds", gc.get_stats()[2]["collections"] - before)
"""


def test_what_is_imported_is_frozen_once_and_torch_has_one_thread_and_no_rerun_waits_for_a_full_collection():
    command = [sys.executable, "-c", textwrap.dedent(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "full rounds 0" in done.stdout
    assert "threads 1" in done.stdout


def test_a_browser_gets_a_secret_of_its_own_once(launch):
    with launch("python") as served:
        given = [served.get("/train", {"Accept": "text/html"})[1]["set-cookie"] for _ in range(2)]
        secrets = [each.partition("=")[2].partition(";")[0] for each in given]
        assert all(each.startswith("rnnviz_visitor=") for each in given)
        assert all("HttpOnly" in each and "SameSite=Lax" in each for each in given)
        assert secrets[0] != secrets[1]
        assert min(map(len, secrets)) >= 32
        again = served.get("/train", {"Accept": "text/html", "Cookie": f"rnnviz_visitor={secrets[0]}"})
        assert "rnnviz_visitor" not in again[1].get("set-cookie", "")


def test_a_page_names_in_its_head_what_it_will_need():
    """The names are this Streamlit's; a part that another version has not is left out, and any address is answered."""
    pages = (*preload.PICTURES, "no/such page")
    heads = {url_path: preload.links(url_path, "assets/") for url_path in pages}
    assert all(f"/{script}" in head for script in preload.EVERYWHERE for head in heads.values())
    for part in preload.WIDGETS:
        assert f"/{part}." in heads["no/such page"]
    for head in heads.values():
        for url in re.findall(r'href="\./([^"]+)"', head):
            assert (preload.STATIC / url).is_file() or (ROOT / url).is_file()


def test_a_browser_that_sends_file_after_file_is_bounded_and_a_class_behind_one_address_is_not():
    passed, said, now = [], [], [0.0]

    async def app(scope, receive, send):
        passed.append(scope["path"])

    async def send(message):
        said.append(message)

    uploads = Uploads(app, lambda: now[0])

    def put(browser: str, path: str = "/school/_stcore/upload_file/s/f", method: str = "PUT") -> None:
        headers = [(b"cookie", f"rnnviz_visitor={browser}".encode())]
        scope = {"type": "http", "method": method, "path": path, "headers": headers, "client": ("10.0.0.1", 1)}
        answered(uploads(scope, None, send))

    for _ in range(40):
        put("ann")
    assert len(passed) == 20
    assert {message["status"] for message in said if "status" in message} == {429}
    for pupil in range(30):
        put(f"pupil {pupil}")
    assert len(passed) == 50
    now[0] = 30.0
    put("ann")
    assert len(passed) == 51
    for _ in range(400):
        put(f"another {_}")
    assert len(passed) < 300, "one address has a bound of its own"
    put("ann", "/lstm", "GET")
    assert passed[-1] == "/lstm"
