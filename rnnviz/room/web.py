"""The socket between a browser and a room: messages in, views out."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from rnnviz.core.typed import InputError
from rnnviz.room.bus import BusDown
from rnnviz.room.desk import BEAT, Desk
from rnnviz.room.reach import reach
from rnnviz.room.rooms import GONE, ROOMS, Rooms
from rnnviz.serving import VISITOR

PATH = "/room"
ELSEWHERE = 4403  # closed: the page belongs to another site
FINISHED = 4000
LATER = 4503  # where the rooms are kept does not answer: the browser tries again
T = TypeVar("T")


async def room_socket(socket: WebSocket) -> None:
    """A browser's connection, from its first message to its last."""
    if not same_site(socket.headers.get("origin"), socket.headers.get("host")):
        await socket.close(ELSEWHERE)
        return
    await socket.accept()
    address = socket.client.host if socket.client else ""
    await Connection(socket, ROOMS, socket.cookies.get(VISITOR) or secrets.token_urlsafe(24), address).serve()


def same_site(origin: str | None, host: str | None) -> bool:
    """Whether the page that speaks came from here; a browser always says where its page came from."""
    return origin is None or urlsplit(origin).netloc == host


class Connection:
    """One browser's tab."""

    def __init__(self, socket: WebSocket, rooms: Rooms, browser: str, address: str) -> None:
        self.socket, self.rooms = socket, rooms
        self.desk = Desk(rooms, browser, address)
        self.changed = asyncio.Event()
        self.stop: Callable[[], None] = lambda: None
        self.last = ""

    async def serve(self) -> None:
        telling = asyncio.create_task(self._tell())
        try:
            # by the browser; or here, while what it said was answered
            with contextlib.suppress(WebSocketDisconnect, WebSocketDisconnected):
                while True:
                    await self._take(await self.socket.receive_text())
        finally:
            telling.cancel()
            self.stop()
            await self._do(self.desk.leave)

    async def _take(self, message: str) -> None:
        if message.startswith('{"do":"place"') and self.desk.role == "teacher":
            await self._place(message)
            return
        before = self.desk.code
        reply = await self._do(self.desk.receive, message)
        if self.desk.code and not before:
            self._listen()
        if reply:
            await self._send(reply)
        if reply and "lost" in reply:
            await self._wait()

    async def _do(self, act: Callable[..., T], *given: str) -> T:
        """While another machine is asked, others are served."""
        return await asyncio.to_thread(act, *given) if self.rooms.bus.far else act(*given)

    async def _wait(self) -> None:
        """The next view is sent, whatever it is; who is not in the room yet comes again."""
        self.last = ""
        if not self.desk.code:
            await self.socket.close(LATER)
            raise WebSocketDisconnect(LATER)

    async def _place(self, message: str) -> None:
        """Asking this machine whether it can be reached takes a moment in which others are served."""
        with contextlib.suppress(InputError, ValueError):
            base = str(json.loads(message).get("base", ""))
            await self._send({"place": asdict(await asyncio.to_thread(reach, base, self.desk.code))})

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()

        def heard() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the server stops
                loop.call_soon_threadsafe(self.changed.set)

        self.stop = self.rooms.bus.listen(self.desk.code, heard)
        self.changed.set()

    async def _tell(self) -> None:
        """Every view that differs from the last; several changes at once are one view."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), BEAT)
                self.changed.clear()
                await self._do(self.desk.beat)
                if self.desk.code:
                    await self._view()

    async def _view(self) -> None:
        try:
            view = await self._do(self.desk.view)
        except BusDown as down:
            self.last = ""
            await self._send({"lost": str(down)})
            return
        if view is None:
            await self._send({"over": GONE})
            await self.socket.close(FINISHED)
            return
        text = json.dumps(view, sort_keys=True)
        if text != self.last:
            self.last = text
            await self._send({"view": view})

    async def _send(self, what: dict[str, object]) -> None:
        await self.socket.send_text(json.dumps(what))
