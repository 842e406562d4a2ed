"""What stands behind a button or in a fold is made when it is opened, not before."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.ui import behind

IS_OPEN = behind.is_open  # as it is, before all visits open all


def page() -> None:
    import streamlit as st

    from rnnviz.ui.behind import behind

    behind("Sizes", ":material/grid_on:", lambda: st.slider("Units", 1, 4, key="units"))


@pytest.mark.parametrize("opened", [False, True])
def test_it_is_made_only_while_it_is_open(opened: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "is_open", lambda popover: opened)
    assert len(AppTest.from_function(page).run().slider) == opened


def test_it_is_closed_at_first_and_tells_when_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "is_open", IS_OPEN)
    app = AppTest.from_function(page).run()
    assert not app.slider
    assert app.get("popover")[0].proto.id, "the browser tells the server of a popover that has an id"


def folded() -> None:
    import streamlit as st

    from rnnviz.ui.behind import fold

    fold("sizes", "Sizes", ":material/grid_on:", lambda: st.slider("Units", 1, 4, key="units"))


def test_a_fold_is_made_at_its_first_opening_and_keeps_what_was_chosen_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "is_open", IS_OPEN)
    app = AppTest.from_function(folded).run()
    assert not app.slider
    app.session_state["sizes"] = True
    app.run()
    app.slider("units").set_value(3).run()
    app.session_state["sizes"] = False
    assert app.run().slider("units").value == 3
