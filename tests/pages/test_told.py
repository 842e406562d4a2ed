"""What Python puts into a widget the browser is told at every drawing, not at the first alone.

A drawing that the next run overtakes may never reach the browser. A widget that Python believes to be set then shows
its default there, and the browser sends that back as what the learner has chosen.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lessons.inside.state import VIEWS as INSIDE
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.runs import results
from tests.pages.visiting import link, served, visit

VIEWS = ("back", "use", "runs", "honest", "slow")
VISITS: list[tuple[str, dict[str, str]]] = [
    *[(page, {}) for page in LESSONS],
    *[("train", {"view": view}) for view in VIEWS],
    *[("inside", {"view": view}) for view in INSIDE if view != "states"],
    ("construction", {"stage": "c"}), ("gradient", {"view": "sum"}), ("rnn", {"source": "noise"}),
]  # fmt: skip
CHOICES = ("selectbox", "radio", "select_slider", "button_group", "multiselect")  # their default is a place
TYPED = ("slider", "number_input", "text_input", "text_area", "toggle", "checkbox")


@pytest.fixture(scope="module", autouse=True)
def threads() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        yield from served(ThreadPoolExecutor, patch)


def several(value: object) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def untold(app: AppTest) -> list[str]:
    """The widgets whose value the browser would not know, were this the first drawing that it gets."""
    found = []
    for kind in (*CHOICES, *TYPED):
        for it in app.get(kind):
            usual = it.proto.default
            values = several(it.value)
            if kind in CHOICES:
                names = [getattr(option, "content", option) for option in it.options]
                values = [names.index(it.format_func(value)) for value in values]
            default = [usual] if isinstance(usual, int | float | str | bool) else list(usual)
            if values and values != default and not it.proto.set_value:
                found.append(f"{it.key} shows {it.value!r}")
    return found


def named(it: object) -> str:
    return "-".join(it.values()) if isinstance(it, dict) else str(it)


@pytest.mark.parametrize(("page", "query"), VISITS, ids=named)
def test_every_value_is_told_again(page: str, query: dict[str, str]) -> None:
    app = visit(page, **query)
    assert untold(app.run()) == []


def test_the_learning_rate_of_a_run_under_way_is_told_again() -> None:
    app = visit("train", task="noise", epochs="400", hidden="4")
    app.button("train_start").click().run()
    end = time.monotonic() + 60
    while not results.runs().view(link(app)["run"]).progress:
        assert time.monotonic() < end
        time.sleep(0.02)
    app.run()
    assert [it.value for it in app.selectbox if str(it.key).startswith("train_rate")] == [0.01]
    assert untold(app.run()) == []
    results.runs().stop(link(app)["run"])
