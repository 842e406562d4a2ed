"""The controls over the picture: which net, what it reads, which quantity and unit."""

from __future__ import annotations

from typing import Any

import streamlit as st

from rnnviz.core.typed import InputError, visible
from rnnviz.learn.included.keys import key_of
from rnnviz.learn.inside.holding import width_of
from rnnviz.learn.inside.own_net import NONLINEARITIES
from rnnviz.learn.inside.properties import PROPERTIES
from rnnviz.learn.plan import TASK_NAMES
from rnnviz.lessons.inside.opened import DONORS, EXAMPLES, OpenNet, reads_text
from rnnviz.lessons.inside.presets import PRESETS, preset_of
from rnnviz.lessons.inside.state import FILE, LAST, MOST_TEXT, ORDERS, PAGE, VIEWS, InsideState
from rnnviz.state.stacked import WAYS
from rnnviz.texts import _
from rnnviz.theme import QUANTITIES
from rnnviz.ui import visitor
from rnnviz.ui.groups import control_row
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import about, runs

UPLOAD = "inside_file"
MAX_MB = 256
PILLS = tuple(it for it in VIEWS if it != "found")  # that one is opened where it is asked
UNCHOSEN: dict[str, Any] = {"label_visibility": "collapsed"}


def nets(look: InsideState) -> dict[str, str]:
    """What can be opened, by what a link calls it: the learner's own runs, those that came along, a file."""
    own = {
        visitor.public(it.id): it.name
        or _("Your run: {task_names}, {plan}").format(task_names=TASK_NAMES[it.plan.task], plan=about(it.plan))
        for it in runs().of(visitor.own())
        if it.plan.task in PROPERTIES and not it.included and runs().folder(it.id).checkpoints.epochs()
    }
    came = {key_of(task): _("{task_names} (came along)").format(task_names=TASK_NAMES[task]) for task in PROPERTIES}
    return {look.net: _("This link's run")} | own | came | {FILE: _("A PyTorch file of your own")}


def open_controls(look: InsideState) -> None:
    """What can be chosen before there is a net."""

    def net() -> None:
        titles = nets(look)
        st.selectbox(
            _("Net"), list(titles), format_func=titles.__getitem__, width=260, **UNCHOSEN,
            **PAGE.knob("net", look.net, other),
        )  # fmt: skip
        if look.net == FILE:
            with st.popover(_("File"), icon=":material/upload_file:"):
                file_box(look)
        else:
            epoch_box(look)

    def shown() -> None:
        st.pills(
            _("View"), [it for it in VIEWS if it in (look.view, *PILLS)], format_func=VIEWS.__getitem__, required=True,
            wrap=True, **UNCHOSEN, **PAGE.knob("view", look.view),
        )  # fmt: skip

    control_row(None, net, shown)


def preset_control(look: InsideState) -> None:
    """Questions to begin with; what to look for in the one that is shown."""
    st.selectbox(
        _("Begin with"),
        list(PRESETS),
        format_func=lambda name: PRESETS[name].title,
        placeholder=_("A preset"),
        width=210,
        **PAGE.knob("preset", preset_of(look), lambda _, name: PRESETS[name].setup),
    )


def other(look: InsideState, net: str) -> InsideState:
    """Another net: what it reads and its epoch begin anew, and its property is one of its own task."""
    return PAGE.change(look, net=net, epoch=LAST, text="", example=1, part="")


def file_box(look: InsideState) -> None:
    st.file_uploader(
        _("A state dict with an nn.RNN, nn.LSTM or nn.GRU: .safetensors, .pt or .pth"),
        max_upload_size=MAX_MB,
        key=UPLOAD,
    )
    st.caption(_("At most 1024 units and 4 layers. A pickle is read without running anything."))
    st.segmented_control(
        _("The file does not say which activation an nn.RNN has:"), NONLINEARITIES, required=True,
        **PAGE.knob("phi", look.phi),
    )  # fmt: skip


