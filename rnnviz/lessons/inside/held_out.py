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
from rnnviz.theme import MINUS
from rnnviz.ui.groups import picture

NO_DATA = "A file brings no data, so nothing can be asked of it. Choose a run to ask this."
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
            column.markdown(f"**Where {name} is {title}** in {seen_through(found.examples, found.of)}")
            column.dataframe(table_of(side), hide_index=True, height=400)
    st.caption("Look for what the pieces in the middle column share. Then test it under *What it tells*.")


def seen_through(examples: int, of: int) -> str:
    """Of how many examples something is said."""
    return f"{grouped(examples)} of {grouped(of)} validation examples"


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
        st.info("Type a regular expression, for example *ch* or *[aeiou]{2}*.", icon=":material/edit:")
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
            alt = "How well each unit tells the property, beside two controls."
            chart("inside_dots", dots_figure(rows, chosen), alt)
        st.markdown(judged(found))
        st.markdown(probe_words(found))
        st.caption(
            f"{grouped(found.steps)} steps of {seen_through(found.examples, found.of)}. "
            f"{found.share:.1%} of the steps have the property."
        )
    with right:
        with st.container(key="shapes"):
            st.markdown(scores(found))
        st.space("xxsmall")
        st.download_button(
            "These scores as CSV", partial(scores_csv, found), "rnnviz-units.csv", "text/csv", on_click="ignore"
        )
        st.button("What was found in the nets that come along", on_click=PAGE.set, kwargs={"view": "found"})


def asked_of(task: str) -> dict[str, str]:
    """What can be asked, with its title."""
    found = {name: it.title for name, it in PROPERTIES[task].items()}
    return found | ({OWN: "it lies in a match of my pattern"} if task in OF_TEXT else {})


def property_controls(task: str, asked: str, look: InsideState) -> None:
    titles = asked_of(task)
    st.selectbox(
        "Which unit tells whether …", list(titles), format_func=titles.__getitem__, width=290, **PAGE.knob("ask", asked)
    )
    if asked == OWN:
        st.text_input("Regular expression", max_chars=MOST_PATTERN, width=200, **PAGE.knob("pattern", look.pattern))


def scores(found: Ranking) -> str:
    """The best units, and beside them what knows nothing, as Markdown."""
    best = found.best()[:BEST]
    rows = [f"| unit {unit + 1} | {found.trained[unit]:.3f} |" for unit in best]
    rows += [
        f"| a random unit ({found.unit + 1}) | {found.trained[found.unit]:.3f} |",
        f"| best of an untrained net | {found.furthest('untrained'):.3f} |",
        f"| best for shuffled flags | {found.furthest('shuffled'):.3f} |",
    ]
    return "\n".join(["| who | area |", "| --- | ---: |", *rows])


def probe_words(found: Ranking) -> str:
    """What all units tell together, beside the same controls."""
    of = found.probes
    return (
        f"A linear probe of all units is right at **{of['trained']:.1%}** of the steps of new examples. "
        f"Of an untrained net: {of['untrained']:.1%}. With shuffled flags: {of['shuffled']:.1%}. "
        f"Always the more common answer: {of['common']:.1%}."
    )


def scores_csv(found: Ranking) -> str:
    table = pd.DataFrame({
        "unit": range(1, len(found.trained) + 1), "auc": found.trained, "untrained": found.untrained,
        "shuffled": found.shuffled,
    })  # fmt: skip
    return str(table.to_csv(index=False))


def judged(found: Ranking) -> str:
    """What the scores say, and what they do not."""
    unit = found.best()[0]
    first = f"Unit {unit + 1} tells it best, with an area of **{found.trained[unit]:.3f}**."
    if found.beyond <= 0:
        return f"{first} An untrained net has a unit that tells it as well: training need not have made it."
    if found.beyond < CLOSE:
        return f"{first} The best unit of an untrained net comes close, so this says little about training."
    return f"{first} No unit of the untrained net comes close. *Experiment* shows whether the net uses it."


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
            "inside_costs", costs_figure(found.costs, found.metric, net.unit(look)), "What each unit's removal costs."
        )
    st.markdown(cost_words(found, most, least))
    chart(
        "inside_removed", removed_figure(found.counts, found.least_first, found.at_random, found.metric),
        "The score as more and more units are removed.",
    )  # fmt: skip
    st.download_button(
        "These scores as CSV", partial(costs_csv, found), "rnnviz-removed.csv", "text/csv", on_click="ignore"
    )


def cost_words(found: Removal, most: int, least: int) -> str:
    sentences = [
        f"With all units: {found.metric} **{found.whole:.3f}** on {grouped(found.examples)} validation examples.",
        f"Without unit {most + 1}, the most needed: **{found.without[most]:.3f}**.",
        f"Without unit {least + 1}, the least needed: **{found.without[least]:.3f}**.",
    ]
    if found.metric == "accuracy":
        sentences.append(f"One answer is worth {found.one_answer:.4f}: bars of a few answers may be chance.")
    sentences += (
        [f"{found.free} of {len(found.without)} units can go, each alone, and nothing changes."] if found.free else []
    )
    return " ".join(sentences)


def costs_csv(found: Removal) -> str:
    table = pd.DataFrame({"unit": range(1, len(found.without) + 1), found.metric: found.without, "lost": found.costs})
    return str(table.to_csv(index=False))
