"""A browser's connection to the rooms, by ASGI's own messages."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.websockets import WebSocket

from rnnviz.room.bus import MemoryBus
from rnnviz.room.rooms import Rooms
from rnnviz.room.web import Connection


def test_a_connection_that_is_closed_here_while_its_browser_is_answered_ends_without_a_complaint() -> None:
    sent: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    async def serve() -> None:
        socket = WebSocket({"type": "websocket", "headers": []}, receive, send)
        await socket.accept()
        await socket.close()
        await Connection(socket, Rooms(MemoryBus()), "ann", "10.0.0.1").serve()

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop may run in this one
        thread.submit(asyncio.run, serve()).result(10)
    assert sent == ["websocket.accept", "websocket.close"]
