"""Every loader: on data of our own, on broken files, and on the real ones where they are."""

from __future__ import annotations

import http.server
import io
import tarfile
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnviz.core.windows import create_sequences
from rnnviz.learn.data import DataError, archives, characters, names, noise, reviews, sources, weather
from rnnviz.learn.data.examples import pad

HOURS = "Formatted Date,Summary,Temperature (C),Apparent Temperature (C)\n"


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


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("name", ["../up.txt", "a/../../up.txt", "/etc/up.txt", "a\\..\\..\\up.txt"])
def test_a_member_that_points_outside_is_refused(pack: type, name: str, tmp_path: Path) -> None:
    path = tmp_path / "it"
    path.write_bytes(pack({"good.txt": b"1", name: b"2"}))
    with pytest.raises(DataError, match="points outside"):
        list(archives.texts(path))
    assert [it.name for it in tmp_path.iterdir()] == ["it"]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_cut_short_is_refused(pack: type, tmp_path: Path) -> None:
    whole = pack({f"{i}.txt": np.random.default_rng(i).bytes(5000) for i in range(9)})
    path = tmp_path / "it"
    for share in (0.0, 0.3, 0.7, 0.95):
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(DataError, match="cut short or no archive"):
            list(archives.texts(path))


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_that_swells_is_refused(pack: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "it"
    path.write_bytes(pack({"1.txt": bytes(3000), "2.txt": bytes(3000)}))
    assert len(list(archives.texts(path))) == 2
    monkeypatch.setattr(archives, "MAX_TOTAL", 5000)
    with pytest.raises(DataError, match="more than a data set should"):
        list(archives.texts(path))
    monkeypatch.setattr(archives, "MAX_MEMBER", 2000)
    with pytest.raises(DataError, match="a file of 3000 bytes"):
        list(archives.texts(path))


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


def test_an_archive_of_other_names_is_refused(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped({"data/names/Dutch.txt": b"Mulder\n", "data/names/Irish.txt": b"Nolan\n"})
    with serving(content, monkeypatch, "names", None), pytest.raises(DataError, match="does not hold the tutorial's"):
        names.real()


def test_names_are_spelled_with_57_letters() -> None:
    assert len(names.LETTERS) == 57
    assert names.plain("Ślusàrski") == "Slusarski"
    assert names.plain("O'Néàl") == "O'Neal"
    assert names.ids("Mar") == [names.LETTERS.index(letter) for letter in "Mar"]
    for typed, said in (("", "no letter"), ("王", "no letter"), ("a" * 41, "at most 40")):
        with pytest.raises(DataError, match=said):
            names.ids(typed)


def test_no_surname_stands_on_both_sides() -> None:
    built = names.built_in()
    assert len(built) == 18
    assert min(len(it) for it in built.values()) >= 30
    data = names.dataset(built, 0, "")
    spelled = [{tuple(row.tolist()) for row in side.x} for side in (data.train, data.held_out)]
    spelled = [{tuple(id for id in row[:20]) for row in side} for side in spelled]
    width = max(data.train.x.shape[1], data.held_out.x.shape[1])
    rows = [{(*row, *[0] * (width - len(row))) for row in side} for side in spelled]
    assert not rows[0] & rows[1]
    assert not torch.equal(data.train.y, names.dataset(built, 1, "").train.y)


def real(name: str, monkeypatch: pytest.MonkeyPatch, folder: Path | None) -> None:
    if folder is None or not (folder / name).exists():
        pytest.skip(f"the real {name} is not here: name its folder in RNNVIZ_DATA")
    monkeypatch.setenv("RNNVIZ_DATA", str(folder))


def test_the_real_names(monkeypatch: pytest.MonkeyPatch, real_data: Path | None) -> None:
    real("names", monkeypatch, real_data)
    found = names.real()
    assert len(found) == 18
    assert sorted(found) == names.LANGUAGES
    assert sum(len(it) for it in found.values()) > 17_000  # each once
    assert "Béringer" not in found["French"]
    assert "Beringer" in found["French"]


def test_the_real_names_from_the_archive(
    monkeypatch: pytest.MonkeyPatch, real_data: Path | None, tmp_path: Path
) -> None:
    real("names", monkeypatch, real_data)
    wanted = names.real()
    files = {f"data/names/{path.name}": path.read_bytes() for path in (sources.find("names") or Path()).glob("*.txt")}
    (tmp_path / "data.zip").write_bytes(zipped(files | {"data/eng-fra.txt": b"Go.\tVa !"}))
    monkeypatch.setenv("RNNVIZ_DATA", str(tmp_path))
    assert names.real() == wanted


def test_the_real_weather(monkeypatch: pytest.MonkeyPatch, real_data: Path | None) -> None:
    real("weather", monkeypatch, real_data)
    assert real_data is not None
    series = weather.read(real_data / "weather" / "weatherHistory_sample.csv")
    assert series.values[0] == pytest.approx(9.4722, abs=1e-4)
    assert series.times[0] == np.datetime64("2006-03-31T22:00")  # +0200
    hours = weather.read(real_data / "weather" / "beijing_hourly.csv")
    data = weather.dataset(hours, 64, 1)
    assert len(hours.values) == 43_824
    assert len(data.train) + len(data.held_out) == 43_824 - 64
    assert data.persistence["R²"] == pytest.approx(0.982, abs=0.002)


def rows(count: int, start: str = "2006-04-01T00", fall: float = 0.1) -> list[str]:
    times = np.datetime64(start, "h") + np.arange(count)
    return [f"{time}:00:00,x,{20 - fall * i:.2f},0" for i, time in enumerate(times)]


def test_windows_are_the_slides_on_the_standardised_series() -> None:
    series = weather.synthetic(500)
    data = weather.dataset(series, 24, 2)
    mean, spread = data.scale
    x, y = create_sequences((series.values - mean) / spread, 24, 2)
    batch = data.held_out.batch(torch.arange(len(data.held_out)))
    np.testing.assert_allclose(batch.x[..., 0], x[-len(data.held_out) :], atol=1e-6)
    np.testing.assert_allclose(batch.y, y[-len(data.held_out) :], atol=1e-6)
    known = series.values[: int(0.8 * len(x)) + 24]
    assert data.scale == (pytest.approx(known.mean()), pytest.approx(known.std()))
    assert "synthetic" in data.origin


def test_gaps_and_repeats_are_told() -> None:
    lines = rows(200) + rows(200, "2006-04-20T00")
    content = HOURS + "\n".join(lines[:50] + lines[40:]) + "\n"
    data = weather.dataset(weather.read(content.encode()), 24, 1)
    assert len(data.train) + len(data.held_out) == 2 * (200 - 24)
    assert "10 rows repeated" in data.notes[0]
    assert "24 windows straddle one of 1 jumps in time and are left out." in data.notes[1]
    unsorted = weather.dataset(weather.read(content.encode()), 24, 1, sort=False)
    assert len(unsorted.train) + len(unsorted.held_out) == 410 - 24
    assert "are kept" in unsorted.notes[0]


def test_unsorted_hours_are_sorted() -> None:
    lines = rows(300)
    shuffled = [lines[i] for i in np.random.default_rng(0).permutation(300)]
    wanted, found = (
        weather.in_order(weather.read((HOURS + "\n".join(it)).encode())).values for it in (lines, shuffled)
    )
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_any_common_encoding(encoding: str) -> None:
    content = HOURS.replace("Summary", "Größe") + "\n".join(rows(50)).replace("x", "wärmer")
    assert len(weather.read(content.encode(encoding)).values) == 50


def test_semicolons_and_decimal_commas() -> None:
    content = "Zeit;Temperatur\n2006-04-01 00:00;9,5\n2006-04-01 01:00;10,25\n"
    np.testing.assert_array_equal(weather.read(content.encode()).values, [9.5, 10.25])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a table"),
        (b"Date,Place\n2006-04-01 00:00,Szeged\n", "no column of numbers"),
        (b"Date,Humidity\n2006-04-01 00:00,0.8\n", "no temperature column"),
        (b"Place,Temperature\nSzeged,9.4\n", "no time column"),
        (b"Date,Temperature\nsoon,9.4\nlater,9.5\n", "no time column"),
        (b"Date,Temperature\n2006-04-01 00:00,9.4\n", "fewer than two rows"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "not text"),
        (b"PK\x03\x04\0\0", "not text"),
        (b"\xff\xfe\x00", "not text"),
        (b"Date,Temperature\n1,2,3,4\n1,2,3\n1,2,3,4,5,6,7\n", "not a table|no time column"),
    ],
)
def test_what_is_no_weather_gets_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        weather.read(content, "it.csv")


