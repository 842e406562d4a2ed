"""The page of pictures: the stage that reads one, the controls over it, and the nets trained beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from rnnviz.core import Array
from rnnviz.core.images import ORDERS, SIDE, squares_read, to_text
from rnnviz.core.metrics import compared
from rnnviz.core.typed import InputError, grouped
from rnnviz.learn.jobs import View
from rnnviz.learn.models import Net, count
from rnnviz.learn.plan import CELLS, from_json
from rnnviz.learn.tasks import EXHIBITS
from rnnviz.lessons.images.nets import Belief, beliefs, digit, picture, watched
from rnnviz.lessons.images.state import NETS, NUMBERS, PAGE, PICTURES, ImagesState
from rnnviz.lessons.images.tasks import TASKS
from rnnviz.stage.drawn import COLOURS, drawn
from rnnviz.texts import _
from rnnviz.ui import visitor
from rnnviz.ui.classroom import teaches
from rnnviz.ui.groups import control_row
from rnnviz.ui.groups import picture as frame
from rnnviz.ui.lead import Lead, is_open
from rnnviz.ui.lead_card import beside
from rnnviz.ui.runs.results import runs
from rnnviz.ui.runs.run_line import run_line

HTML = '<div class="stage reading" style="min-height: 330px"></div>'

_draw = drawn("reading_stage", HTML, "images/reading.js")


def reading_stage(key: str, image: Array, beliefs: Sequence[Belief], on_drawn: Callable[[], None]) -> None:
    """Draw the stage. What is drawn there arrives in st.session_state[key]["drawn"] as 64 signs, then `on_drawn`."""
    _draw(key, payload(image, beliefs), COLOURS, default={"drawn": None}, on_drawn_change=on_drawn)


def payload(image: Array, beliefs: Sequence[Belief]) -> dict[str, Any]:
    """The stage's data: the picture as its signs, each order's sequence, and what the nets believe."""
    return {
        "drawn": to_text(image),
        "orders": {name: {"title": order.title, "x": order.read(image).tolist()} for name, order in ORDERS.items()},
        "beliefs": [
            {"name": _(it.name), "orders": it.orders, "p": it.p.tolist(), "squares": squares(it)} for it in beliefs
        ],
    }


def squares(belief: Belief) -> list[int]:
    """How many of the 64 squares the net's passes have read after each step."""
    return [int(squares_read(belief.orders, steps).sum()) for steps in range(1, SIDE + 1)]


EVERY = 0.5  # seconds between two looks at runs that are not over
STAGE = "stage_images"
TRAIN = _("Train both yourself")
CAME_ALONG = _("**These two nets came with rnnviz**, trained beforehand")
LABELS = {"picture": _("Picture (held out)"), "hidden": _("Hidden size"), "epochs": _("Epochs"), "seed": _("Seed")}


def images() -> None:
    """The lesson, beside its lead where it is open."""
    if is_open("images"):
        live = running(watched(PAGE.load()[0])[0])
        st.fragment(_led, run_every=EVERY if live else None)(live)
        return
    lesson()


def _led(live: bool) -> None:
    """The card checks what is drawn: it stands in one fragment with the stage, which follows the runs."""
    if live != running(watched(PAGE.load()[0])[0]):
        st.rerun()  # with a timer, or without it
    beside(Lead("images", PAGE, TASKS), lesson)


def running(seen: dict[str, View]) -> bool:
    return any(not it.over for it in seen.values())


def lesson() -> None:
    """The knobs, and what follows the runs while there are any: a fragment of its own, but beside a lead."""
    look, problem = PAGE.load()
    knobs(look)
    if problem:
        st.warning(problem, icon=":material/link_off:")
    PAGE.say("drawn", "page")
    seen, gone = watched(look)
    for name in gone:
        st.info(
            _("The {name} net of this link is no longer kept: press **{train}**.").format(name=_(name), train=TRAIN),
            icon=":material/history:",
        )
    if is_open("images"):
        _follow(False)
        return
    live = running(seen)
    st.fragment(_follow, run_every=EVERY if live else None)(live)


def knobs(look: ImagesState) -> None:

    def runs() -> None:
        st.number_input(
            LABELS["picture"], step=1, width=130, label_visibility="collapsed", **PAGE.knob("picture", look.picture)
        )

    def net() -> None:
        st.selectbox(
            _("Cell"), CELLS, format_func=str.upper, width=110, label_visibility="collapsed",
            **PAGE.knob("cell", look.cell),
        )  # fmt: skip
        with st.popover(_("Net"), icon=":material/tune:"):
            for name in ("hidden", "epochs", "seed"):
                number(name, look)
        st.button(
            TRAIN, key="images_train", icon=":material/play_arrow:", on_click=_train, disabled=bool(refused()),
            help=_("One bidirectional net on the rows, and the dual one, on the rows and on those of "
                   "the picture turned."),
        )  # fmt: skip

    control_row(runs, net, runs=_("Held-out picture"))
    if names := refused():
        st.error(
            _("{names} **{train}** waits for it.").format(names=" ".join(map(wanted, names)), train=TRAIN),
            icon=":material/error:",
        )


