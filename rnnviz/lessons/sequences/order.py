"""The first view: words or hours as they were and shuffled, read by a bag of inputs and by an RNN."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.metrics import compared
from rnnviz.core.small import order, store
from rnnviz.lessons.sequences.moved import moved
from rnnviz.lessons.sequences.order_figure import order_figure
from rnnviz.lessons.sequences.setup import SEED, SequencesState
from rnnviz.lessons.sequences.state import PAGE
from rnnviz.stage.chart import chart


def order_view(setup: SequencesState) -> None:
    """The knobs, both readings as lines, and the four answers."""
    with st.container(key="sequences_knobs", horizontal=True, vertical_alignment="bottom", gap="small"):
        knobs(setup)
    PAGE.say("text")
    if setup.pieces == "words":
        words_view(setup)
    else:
        hours_view(setup)


def knobs(setup: SequencesState) -> None:
    if setup.pieces == "words":
        st.text_input(
            "Sentence", max_chars=120, width=360, label_visibility="collapsed", **PAGE.knob("text", setup.text)
        )
    else:
        st.number_input("First of twelve hours", 0, order.LAST_START, width=200, **PAGE.knob("start", setup.start))
    st.button("Shuffle", icon=":material/shuffle:", key="sequences_again", on_click=_again)
    st.button("As it was", key="sequences_straight", on_click=PAGE.set, kwargs={"seed": 0}, disabled=setup.seed == 0)
    moved()


def _again() -> None:
    PAGE.set(seed=PAGE.load()[0].seed % SEED.high + 1)


def words_view(setup: SequencesState) -> None:
    words = order.read_opinion(setup.text)
    mixed = tuple(words[k] for k in order.shuffled(len(words), setup.seed))
    readings = [order.words(words), order.words(mixed)]
    drawn(readings, "P(positive)", (-0.25, 1.25))
    answers(readings, [" ".join(words), " ".join(mixed)], "{:.4f}")
    net, (_, bag) = store.net("opinion"), store.bag("opinion.bag")
    st.caption(
        f"Both nets learned from the same sentences. Of {net.tried} that they have not seen, each beside a twin of the "
        f"same words, right: {compared(('RNN', net.score), ('bag, which counts words', bag), net.tried)}"
    )


def hours_view(setup: SequencesState) -> None:
    window, truth = order.window(setup.start)
    readings = [order.hours(window), order.hours(window[list(order.shuffled(len(window), setup.seed))])]
    drawn(readings, "next hour, °C", None)
    answers(readings, [" ".join(reading.pieces) for reading in readings], "{:.2f} °C")
    net, (_, bag) = store.net("hours"), store.bag("hours.bag")
    st.caption(
        f"The hour that came next had **{truth:.1f} °C**. Both learned from a made-up year; on {net.tried} later hours "
        f"of it the RNN is off by {net.score:.2f} °C on average, the bag, which knows the mean, by {bag:.2f} °C."
    )


def drawn(readings: list[order.OrderedRun], title: str, bounds: tuple[float, float] | None) -> None:
    chart(
        "sequences_order",
        order_figure(readings, ("as it was", "shuffled"), title, bounds),
        f"{title} after each piece, as it was and shuffled, and the answer of a bag of the same pieces.",
    )


def answers(readings: list[order.OrderedRun], texts: list[str], form: str) -> None:
    """The four answers, and whether order mattered."""
    rows = ["| | read | bag of inputs | RNN |", "| --- | --- | ---: | ---: |"]
    for name, reading, text in zip(("as it was", "shuffled"), readings, texts, strict=True):
        said, bag = form.format(reading.said[-1]), form.format(reading.bag)
        rows.append(f"| {name} | {text} | {bag} | **{said}** |")
    st.markdown("\n".join(rows))
    straight, mixed = readings
    moved = form.format(abs(straight.said[-1] - mixed.said[-1]))
    same = "identical to the last bit" if straight.bag == mixed.bag else "not the same"
    st.markdown(f"The bag's two answers are **{same}**; the RNN's differ by **{moved}**.")
