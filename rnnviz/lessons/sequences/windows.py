"""The views of shapes and of the split: windows that slide over a series, and the array that they make."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from rnnviz.core.typed import counted, grouped
from rnnviz.lessons.sequences.look import CODEC, HELD_OUT, LEAKS, LEFT_OUT, NO_TARGET, PAGE, PLAIN, TRAIN, Look, look
from rnnviz.lessons.sequences.practice_view import practice
from rnnviz.lessons.sequences.series import DATA, sentence
from rnnviz.lessons.sequences.setup import (
    AHEAD,
    BATCH,
    FORMULAS,
    LAG,
    LENGTH,
    SHARE,
    SPLITS,
    STRIDE,
    SequencesState,
)
from rnnviz.stage.drawn import COLOURS, drawn
from rnnviz.texts import _, ngettext
from rnnviz.ui.groups import picture
from rnnviz.ui.plain import plain

HTML = '<div class="stage windows" style="min-height: 330px"></div>'
MEANINGS = {
    PLAIN: "",
    TRAIN: _("It is learned from."),
    HELD_OUT: _("It is held out."),
    LEFT_OUT: _("It is left out: its target crosses the line."),
    LEAKS: _("It is held out, but its target lies in a window that was learned from: it leaks."),
    NO_TARGET: _("The series ends before its target: there is nothing to compare with."),
}
SHORT = {
    PLAIN: "",
    TRAIN: _("train"),
    HELD_OUT: _("held out"),
    LEFT_OUT: _("left out: crosses the line"),
    LEAKS: _("held out, leaks"),
    NO_TARGET: _("✕ no target"),
}

_draw = drawn("windows_stage", HTML, "sequences/windows.js")


def windows_stage(key: str, setup: SequencesState, seen: Look) -> None:
    """Draw the stage. Which window is looked at is the browser's own, and an item of the link."""
    _draw(key, payload(setup, seen), COLOURS)


def payload(setup: SequencesState, seen: Look) -> dict[str, Any]:
    """The stage's data. begins: null where they are multiples of the stride; straddles: by number."""
    regular = np.array_equal(seen.begins, np.arange(len(seen.begins)) * setup.stride)
    ordered = setup.data != "table"
    axes = ("N", "D") if not ordered else ("N", "T", "D") if setup.first else ("T", "N", "D")
    return {
        "values": seen.values.tolist(),
        "labels": list(seen.labels) if ordered else [],
        "lag": setup.lag,
        "ahead": setup.ahead if setup.view == "split" else 0,
        "stride": setup.stride if ordered else 1,
        "begins": None if regular else seen.begins.tolist(),
        "marks": seen.marks,
        "straddles": [number for number, cut in enumerate(seen.straddles) if cut],
        "jumps": seen.jumps.tolist(),
        "dates": [list(it) for it in seen.dates],
        "boundary": seen.boundary,
        "shape": list(seen.shape),
        "axes": list(axes),
        "first": setup.first,
        "batch": setup.batch,
        "ordered": ordered,
        "words": setup.data == "text",
        "thing": _("Window") if ordered else _("Row"),
        "meanings": MEANINGS,
        "short": SHORT,
    }


def shape_view(setup: SequencesState) -> None:
    """Windows alone: (N, T, D)."""
    seen = cut_up(setup)
    with st.container(key="sequences_knobs", horizontal=True, vertical_alignment="bottom", gap="small"):
        size_knobs(setup)
        if DATA[setup.data].ordered:
            window_knobs(setup)
            number(_("Batch (0: all)"), "batch", setup.batch, BATCH.low, BATCH.high)
            st.toggle(
                "batch_first", help=_("On: (N, T, D). Off, torch's default: (T, N, D): time comes first."),
                **PAGE.knob("first", setup.first),
            )  # fmt: skip
    st.markdown(shapes_in_words(setup, seen))
    practice(setup)


def split_view(setup: SequencesState) -> None:
    """Windows with targets, learned from or held out."""
    seen = cut_up(setup)
    with st.container(key="sequences_knobs", horizontal=True, vertical_alignment="bottom", gap="small"):
        size_knobs(setup)
        window_knobs(setup)
        number(_("Ahead"), "ahead", setup.ahead, 1, AHEAD.high)
        choice(_("Count"), "formula", FORMULAS, setup.formula, 190)
        choice(_("Split"), "split", SPLITS, setup.split, 130)
        number(_("Train share"), "share", setup.share, SHARE.low, SHARE.high, 0.05)
    st.markdown(f"{counts_in_words(setup, seen)} {split_in_words(setup, seen)}")


def sort_switch(setup: SequencesState) -> None:
    st.toggle(
        _("Sort by time"), help=_("Puts the rows in order, and leaves out every window that contains a jump."),
        **PAGE.knob("sort", setup.sort),
    )  # fmt: skip


def data_knobs(setup: SequencesState) -> None:
    """What is cut up: of a sentence its words too; whether it is sorted first."""
    names = [name for name, data in DATA.items() if data.ordered or setup.view == "shape"]
    st.selectbox(
        _("Data"), names, format_func=lambda name: DATA[name].title, width=230, label_visibility="collapsed",
        **PAGE.knob("data", setup.data),
    )  # fmt: skip
    if setup.data == "text":
        st.text_input(
            _("Sentence"), max_chars=200, width=190, label_visibility="collapsed",
            **PAGE.knob("sentence", setup.sentence),
        )  # fmt: skip
    if setup.view == "split":
        sort_switch(setup)