def number(name: str, look: ImagesState) -> None:
    """A box that sends whatever is typed: one with bounds keeps a wrong number to itself, and a run takes the old."""
    st.number_input(LABELS[name], step=1, **PAGE.knob(name, getattr(look, name)))


def refused() -> list[str]:
    """The boxes that hold what cannot be used."""
    return [name for name in PAGE.refused() if name in LABELS]


def wanted(name: str) -> str:
    return _("{labels}: give a whole number from {low} to {high}.").format(
        labels=LABELS[name], low=NUMBERS[name].low, high=NUMBERS[name].high
    )


def _train() -> None:
    """For callbacks: both nets anew; runs that were watched make way."""
    PAGE.take(*LABELS)
    if refused():
        return
    look = PAGE.load()[0]
    for key in look.runs.values():
        try:
            runs().forget(key)
        except InputError:
            continue  # it is gone already
    try:
        owner, first = visitor.own(), teaches()
        single, dual = (visitor.public(runs().start(look.plan(name), owner=owner, first=first)) for name in NETS)
        PAGE.save(replace(look, single=single, dual=dual))
    except InputError as error:
        PAGE.refuse(error)


def _follow(live: bool) -> None:
    look, _ = PAGE.load()
    seen, _ = watched(look)
    if live and not running(seen):
        st.rerun()  # once more without the timer
    image = picture(look)
    with frame():
        reading_stage(STAGE, image, beliefs(seen, image), _drawn)
    for number, (name, it) in enumerate(seen.items()):
        if it.state != "finished":  # then the table says all
            run_line(it, name, number, PAGE.refuse)
    outcome(look, seen)


def _drawn() -> None:
    drawn = (st.session_state.get(STAGE) or {}).get("drawn")
    PAGE.set(drawn=str(drawn))


def outcome(look: ImagesState, seen: dict[str, View]) -> None:
    """The truth, and the two nets beside each other."""
    rows = []
    for name, it in seen.items():
        if it.evaluations:
            last = it.evaluations[-1]
            rows.append(
                _("| {name}: {n_nets} orders | {to_json} | {epoch} | {accuracy:.1%} | {seconds:.1f} |").format(
                    name=_(name),
                    n_nets=len(NETS[name]),
                    to_json=grouped(parameters(it.plan.to_json())),
                    epoch=last.epoch,
                    accuracy=last.scores["accuracy"],
                    seconds=last.seconds,
                )
            )
    beside, under = st.columns([5, 6], gap="medium")
    if rows:
        head = _("| net | parameters | epochs | right of 360 held out | seconds |\n| --- | ---: | ---: | ---: | ---: |")
        beside.container(key="shapes").markdown("\n".join([head, *rows]))
    if said := [*truth(look), *whose(seen), verdict(seen)]:
        under.caption(" ".join(said))


def truth(look: ImagesState) -> list[str]:
    """What digit a picture is; of a drawing nobody knows."""
    found = digit(look)
    return [] if found is None else [_("Picture {picture} is a **{found}**.").format(picture=look.picture, found=found)]


def whose(seen: dict[str, View]) -> list[str]:
    """Where the nets come from, if nobody trained them here."""
    return [
        _("{came_along}: {cell}, {hidden} units.").format(
            came_along=CAME_ALONG, cell=it.plan.cell.upper(), hidden=it.plan.hidden
        )
        for it in seen.values()
        if it.included
    ][:1]


def verdict(seen: dict[str, View]) -> str:
    """Which net is better, once both have learned, if that is more than chance."""
    ends = {name: it.evaluations[-1] for name, it in seen.items() if it.over and it.evaluations}
    if len(ends) < len(NETS):
        return ""
    (first, one), (second, other) = ((_(name), float(it.scores["accuracy"] or 0)) for name, it in ends.items())
    return _("Right of {pictures}: {compared} Another seed gives other numbers.").format(
        pictures=PICTURES, compared=compared((first, one), (second, other), PICTURES)
    )


@st.cache_data(max_entries=16, show_spinner=False)
def parameters(plan_json: str) -> int:
    plan, task = from_json(plan_json), EXHIBITS["digits"]
    return count(Net(task.shape(plan, task.load(plan, lambda share: None))))
