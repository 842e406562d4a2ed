"""Files fetched from an address, and archives: checked, bounded, and never unpacked."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from rnnviz.learn.data import DataError, names, sources

Packs = dict[str, Callable[[dict[str, bytes]], bytes]]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No data folder, and a cache of this test's own."""
    monkeypatch.delenv("RNNVIZ_DATA", raising=False)
    monkeypatch.setenv("RNNVIZ_CACHE", str(tmp_path / "cache"))
    return tmp_path


@contextmanager
def serving(content: bytes, monkeypatch: pytest.MonkeyPatch, key: str, checksum: str | None) -> Iterator[None]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        remote = sources.Remote("fetched.zip", f"http://127.0.0.1:{server.server_port}/it", checksum)
        monkeypatch.setitem(sources.REMOTES, key, remote)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()


@pytest.mark.parametrize("kind", ["zip", "tar"])
@pytest.mark.parametrize("name", ["../up.txt", "a/../../up.txt", "/etc/up.txt", "a\\..\\..\\up.txt"])
def test_a_member_that_points_outside_is_refused(kind: str, packs: Packs, name: str, tmp_path: Path) -> None:
    path = tmp_path / "it"
    path.write_bytes(packs[kind]({"good.txt": b"1", name: b"2"}))
    with pytest.raises(DataError, match="points outside"):
        list(sources.texts(path))
    assert [it.name for it in tmp_path.iterdir()] == ["it"]


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_an_archive_cut_short_is_refused(kind: str, packs: Packs, tmp_path: Path) -> None:
    whole = packs[kind]({f"{i}.txt": np.random.default_rng(i).bytes(5000) for i in range(9)})
    path = tmp_path / "it"
    for share in (0.0, 0.3, 0.7, 0.95):
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(DataError, match="cut short or no archive"):
            list(sources.texts(path))


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_an_archive_that_swells_is_refused(
    kind: str, packs: Packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "it"
    path.write_bytes(packs[kind]({"1.txt": bytes(3000), "2.txt": bytes(3000)}))
    assert len(list(sources.texts(path))) == 2
    monkeypatch.setattr(sources, "MAX_TOTAL", 5000)
    with pytest.raises(DataError, match="more than a data set should"):
        list(sources.texts(path))
    monkeypatch.setattr(sources, "MAX_MEMBER", 2000)
    with pytest.raises(DataError, match="a file of 3000 bytes"):
        list(sources.texts(path))


def test_a_file_is_fetched_once_with_its_progress(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []
    with serving(bytes(3_000_000), monkeypatch, "names", None):
        first = sources.fetch("names", shares.append)
    assert first.read_bytes() == bytes(3_000_000)
    assert shares == sorted(shares)
    assert len(set(shares)) > 2
    assert shares[-1] == 1
    assert sources.fetch("names") == first  # the server is gone


def test_another_checksum_is_refused(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        serving(b"not it", monkeypatch, "names", "md5:7c2ac02c03563afcf9b574c7e56c153a"),
        pytest.raises(DataError, match="another checksum"),
    ):
        sources.fetch("names")
    assert not list((empty / "cache").glob("*.zip"))


def test_no_net_says_what_to_do(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remote = sources.Remote("it", "http://127.0.0.1:9/it", None)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setitem(sources.REMOTES, "names", remote)
    with pytest.raises(DataError, match="RNNVIZ_DATA"):
        sources.fetch("names")


def test_an_archive_of_other_names_is_refused(packs: Packs, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = packs["zip"]({"data/names/Dutch.txt": b"Mulder\n", "data/names/Irish.txt": b"Nolan\n"})
    with serving(content, monkeypatch, "names", None), pytest.raises(DataError, match="does not hold the tutorial's"):
        names.real()
