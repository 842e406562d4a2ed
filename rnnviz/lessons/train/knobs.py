"""The row over every view: task, preset, data, the net and how it is trained; and the buttons that start it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import counted
from rnnviz.learn.jobs import View
from rnnviz.learn.plan import ENDS, OPTIMISERS, OWN_FILE, READS, Plan
from rnnviz.learn.tasks import TASKS, usual
from rnnviz.lessons.train.net_table import net_popovers
from rnnviz.lessons.train.number import number
from rnnviz.lessons.train.own_file import sizes
from rnnviz.lessons.train.own_series import step_of
from rnnviz.lessons.train.state import PAGE, SEEDS, seeds
from rnnviz.texts import _
from rnnviz.ui.groups import control_row
from rnnviz.ui.runs.results import runs as all_runs

WAYS = {1: _("forwards"), 2: _("both ways")}


def knobs(plan: Plan, seen: list[View]) -> None:
    """Draw the rows; the script is that of the runs that are watched."""

    def runs() -> None:
        task_control(plan)
        source_control(plan)

    def net() -> None:
        preset_control(plan)
        with st.popover(_("Net"), icon=":material/account_tree:"):
            cell_control(plan)
            net_controls(plan)
        with st.popover(_("Training"), icon=":material/tune:"):
            training_controls(plan)

    control_row(runs, net, partial(net_popovers, plan, sizes(plan), seen))


def task_control(plan: Plan) -> None:
    st.selectbox(
        _("Task"), list(TASKS), format_func=lambda name: TASKS[name].name, label_visibility="collapsed", width=165,
        **PAGE.knob("task", plan.task, lambda _, task: usual(task)),
    )  # fmt: skip


def preset_control(plan: Plan) -> None:
    presets = TASKS[plan.task].presets
    now = next((name for name, it in presets.items() if it == plan.shared().but(source=it.source, device="auto")), None)
    st.selectbox(
        _("Preset"), list(presets), format_func=_, placeholder=_("own settings"),
        label_visibility="collapsed", width=165,
        **PAGE.knob("preset", now, with_preset),
    )  # fmt: skip


def with_preset(plan: Plan, name: str) -> Plan:
    """Its settings on the same data."""
    of_data = ("source", "column", "inputs", "time")
    return TASKS[plan.task].presets[name].but(**{it: getattr(plan, it) for it in of_data})


def source_control(plan: Plan) -> None:
    st.selectbox(
        _("Data"), list(TASKS[plan.task].sources), format_func=_, label_visibility="collapsed", width=110,
        **PAGE.knob("source", plan.source),
    )  # fmt: skip


def cell_control(plan: Plan) -> None:
    st.segmented_control(
        _("Cell"), list(IN_TORCH), format_func=lambda name: IN_TORCH[name].title, required=True,
        **PAGE.knob("cell", plan.cell, with_cell),
    )  # fmt: skip


def with_cell(plan: Plan, cell: str) -> Plan:
    return plan.but(cell=cell, carries=plan.carries or not has_memory(cell))


def has_memory(cell: str) -> bool:
    """Whether it has a state c beside h, which slip h can leave unmoved."""
    return "c" in IN_TORCH[cell].states


def net_controls(plan: Plan) -> None:
    every = TASKS[plan.task].every
    st.segmented_control(_("Layers"), [1, 2, 3], required=True, **PAGE.knob("layers", plan.layers))
    st.segmented_control(
        _("Directions"), list(WAYS), format_func=WAYS.__getitem__, required=True, disabled=every,
        help=_("A net that is to predict the next letter must not read backwards.") if every else None,
        **PAGE.knob("directions", 1 if every else plan.directions),
    )  # fmt: skip
    number("hidden", plan)
    if plan.task == "sentiment":
        number("embedding", plan)
    embedded = TASKS[plan.task].takes == "embedding"
    st.slider(
        _("Dropout"), 0.0, 0.9, step=0.1, disabled=plan.layers == 1 and not embedded,
        help=_("Of what the embedding gives, and between layers.") if embedded else _("Between layers, two or more."),
        **PAGE.knob("dropout", plan.dropout),
    )  # fmt: skip
    slips(plan, every)


def slips(plan: Plan, every: bool) -> None:
    """The slides' readings beside the right ones (slips h, i, l)."""
    if plan.task == "sentiment":
        st.segmented_control(
            _("The head reads the state"), READS, format_func=_, required=True, **PAGE.knob("read", plan.read)
        )
    if plan.directions == 2 and not every:
        st.segmented_control(
            _("Of two directions it reads"), ENDS, format_func=_, required=True, **PAGE.knob("ends", plan.ends)
        )
    if has_memory(plan.cell):
        st.toggle(
            _("Carry (h, c) from step to step"), help=_("Off: a common mistake. The state never changes. Source: S4."),
            **PAGE.knob("carries", plan.carries),
        )  # fmt: skip


