"""What comes from outside names nothing: no path, address or module in a link, a file or a browser's message is opened.

Every field of each is given all of them, those of a file that exists among them.
"""

from __future__ import annotations

import builtins
import io
import os
import socket
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lessons.map import explore
from rnnviz.state.link import to_query
from rnnviz.state.settings import SettingsError, from_json, from_preset
from rnnviz.ui.loss import state as held_choices
from tests.lessons.map.map_worker import WORDS, worker
from tests.pages.shown import markdown
from tests.pages.test_outside_words import LINKS
from tests.pages.visiting import visit

__all__ = ["worker"]
pytestmark = pytest.mark.usefixtures("worker")
SECRET = "kept-to-myself-7f3a"
MODULE = "this"  # importing it would print a poem


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ...]]:
    """What is sent; on leaving, whether any of it was looked for."""
    path = tmp_path / f"{SECRET}.csv"
    path.write_text(f"Date,Temperature\n2020-01-01,{SECRET}\n")
    given = (str(path), os.path.relpath(path), path.as_uri(), f"http://{SECRET}.example/x.csv", MODULE, "a" * 32)
    looked: list[str] = []

    def watched(real: Any) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            looked.append(str(args[1] if isinstance(args[0], socket.socket) else args[0]))
            return real(*args, **named)

        return call

    for home, name in ((builtins, "open"), (io, "open"), (os, "open"), (os, "stat"), (os, "listdir"), (os, "scandir")):
        monkeypatch.setattr(home, name, watched(getattr(home, name)))
    monkeypatch.setattr(socket, "getaddrinfo", watched(socket.getaddrinfo))
    monkeypatch.setattr(socket.socket, "connect", watched(socket.socket.connect))
    sys.modules.pop(MODULE, None)
    yield given
    assert not [it for it in looked if SECRET in it]
    assert MODULE not in sys.modules


def unharmed(app: AppTest, where: object) -> None:
    """No traceback, and nothing of the file on the page but what was sent itself."""
    assert not app.exception, (where, app.exception)
    assert not [text for text in markdown(app) if "2020-01-01" in text]


@pytest.mark.parametrize("page", LINKS)
def test_no_item_of_a_link_is_opened(page: str, outside: tuple[str, ...]) -> None:
    app = visit(page)
    for first in range(3):
        given = dict(zip(LINKS[page], islice(cycle(outside), first, None), strict=False))
        app.query_params.clear()
        app.query_params.update(given)
        app.run()
        unharmed(app, (page, given))


JUNK: tuple[Any, ...] = (0, -1, 10**30, 1.5, True, None, "", [], {}, [[]], {"rev": None}, "\ud800", "\u202e\x00")


def documents(outside: tuple[str, ...]) -> Iterator[Any]:
    """What a browser might send in the place of a released stage."""
    table = from_preset("rnn", "worked").to_json()
    for number, value in enumerate((*outside, *JUNK)):
        yield (
            value,
            {"rev": value},
            {"rev": f"r{number}", "table": value},
            {"rev": f"r{number}", "table": dict.fromkeys(table, value), "query": value, "answer": value},
            {"table": table, "query": value},
        )[number % 5]


@pytest.mark.parametrize(
    ("page", "key"),
    [("rnn", "stage_rnn"), ("gradient", "stage_gradient"), ("stacks", "stacked"), ("images", "stage_images")],
)
def test_no_message_of_a_stage_is_opened_or_breaks_the_page(page: str, key: str, outside: tuple[str, ...]) -> None:
    app = visit(page)
    assert any(it.proto.id.endswith(f"-{key}") for it in app.get("bidi_component"))
    for document in documents(outside):
        app.session_state[key] = {"doc": document, "pick": document, "drawn": document}
        app.run()
        unharmed(app, (page, document))


FIELDS = from_preset("rnn", "worked").to_json() | from_preset("lstm", "worked").to_json()


@pytest.mark.parametrize("field", [*FIELDS, *(f"source.{name}" for name in FIELDS["source"])])
def test_no_field_of_a_released_table_is_opened(field: str, outside: tuple[str, ...]) -> None:
    """What is taken is checked data, which a link can say; all else is refused in a sentence."""
    cell = from_preset("lstm", "worked").to_json()
    for value in (*outside, *JUNK):
        name, _, part = field.partition(".")
        table = cell | {name: cell[name] | {part: value} if part else value}
        try:
            settings = from_json(table)
        except SettingsError:
            continue
        urlencode(to_query(settings))


def test_no_message_of_the_map_is_opened_or_breaks_it(
    outside: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, chosen = visit("map", method="pca").session_state["map_shown"], list[int]()
    for value in (*outside, *JUNK):
        for said in (value, {"row": value, "space": value}, {"row": value, "rows": value, "space": WORDS.last.key}):
            state: dict[str, Any] = {explore.MAP: {"pick": said, "alone": said}, "map_shown": shown}
            monkeypatch.setattr(explore.st, "session_state", state)
            monkeypatch.setattr(explore, "choose", lambda points, row: chosen.append(row))
            explore.picked()
            explore.alone()
            assert all(0 <= row < len(shown.points) for row in (*chosen, *state.get("map_alone", [])))
    assert set(chosen) == {0}


def test_no_pick_of_the_sweep_is_opened_or_breaks_it(outside: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (*outside, *JUNK):
        for name in (*sorted(held_choices.OWN), value if isinstance(value, str) else "k"):
            state: dict[str, Any] = {held_choices.PAGE.stage: {"pick": {name: value}}}
            monkeypatch.setattr(held_choices.st, "session_state", state)
            held_choices.on_pick()


UPLOADS = {
    "train": ("train_own_weather", {"task": "weather", "source": "own file"}),
    "map": ("map_file", {"points": "file", "method": "pca"}),
}


@pytest.mark.parametrize("page", UPLOADS)
def test_no_name_and_no_cell_of_an_upload_is_opened(page: str, outside: tuple[str, ...]) -> None:
    key, query = UPLOADS[page]
    app = visit(page, **query)
    for value in outside:
        for content in (
            value,
            f"Date,Temperature\n{value},{value}",
            f"{value} 1 2\n{value}x 2 1",
            f"{value},1,2\n,2,1",
        ):
            app.file_uploader(key).set_value((f"{value}.csv", content.encode(), "text/csv")).run()
            unharmed(app, (page, value))
