"""What a run will get, before it starts: the learner's own data as a picture, and one example as the net reads it."""

from __future__ import annotations

from pathlib import PurePosixPath

import numpy as np
import streamlit as st

from rnnviz.core import Array
from rnnviz.core.typed import InputError, grouped
from rnnviz.figures.grids import SHARE, grid
from rnnviz.learn.data import weather
from rnnviz.learn.data.labelled.outline import TextsOutline
from rnnviz.learn.data.outline import Outline, outline
from rnnviz.learn.data.series import Series
from rnnviz.learn.plan import Plan
from rnnviz.lessons.train import own_series
from rnnviz.lessons.train.forecast import in_unit
from rnnviz.lessons.train.own_figures import counts_figure, lengths_figure, series_figure
from rnnviz.lessons.train.own_file import TEXTS, key_of, review_found, series_found, texts_found, upload
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import MINUS
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.own import own_text

LETTERS = 12  # of one name
WORDS = 14
SHOWN_TEXT = 60
STEPS = 3  # of a window at either end
MOST_COLUMNS = 6
SHORT = 14  # letters of a name in a table
SHOWN_LETTERS = 300


def preview(plan: Plan) -> None:
    """Nothing while there is no file that can be used."""
    draw = {"weather": of_series, "characters": of_text} | dict.fromkeys(TEXTS, of_texts)
    with st.container(key="train_preview"):
        draw[plan.task](plan)


def of_series(plan: Plan) -> None:
    it = series_found(plan)
    if it is None or it.series is None:
        return
    found = it.series
    seen = outlined(key_of(plan, plan.column, plan.inputs, plan.time), found)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.markdown(
            _("**What was read**: {column} from {low:.4g} to {in_unit}, {first} to {last}.").format(
                column=plain(it.column),
                low=seen.low,
                in_unit=in_unit(f"{seen.high:.4g}", found.unit),
                first=day(seen.first, seen),
                last=day(seen.last, seen),
            )
        )
        chart("train_own_series", series_figure(seen, found.unit), _("The values against time, with gaps and repeats."))
    with right:
        if not own_series.problem(plan):
            window(plan, found, it.column)


def day(moment: str, seen: Outline) -> str:
    return moment[:10] if seen.timed else moment


@st.cache_data(max_entries=8, show_spinner=False)
def outlined(key: str, _found: Series) -> Outline:
    return outline(_found)


@st.cache_data(max_entries=8, show_spinner=False)
def first_window(key: str, lag: int, ahead: int, sort: bool, _found: Series) -> tuple[Array, Array]:
    return weather.first_window(_found, lag, ahead, sort)


def window(plan: Plan, found: Series, column: str) -> None:
    """The first window as numbers: a row a step, a column an input; then the target."""
    key = key_of(plan, plan.column, plan.inputs, plan.time)
    try:
        x, y = first_window(key, plan.lag, plan.ahead, plan.sort, found)
    except InputError as error:
        st.caption(plain(str(error)))
        return
    names = found.input_names or (column,)
    shape = f"{plan.lag} × {len(names)}"
    st.markdown(
        _("**What the net gets**: one window of {shape} numbers, mean 0 and spread 1, and its target.").format(
            shape=shape
        )
    )
    head = _("| t | {name} |").format(name=" | ".join(plain(short(name)) for name in names[:MOST_COLUMNS]))
    rows = [(t, f"| {t + 1} | {' | '.join(number(value) for value in x[t, :MOST_COLUMNS])} |") for t in range(len(x))]
    shown = [row for t, row in rows if t < STEPS or t >= len(rows) - STEPS]
    if len(shown) < len(rows):
        shown.insert(STEPS, "| … |" + " … |" * min(len(names), MOST_COLUMNS))
    st.markdown("\n".join([head, "| ---: |" + " ---: |" * min(len(names), MOST_COLUMNS), *shown]))
    more = (
        _(" {n_names} more inputs are not shown.").format(n_names=len(names) - MOST_COLUMNS)
        if len(names) > MOST_COLUMNS
        else ""
    )
    st.caption(
        _("Target: {numbers}{dots}.{more}").format(
            numbers=", ".join(number(value) for value in y[:STEPS]), dots=" …" if len(y) > STEPS else "", more=more
        )
    )


def number(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)


def short(name: str) -> str:
    return name if len(name) <= SHORT else f"{name[: SHORT - 1]}…"