def part_control(net: OpenNet) -> None:
    """Which of the nets in a file, where it holds several."""
    if net.own is not None and len(net.own.prefixes) > 1:
        st.segmented_control(
            _("The file holds several nets:"), net.own.prefixes, required=True,
            format_func=lambda part: plain(visible(part or _("no name"))), **PAGE.knob("part", net.own.prefix),
        )  # fmt: skip


def epoch_box(look: InsideState) -> None:
    try:
        epochs = runs().folder(look.key).checkpoints.epochs()
    except InputError:
        return
    names = {LAST: _("its net")} | {
        epoch: _("after epoch {epoch}").format(epoch=epoch) if epoch else _("untrained") for epoch in epochs
    }
    st.selectbox(
        _("Epoch"), list({look.epoch: 0} | names),
        format_func=lambda it: names.get(it) or _("after epoch {epoch}").format(epoch=it), width=130,
        **UNCHOSEN, **PAGE.knob("epoch", look.epoch),
    )  # fmt: skip


def read_controls(net: OpenNet, look: InsideState) -> None:
    """What the net reads."""
    if net.trained is None or reads_text(net):
        words = EXAMPLES.get(net.plan.task, "") if net.plan else _("numbers or ids, with blanks between")
        st.text_input(
            _("Text that the net reads"), placeholder=words, max_chars=MOST_TEXT, width=420, **UNCHOSEN,
            **PAGE.knob("text", look.text),
        )  # fmt: skip
    else:
        st.number_input(_("Validation example"), step=1, width=170, **PAGE.knob("example", look.example))


def donor_controls(net: OpenNet, look: InsideState) -> None:
    """Whose memory is taken."""
    if net.trained is None or reads_text(net):
        words = DONORS.get(net.plan.task, "") if net.plan else _("other numbers or ids")
        st.text_input(
            _("Text whose memory is taken"), placeholder=words, max_chars=MOST_TEXT, width=420,
            **PAGE.knob("donor", look.donor),
        )  # fmt: skip
    else:
        st.number_input(_("Example whose memory is taken"), step=1, width=230, **PAGE.knob("other", look.other))


def quantity_controls(net: OpenNet, look: InsideState) -> None:
    """Which quantity, layer, direction and unit."""
    where = net.where(look)
    st.pills(
        _("Quantity"), net.quantities, format_func=lambda name: f"{name}, {QUANTITIES[name].name}", required=True,
        **UNCHOSEN, **PAGE.knob("q", where.quantity),
    )  # fmt: skip
    layer_controls(net, look)


def layer_controls(net: OpenNet, look: InsideState) -> None:
    """Which layer and direction, where there are several."""
    where = net.where(look)
    if net.rnn.num_layers > 1:
        number("layer", _("Layer"), where.layer + 1, net.rnn.num_layers)
    if net.rnn.bidirectional:
        st.segmented_control(_("Direction"), WAYS, required=True, **UNCHOSEN, **PAGE.knob("way", WAYS[where.direction]))


def unit_control(net: OpenNet, look: InsideState) -> None:
    where = net.where(look)
    number(
        "unit",
        _("Unit, 1 to {rnn}").format(rnn=width_of(net.rnn, where.quantity)),
        net.unit(look) + 1,
        width_of(net.rnn, where.quantity),
    )


def order_control(look: InsideState) -> None:
    st.selectbox(
        _("Order"),
        list(ORDERS),
        format_func=ORDERS.__getitem__,
        width=200,
        **UNCHOSEN,
        **PAGE.knob("order", look.order),
    )


def number(name: str, label: str, value: int, most: int) -> None:
    st.number_input(label, 1, most, step=1, width=130, **PAGE.knob(name, value))


def row(*draws: Any) -> None:
    """Controls side by side, the smaller ones of a view."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for draw in draws:
            draw()