RATES = (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 5e-3, 1e-2, 3e-2, 0.1, 1.0, 10.0)
PATIENCE = (0, 1, 2, 3, 5, 10, 20)
CLIPS = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


def training_controls(plan: Plan) -> None:
    left, right = st.columns(2)
    with left:
        st.selectbox(_("Optimiser"), OPTIMISERS, **PAGE.knob("optimiser", plan.optimiser))
        rates = sorted({*RATES, plan.learning_rate})
        st.select_slider(
            _("Learning rate"),
            rates,
            format_func=lambda it: f"{it:g}",
            **PAGE.knob("learning_rate", plan.learning_rate),
        )
        number("batch_size", plan)
        number("epochs", plan)
        patience_control(plan)
    with right:
        st.select_slider(
            _("Clip the gradient to"), sorted({*CLIPS, plan.clip}),
            format_func=lambda it: f"{it:g}" if it else _("off"),
            **PAGE.knob("clip", plan.clip),
        )  # fmt: skip
        number("seed", plan)
        seeds_control()
        device_control(plan)
        task_controls(plan)


def patience_control(plan: Plan) -> None:
    st.select_slider(
        _("Stop early"),
        sorted({*PATIENCE, plan.patience}),
        format_func=lambda it: counted(it, "{n} epoch", "{n} epochs") if it else _("off"),
        help=_("A run ends when so many epochs bring no lower validation loss. Then the net of its best epoch counts."),
        **PAGE.knob("patience", plan.patience),
    )


def seeds_control() -> None:
    """With how many seeds the next run is made."""
    st.session_state["train_seeds"] = seeds()
    st.segmented_control(
        _("So many seeds"), SEEDS, required=True, key="train_seeds", on_change=_seeds_chosen,
        help=_("Trains the same setting with the next seeds, too. The charts show their mean, and a band from the "
               "least to the most."),
    )  # fmt: skip


def _seeds_chosen() -> None:
    st.query_params["seeds"] = str(st.session_state["train_seeds"] or 1)
    PAGE.remember()


def device_control(plan: Plan) -> None:
    from rnnviz.learn.running import DEVICE_NAMES, available_devices

    there = ["auto", *available_devices()]
    if (cluster := all_runs().cluster) and cluster.gpus and "cuda" not in there:
        there.append("cuda")
    st.selectbox(
        _("Device"), there, format_func=lambda it: _("the best there is") if it == "auto" else DEVICE_NAMES[it],
        **PAGE.knob("device", plan.device if plan.device in there else "auto"),
    )  # fmt: skip


def task_controls(plan: Plan) -> None:
    if plan.task == "weather":
        step = step_of(plan)
        length = None if step.hourly else _("A step is {length}.").format(length=step.length)
        number("lag", plan, hint=length)
        number("ahead", plan, hint=length)
        st.toggle(
            _("Sort by time first"),
            help=_("Off: the file’s own order, a common mistake. Source: S0."),
            **PAGE.knob("sort", plan.sort),
        )
    if plan.task == "names":
        what = _("class") if plan.source == OWN_FILE else _("language")
        st.toggle(
            _("Each {what} equally often").format(what=what), help=_("A {what} is drawn first, then one of its "
                                                                     "names. Source: S4.").format(what=what),
            **PAGE.knob("balanced", plan.balanced),
        )  # fmt: skip
    if plan.task == "sentiment":
        number("longest", plan)
        number("limit", plan, step=500)
