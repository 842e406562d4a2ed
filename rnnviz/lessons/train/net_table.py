"""The layers of the chosen net with shapes and parameters, and the script of its run."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import InputError, grouped
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import Plan
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.final import final
from rnnviz.ui.runs.results import AsItWent, Facts, as_it_went, at_most, facts, sizes

SETTINGS = _("of these settings")
AT_MOST = _("The words are counted when a run loads its reviews; 20 000 is the most that a vocabulary holds.")

TOO_LARGE = _("IMDB's reviews are too large to go along: this script reads them in the folder of rnnviz.")


def net_popovers(plan: Plan, own: tuple[int, int] | None, seen: list[View]) -> None:
    """Two buttons; a net of unknown size says so instead."""
    try:
        found = facts(plan.to_json(), *sizes(plan, own, seen))
    except InputError as error:
        st.caption(plain(str(error)))
        return
    bound = "≤ " if at_most(plan, seen) else ""
    with st.popover(
        _("{bound}{parameters} parameters").format(bound=bound, parameters=grouped(found.parameters)),
        icon=":material/layers:",
    ):
        if bound:
            st.caption(AT_MOST)
        st.markdown(layer_table(found))
        st.markdown(weight_table(found))
    with st.popover(_("Script"), icon=":material/code:"):
        script(plan, found.script, seen)


def layer_table(found: Facts) -> str:
    """Markdown: every layer, what leaves it, its parameters."""
    rows = [f"| `{it.module}` | ({', '.join(map(str, it.output))}) | {grouped(it.parameters)} |" for it in found.layers]
    return "\n".join([_("| Layer | Output | Parameters |"), "| --- | --- | ---: |", *rows])


def weight_table(found: Facts) -> str:
    rows = [f"| `{name}` | {' × '.join(map(str, shape))} |" for name, shape in found.weights]
    return "\n".join([_("| Weight | Shape |"), "| --- | --- |", *rows])


def script(plan: Plan, text: str, seen: list[View]) -> None:
    """Of a run that is watched, its learning rates included; or of the settings above."""
    st.caption(_("Plain PyTorch code. On the CPU it gives the same loss and score."))
    run = None
    if seen:
        whose = (
            [_("of run {number}").format(number=number) for number in range(1, len(seen) + 1)]
            if len(seen) > 1
            else [_("of the run")]
        )
        default, kind = (SETTINGS, "_included") if seen[0].included else (whose[0], "")
        chosen = st.segmented_control(
            _("Script"), [*whose, SETTINGS], default=default, required=True, key=f"train_script_{len(seen)}{kind}",
            label_visibility="collapsed",
        )  # fmt: skip
        if chosen in whose:
            it = seen[whose.index(chosen)]
            run = as_it_went(it, final(it) is not None)
            plan, text = it.plan, run.script() if run else text
    name = f"rnnviz-{plan.task}-{plan.cell}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            _("Download"), text, f"{name}.py", "text/x-python", icon=":material/download:", on_click="ignore",
            key="train_script",
        )  # fmt: skip
        if run:
            with_data(run, name)
    st.code(text, language="python", height=360)


def with_data(run: AsItWent, name: str) -> None:
    """The same script with the run's data beside it, made when it is asked for."""
    if run.plan.task == "sentiment" and run.plan.source == "real":
        st.caption(TOO_LARGE)
        return
    st.download_button(
        _("With its data"), run.with_data, f"{name}.zip", "application/zip", icon=":material/folder_zip:",
        on_click="ignore", key="train_script_data",
        help=_("A zip that runs in any folder. It needs PyTorch, and no rnnviz."),
    )  # fmt: skip
