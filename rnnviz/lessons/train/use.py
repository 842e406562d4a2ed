"""A trained net at work on the learner's own input; its weights saved to a file, and loaded from one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from rnnviz.core.metrics import regression
from rnnviz.core.typed import InputError
from rnnviz.core.windows import TimeStep
from rnnviz.learn import predict, trained
from rnnviz.learn.data.names import SLIDE_SAYS
from rnnviz.learn.data.series import Series
from rnnviz.learn.data.series.reading import read
from rnnviz.learn.plan import OWN_FILE, TASK_NAMES, Plan
from rnnviz.learn.tasks import TASKS, task_of
from rnnviz.learn.trained import Trained
from rnnviz.lessons.train.curves import Setting, names
from rnnviz.lessons.train.epoch import draw_beliefs
from rnnviz.lessons.train.examples import example, read_as, window
from rnnviz.lessons.train.forecast import Axes, ahead_figure, in_unit
from rnnviz.lessons.train.starting import way
from rnnviz.lessons.train.state import PAGE, VIEWS, part
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import MINUS
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import about, epoch_of, net_at, runs, series
from rnnviz.ui.source import source

MAX_MB = 200


def use(settings: Sequence[Setting]) -> None:
    """The view, in a fragment of its own."""
    part(_use)(dict(zip(names(settings), [it[0].id for it in settings], strict=True)) if settings else {})


def _use(keys: dict[str, str]) -> None:
    left, right = st.columns([3, 1], gap="medium")
    with right:
        loaded = load_box()
        net = loaded or latest(keys)
    with left:
        if net is None:
            st.info(
                _("There is no trained net yet: {load}, or load weights that rnnviz saved.").format(
                    load=way(PAGE.load()[0])
                )
            )
            return
        st.markdown(f"**{about(net.plan)}**, {_('loaded from your file') if loaded else whose(net.plan)}.")
        try:
            USES[net.plan.task](net)
        except InputError as error:
            st.warning(plain(str(error)), icon=":material/error:")
    with right:
        save_button(net)


def whose(plan: Plan) -> str:
    return _("the best net of this run so far") if plan.patience else _("as this run knows it now")


def use_names(net: Trained) -> None:
    above = st.container()  # what is typed there may be no name
    if net.plan.source != OWN_FILE:
        six_names(net)
    with above:
        given = example(net, "use")
        read_as(given, net.tokens)
        found = predict.surname(net, given)
        st.markdown(top_table(found, _("Class") if net.plan.source == OWN_FILE else _("Language")))
        draw_beliefs(found, net.plan, "use")


def top_table(found: predict.Beliefs, head: str) -> str:
    """The likeliest classes, as Markdown."""
    rows = [f"| {plain(name)} | {value:.2f} | {np.exp(value):.3f} |" for value, name in found.top()]
    return "\n".join(
        [_("| {head} | log-probability | probability |").format(head=head), "| --- | ---: | ---: |", *rows]
    )


def six_names(net: Trained) -> None:
    """S4's six names: what its net says, and what this one does."""
    st.markdown(_("**The six names of the slides.** Guess first: which of them does their net get wrong? And yours?"))
    source("S4")
    if st.toggle(_("Show both nets’ answers"), key="train_six"):
        st.markdown(six_table(net))


def six_table(net: Trained) -> str:
    """The three likeliest languages of each, with log-probabilities."""
    rows = [
        f"| {name} | {three(says)} | {three(predict.surname(net, name).top())} |" for name, says in SLIDE_SAYS.items()
    ]
    return "\n".join([_("| Name | the slides’ net | this net |"), "| --- | --- | --- |", *rows])


def three(top: Sequence[tuple[float, str]]) -> str:
    return ", ".join(f"{plain(language)} {f'{value:.2f}'.replace('-', MINUS)}" for value, language in top)


def use_reviews(net: Trained) -> None:
    given = example(net, "use")
    found = predict.review(net, given)
    if net.plan.source == OWN_FILE:
        st.markdown(top_table(found, _("Class")))
    else:
        p = float(np.exp(found.log_p[-1, 1]))
        st.markdown(
            _("**{word}**: P(positive) = {p:.3f}").format(word=_("Positive") if p >= 0.5 else _("Negative"), p=p)
        )
    draw_beliefs(found, net.plan, "use")
    if unknown := predict.unknown_words(net, given):
        st.caption(
            _("Read as \\<unk\\>, because training met them too seldom: {unknown}.").format(
                unknown=plain(", ".join(unknown[:20]))
            )
        )