def of_texts(plan: Plan) -> None:
    it = texts_found(plan)
    if it is None or it.outline is None:
        return
    found = it.outline
    counts = sorted(found.counts.items(), key=lambda item: -item[1])
    left, middle, right = st.columns(3, gap="medium")
    pieces = _("letters") if plan.task == "names" else _("words")
    with left:
        st.markdown(
            _("**{n_counts} classes**, {n_rows} texts.").format(n_counts=len(counts), n_rows=grouped(found.many))
        )
        chart("train_own_counts", counts_figure(counts), _("How many texts each class has."))
    with middle:
        ends = dict.fromkeys((min(found.lengths), max(found.lengths)))
        st.markdown(_("**How long**: {ends} {pieces}.").format(ends=_(" to ").join(map(grouped, ends)), pieces=pieces))
        chart(
            "train_own_lengths",
            lengths_figure(found.lengths, pieces),
            _("How many texts have so many {pieces}.").format(pieces=pieces),
        )
    with right:
        st.markdown(_("**The first rows**, as they were read."))
        st.markdown(first_rows(found))
    if plan.task == "names":
        one_hot(found.example.text, found.letters, found.example.label)
    else:
        as_ids(plan)


def first_rows(found: TextsOutline) -> str:
    """As Markdown."""
    body = [
        f"| {plain(name_of(row.file)) if found.a_file_each else row.line} "
        f"| {plain(short(row.label))} | {plain(cut(row.text))} |"
        for row in found.first
    ]
    word = _("file") if found.a_file_each else _("line")
    return "\n".join([_("| {word} | label | text |").format(word=word), "| ---: | --- | --- |", *body])


def name_of(file: str) -> str:
    return short(PurePosixPath(file).name)


def cut(text: str) -> str:
    return text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]}…"


def one_hot(text: str, letters: tuple[str, ...], label: str = "") -> None:
    """One text as the net reads it: a column a letter, of the rows those that hold a 1."""
    shown = text[:LETTERS]
    rows = list(dict.fromkeys(shown))
    places = [f"{place + 1}: {'␣' if letter == ' ' else '⏎' if letter == chr(10) else letter}"
              for letter in rows for place in [letters.index(letter)]]  # fmt: skip
    z = np.array([[float(letter == row) for letter in shown] for row in rows])
    steps = [f"{t + 1} {letter}" for t, letter in enumerate(shown)]
    target = _(", its class is {label}").format(label=plain(label)) if label else ""
    st.markdown(
        _(
            "**What the net gets**: “{shown}”, one-hot{target}. Each letter is {n_letters} numbers: "
            "one 1 and zeros. The rows without a 1 are left out."
        ).format(shown=plain(shown), target=target, n_letters=grouped(len(letters)))
    )
    figure = grid(
        z, places, steps, "%{x}, number %{y} is %{z:.0f}<extra></extra>", SHARE, (0.0, 1.0), 60 + 20 * len(rows)
    )
    figure.update_yaxes(autorange="reversed").update_xaxes(tickvals=steps, ticktext=list(shown))
    chart("train_own_one_hot", figure, _("One row a letter of the alphabet, one column a step: 1 where they meet."))


def as_ids(plan: Plan) -> None:
    """The first review that is learned from: each word and the row of the embedding that it stands for."""
    first = review_found(plan)
    if first is None:
        return
    words, ids = first.tokens[:WORDS], first.ids[:WORDS]
    more = (
        _(" {n_tokens} more words follow.").format(n_tokens=len(first.tokens) - WORDS)
        if len(first.tokens) > WORDS
        else ""
    )
    st.markdown(
        _("**What the net gets**: ids from 0 to {words}, a row of the embedding each.{more}").format(
            words=grouped(first.words - 1), more=more
        )
    )
    st.markdown(
        "\n".join(
            [
                _("| word | {word} |").format(word=" | ".join(plain(short(word)) for word in words)),
                "| --- |" + " ---: |" * len(words),
                _("| id | {ids} |").format(ids=" | ".join(map(str, ids))),
            ]
        )
    )


def of_text(plan: Plan) -> None:
    own = upload(plan)
    if own is None:
        return
    try:
        text, letters = own_text(*own)
    except InputError:
        return
    st.markdown(_("**What was read**: “{text} …”").format(text=plain(text[:SHOWN_LETTERS])))
    one_hot(text, letters)
