"""Thirty learners on one server, over its real socket: how long a change waits, how many there can be, all at once.

    python -m benchmarks.learners [--beside FOLDER] [--learners 30] [--seconds 15] [--servers 1] [--training 0]
    python -m benchmarks.learners --soak 10000 [--leaving]

A learner opens one of six pages and changes its seed, which runs the whole page. `--beside`: another checkout of the
app, measured in turn with this one. `--servers 2`: the learners share two servers, as `deploy/` has them.
`--training 2`: beside two runs of the training lab. `--soak 10000`: instead, how much memory the server has after so
many changes, as each tenth of them is over. `--leaving`: with each tenth the learners go and others come; Streamlit
keeps the last 128 sessions that were left, for two minutes each.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.beside import training
from benchmarks.serving import APP, ROOT, Served, Serving, machine, serve_all
from benchmarks.tables import Row, markdown, median, p95

PAGES = {"rnn": "preset=random&", "lstm": "preset=random&", "gru": "preset=random&", "gradient": "preset=random&",
         "words": "", "sequences": ""}  # fmt: skip
THOUGHT = 2.0  # seconds between two changes of a learner who thinks


@dataclass
class Learner:
    """One browser's socket, on one page."""

    socket: websockets.ClientConnection
    page: str
    hash: str = ""
    seeds: itertools.count[int] = field(default_factory=lambda: itertools.count(random.randrange(900)))

    @classmethod
    async def arrive(cls, port: int, page: str) -> Learner:
        """Open the page; back when its script is over."""
        host = f"localhost:{port}"
        socket = await websockets.connect(
            f"ws://{host}/_stcore/stream", subprotocols=["streamlit"], origin=f"http://{host}", max_size=None,  # type: ignore[arg-type, list-item]
        )  # fmt: skip
        learner = cls(socket, page)
        await learner.run("")
        return learner

    async def change(self) -> float:
        """Another seed: the seconds until the whole page has come."""
        return await self.run(f"{PAGES[self.page]}seed={next(self.seeds) % 900}")

    async def run(self, query: str) -> float:
        began = time.perf_counter()
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_script_hash = self.hash
        asked.rerun_script.page_name = "" if self.hash else self.page
        await self.socket.send(asked.SerializeToString())
        while True:
            said = ForwardMsg.FromString(await self.socket.recv(decode=False))
            kind = said.WhichOneof("type")
            if kind == "navigation":  # a new session's first message still names the page that an empty address opens
                self.hash = said.navigation.page_script_hash
            if kind == "script_finished" and said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - began


async def arrive(ports: list[int], count: int) -> tuple[list[Learner], float]:
    """All learners at the same moment, the servers by turns, and the seconds until the last one has their page."""
    began = time.perf_counter()
    pages = itertools.islice(itertools.cycle(PAGES), count)
    turns = itertools.cycle([port for port in ports for _page in PAGES])
    learners = await asyncio.gather(*(Learner.arrive(port, page) for port, page in zip(turns, pages, strict=False)))
    return list(learners), time.perf_counter() - began


async def each(learners: list[Learner], seconds: float, act: Callable[[Learner], Awaitable[float]]) -> list[float]:
    """What `act` measures, over and over, for all learners side by side."""
    until = time.perf_counter() + seconds

    async def one(learner: Learner) -> list[float]:
        found = []
        while time.perf_counter() < until:
            found.append(await act(learner))
        return found

    return [value for values in await asyncio.gather(*map(one, learners)) for value in values]


async def thoughtful(learner: Learner) -> float:
    await asyncio.sleep(THOUGHT * random.uniform(0.5, 1.5))
    return await learner.change()


async def measure(ports: list[int], count: int, seconds: float) -> dict[str, float]:
    """The figures of one app, in milliseconds but for reruns a second."""
    warm, _ = await arrive(ports, len(PAGES) * len(ports))
    await each(warm, 2, Learner.change)
    await asyncio.gather(*(it.socket.close() for it in warm))
    learners, arrival = await arrive(ports, count)
    thinking = await each(learners, seconds, thoughtful)
    began = time.perf_counter()
    restless = await each(learners, seconds, Learner.change)
    rate = len(restless) / (time.perf_counter() - began)
    await asyncio.gather(*(it.socket.close() for it in learners))
    return {"arrival": 1000 * arrival, "median": 1000 * median(thinking), "p95": 1000 * p95(thinking), "rate": rate}


async def soak(served: Served, count: int, times: int, leaving: bool) -> list[tuple[int, float]]:
    """Changes so far and the server's memory in MB, eleven times; `leaving`: the learners go with each tenth."""
    found: list[tuple[int, float]] = []
    each_of_them = -(-times // (10 * count))
    learners: list[Learner] = []
    for tenth in range(11):
        if not learners:
            learners, _ = await arrive([served.port], count)
        await asyncio.gather(*(many(learner, each_of_them) for learner in learners))
        found.append(((tenth + 1) * each_of_them * count, memory(served.process.pid)))
        if leaving:
            await asyncio.gather(*(it.socket.close() for it in learners))
            learners = []
    return found


def memory(pid: int) -> float:
    """MB that a process of Linux holds."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


async def many(learner: Learner, times: int) -> None:
    for _ in range(times):
        await learner.change()


def rows(apps: dict[str, list[int]], count: int, seconds: float, rounds: int) -> list[Row]:
    """The medians of some rounds, the apps (the ports of their servers) taking turns."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in apps}
    for _ in range(rounds):
        for name, ports in apps.items():
            found[name].append(asyncio.run(measure(ports, count, seconds)))
    keys = ("median", "p95", "arrival", "rate")
    return [(name, *(float(median([it[key] for it in values])) for key in keys)) for name, values in found.items()]


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.learners", description=__doc__)
    parser.add_argument("--beside", type=Path, help="another checkout of the app, measured in turn with this one")
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=15.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", type=int, default=1, help="of an app, which share its learners")
    parser.add_argument("--training", type=int, default=0, help="runs that train meanwhile")
    parser.add_argument("--soak", type=int, default=0, help="changes, after which the server's memory is looked at")
    parser.add_argument("--leaving", action="store_true", help="with --soak: others come with each tenth")
    chosen = parser.parse_args()
    if chosen.soak:
        with serve_all({"this": Serving(APP)}) as servers:
            sizes = asyncio.run(soak(servers["this"], chosen.learners, chosen.soak, chosen.leaving))
        print(f"{machine()}\n\n{markdown(('changes', 'MB'), sizes)}")
        return
    folders = {"this": ROOT} | ({"beside": chosen.beside.resolve()} if chosen.beside else {})
    ways = {f"{name} {k}": Serving(APP, folder) for name, folder in folders.items() for k in range(chosen.servers)}
    with serve_all(ways) as servers, training(chosen.training):
        apps = {name: [servers[f"{name} {k}"].port for k in range(chosen.servers)] for name in folders}
        table = rows(apps, chosen.learners, chosen.seconds, chosen.rounds)
    heads = ("app", "a change, ms", "p95, ms", "all arrive, ms", "reruns/s without a pause")
    print(f"{chosen.learners} learners on {len(PAGES)} pages. {machine()}\n\n{markdown(heads, table)}")


if __name__ == "__main__":
    main()
