"""Links between pages: at the end stand the sequence, the time step and the notation of the beginning."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.cells import CELLS
from rnnviz.lessons.update.state import CODEC as UPDATE
from rnnviz.state.link import from_query
from rnnviz.state.settings import Settings, from_json
from tests.pages.visiting import link, visit
from tests.received import received

OPENED = {
    "as it opens": {},
    "moved": {"preset": "leaky", "t": "9", "notation": "wu"},
    "an own number": {"source": "noise", "steps": "4", "x": "0.5,-1,3.25,2", "t": "4", "h0": "0.5,-0.5"},
    "words": {"source": "words", "text": "the cat sat down", "t": "4"},
}
FROM: list[tuple[str, dict[str, str]]] = [(page, {}) for page in (*CELLS, "construction", "update")]
FROM += [("gradient", {"cell": "gru"}), ("update", {"cell": "lstm"})]


def shown(page: str, app: AppTest) -> Settings:
    """What a page shows: the table that its stage was sent, or what its address says where it has no stage."""
    if page == "update":
        return UPDATE.read(link(app)).settings
    if page == "map":
        items = {key: value for key, value in link(app).items() if key not in ("points", "cell")}
        return from_query(link(app)["cell"], items)
    sent = [received(part.proto) for part in app.get("bidi_component") if part.proto.json]
    [table] = [data["table"] for data in sent if "table" in data]
    return from_json({key: value for key, value in table.items() if key != "form"})


@cache
def arrived(page: str, query: str) -> tuple[Settings, str]:
    """What stands at the end of a link, to which several pages lead; and what is wrong with it."""
    end = visit(page, **dict(parse_qsl(query)))
    return shown(page, end), " ".join(it.value for it in end.warning)


@pytest.mark.parametrize("name", OPENED)
@pytest.mark.parametrize(("page", "cell"), FROM)
def test_what_is_shown_is_what_travels(page: str, cell: dict[str, str], name: str) -> None:
    app = visit(page, **cell, **OPENED[name])
    assert not app.warning, app.warning[0].value
    here = shown(page, app)
    links = [it.proto for it in app.get("page_link") if it.proto.page != "vanishing"]
    assert links
    for there in links:
        found, warned = arrived(there.page, there.query_string)
        assert not warned, (there.label, warned)
        np.testing.assert_array_equal(found.x, here.x, err_msg=there.label)
        assert (found.t, found.notation) == (here.t, here.notation), there.label