def test_a_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(HOURS + "\n".join(rows(1_000_000, "1900-01-01T00", 0.0)))
    data = weather.dataset(weather.read(path), 64, 1)
    assert len(data.train) + len(data.held_out) == 1_000_000 - 64
    assert data.train.x.untyped_storage().nbytes() == 4_000_000  # windows share the series' memory


def test_noise_is_the_slides_and_seeded() -> None:
    data = noise.dataset(3)
    assert (tuple(data.train.x.shape), data.outputs) == ((1000, 10, 5), 2)
    assert torch.equal(data.train.x, noise.dataset(3).train.x)
    assert not torch.equal(data.train.x, data.held_out.x)


def test_characters_are_followed_by_the_next_one() -> None:
    text = characters.built_in()
    data = characters.dataset(text, "")
    batch = data.train.batch(torch.arange(2))
    assert "".join(data.tokens[i] for i in batch.x[0]) == text[:64]
    assert "".join(data.tokens[i] for i in batch.y[0]) == text[1:65]
    with pytest.raises(DataError, match="has 5 letters"):
        characters.dataset("short", "")


def test_the_vocabulary_is_the_slides_recipe() -> None:
    """Counted here again: specials, then by frequency and by letter, at least 3 times, at most so many in all."""
    drawn = np.random.default_rng(0)
    words = [[f"w{int(n)}" for n in drawn.geometric(0.02, 60)] for _ in range(100)]
    counts = Counter(word for line in words for word in line)
    ranked = sorted((word for word in counts if counts[word] >= 3), key=lambda word: (-counts[word], word))
    assert reviews.vocabulary(words, 50) == ("<pad>", "<s>", "<unk>", *ranked[:47])
    assert reviews.vocabulary(words) == ("<pad>", "<s>", "<unk>", *ranked)


