"""Starts rnnviz: ``python app.py``, ``uvicorn app:app`` or ``streamlit run app.py``.

The first two serve with Nagle's algorithm off; ``streamlit run`` leaves it on, which costs some 40 ms an interaction.
"""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route, WebSocketRoute

from rnnviz import scratch
from rnnviz.jobs.cluster import cluster
from rnnviz.lasting import FOLDER
from rnnviz.lead.terms import colours
from rnnviz.policy import hosts
from rnnviz.room.web import PATH as ROOM
from rnnviz.room.web import room_socket
from rnnviz.serving import Assets, Server, Styled, Uploads, Visitors, lasting

ROOT = Path(__file__).resolve().parent


@contextlib.asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Uploads go with the server: with this one, and those of one that was killed. A cluster is looked for at once."""
    scratch.sweep()
    cluster()
    yield
    scratch.remove()


app = st.App(
    ROOT / "rnnviz" / "main.py",
    routes=[
        Mount("/assets", Assets(directory=ROOT / "assets")),
        Route(f"/{FOLDER}/{{name}}", lasting),
        WebSocketRoute(ROOM, room_socket),
    ],
    middleware=[
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts()),
        Middleware(Styled, rules=colours()),
        Middleware(Visitors),
        Middleware(Uploads),
    ],
    lifespan=lifespan,
)


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line of ``python app.py``."""
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser(description="Serve rnnviz.", formatter_class=shown)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 serves a class")
    parser.add_argument("--port", type=int, default=st.get_option("server.port"), help="0 picks a free one")
    parser.add_argument("--headless", action="store_true", help="open no browser")
    return parser.parse_args(argv)


def make_server(chosen: argparse.Namespace) -> Server:
    """The server for these arguments, not yet listening."""
    config = uvicorn.Config(
        app,
        host=chosen.host,
        port=chosen.port,
        log_level="warning",
        ws_per_message_deflate=False,  # as Streamlit has it: compressing costs more than it saves nearby
        timeout_graceful_shutdown=2,
    )
    server = Server(config)
    server.open_browser = not (chosen.headless or os.environ.get("CI") or st.get_option("server.headless"))
    return server


def main() -> None:
    """Serve until Ctrl+C."""
    os.chdir(ROOT)  # Streamlit looks for .streamlit/config.toml in the working folder
    chosen = arguments()
    server = make_server(chosen)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            server.run()
    except SystemExit:
        if not server.started:
            print(f"rnnviz did not start. Is it running already? Another port: python app.py --port {chosen.port + 1}")
        raise


if __name__ == "__main__":
    main()
