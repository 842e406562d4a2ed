"""The first view: words or hours as they were and shuffled, read by a bag of inputs and by an RNN."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rnnviz.core.metrics import compared
from rnnviz.core.small import order, store
from rnnviz.core.small.order import OrderedRun
from rnnviz.figures.axes import as_text
from rnnviz.figures.training import COLOURS, LEGEND, Part
from rnnviz.lessons.sequences.look import PAGE
from rnnviz.lessons.sequences.moved import moved
from rnnviz.lessons.sequences.setup import SEED, SequencesState
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import NEUTRAL
from rnnviz.ui.groups import picture

HEIGHT = 212  # the page fits 720 px


def order_figure(
    readings: Sequence[OrderedRun], names: Sequence[str], title: str, bounds: tuple[float, float] | None
) -> Part:
    """A line of the RNN for each order, words written along it, and the bag's answers as levels. bounds: of words."""
    traces, last = [], len(readings[0].pieces)
    for colour, reading, name, first in zip(COLOURS, readings, names, (True, False), strict=False):
        line = spoken(reading, name, colour, first)
        if bounds:
            other = readings[1 if first else 0]
            line |= {"mode": "lines+markers+text", "textposition": sides(reading, other, first)}
        traces += [line, level(reading, name, colour, first, last)]
    axis: Part = {"title": {"text": title}} | ({"range": list(bounds), "tickvals": [0, 0.5, 1]} if bounds else {})
    layout = {
        "height": HEIGHT, "margin": {"l": 60, "r": 24, "t": 40, "b": 44}, "legend": LEGEND, "dragmode": False,
        "xaxis": {"title": {"text": _("pieces read"), "standoff": 4}, "dtick": 1, "range": [0.5, last + 0.5]},
        "yaxis": axis,
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def sides(reading: OrderedRun, other: OrderedRun, first: bool) -> list[str]:
    """The higher line's words stand above it and the lower one's below; of equals the first's above."""
    apart = (mine - its for mine, its in zip(reading.said, other.said, strict=True))
    return ["top center" if gap > 0 or (first and gap == 0) else "bottom center" for gap in apart]


def spoken(reading: OrderedRun, name: str, colour: str, first: bool) -> Part:
    """What the RNN says after each piece."""
    return {
        "type": "scatter", "x": list(range(1, len(reading.pieces) + 1)), "y": reading.said.tolist(),
        "text": list(map(as_text, reading.pieces)), "mode": "lines+markers",
        "name": _("RNN, {name}").format(name=name), "cliponaxis": False, "textfont": {"size": 13},
        "line": {"color": colour, "width": 2.8, "dash": "solid" if first else "dash"},
        "marker": {"size": 8, "color": colour},
        "hovertemplate": _("after %{{text}}, {name}: %{{y:.3f}}<extra></extra>").format(name=name),
    }  # fmt: skip


def level(reading: OrderedRun, name: str, colour: str, first: bool, last: int) -> Part:
    """The bag's one answer: broad and grey for the first order, so that the second's shows on it."""
    line = {"color": NEUTRAL, "width": 7} if first else {"color": colour, "width": 2, "dash": "dash"}
    return {
        "type": "scatter", "x": [1, last], "y": [reading.bag, reading.bag], "mode": "lines", "line": line,
        "name": _("bag, {name}").format(name=name), "opacity": 0.45 if first else 1.0,
        "hovertemplate": _("the bag, {name}: %{{y:.3f}}<extra></extra>").format(name=name),
    }  # fmt: skip


def order_view(setup: SequencesState) -> None:
    """Both readings as lines, and the four answers."""
    PAGE.say("text")
    if setup.pieces == "words":
        words_view(setup)
    else:
        hours_view(setup)
    moved()


def order_knobs(setup: SequencesState) -> None:
    """What is read, and its order."""
    if setup.pieces == "words":
        st.text_input(
            _("Sentence"), max_chars=120, width=230, label_visibility="collapsed", **PAGE.knob("text", setup.text)
        )
    else:
        st.number_input(
            _("First of twelve hours"), 0, order.LAST_START, width=150, label_visibility="collapsed",
            help=_("The first of twelve hours."), **PAGE.knob("start", setup.start),
        )  # fmt: skip
    st.button(_("Shuffle"), icon=":material/shuffle:", key="sequences_again", on_click=_again)
    st.button(_("As it was"), key="sequences_straight", on_click=PAGE.set, kwargs={"seed": 0}, disabled=setup.seed == 0)


def _again() -> None:
    PAGE.set(seed=PAGE.load()[0].seed % SEED.high + 1)


def words_view(setup: SequencesState) -> None:
    words = order.read_opinion(setup.text)
    mixed = tuple(words[k] for k in order.shuffled(len(words), setup.seed))
    readings = [order.words(words), order.words(mixed)]
    drawn(readings, _("P(positive)"), (-0.25, 1.25))
    answers(readings, [" ".join(words), " ".join(mixed)], "{:.4f}")
    net, bag = store.net("opinion"), store.bag("opinion.bag")[1]
    st.caption(
        _(
            "Both nets learned from the same sentences. Of {tried} that they have not seen, each beside a twin of the "
            "same words, right: {compared}"
        ).format(tried=net.tried, compared=compared(("RNN", net.score), (_("bag, which counts words"), bag), net.tried))
    )


def hours_view(setup: SequencesState) -> None:
    window, truth = order.window(setup.start)
    readings = [order.hours(window), order.hours(window[list(order.shuffled(len(window), setup.seed))])]
    drawn(readings, _("next hour, °C"), None)
    answers(readings, [" ".join(reading.pieces) for reading in readings], "{:.2f} °C")
    net, bag = store.net("hours"), store.bag("hours.bag")[1]
    st.caption(
        _(
            "The hour that came next had **{truth:.1f} °C**. Both learned from a made-up year. On {tried} later hours "
            "of it the RNN is off by {score:.2f} °C on average, the bag, which knows the mean, by {bag:.2f} °C."
        ).format(truth=truth, tried=net.tried, score=net.score, bag=bag)
    )


def drawn(readings: list[order.OrderedRun], title: str, bounds: tuple[float, float] | None) -> None:
    with picture():
        chart(
            "sequences_order",
            order_figure(readings, (_("as it was"), _("shuffled")), title, bounds),
            _("{title} after each piece, as it was and shuffled, and the answer of a bag of the same pieces.").format(
                title=title
            ),
        )


def answers(readings: list[order.OrderedRun], texts: list[str], form: str) -> None:
    """The four answers, and whether order mattered."""
    rows = [_("| order | read | bag of inputs | RNN |"), "| --- | --- | ---: | ---: |"]
    for name, reading, text in zip((_("as it was"), _("shuffled")), readings, texts, strict=True):
        said, bag = form.format(reading.said[-1]), form.format(reading.bag)
        rows.append(f"| {name} | {text} | {bag} | **{said}** |")
    st.markdown("\n".join(rows))
    straight, mixed = readings
    moved = form.format(abs(straight.said[-1] - mixed.said[-1]))
    same = _("identical to the last bit") if straight.bag == mixed.bag else _("not the same")
    st.markdown(
        _("The bag's two answers are **{same}**; the RNN's differ by **{moved}**.").format(same=same, moved=moved)
    )