def size_knobs(setup: SequencesState) -> None:
    """How long the series is and how many channels it has, where one may choose; one's own numbers."""
    if setup.data == "own":
        st.text_area(_("Own numbers"), height=68, width=230, help=DATA["own"].note, **PAGE.knob("own", setup.own))
    elif setup.data == "length":
        number(_("Length L"), "length", setup.length, LENGTH.low, LENGTH.high)
    if setup.data not in ("text", "own") and DATA[setup.data].ordered and DATA[setup.data].columns > 1:
        number(_("Channels D"), "channels", setup.channels, 1, DATA[setup.data].columns)


def window_knobs(setup: SequencesState) -> None:
    number(_("Window T"), "lag", setup.lag, LAG.low, LAG.high)
    number(_("Stride"), "stride", setup.stride, STRIDE.low, STRIDE.high)


def number(label: str, name: str, value: float, low: float, high: float, step: float = 1) -> None:
    st.number_input(label, low, high, step=step, width=100, **PAGE.knob(name, max(low, value)))


def choice(label: str, name: str, choices: dict[str, str], value: str, width: int) -> None:
    st.selectbox(label, list(choices), format_func=choices.__getitem__, width=width, **PAGE.knob(name, value))


def cut_up(setup: SequencesState) -> Look:
    """The stage, and a word on what could not be cut."""
    PAGE.say(*CODEC.fields)
    seen = look(setup)
    with picture():
        windows_stage("stage_sequences", setup, seen)
    return seen


def shapes_in_words(setup: SequencesState, seen: Look) -> str:
    if not DATA[setup.data].ordered:
        return _("**N = 10** rows, **D = 4** features: `X[n]` is a row. Rows in another order are the same table.")
    length, windows = len(seen.values), len(seen.begins)
    said = _("len − window + 1 = {length} − {lag} + 1 = {length2}").format(
        length=grouped(length), lag=setup.lag, length2=grouped(length - setup.lag + 1)
    )
    said += (
        _("; with stride {stride}: **{windows}**").format(stride=setup.stride, windows=grouped(windows))
        if setup.stride > 1
        else ""
    )
    number, last = seen.batches
    batches = (
        _(" In batches of {batch}: **{number}** of them, the last with {last}.").format(
            batch=setup.batch, number=number, last=last
        )
        if setup.batch
        else ""
    )
    access = "`X[n, t]`" if setup.first else "`X[t, n]`"
    order = "N, T, D" if setup.first else "T, N, D"
    columns = ", ".join(sentence(setup.sentence).columns if setup.data == "text" else seen.columns)
    meant = _("all windows in one batch") if seen.batches[0] == 1 else _("the batch size, not the number of windows")
    number_is = _(" ({order}), **N = {seen}**: {meant}.").format(order=order, seen=batch_of(seen, setup), meant=meant)
    return _("Samples: {said}.{batches}{number_is} {access} is one step of one window, D numbers ({columns}).").format(
        said=said, batches=batches, number_is=number_is, access=access, columns=plain(columns)
    )


def batch_of(seen: Look, setup: SequencesState) -> str:
    return grouped(seen.shape[0] if setup.first else seen.shape[1])


def counts_in_words(setup: SequencesState, seen: Look) -> str:
    length, lag, ahead, missing = len(seen.values), setup.lag, setup.ahead, seen.counted(NO_TARGET)
    right = _("len − lag − ahead + 1 = {length} − {lag} − {ahead} + 1 = **{count}**").format(
        length=grouped(length), lag=lag, ahead=ahead, count=grouped(length - lag - ahead + 1)
    )
    if setup.stride > 1:
        right += _("; with stride {stride}: **{right}**").format(stride=setup.stride, right=grouped(seen.right))
    if setup.formula == "slide":
        slide = _("The slides count len − window + 1 = {length}").format(length=grouped(length - lag + 1))
        return _("{slide}. Right is {right}: **{missing}** without a target.").format(
            slide=slide, right=right, missing=counted(missing, "{n} window", "{n} windows")
        )
    steps = f"0, {length - lag - ahead + 1}, {setup.stride}" if setup.stride > 1 else f"{length - lag - ahead + 1}"
    return f"{right} → `range({steps})`."


def split_in_words(setup: SequencesState, seen: Look) -> str:
    train, leaks, left = seen.counted(TRAIN), seen.counted(LEAKS), seen.counted(LEFT_OUT)
    said = _("Learned from **{train}**, held out **{held_out}**").format(
        train=grouped(train), held_out=grouped(seen.counted(HELD_OUT) + leaks)
    )
    if left:
        said += ngettext(
            ". **{n}** window was left out: its target lies behind the split line at {boundary}",
            ". **{n}** windows were left out: their targets lie behind the split line at {boundary}",
            left,
        ).format(n=left, boundary=seen.boundary)
    said += _(". Held-out targets that were seen while learning: **{leaks}**.").format(leaks=grouped(leaks))
    straddling = sum(seen.straddles)
    jumps = _("the one jump") if len(seen.jumps) == 1 else _("one of {n_jumps} jumps").format(n_jumps=len(seen.jumps))
    if dropped := seen.dropped:
        said += counted(
            dropped,
            " **{n} window** with a jump in time was left out.",
            " **{n} windows** with a jump in time were left out.",
        )
    elif len(seen.jumps):
        said += counted(
            straddling,
            " **{n} window** contains {jumps} in time.",
            " **{n} windows** contain {jumps} in time.",
            jumps=jumps,
        )
    return said