def use_weather(net: Trained) -> None:
    plan = net.plan
    about_it = series_for(plan)
    if about_it is None:
        return
    step, unit = about_it.step, about_it.unit
    left, right = st.columns(2)
    most = max(1, len(about_it.values) - plan.lag)
    begin = left.slider(
        _("The window begins at {name}").format(name=step.name), 0, most, max(0, most - 48), key=f"train_begin_{most}"
    )
    count = steps_ahead(net, right, step)
    found = window(about_it, plan.lag, begin)
    made, seen, truth = predict.hours(net, found.read, count), found.known, found.after[:count]
    shown = np.arange(begin, min(begin + plan.lag + len(truth), len(about_it.values)))
    chart(
        "train_use_ahead", ahead_figure(seen, made, truth, Axes(step, unit), about_it.gaps(shown)),
        _("The window, the truth and the net's {names} ahead{in_unit}.").format(
            names=step.names, in_unit=_(", in {unit}").format(unit=unit) * bool(unit)
        ),
    )  # fmt: skip
    st.caption(
        plain(
            _("From {begin} on. {origin}. {read}").format(
                begin=about_it.moment(begin), origin=about_it.origin, read=about_it.read
            )
        )
    )
    if len(truth) > 1:
        own = regression(truth, made[: len(truth)])["MAE"]
        same = regression(truth, np.full(len(truth), seen[-1]))["MAE"]
        st.markdown(
            _("MAE over these {names}: the net **{of_net}**, the last {name} repeated **{of_repeating}**.").format(
                names=step.names,
                name=step.name,
                of_net=in_unit(f"{own:.2f}", unit),
                of_repeating=in_unit(f"{same:.2f}", unit),
            )
        )


def steps_ahead(net: Trained, box: st.delta_generator.DeltaGenerator, step: TimeStep) -> int:
    """How far the net forecasts: what it says is fed back, unless it reads inputs that nobody knows yet."""
    if not net.input_scales:
        said = _("{names} ahead, each fed back").format(names=step.names.capitalize())
        return int(box.slider(said, 1, predict.MOST_HOURS, 24, key="train_ahead_hours"))
    if net.plan.ahead == 1:
        box.caption(
            _("1 {name} ahead. Several inputs: nobody knows the next ones, so nothing is fed back.").format(
                name=step.name
            )
        )
        return 1
    return int(
        box.slider(
            _("{names} ahead").format(names=step.names.capitalize()),
            1,
            net.plan.ahead,
            net.plan.ahead,
            key="train_ahead_several",
        )
    )


def series_for(plan: Plan) -> Series | None:
    """What the net is used on. The file that a loaded net learned from is not here: it asks for another."""
    if plan.source != "own file" or plan.file:
        return series(plan.to_json())
    kept = st.file_uploader(
        _("The file that this net learned from is not here. Load a table with a time and a number"),
        max_upload_size=MAX_MB, key="train_use_series",
    )  # fmt: skip
    return read(kept.getvalue(), kept.name) if kept else None


def use_text(net: Trained) -> None:
    given = example(net, "use")
    left, middle, right = st.columns(3)
    temperature = left.slider(_("Temperature"), 0.0, 2.0, 0.7, 0.1, key="train_temperature")
    count = middle.slider(_("Letters"), 50, 1000, 300, 50, key="train_letters")
    seed = right.number_input(_("Seed of the sample"), 0, 9999, 0, key="train_sample_seed")
    st.code(given + predict.text(net, given, count, temperature, seed), language=None, wrap_lines=True)
    st.caption(
        _(
            "Temperature 0: always the most probable letter. 1: the net’s own probabilities. "
            "Above 1: more random, more errors."
        )
    )


def use_noise(net: Trained) -> None:
    name, lessons = TASK_NAMES["noise"], VIEWS["honest"]
    st.info(
        _("{name} has nothing to predict: the labels are random, like a coin toss. Look at **{lessons}**.").format(
            name=name, lessons=lessons
        )
    )


USES: dict[str, Callable[[Trained], None]] = {
    "names": use_names,
    "sentiment": use_reviews,
    "weather": use_weather,
    "characters": use_text,
    "noise": use_noise,
}


WEIGHTS_MB = 256


def latest(keys: dict[str, str]) -> Trained | None:
    """The net of the chosen run that counts. `keys`: of the runs, by name."""
    if not keys:
        return None
    which = st.selectbox(_("Run"), list(keys), key="train_use_run") if len(keys) > 1 else next(iter(keys))
    try:
        key = keys[which or next(iter(keys))]
        kept = runs().folder(key).checkpoints.epochs()
        return net_at(key, epoch_of(runs().view(key))) if kept else None
    except InputError as error:
        st.info(plain(str(error)))
        return None


def load_box() -> Trained | None:
    kept = st.file_uploader(_("Load weights"), type=["safetensors"], max_upload_size=WEIGHTS_MB, key="train_weights")
    if kept is None:
        return None
    try:
        net = trained.load(kept.getvalue())
        if net.plan.task not in TASKS:
            raise InputError(
                _("This net learned “{name}”: it belongs to another page.").format(name=task_of(net.plan).name)
            )
        return net
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def save_button(net: Trained) -> None:
    name = f"rnnviz-{net.plan.task}-{net.plan.cell}.safetensors"
    st.download_button(
        _("Save the weights"), net.to_bytes(), name, "application/octet-stream", icon=":material/download:",
        on_click="ignore", key="train_save",
    )  # fmt: skip
    st.caption(_("safetensors: numbers and notes, nothing that could run."))
