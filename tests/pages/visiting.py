"""A visit to a page without a browser, what stands in its link, what it says; and runs without processes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.learn import jobs
from rnnviz.ui.runs import results as facts
from rnnviz.ui.work import KEPT

TERM = re.compile(r'\[([^\]]*)\]\(/glossary\?[^"]*"[^"]*"\)')
MAIN = Path(__file__).resolve().parents[2] / "rnnviz" / "main.py"


def visit(page: str, /, **query: str) -> AppTest:
    """A fresh visit to a page by its file's name, with a link's items."""
    app = AppTest.from_file(MAIN, default_timeout=60)  # not run yet: a deep link, as a browser opens it
    app.query_params.update(query)
    app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception, app.exception
    return app


def link(app: AppTest) -> dict[str, str]:
    return {key: value[0] if isinstance(value, list) else value for key, value in app.query_params.items()}


def answered(app: AppTest, view: str, within: float = 200) -> AppTest:
    """The page once what it has asked of a process for this view is there."""
    app.session_state[KEPT][view].job.result(within)
    app.run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    """What the page says, its terms without their definitions."""
    said = " ".join(text.value for text in [*app.markdown, *app.caption, *app.info, *app.warning, *app.error])
    return TERM.sub(r"\1", said)


def served(executor: Callable[[int], Executor], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The training lab's runs in `executor`, and none of them left over."""
    monkeypatch.setattr(jobs, "Processes", executor)
    facts.runs.clear()
    yield
    for key in list(facts.runs().handles):
        facts.runs().forget(key)
    facts.runs().executor.shutdown()
    facts.runs().remove()
    facts.runs.clear()
