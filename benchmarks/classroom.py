"""A class over the room's real socket: how soon is every student where the teacher is, and all answers on every screen?

    python -m benchmarks.classroom [--students 30] [--steps 60] [--rounds 20] [--servers 1] [--training 0]

"step": from the teacher's message, which a key on the stage sends, to the last student's view. "answers": all students
answer a number at the same moment; from then to the last screen that has the histogram, which the teacher reveals as
the last answer comes. What browsers draw comes on top. `--servers 4` needs RNNVIZ_REDIS. `--training 2`: beside two
runs of the training lab.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections.abc import Callable, Sequence
from typing import Any

import websockets

from benchmarks.beside import training
from benchmarks.serving import APP, Serving, machine, serve_all
from benchmarks.tables import markdown, median, p95

Seen = dict[str, Any]
PATIENCE = 30.0  # seconds
PAUSE = 0.1  # seconds between two steps: a key that is held


class Member:
    """A teacher's or a student's tab."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket

    @classmethod
    async def arrive(cls, port: int, name: str) -> Member:
        cookie = {"Cookie": f"rnnviz_visitor={name}"}
        return cls(await websockets.connect(f"ws://localhost:{port}/room", additional_headers=cookie))

    async def say(self, what: str, **more: object) -> None:
        await self.socket.send(json.dumps({"do": what} | more))

    async def hear(self, wanted: Callable[[Seen], object]) -> Seen:
        """The first message that is so; those before it are let go."""
        async with asyncio.timeout(PATIENCE):
            while True:
                said: Seen = json.loads(await self.socket.recv())
                if "wrong" in said or "lost" in said:
                    raise RuntimeError(str(said))
                if wanted(said):
                    return said

    async def see(self, wanted: Callable[[Seen], object]) -> None:
        await self.hear(lambda said: "view" in said and wanted(said["view"]))


async def gathered(ports: Sequence[int], count: int) -> tuple[Member, list[Member]]:
    """A teacher and so many students, spread over the servers."""
    teacher = await Member.arrive(ports[0], "teacher")
    await teacher.say("open")
    code = (await teacher.hear(lambda said: "opened" in said))["opened"]
    students = [await Member.arrive(ports[k % len(ports)], f"student-{k}") for k in range(count)]
    for one in students:
        await one.say("join", code=code)
        await one.hear(lambda said: "joined" in said)
    await teacher.see(lambda view: view["here"] == count)
    return teacher, students


async def step(teacher: Member, students: Sequence[Member], number: int) -> float:
    """Milliseconds until the last student is there."""
    link = f"lstm?t={number}&lead=off"
    began = time.perf_counter()
    await teacher.say("show", link=link)
    await asyncio.gather(*(one.see(lambda view: view["link"] == link) for one in students))
    return 1000 * (time.perf_counter() - began)


async def answers(teacher: Member, students: Sequence[Member], number: int) -> float:
    """Milliseconds until the last screen has the histogram."""
    await teacher.say("ask", kind="number", text=f"How large is h? ({number})", truth="0.5")
    everybody = (teacher, *students)
    await asyncio.gather(*(one.see(lambda view: view["question"]) for one in everybody))
    began = time.perf_counter()
    await asyncio.gather(*(one.say("answer", reply=f"0.{k + 1}") for k, one in enumerate(students)))
    await teacher.see(lambda view: view["question"]["count"] == len(students))
    await teacher.say("reveal")
    await asyncio.gather(*(one.see(lambda view: view["question"]["revealed"]) for one in everybody))
    took = 1000 * (time.perf_counter() - began)
    await teacher.say("end")
    await asyncio.gather(*(one.see(lambda view: view["question"] is None) for one in everybody))
    return took


async def measure(ports: Sequence[int], chosen: argparse.Namespace) -> dict[str, list[float]]:
    teacher, students = await gathered(ports, chosen.students)
    found: dict[str, list[float]] = {"step": [], "answers": []}
    for number in range(chosen.steps):
        found["step"].append(await step(teacher, students, number + 1))
        await asyncio.sleep(PAUSE)
    for number in range(chosen.rounds):
        found["answers"].append(await answers(teacher, students, number + 1))
    await teacher.say("close")
    return found


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.classroom", description=__doc__, formatter_class=shown)
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=20, help="questions")
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--training", type=int, default=0, help="runs that train meanwhile")
    chosen = parser.parse_args(argv)
    if chosen.servers > 1 and not os.environ.get("RNNVIZ_REDIS"):
        parser.error("several servers share a room only with RNNVIZ_REDIS=redis://…")
    return chosen


def main() -> None:
    chosen = arguments()
    ways = {str(number): Serving(APP) for number in range(chosen.servers)}
    with serve_all(ways) as served, training(chosen.training):
        found = asyncio.run(measure([one.port for one in served.values()], chosen))
    print(machine())
    heads = ("ms until the last screen", "times", "median", "p95", "slowest")
    rows = [(name, len(took), median(took), p95(took), max(took)) for name, took in found.items()]
    print(markdown(heads, rows))


if __name__ == "__main__":
    main()
