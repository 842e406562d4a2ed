"""A real Redis for tests: Debian's `redis-server`, started on a free port, killed and started again."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

SERVER = "redis-server"


class RedisServer:
    """Writes each change to its file before it answers: what it said it has is there after a kill."""

    def __init__(self, port: int, folder: Path) -> None:
        found = shutil.which(SERVER)
        if found is None:
            missing = f"The tests of several servers need {SERVER} on the PATH (Debian's package of that name)."
            pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
        self.port, self.address = port, f"redis://127.0.0.1:{port}/0"
        kept = ["--dir", str(folder), "--save", "", "--appendonly", "yes"]
        self.command = [str(found), "--port", str(port), "--bind", "127.0.0.1", *kept]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        with Redis.from_url(self.address) as client:
            for _ in range(400):
                try:
                    client.ping()
                    return
                except RedisError:
                    time.sleep(0.02)
        pytest.fail(f"{SERVER} did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def empty(self) -> None:
        with Redis.from_url(self.address) as client:
            client.flushall()
