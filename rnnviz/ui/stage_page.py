"""The settings that a page holds: what its stage last released or a control last put, or else what the link says."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import streamlit as st

from rnnviz.core.cells import CELLS
from rnnviz.core.slips import SLIPS, two_outputs
from rnnviz.state.link import LinkError, from_query
from rnnviz.state.link_mending import ALL_WRONG, Mended, mended
from rnnviz.state.opening import first_example
from rnnviz.state.settings import Settings, SettingsError, from_json
from rnnviz.texts import _
from rnnviz.ui.lead import uncover
from rnnviz.ui.page_state import LINK_PROBLEM, State, link_problem
from rnnviz.ui.plain import plain

DEFAULT = "rnn"
FOLLOWED = "followed"


@dataclass(frozen=True)
class Current:
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


@dataclass(frozen=True)
class StagePage(State[Settings]):
    """A page whose settings its stage holds: what it last released or a control last put, or else what the link says.

    `cell`: the one it is about, or None where the link's item `cell` says it; `own`: the items of its link that are no
    settings; `items`: more of these, with what reads each beside the settings and raises LinkError; `fragments`: the
    keys of those that draw the settings, if not all in one.
    """

    key: str
    cell: str | None = None
    own: frozenset[str] = frozenset()
    items: Mapping[str, Callable[[str, Settings], object]] = field(default_factory=dict)
    fragments: tuple[str, ...] = ()

    @property
    def stage(self) -> str:
        """The key of the page's stage."""
        return f"stage_{self.key}"

    def load(self) -> tuple[Settings, str]:
        now = self.now()
        return now.settings, now.problem

    def mark(self) -> str:
        return self.now().rev

    def now(self) -> Current:
        """The page's settings. What a browser sent and no stage could have made gives the first preset instead."""
        if counts_anew(self.key) and (linked := self._linked()).rev:
            self.begin(linked.settings)
        released = self._released()
        put = st.session_state.get(self.widget("put"))
        if put and put.over == _rev(released):
            return Current(put.settings, put.rev)
        return self._read(released) if released else self._linked()

    def untouched(self) -> bool:
        """Whether nobody has said what the page is to show: no stage, no control and no link."""
        if self._released() or st.session_state.get(self.widget("put")):
            return False
        return not st.query_params.to_dict().keys() - self.own

    def begin(self, state: Settings) -> None:
        """Settings to begin with, before anything is drawn."""
        st.session_state[self.widget("put")] = _Put(state, f"py:{uuid.uuid4().hex[:8]}", _rev(self._released()))

    def save(self, state: Settings) -> None:
        """Hand new settings to the page, whose stage takes them over as an edit that can be undone. For callbacks."""
        self.forget()
        self.begin(state)
        if self.fragments:
            st.rerun(self.fragments)  # ends the callback

    def _released(self) -> Mapping[str, Any] | None:
        """What the stage released; a message without its two parts is none."""
        found = (st.session_state.get(self.stage) or {}).get("doc")
        return found if isinstance(found, Mapping) and {"rev", "table"} <= found.keys() else None

    def _read(self, released: Mapping[str, Any]) -> Current:
        """The settings of a release, which the page's fragments read once between them."""
        key, rev = self.widget("memo"), str(released["rev"])
        last = st.session_state.get(key)
        if last is None or last[0] != released:
            st.session_state[key] = last = released, self._checked(released["table"], rev)
        found: Current = last[1]
        return found

    def _checked(self, table: object, rev: str) -> Current:
        try:
            return Current(self._for(from_json(table)), rev)
        except SettingsError as error:
            return Current(first_example(self.cell or DEFAULT), "default", f"{plain(str(error))} {ALL_WRONG}")

    def _for(self, settings: Settings) -> Settings:
        if self.cell not in (None, settings.cell):
            raise SettingsError(_("These settings are for the {cell} page.").format(cell=settings.cell))
        return settings

    def _linked(self) -> Current:
        query, problem_key, key = st.query_params.to_dict(), self.widget(LINK_PROBLEM), self.widget("memo_link")
        if (last := st.session_state.get(key)) is None or last[0] != query:
            st.session_state[key] = last = query, mended(self._described, query)
        found: Mended[Settings] = last[1]
        if found.wrong:
            st.query_params.from_dict(found.good)
            st.session_state[problem_key] = found.good, link_problem(found)
        good, problem = st.session_state.get(problem_key, (None, ""))
        return Current(found.state, "link", problem if good == found.good else "")

    def _described(self, items: Mapping[str, str]) -> Settings:
        query = dict(items)
        cell = self.cell or query.pop("cell", DEFAULT)
        if cell not in CELLS:
            raise LinkError(
                _("The link asks for a cell that is not here. There are: {cells}.").format(cells=", ".join(CELLS))
            )
        aside = self.own | self.items.keys()
        settings = _of_link(cell, tuple((key, value) for key, value in query.items() if key not in aside))
        for name, read in self.items.items():
            if name in query:
                read(query[name], settings)
        return settings


@lru_cache(maxsize=50)
def _of_link(cell: str, items: tuple[tuple[str, str], ...]) -> Settings:
    """For a class that follows one link: it is read once, and what it shows is computed once."""
    return with_its_head(from_query(cell, dict(items)) if items else first_example(cell))


def with_its_head(settings: Settings) -> Settings:
    """A slip of the output layer brings a small one where the learner has none."""
    if settings.head is None and settings.slip and SLIPS[settings.slip].head_form != "right":
        return replace(settings, head=two_outputs(settings.hidden_size), softmax=True)
    return settings


def link_counts(visit: str) -> None:
    """For the router: in this visit of a page its link says it all, even where the page is on the screen already."""
    st.session_state[FOLLOWED] = visit


def counts_anew(key: str) -> bool:
    """Whether the link counts and has not been read yet for the page's state with this key."""
    visit, seen = st.session_state.get(FOLLOWED), f"{key}_{FOLLOWED}"
    if visit is None or st.session_state.get(seen) == visit:
        return False
    st.session_state[seen] = visit
    return True


def arrive(url_path: str) -> None:
    """For the router: on another page than before the link says it all, not what controls put on earlier visits."""
    if st.session_state.get("page") == url_path:
        return
    st.session_state["page"] = url_path
    gone = [
        key for key, value in st.session_state.items() if isinstance(value, _Put) or str(key).endswith(LINK_PROBLEM)
    ]
    for key in gone:
        del st.session_state[key]
    uncover()


def _rev(released: Any) -> str:
    return str(released["rev"]) if released else ""
