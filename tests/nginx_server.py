"""A real nginx for tests: Debian's `nginx`, with the file that `deploy/` ships, filled in as the compose file does."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import ssl
import subprocess
import time
from pathlib import Path

import pytest
import yaml

TEMPLATE = Path(__file__).parents[1] / "deploy" / "nginx.conf.template"
GAP = re.compile(r"\$\{(RNNVIZ_\w+)\}")
CHOICE = re.compile(r"\$\{(\w+):([-+])([^}]*)\}")
"""Of a compose file: what stands for a variable that is not set, or for one that is."""


def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        missing = "The tests of replicas need nginx (Debian's nginx-light)."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return str(found)


def settings(**chosen: str) -> dict[str, str]:
    """What the compose file fills nginx's gaps with where a school has set these variables."""

    def interpolated(choice: re.Match[str]) -> str:
        name, sign, other = choice.groups()
        return other if bool(chosen.get(name)) == (sign == "+") else chosen.get(name, "")

    given = yaml.safe_load((TEMPLATE.parent / "compose.yaml").read_text())["services"]["nginx"]["environment"]
    return {name: CHOICE.sub(interpolated, it) for name, it in given.items() if name.startswith("RNNVIZ_")}


def filled(folder: Path, **values: str) -> Path:
    """The shipped file with its gaps filled in, and all that it writes in a folder of its own."""
    text = GAP.sub(lambda gap: values[gap[1]], TEMPLATE.read_text()).replace("/tmp/nginx", str(folder / "nginx"))
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


def check(conf: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([nginx(), "-t", "-c", str(conf)], capture_output=True, text=True, check=False)


class NginxServer:
    """In front of replicas on this machine, at `http://localhost:{port}{path}`; writes down which of them answered.

    `certificates`: the folder that makes it `https`.
    """

    def __init__(self, folder: Path, port: int, replicas: list[int], path: str, certificates: str = "") -> None:
        self.port, self.path, self.secure = port, path, bool(certificates)
        self.url = f"{'https' if certificates else 'http'}://localhost:{port}{path}"
        given = settings(RNNVIZ_PATH=path, RNNVIZ_CERTIFICATES=certificates)
        given["RNNVIZ_LISTEN"] = given["RNNVIZ_LISTEN"].replace("8080", str(port))
        given["RNNVIZ_TLS"] = given["RNNVIZ_TLS"].replace("/etc/rnnviz", certificates)
        given["RNNVIZ_SERVERS"] = " ".join(f"server 127.0.0.1:{it} max_fails=1 fail_timeout=5s;" for it in replicas)
        conf = filled(folder, **given)
        self.asked = folder / "asked"
        logged = f"log_format replica '$place $upstream_addr'; access_log {self.asked} replica;"
        conf.write_text(conf.read_text().replace("access_log off;", logged))
        self.log = folder / "log"
        user = "user root; " if os.geteuid() == 0 else ""  # the folder of a test is its owner's
        with self.log.open("wb") as log:
            command = [nginx(), "-c", str(conf), "-g", f"{user}daemon off;"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + 30
        while not self.listens():
            if self.process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"nginx did not start:\n{self.log.read_text()}")
            time.sleep(0.02)

    def listens(self) -> bool:
        try:
            return bool(self.get("_stcore/health", ""))
        except OSError:
            return False

    def get(self, path: str, place: str) -> int:
        """The status of a path below the app's own, for a browser with this place."""
        unchecked = ssl._create_unverified_context()
        connection = (
            http.client.HTTPSConnection("localhost", self.port, timeout=10, context=unchecked)
            if self.secure
            else http.client.HTTPConnection("localhost", self.port, timeout=10)
        )
        try:
            connection.request("GET", self.path + path, headers={"Cookie": f"rnnviz_place={place}"})
            return connection.getresponse().status
        finally:
            connection.close()

    def place_at(self, replica: int) -> str:
        """A place in a browser's cookie that leads to the replica at this port."""
        for place in (f"{number:032x}" for number in range(1000)):
            self.get("_stcore/health", place)
            if self.asked.read_text().splitlines()[-1] == f"{place} 127.0.0.1:{replica}":
                return place
        raise AssertionError(f"no place leads to the replica at {replica}:\n{self.log.read_text()}")

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