def test_reviews_are_tokenised_cut_and_padded() -> None:
    sides = reviews.Sides([("Good, good <br /> film!", 1), ("Bad", 0)], [("Good GOAT", 1), ("", 0)])
    data = reviews.dataset(sides, "", longest=4, min_freq=1)
    assert [data.tokens[i] for i in data.train.x[0]] == ["good", ",", "good", "film"]
    assert [data.tokens[i] for i in data.held_out.x[0]] == ["good", "<unk>", "<pad>", "<pad>"]
    assert data.held_out.lengths.tolist() == [2, 1]  # an empty review is one pad


def test_the_built_in_reviews_are_balanced() -> None:
    sides = reviews.built_in()
    every = [*sides.train, *sides.held_out]
    assert len(every) == len({text for text, _ in every}) >= 195
    assert np.mean([label for _, label in every]) == pytest.approx(0.5, abs=0.02)


def test_imdb_is_read_from_its_layout(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members = {f"aclImdb/{side}/{label}/0_{i}.txt": f"{side} {label}".encode() for i in range(3)
               for side in ("train", "test") for label in ("neg", "pos", "unsup")}  # fmt: skip
    (empty / "aclImdb_v1.tar.gz").write_bytes(tarred(members | {"aclImdb/imdb.vocab.txt": b"the"}))
    monkeypatch.setenv("RNNVIZ_DATA", str(empty))
    sides = reviews.real()
    assert sides.train == [("train neg", 0)] * 3 + [("train pos", 1)] * 3
    assert [label for _, label in sides.held_out] == [0, 0, 0, 1, 1, 1]


def test_padding_is_right_and_zero() -> None:
    x, lengths = pad([[1, 2, 3], [4], []])
    assert x.tolist() == [[1, 2, 3], [4, 0, 0], [0, 0, 0]]
    assert lengths.tolist() == [3, 1, 1]
