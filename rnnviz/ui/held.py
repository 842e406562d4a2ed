"""The settings that a page holds: what its stage last released or a control last put, or else what the link says."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from rnnviz.core.cells import CELLS
from rnnviz.core.slips import SLIPS, two_outputs
from rnnviz.core.typed import InputError
from rnnviz.state.link import LinkError, from_query
from rnnviz.state.link_mending import ALL_WRONG, mended
from rnnviz.state.settings import Settings, SettingsError, from_json, from_preset
from rnnviz.ui.page_state import TOLD, told_of
from rnnviz.ui.plain import plain

DEFAULT = "rnn"
FIRST = "worked"


@dataclass(frozen=True)
class Page:
    """A page that holds settings. `key` begins the keys of its widgets and of its stage.

    `cell`: the one it is about, or None where the link's item `cell` says it; `own`: the items of its link that are no
    settings; `items`: more of these, with what reads each beside the settings and raises LinkError; `fragments`: the
    keys of those that draw the settings, if not all in one; `read`, `write`: for a page whose link is more than a
    cell's, how it reads its settings there and takes over others.
    """

    key: str
    cell: str | None = None
    own: frozenset[str] = frozenset()
    items: Mapping[str, Callable[[str, Settings], object]] = field(default_factory=dict)
    fragments: tuple[str, ...] = ()
    read: Callable[[], Settings] | None = None
    write: Callable[[Settings], None] | None = None

    @property
    def stage(self) -> str:
        """The key of the page's stage."""
        return f"stage_{self.key}"

    def widget(self, name: str) -> str:
        """The key of one of the page's widgets."""
        return f"{self.key}_{name}"


@dataclass(frozen=True)
class Held:
    """The settings in force, the name of their version, and, as Markdown, what was wrong with those asked for."""

    settings: Settings
    rev: str
    problem: str = ""


@dataclass(frozen=True)
class _Put:
    """Settings that a control put, in force until the stage releases another version than `over`."""

    settings: Settings
    rev: str
    over: str


def held(page: Page) -> Held:
    """The page's settings. What a browser sent and no stage could have made gives the first preset instead."""
    if page.read:
        return Held(page.read(), str(st.query_params.to_dict()))
    released = _released(page)
    put = st.session_state.get(page.widget("put"))
    if put and put.over == _rev(released):
        return Held(put.settings, put.rev)
    try:
        if released:
            return Held(_for(page, from_json(released["table"])), str(released["rev"]))
    except SettingsError as error:
        return Held(from_preset(page.cell or DEFAULT, FIRST), "default", f"{plain(str(error))} {ALL_WRONG}")
    return _linked(page)


def with_its_head(settings: Settings) -> Settings:
    """A slip of the output layer brings a small one where the learner has none."""
    if settings.head is None and settings.slip and SLIPS[settings.slip].head_form != "right":
        return replace(settings, head=two_outputs(settings.hidden_size), softmax=True)
    return settings


def arrive(url_path: str) -> None:
    """For the router: on another page than before the link says it all, not what controls put on earlier visits."""
    if st.session_state.get("page") == url_path:
        return
    st.session_state["page"] = url_path
    gone = [key for key, value in st.session_state.items() if isinstance(value, _Put) or str(key).endswith(TOLD)]
    for key in gone:
        del st.session_state[key]


def put(page: Page, settings: Settings) -> None:
    """Hand new settings to the page, whose stage takes them over as an edit that can be undone. For callbacks."""
    if page.write:
        page.write(settings)
        return
    st.session_state[page.widget("put")] = _Put(settings, f"py:{uuid.uuid4().hex[:8]}", _rev(_released(page)))
    if page.fragments:
        st.rerun(page.fragments)  # ends the callback


def knob(page: Page, name: str, value: Any, edit: Callable[[Settings, Any], Settings]) -> dict[str, Any]:
    """The arguments that tie a widget to the page: it shows `value`, but for what was put there and is wrong.

    edit: the settings with the widget's value. Undo on the stage moves the widgets too.
    """
    if not problem(page, name):
        st.session_state[page.widget(name)] = value
    return {"key": page.widget(name), "on_change": _moved, "args": (page, name, edit)}


def problem(page: Page, name: str) -> str:
    """What is wrong with a widget's value, as long as the settings are those beside which it was refused."""
    refused = st.session_state.get(page.widget(f"{name}_problem"))
    return str(refused[1]) if refused and refused[0] == held(page).rev else ""


def _moved(page: Page, name: str, edit: Callable[[Settings, Any], Settings]) -> None:
    now, key = held(page), page.widget(name)
    st.session_state.pop(f"{key}_problem", None)
    try:
        settings = edit(now.settings, st.session_state[key])
    except (InputError, SettingsError) as error:
        st.session_state[f"{key}_problem"] = now.rev, str(error)
    else:
        put(page, settings)


def _linked(page: Page) -> Held:
    query, told = st.query_params.to_dict(), page.widget(TOLD)
    found = mended(lambda items: _described(page, items), query)
    if found.wrong:
        st.query_params.from_dict(found.good)
        st.session_state[told] = found.good, told_of(found)
    good, said = st.session_state.get(told, (None, ""))
    return Held(found.state, "link", said if good == found.good else "")


def _described(page: Page, items: Mapping[str, str]) -> Settings:
    query = dict(items)
    cell = page.cell or query.pop("cell", DEFAULT)
    if cell not in CELLS:
        raise LinkError(f"The link asks for a cell that is not here. There are: {', '.join(CELLS)}.")
    aside = page.own | page.items.keys()
    settings = with_its_head(from_query(cell, {key: value for key, value in query.items() if key not in aside}))
    for name, read in page.items.items():
        if name in query:
            read(query[name], settings)
    return settings


def _released(page: Page) -> Mapping[str, Any] | None:
    """What the stage released; a message without its two parts is none."""
    found = (st.session_state.get(page.stage) or {}).get("doc")
    return found if isinstance(found, Mapping) and {"rev", "table"} <= found.keys() else None


def _rev(released: Any) -> str:
    return str(released["rev"]) if released else ""


def _for(page: Page, settings: Settings) -> Settings:
    if page.cell not in (None, settings.cell):
        raise SettingsError(f"These settings are for the {settings.cell} page.")
    return settings
