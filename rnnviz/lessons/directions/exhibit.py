"""The page under its heading: sentence and training above, both passes on the stage, what the taggers say under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rnnviz.core.cells import IN_TORCH
from rnnviz.learn.data.tags import HEADS, LABELLED, SLIDES, TAGS
from rnnviz.learn.tagger import sentence_of, train_both
from rnnviz.lessons.directions.slip_i import slip_i
from rnnviz.lessons.directions.state import (
    CODEC,
    PAGE,
    DirectionsState,
    Taggers,
    included_taggers,
    shelf,
    untrained_taggers,
)
from rnnviz.lessons.directions.tasks import TASKS
from rnnviz.stage.chart import chart
from rnnviz.stage.stack_stage import stack_stage
from rnnviz.state.stacked import LayeredNet, without_places
from rnnviz.texts import _, marked
from rnnviz.theme import HUES
from rnnviz.ui.groups import control_row, picture
from rnnviz.ui.lead_card import with_lead
from rnnviz.ui.page_state import lead_items
from rnnviz.ui.plain import plain
from rnnviz.ui.work import answer, small_runs

STAGE = "stage_directions"
TRAIN = _("Train both yourself")
OWN = "directions_own"
"""Whether the reader trained the taggers that came along, too."""
OWN_SENTENCE = _("Own words")
COLOURS = {marked("one way"): HUES["vermilion"]["light"], marked("two ways"): HUES["green"]["light"]}
DASHES = {"one way": "dash", "two ways": "solid"}
HEIGHT = 190


@st.fragment
def exhibit() -> None:
    """Everything under the heading, in one fragment, beside the lead where it is open."""
    with_lead("directions", PAGE, TASKS, lesson)


def lesson() -> None:
    """The controls, both passes on the stage, and what the taggers say."""
    now, wrong = PAGE.load()
    controls(now)
    above = st.container()  # always there, so that a warning does not make the browser build the stage anew
    if wrong:
        above.warning(wrong, icon=":material/link_off:")
    taggers = trained(now, above)
    now = replace(now, trained=bool(taggers.two.curve))  # not yet, while a process trains them
    net = taggers.net(now.text).with_moved(now.moved)
    with picture():
        stack_stage(STAGE, net, now.stand, without_places(CODEC.written(now)) | lead_items(), note_of(now, net))
    verdicts(now, taggers)


def controls(now: DirectionsState) -> None:
    """The row over the stage."""
    slides = {text: f"{text[:38]} … ({tag})" for text, tag in SLIDES}

    def runs() -> None:
        st.selectbox(
            _("Sentence"),
            [*slides, *([now.text] if now.text not in slides else [])],
            format_func=lambda text: slides.get(text, OWN_SENTENCE),
            label_visibility="collapsed",
            width=300,
            **PAGE.knob("sentence", now.text, lambda s, text: PAGE.change(s, text=text)),
        )
        with st.popover(_("Own words"), icon=":material/edit:"):
            st.text_input(_("Sentence"), **PAGE.knob("text", now.text))
            st.caption(_("Ambiguous words: {heads}.").format(heads=", ".join(HEADS)))
            if words := PAGE.problem("text"):
                st.error(_("{words} The stage keeps the last valid sentence.").format(words=plain(words)))

    def net() -> None:
        with st.popover(_("Net"), icon=":material/grid_on:"):
            st.segmented_control(
                _("Cell"), list(IN_TORCH), format_func=lambda name: IN_TORCH[name].title, required=True,
                **PAGE.knob("cell", now.cell),
            )  # fmt: skip
            seed = PAGE.knob("seed", now.seed)
            st.number_input(_("Seed"), step=1, help=_("Of the weights, and of which sentences are held out."), **seed)
        st.button(
            TRAIN, icon=":material/play_arrow:", key="directions_train",
            disabled=(now.trained and not came_along(now)) or bool(PAGE.problem("seed")), on_click=_train,
        )  # fmt: skip

    def shown() -> None:
        with st.popover(_("Common mistake i"), icon=":material/rule:"):
            slip_i(now)

    control_row(runs, net, shown)
    if words := PAGE.problem("seed"):
        st.error(
            _("{words} **{train}** waits for it.").format(words=plain(words), train=TRAIN), icon=":material/error:"
        )


def _train() -> None:
    """For callbacks."""
    PAGE.take("seed")
    if PAGE.problem("seed"):
        return
    if came_along(now := PAGE.load()[0]):
        shelf().pop((now.cell, now.seed), None)
        st.session_state[OWN] = True
    PAGE.set(trained=True)


def came_along(now: DirectionsState) -> bool:
    """Whether the taggers on the page came with rnnviz: the reader has not trained the same ones."""
    return now.included and not st.session_state.get(OWN)


def trained(now: DirectionsState, above: DeltaGenerator) -> Taggers:
    """Both taggers; where they are to be trained and are not yet, a process trains them and these have not learned."""
    found = included_taggers() if came_along(now) else now.load()
    if found is None:
        with above:
            pair = answer("directions_taggers", (now.cell, now.seed), small_runs(), train_both, now.cell, now.seed)
        if pair is None:
            return untrained_taggers(now.cell, now.seed)
        found = Taggers(*pair)
        now.save(found)
    return found


def verdicts(now: DirectionsState, taggers: Taggers) -> None:
    """What each tagger makes of every word, and how they learned."""
    words = sentence_of(now.text)
    tags, learned = st.columns(2, gap="medium")
    with tags:
        table(now, taggers, words)
    with learned:
        curves_of(now, taggers)


def curves_of(now: DirectionsState, taggers: Taggers) -> None:
    if taggers.one.curve:
        curves = {"one way": taggers.one.curve, "two ways": taggers.two.curve}
        if came_along(now):
            st.caption(_("**These taggers came with rnnviz**, trained beforehand."))
        st.markdown(_("**Sentences not seen**: ambiguous words with the right tag."))
        chart(
            "directions_curves",
            ways_figure(curves, 1 / len(TAGS)),
            _("One way ends at {one:.0%}, two ways at {two:.0%}.").format(
                one=taggers.one.curve[-1], two=taggers.two.curve[-1]
            ),
        )
    else:
        st.markdown(_("Not trained yet: these tags come from random weights."))


def table(now: DirectionsState, taggers: Taggers, words: tuple[str, ...]) -> None:
    one, two = taggers.one.tags(words), taggers.two.tags(words)
    rows = [line(word, a, b) for word, a, b in zip(words, one, two, strict=True)]
    with st.container(key="shapes", gap="small"):
        st.markdown("\n".join([_("| word | one way | two ways |"), "|---|---|---|", *rows]))
        if expected := dict(SLIDES).get(now.text):
            slide = _("On the slide, General is: **{expected}**.").format(expected=expected)
            unlabelled = _("The slide gives this General no label; here it is **{expected}**.").format(
                expected=expected
            )
            st.caption(
                _("{slide} This sentence was held out.").format(slide=slide if expected in LABELLED else unlabelled)
            )


def ways_figure(curves: Mapping[str, Sequence[float]], chance: float) -> go.Figure:
    """curves: shares from 0 to 1 after every epoch, by "one way" and "two ways"; chance: a guess's share."""
    figure = go.Figure()
    for name, shares in curves.items():
        epochs = list(range(1, len(shares) + 1))
        line = {"color": COLOURS[name], "dash": DASHES[name], "width": 2.6}
        figure.add_scatter(
            x=epochs,
            y=list(shares),
            name=_(name),
            mode="lines+markers",
            line=line,
            hovertemplate=_("%{y:.1%} after %{x}"),
        )
    figure.add_hline(y=chance, line={"dash": "dot", "width": 1}, annotation_text=_("guessing"), annotation_font_size=12)
    figure.update_yaxes(range=[0, 1.04], tickformat=".0%")
    figure.update_xaxes(title_text=_("epoch"), dtick=1)
    legend = {"orientation": "h", "y": 1.16, "x": 0}
    figure.update_layout(height=HEIGHT, margin={"l": 40, "r": 6, "t": 24, "b": 34}, legend=legend)
    return figure


def line(word: str, one: tuple[str, float], two: tuple[str, float]) -> str:
    """A row of the table; the ambiguous word stands out."""
    strong = "**" if word in HEADS else ""
    return (
        f"| {strong}{plain(word)}{strong} | " + " | ".join(f"{strong}{t}{strong} {p:.0%}" for t, p in (one, two)) + " |"
    )


def note_of(now: DirectionsState, net: LayeredNet) -> str:
    """What to look at; whose numbers these are, which are no longer the tagger's where some were moved."""
    steps, hidden = len(net.x), net.made.hidden_size
    numbers = _("The trained tagger's own numbers.") if now.trained else _("Random weights, until you train.")
    if now.moved:
        numbers = _("You moved some numbers here; the table of tags has the tagger's own.")
    return _(
        "{numbers} At every word the tagger reads [→h, ←h], so out is T × 2H = {steps} × {hidden}. "
        "Page through the words: at the first one, → has read one word and ← all of them."
    ).format(numbers=numbers, steps=steps, hidden=2 * hidden)
