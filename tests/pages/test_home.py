"""The home page: the course as a path, its routes, and what is done in this browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lead.steps import steps_of
from rnnviz.ui import lead
from rnnviz.ui.lessons import LESSONS, ROUTES
from tests.pages.visiting import MAIN
from tests.received import received


def home(**options: object) -> tuple[AppTest, list[str], list[str]]:
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    if options:
        app.segmented_control[0].set_value(options["route"]).run()
    assert not app.exception
    links = [link.proto for link in app.get("page_link")]
    return app, [link.label for link in links], [link.icon for link in links]


def test_home_leads_into_the_lessons_in_order() -> None:
    app, labels, _ = home()
    lessons = [lesson for name, lesson in LESSONS.items() if name != "home"]
    path = [f"{number} **{one.title}** · {one.minutes} min" for number, one in enumerate(lessons, start=1)]
    assert labels == ["**Start with Sequences**", *path, "Glossary"]
    [stage] = [part for part in app.get("bidi_component") if part.proto.component_name.endswith("cell_stage")]
    assert received(stage.proto)["demo"]


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_has_its_own_lessons(route: str) -> None:
    labels = home(route=route)[1][1:-1]
    assert [label.split("**")[1] for label in labels] == [LESSONS[name].title for name in ROUTES[route]]


def test_home_says_what_is_done_and_what_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"steps": {"rnn": 8, "lstm": 3}, "done": {"rnn": len(steps_of("rnn")), "lstm": 3}}
    monkeypatch.setattr(lead, "remembered", lambda: kept)
    _, labels, icons = home()
    assert labels[0] == "**Go on with LSTM**"
    found = dict(zip((label.split("**")[1] for label in labels[:-1]), icons[:-1], strict=True))
    assert "check_circle" in found["RNN"]
    assert "play_circle" in found["LSTM"]
    assert "unchecked" in found["GRU"]
    assert any("step 4 of" in label for label in labels)
    kept["steps"], kept["done"] = {"rnn": 8}, {"rnn": len(steps_of("rnn"))}
    assert home()[1][0] == "**Go on with LSTM**", "after the last that is done"


@pytest.mark.parametrize("kept", [{"done": 3}, {"done": {"rnn": "all"}}, {}])
def test_what_is_not_ours_is_nothing(monkeypatch: pytest.MonkeyPatch, kept: dict[str, object]) -> None:
    monkeypatch.setattr(lead, "remembered", lambda: kept)
    assert home()[1][0] == "**Start with Sequences**"
