"""The data that a run learns from, as a picture: a week of hours, twenty names, two reviews, a sequence, a text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, islice

import plotly.graph_objects as go
import streamlit as st

from rnnviz.core.typed import InputError
from rnnviz.figures.grids import AROUND_ZERO, grid
from rnnviz.figures.training import COLOURS, HEIGHT
from rnnviz.learn.data import characters, drawn, names, reviews
from rnnviz.learn.plan import Plan
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import series

WEEK, NAMES, LETTERS = 168, 20, 330


def has_picture(plan: Plan) -> bool:
    """Whether its data is here: nothing is fetched, or read anew, for a picture."""
    return plan.source == "built in"


def draw_data(plan: Plan) -> None:
    """What the task's examples are like."""
    PICTURES[plan.task](plan)


def hours(plan: Plan) -> None:
    try:
        found = series(plan.to_json())
    except InputError as error:
        st.info(plain(str(error)))
        return
    st.markdown(_("**The data**: the first week of a made-up year."))
    values = found.values[:WEEK].tolist()
    figure = go.Figure(go.Scatter(y=values, line={"color": COLOURS[0], "width": 2}, hovertemplate="%{y:.1f} °C"))
    figure.update_xaxes(title_text=_("hour"), dtick=24).update_yaxes(title_text=found.unit)
    figure.update_layout(height=HEIGHT, margin={"l": 46, "r": 6, "t": 8, "b": 40}, showlegend=False)
    chart("train_data", figure, _("The temperature of {week} hours: a wave a day.").format(week=WEEK))


@st.cache_data(max_entries=1, show_spinner=False)
def twenty_names() -> list[tuple[str, str]]:
    """One of each language, then a second of the first ones."""
    known = names.built_in()
    turns = (((of[turn], language) for language, of in known.items()) for turn in range(2))
    return list(islice(chain.from_iterable(turns), NAMES))


def surnames(plan: Plan) -> None:
    st.markdown(_("**The data**: {names} of the 576 surnames, each with its language.").format(names=NAMES))
    found = [f"{plain(name)} | {language}" for name, language in twenty_names()]
    half = len(found) // 2
    rows = [f"| {left} | {right} |" for left, right in zip(found[:half], found[half:], strict=True)]
    with st.container(key="shapes"):
        st.markdown("\n".join([_("| name | language | name | language |"), "|---|---|---|---|", *rows]))


def two_reviews(plan: Plan) -> None:
    st.markdown(_("**The data**: two of the 1200 reviews, each with its label."))
    drawn_now = reviews.draw_reviews(plan.seed)
    for label in (1, 0):
        text = next(text for text, of in drawn_now if of == label and 80 < len(text) < 200)
        st.markdown(f"**{reviews.CLASSES[label]}**: “{plain(text)}”")


def numbers(plan: Plan) -> None:
    examples = drawn.noise_dataset(plan.seed).train
    x, label = examples.x[0].numpy(), int(examples.y[0])
    st.markdown(
        _("**The data**: one of 1000 sequences of 5 random numbers a step. Its label, random too: **{label}**.").format(
            label=label
        )
    )
    rows, steps = ([f"x[{n + 1}]" for n in range(x.shape[1])], [str(t + 1) for t in range(len(x))])
    figure = grid(x.T, rows, steps, _("%{y} at step %{x}: %{z:.2f}<extra></extra>"), AROUND_ZERO, (-3.0, 3.0), HEIGHT)
    chart("train_data", figure.update_yaxes(autorange="reversed"), _("Ten steps of five random numbers."))


def letters(plan: Plan) -> None:
    story = characters.built_in()
    st.markdown(_("**The data**: a story. After each letter the net predicts the next one."))
    st.markdown(f"“{plain(story[:LETTERS].rsplit(' ', 1)[0])} …”")


PICTURES: dict[str, Callable[[Plan], None]] = {
    "weather": hours,
    "names": surnames,
    "sentiment": two_reviews,
    "noise": numbers,
    "characters": letters,
}
