"""Which preset and which view: the controls of the pages whose state is a setup that began as a preset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from rnnviz.state.codec import Preset
from rnnviz.texts import _
from rnnviz.ui.page_state import PageState


def preset_control(page: PageState[Any], setup: Any, presets: Mapping[str, Preset[Any]], width: int) -> None:
    """None is named where the setup's own is not among them."""
    st.selectbox(
        _("Preset"), list(presets), format_func=lambda name: presets[name].title, placeholder=_("Presets"),
        label_visibility="collapsed", width=width,
        **page.knob("preset", setup.preset if setup.preset in presets else None, lambda _, name: presets[name].setup),
    )  # fmt: skip


def view_controls(
    page: PageState[Any], setup: Any, views: Mapping[str, str], presets: Mapping[str, Preset[Any]], width: int
) -> None:
    """The view, and the presets that belong to it.

    A preset left as it is makes way for the other view's first; a setup of the learner's own is taken along.
    """

    def opened(now: Any, view: str) -> Any:
        firsts = (preset.setup for preset in presets.values() if preset.setup.view == view)
        return next(firsts) if now == presets[now.preset].setup else page.codec.change(now, view=view)

    st.pills(
        _("View"), list(views), format_func=views.__getitem__, required=True, label_visibility="collapsed", wrap=True,
        **page.knob("view", setup.view, opened),
    )  # fmt: skip
    here = {key: preset for key, preset in presets.items() if preset.setup.view == setup.view}
    preset_control(page, setup, here, width)
