"""The page knows that it was not left, though nothing stands open behind its buttons."""

from __future__ import annotations

import pytest

from rnnviz.ui import behind
from tests.pages.visiting import visit


def test_what_a_control_put_stays_when_the_page_runs_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "is_open", lambda popover: False)
    app = visit("gradient", cell="rnn", preset="worked")
    app.selectbox(key="gradient_preset").set_value("random").run().run()
    assert not app.exception
    assert app.selectbox(key="gradient_preset").value == "random"
