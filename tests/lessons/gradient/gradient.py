"""The lesson "Gradients" through Streamlit's own test runner: how to open it, and what to read off it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from rnnviz.core.bptt import GradientRecord, backward
from rnnviz.state.settings import Settings, from_json
from rnnviz.ui.loss.loss_controls import problem_of
from rnnviz.ui.loss.state import OWN, Choices
from rnnviz.ui.loss.targets import loss_of
from tests.received import received

MAIN = str(Path(__file__).resolve().parents[3] / "rnnviz" / "main.py")
USUAL = [1.0, 0.0]


def opened(**query: str) -> AppTest:
    """A fresh visit."""
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    app.query_params.update(query)
    return fine(app.switch_page("../pages/gradient.py").run())


def fine(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def data(app: AppTest) -> dict[str, Any]:
    """What the stage was sent."""
    fine(app)
    return dict(received(app.get("bidi_component")[0].proto))


def settings(app: AppTest) -> Settings:
    return from_json(data(app)["table"])


def own(app: AppTest) -> dict[str, str]:
    """The link's items that are no settings."""
    return {name: text for name, text in data(app)["query"].items() if name in OWN}


def said(elements: Any) -> str:
    """A warning or an error as it is read: without the signs that make what was typed harmless."""
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", str(elements[0].value))


def verdict(app: AppTest) -> str:
    return next(str(one.value) for one in fine(app).markdown if "**autograd" in str(one.value))


def choose(app: AppTest, kind: str, name: str, value: object) -> AppTest:
    """Move one of the page's widgets."""
    [widget] = [one for one in app.get(kind) if one.key == f"gradient_{name}"]
    return fine(widget.set_value(value).run())


def expected(app: AppTest, **how: Any) -> GradientRecord:
    now = settings(app)
    outputs = len(now.head.bias) if now.head else 2
    return backward(problem_of(now, loss_of(Choices(**how), now.steps, outputs)))


def chart(app: AppTest) -> list[dict[str, Any]]:
    traces = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    return [dict(trace) for trace in traces]


def bars(app: AppTest) -> list[list[float]]:
    return [[float(text) for text in trace["customdata"]] for trace in chart(app)]


def sentence(app: AppTest) -> str:
    return next(str(one.value) for one in app.markdown if "difference" in str(one.value))
