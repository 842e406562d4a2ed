"""What is asked of held-out data: where a unit is highest, what units tell, what each one's removal costs."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from rnnviz.core.typed import InputError, grouped
from rnnviz.learn.inside.properties import MOST_PATTERN, OF_TEXT, OWN, PROPERTIES
from rnnviz.learn.inside.removal import Removal, extremes
from rnnviz.learn.inside.study import CLOSE, HeldOutPlace, Ranking
from rnnviz.learn.inside.work import RunNet, find_places, rank, remove
from rnnviz.lessons.inside.controls import preset_control, quantity_controls, row, unit_control
from rnnviz.lessons.inside.opened import OpenNet
from rnnviz.lessons.inside.pictures import costs_figure, dots_figure, removed_figure
from rnnviz.lessons.inside.presets import PRESETS, preset_of
from rnnviz.lessons.inside.state import PAGE, InsideState
from rnnviz.lessons.inside.work_line import answer
from rnnviz.stage.chart import chart
from rnnviz.texts import _
from rnnviz.theme import MINUS
from rnnviz.ui.groups import picture

NO_DATA = _("A file brings no data, so nothing can be asked of it. Choose a run to ask this.")
BEST = 5


def run_of(net: OpenNet) -> RunNet:
    """Raises InputError for a file."""
    if net.run is None:
        raise InputError(NO_DATA)
    return net.run


def places_view(net: OpenNet, look: InsideState) -> None:
    run = run_of(net)
    row(partial(quantity_controls, net, look), partial(unit_control, net, look))
    where, unit = net.where(look), net.unit(look)
    found = answer("places", (run, where, unit), find_places, run, where, unit)
    if found is None:
        return
    name = f"{where.quantity}[{unit + 1}]"
    with picture():
        columns = st.columns(2, gap="medium")
        for column, title, side in zip(columns, ("highest", "lowest"), (found.highest, found.lowest), strict=True):
            column.markdown(
                _("**Where {name} is {title}** in {examples}").format(
                    name=name, title=title, examples=seen_through(found.examples, found.of)
                )
            )
            column.dataframe(table_of(side), hide_index=True, height=400)
    st.caption(_("Look for what the pieces in the middle column share. Then test it under *What it tells*."))


def seen_through(examples: int, of: int) -> str:
    """Of how many examples something is said."""
    return _("{examples} of {of} validation examples").format(examples=grouped(examples), of=grouped(of))


def table_of(side: tuple[HeldOutPlace, ...]) -> pd.DataFrame:
    return pd.DataFrame({
        "value": [f"{it.value:.3f}".replace("-", MINUS) for it in side],
        "before": [it.before for it in side], "here": [it.piece for it in side], "after": [it.after for it in side],
    })  # fmt: skip


def knows_view(net: OpenNet, look: InsideState) -> None:
    run = run_of(net)
    assert net.plan is not None
    asked = look.ask if look.ask in asked_of(net.plan.task) else next(iter(PROPERTIES[net.plan.task]))
    row(
        partial(property_controls, net.plan.task, asked, look), partial(preset_control, look),
        partial(quantity_controls, net, look),
    )  # fmt: skip
    if name := preset_of(look):
        st.caption(PRESETS[name].look_for)
    if asked == OWN and not look.pattern:
        st.info(_("Type a regular expression, for example *ch* or *[aeiou]{2}*."), icon=":material/edit:")
        return
    where = net.where(look)
    pattern = look.pattern if asked == OWN else ""
    found = answer("knows", (run, where, asked, pattern), rank, run, where, asked, pattern)
    if found is None:
        return
    chosen = found.best()[0]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        with picture():
            rows = {"this net": found.trained, "untrained": found.untrained, "shuffled flags": found.shuffled}
            alt = _("How well each unit tells the property, beside two controls.")
            chart("inside_dots", dots_figure(rows, chosen), alt)
        st.markdown(judged(found))
        st.markdown(probe_words(found))
        st.caption(
            _("{steps} steps of {examples}. {share:.1%} of the steps have the property.").format(
                steps=grouped(found.steps), examples=seen_through(found.examples, found.of), share=found.share
            )
        )
    with right:
        with st.container(key="shapes"):
            st.markdown(scores(found))
        st.space("xxsmall")
        st.download_button(
            _("These scores as CSV"), partial(scores_csv, found), "rnnviz-units.csv", "text/csv", on_click="ignore"
        )
        st.button(_("What was found in the nets that come along"), on_click=PAGE.set, kwargs={"view": "found"})


def asked_of(task: str) -> dict[str, str]:
    """What can be asked, with its title."""
    found = {name: it.title for name, it in PROPERTIES[task].items()}
    return found | ({OWN: _("it lies in a match of my pattern")} if task in OF_TEXT else {})


def property_controls(task: str, asked: str, look: InsideState) -> None:
    titles = asked_of(task)
    st.selectbox(
        _("Which unit tells whether …"),
        list(titles),
        format_func=titles.__getitem__,
        width=290,
        **PAGE.knob("ask", asked),
    )
    if asked == OWN:
        st.text_input(_("Regular expression"), max_chars=MOST_PATTERN, width=200, **PAGE.knob("pattern", look.pattern))


def scores(found: Ranking) -> str:
    """The best units, and beside them what knows nothing, as Markdown."""
    best = found.best()[:BEST]
    rows = [_("| unit {unit} | {trained:.3f} |").format(unit=unit + 1, trained=found.trained[unit]) for unit in best]
    rows += [
        _("| a random unit ({unit}) | {trained:.3f} |").format(unit=found.unit + 1, trained=found.trained[found.unit]),
        _("| best of an untrained net | {furthest:.3f} |").format(furthest=found.furthest("untrained")),
        _("| best for shuffled flags | {furthest:.3f} |").format(furthest=found.furthest("shuffled")),
    ]
    return "\n".join([_("| who | area |"), "| --- | ---: |", *rows])


def probe_words(found: Ranking) -> str:
    """What all units tell together, beside the same controls."""
    of = found.probes
    return _(
        "A linear probe of all units is right at **{trained:.1%}** of the steps of new examples. "
        "Of an untrained net: {untrained:.1%}. With shuffled flags: {shuffled:.1%}. "
        "Always the more common answer: {common:.1%}."
    ).format(trained=of["trained"], untrained=of["untrained"], shuffled=of["shuffled"], common=of["common"])


def scores_csv(found: Ranking) -> str:
    table = pd.DataFrame({
        "unit": range(1, len(found.trained) + 1), "auc": found.trained, "untrained": found.untrained,
        "shuffled": found.shuffled,
    })  # fmt: skip
    return str(table.to_csv(index=False))


def judged(found: Ranking) -> str:
    """What the scores say, and what they do not."""
    unit = found.best()[0]
    first = _("Unit {unit} tells it best, with an area of **{trained:.3f}**.").format(
        unit=unit + 1, trained=found.trained[unit]
    )
    if found.beyond <= 0:
        return _("{first} An untrained net has a unit that tells it as well: training need not have made it.").format(
            first=first
        )
    if found.beyond < CLOSE:
        return _("{first} The best unit of an untrained net comes close, so this says little about training.").format(
            first=first
        )
    return _("{first} No unit of the untrained net comes close. *Experiment* shows whether the net uses it.").format(
        first=first
    )


def needed_view(net: OpenNet, look: InsideState) -> None:
    run = run_of(net)
    row(partial(quantity_controls, net, look)) if net.rnn.num_layers > 1 or net.rnn.bidirectional else None
    where = net.where(look)
    found = answer("needed", (run, where.layer, where.direction), remove, run, where.layer, where.direction)
    if found is None:
        return
    most, least = extremes(found.costs)
    with picture():
        chart(
            "inside_costs",
            costs_figure(found.costs, found.metric, net.unit(look)),
            _("What each unit's removal costs."),
        )
    st.markdown(cost_words(found, most, least))
    chart(
        "inside_removed", removed_figure(found.counts, found.least_first, found.at_random, found.metric),
        _("The score as more and more units are removed."),
    )  # fmt: skip
    st.download_button(
        _("These scores as CSV"), partial(costs_csv, found), "rnnviz-removed.csv", "text/csv", on_click="ignore"
    )


def cost_words(found: Removal, most: int, least: int) -> str:
    sentences = [
        _("With all units: {metric} **{whole:.3f}** on {examples} validation examples.").format(
            metric=found.metric, whole=found.whole, examples=grouped(found.examples)
        ),
        _("Without unit {most}, the most needed: **{without:.3f}**.").format(
            most=most + 1, without=found.without[most]
        ),
        _("Without unit {least}, the least needed: **{without:.3f}**.").format(
            least=least + 1, without=found.without[least]
        ),
    ]
    if found.metric == "accuracy":
        sentences.append(
            _("One answer is worth {one_answer:.4f}: bars of a few answers may be chance.").format(
                one_answer=found.one_answer
            )
        )
    sentences += (
        [
            _("{free} of {n_without} units can go, each alone, and nothing changes.").format(
                free=found.free, n_without=len(found.without)
            )
        ]
        if found.free
        else []
    )
    return " ".join(sentences)


def costs_csv(found: Removal) -> str:
    table = pd.DataFrame({"unit": range(1, len(found.without) + 1), found.metric: found.without, "lost": found.costs})
    return str(table.to_csv(index=False))
