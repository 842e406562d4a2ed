"""The explorer under its heading: controls, the state of the work, the map with its panel, and what stands under it."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.map.controls import controls
from rnnviz.lessons.map.explore import all_again, explore, only_alone
from rnnviz.lessons.map.picture import picture
from rnnviz.lessons.map.progress import all_work, begin, dropped, mapper, wrong
from rnnviz.lessons.map.source import load_points
from rnnviz.lessons.map.state import PAGE, MapState, part
from rnnviz.lessons.map.status import status
from rnnviz.lessons.map.tasks import TASKS
from rnnviz.lessons.map.truth import truth_below
from rnnviz.maps.points import PointsError, Snapshots
from rnnviz.texts import _
from rnnviz.ui.heading import draw_heading
from rnnviz.ui.lead import Lead, is_open
from rnnviz.ui.lead_card import beside
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.plain import plain


@st.fragment
def led() -> None:
    """Beside the lead."""
    beside(Lead("map", PAGE, TASKS), map_page)


def map_page() -> None:
    """Everything under the heading."""
    mapper()
    begin()
    choice, problem = PAGE.load()
    refused = PAGE.forget()
    controls(choice)
    above = st.container()  # always there, so that a warning that goes does not make the browser build the map anew
    if said := problem or plain(refused):
        above.warning(said, icon=":material/error:")
    found = points_of(choice, above)
    if choice.panel != "truth":
        dropped({"pca", "seeds", "strip"})
    it = picture(choice, found)
    if it is None:
        status(None)
        return
    part(explore)(it, found)
    slot = st.container()
    if choice.panel == "truth":
        truth_below(choice, it)
    with slot:
        status(it)  # last, when all that is asked for is known


def points_of(choice: MapState, above: st.delta_generator.DeltaGenerator) -> Snapshots | None:
    """The source's points, or those of them that were set apart; a sentence where there are none."""
    try:
        whole = load_points(choice)
    except PointsError as error:
        above.warning(plain(str(error)), icon=":material/error:")
        st.session_state.pop("map_shown", None)  # no other map stays under the name of a source that has none
        return None
    if whole is None and (work := all_work().get("source")) and not work.stopped and wrong(work):
        st.session_state.pop("map_shown", None)
    try:
        found = only_alone(whole)
    except PointsError as error:
        above.warning(plain(str(error)), icon=":material/error:")
        all_again()
        found = whole
    if found is not whole:
        above.button(_("Back to all points"), key="map_back", icon=":material/undo:", on_click=all_again)
    elif choice.points == "file" and whole is None and st.session_state.get("map_file") is None:
        above.caption(_("Choose a file: the map that you see stays until it is read."))
    return found


draw_heading(LESSONS["map"])
if is_open("map"):
    led()
else:
    map_page()
