"""What stands between the app and the network: its files, its style sheet, and one uvicorn worker."""

from __future__ import annotations

import gc
import secrets
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from functools import lru_cache

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rnnviz import edition, preload, texts
from rnnviz.lasting import OFFERED
from rnnviz.limits import Limit
from rnnviz.policy import framers, headers
from rnnviz.texts import _

VISITOR = "rnnviz_visitor"
UPLOAD = "/_stcore/upload_file/"
TOO_MANY = _("Too many files at once: wait ten seconds.")
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
# Where the server is: left to itself, Streamlit asks below a deep link first, in vain, and waits for the answer. And
# where the scripts are: who imports one by its plain address gets that of this edition; one of these is left as it is.
HEAD = """\
<script>window.__streamlit={{BACKEND_BASE_URL:new URL(".",location.href).href}}</script>\
<script type="importmap">{{"imports":{{"./assets/":"./{assets}","./{assets}":"./{assets}"}}}}</script>\
{preloads}\
<link rel="stylesheet" href="./{assets}shared/look.css">\
<link rel="stylesheet" href="./{assets}app.css"><link rel="stylesheet" href="./{assets}house.css">\
<script type="module" src="./{assets}shared/house.js"></script>\
<style>{rules}</style>"""


class Assets(StaticFiles):
    """The files under ``assets/``. Under the edition's address a browser keeps them for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; by any other address, 304 where the browser's copy is still right (``no-cache``: "ask first")."""
        asked, file = edition.split(path)
        response = await super().get_response(file, scope)
        if file == texts.SCRIPT and (said := texts.script()):
            response = Response(said, media_type="text/javascript")
        response.headers.update(FOR_EVER if edition.is_present(asked) else {"Cache-Control": "no-cache"})
        return response


@lru_cache(maxsize=1)
def settle(modules: int) -> None:
    """What has been imported takes no more than its share of a server for many, once for each new count of modules.

    torch computes on one thread: a page's nets are small, and where others work, its threads wait for each other and
    a minute becomes ten. Runs and maps, in processes of their own, take the threads that they can use.
    Nothing that stands is in the garbage collector's rounds: a full one walks every object alive, 130 ms with torch
    loaded, 200 with umap, while every reader waits. Of what comes later a full round is made ten times more rarely than
    Python would: over thirty learners' sessions it took 25 to 100 ms, every third second of a busy class.
    """
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)


async def lasting(request: Request) -> Response:
    """What a part of the page is told once; the name says what is in it, so that a browser may keep it for ever."""
    found = OFFERED.get(request.path_params["name"])
    if found is None:
        return Response(status_code=404, headers={"Cache-Control": "no-store"})
    return Response(found.text, media_type="application/json", headers=FOR_EVER)


class Styled:
    """Puts our style sheet, where the server is, and what the page will need, into the head of every page.

    Streamlit can only draw a style as an element of the page, which arrives late: the page would jump under the reader.
    rules: CSS that is made of data.
    """

    def __init__(self, app: ASGIApp, rules: str = "") -> None:
        self.app = app
        self.framed_by = framers()
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and the answer to a browser that asks for a page through ``_with_head``."""
        if (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and "text/html" in Headers(scope=scope).get("accept", "")
        ):
            del MutableHeaders(scope=scope)["accept-encoding"]  # into a compressed page nothing could be put
            send = _with_head(send, self.head(scope["path"].strip("/")).encode(), self.framed_by)
        await self.app(scope, receive, send)

    def head(self, url_path: str) -> str:
        """The lines for the head of a page."""
        assets = edition.folder()
        return HEAD.format(assets=assets, preloads=preload.links(url_path, assets), rules=self.rules)


class Visitors:
    """Gives every browser a secret in a cookie that no script can read: its runs are its own (`ui.visitor`)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        new = "text/html" in headers.get("accept", "") and f"{VISITOR}=" not in headers.get("cookie", "")
        await self.app(scope, receive, _with_cookie(send) if new else send)


class Uploads:
    """Bounds how often files are sent: so many from one browser, and from one address, behind which a class may be.

    What is too much gets 429, which Streamlit shows beside the file.
    """

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.browsers, self.addresses = Limit(20, 1 / 3, clock), Limit(200, 5.0, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("PUT", "POST") and UPLOAD in scope["path"]:
            request = Request(scope)
            address = request.client.host if request.client else ""
            browser = request.cookies.get(VISITOR, address)
            if not (self.addresses.take(address) and self.browsers.take(browser)):
                await Response(TOO_MANY, 429, {"Retry-After": "10"}, "text/plain")(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _with_cookie(send: Send) -> Send:
    """A ``send`` that adds the cookie to the answer's head."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = f"{VISITOR}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Lax"
            MutableHeaders(scope=message).append("set-cookie", kept)
        await send(message)

    return sending


def _with_head(send: Send, lines: bytes, framed_by: list[str]) -> Send:
    """A ``send`` that holds a page back until it is whole, and then sends it with these lines and its policy."""
    start: Message = {}
    page = bytearray()

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            start.update(message)
        elif not start or message["type"] != "http.response.body":
            await send(message)
        else:
            page.extend(message.get("body", b""))
            if not message.get("more_body"):
                body = bytes(page).replace(b"</head>", lines + b"</head>", 1)
                MutableHeaders(scope=start).update({"content-length": str(len(body))} | headers(body, framed_by))
                await send(start)
                await send({"type": "http.response.body", "body": body})

    return sending


def _is_page(start: Message) -> bool:
    return start["status"] == 200 and Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


class Server(uvicorn.Server):
    """One uvicorn worker that says where it listens, and opens a browser there if asked."""

    open_browser = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen. On a port that is taken, uvicorn logs the reason and raises SystemExit."""
        await super().startup(sockets=sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        url = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"
        print(f"rnnviz is at {url} (Ctrl+C stops it)", flush=True)
        if self.open_browser:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
