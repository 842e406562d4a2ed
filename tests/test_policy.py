"""The policy of a page as a browser reads it: which scripts it names, who may frame it, which hosts are answered."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

import pytest

from rnnviz.policy import FRAMES, HOSTS, framers, hosts
from tests.conftest import Launch

PAGE = {"Accept": "text/html"}


class Scripts(HTMLParser):
    """The text of every script that stands in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and "src" not in dict(attrs)
        if self.inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] += data


def rules(headers: dict[str, str]) -> dict[str, list[str]]:
    parts = [rule.split() for rule in headers["content-security-policy"].split(";")]
    return {name: values for name, *values in parts}


def test_a_page_names_its_own_scripts_and_lets_nobody_frame_it(launch: Launch) -> None:
    with launch("python") as served:
        _, headers, text = served.get("/lstm", PAGE)
        assert served.get("/lstm", {**PAGE, "Host": "anybody.example"})[0] == 200
    page = Scripts()
    page.feed(text)
    assert len(page.found) == 3, "Streamlit's, ours, and where the scripts are"
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(it.encode()).digest()).decode()}'" for it in page.found}
    policy = rules(headers)
    assert set(policy["script-src"]) == {"'self'", "blob:", "'unsafe-eval'"} | hashes
    assert policy["default-src"] == policy["frame-ancestors"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_school_names_who_frames_it_and_by_which_name_it_is_asked_for(launch: Launch) -> None:
    names = {FRAMES: "https://learn.school.example http://lms:8080", HOSTS: "rnnviz.school.example, *.class.example"}
    with launch("python", **names) as served:
        _, headers, _ = served.get("/lstm", PAGE)
        assert rules(headers)["frame-ancestors"] == ["'self'", "https://learn.school.example", "http://lms:8080"]
        assert "x-frame-options" not in headers
        answered = {
            host: served.get("/lstm", {**PAGE, "Host": host})[0]
            for host in ("rnnviz.school.example", "room.class.example", "other.example", "rnnviz.school.example.evil")
        }
        assert list(answered.values()) == [200, 200, 400, 400]


@pytest.mark.parametrize(
    ("variable", "text", "asked"),
    [
        (FRAMES, "learn.school.example", framers),
        (FRAMES, "https://a.example; script-src *", framers),
        (FRAMES, "https://a.example/path", framers),
        (FRAMES, "*", framers),
        (HOSTS, "https://a.example", hosts),
        (HOSTS, "a.example:80", hosts),
        (HOSTS, "*", hosts),
    ],
)
def test_what_is_no_origin_or_host_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str, asked
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(SystemExit, match=f"{variable} takes .* This is none: "):
        asked()
