"""The learner forecasts the slides' hours (row 29): a guess first, then the truth and two simple forecasts."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.hours import CLOCK, LAG, TEMPERATURES, HandForecast, forecasts, mean_errors, open_hours
from rnnviz.texts import _
from rnnviz.ui.source import source

GUESSES = "train_by_hand"
HOTTEST = 60.0  # °C, and as far below 0


def by_hand() -> None:
    """The eight hours, one guess at a time."""
    st.markdown(
        _("**Forecast by hand.** You see {lag} hours. What is the temperature of the next one?").format(lag=LAG)
    )
    source("S0")
    guesses: list[float] = st.session_state.setdefault(GUESSES, [])
    st.markdown(hours_table(open_hours(guesses)))
    at = LAG + len(guesses)
    if at < len(CLOCK):
        ask(at)
    if made := forecasts(guesses):
        st.markdown(answers(made))
        st.markdown(sentence(made))
        st.button(_("Start again"), key="train_by_hand_again", on_click=guesses.clear)


def ask(at: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        guess = st.number_input(
            _("Your forecast for {clock}, in °C").format(clock=CLOCK[at]),
            -HOTTEST,
            HOTTEST,
            None,
            0.5,
            key=f"train_by_hand_{at}",
        )
        st.button(_("Commit"), key="train_by_hand_commit", disabled=guess is None, on_click=commit, args=(at,))


def commit(at: int) -> None:
    """For callbacks."""
    if (guess := st.session_state.get(f"train_by_hand_{at}")) is not None:
        st.session_state[GUESSES].append(float(guess))


def hours_table(known: int) -> str:
    shown = [f"{value:g}" for value in TEMPERATURES[:known]] + ["?"] * (len(CLOCK) - known)
    return "\n".join(["| " + " | ".join(CLOCK) + " |", "|" + "--:|" * len(CLOCK), "| " + " | ".join(shown) + " |"])


def answers(made: tuple[HandForecast, ...]) -> str:
    """Guess, truth and the two simple forecasts, as Markdown."""
    rows = [
        f"| {CLOCK[it.at]} | **{it.guess:g}** | {_('not printed') if it.truth is None else f'{it.truth:g}'} | "
        f"{it.last:g} | {it.line:.1f} |"
        for it in made
    ]
    return "\n".join([_("| hour | yours | truth | last hour again | straight line |"), "|---|--:|--:|--:|--:|", *rows])


def sentence(made: tuple[HandForecast, ...]) -> str:
    """Whose mean error is smaller."""
    found = mean_errors(made)
    said = _("Mean error: yours **{yours:.2f} °C**, last hour again {last:.2f}, line {line:.2f}.").format(
        yours=found["yours"], last=found["last"], line=found["line"]
    )
    return _("{said} {found} A net has to do better than both to have learned something.").format(
        said=said, found=beaten(found)
    )


def beaten(found: dict[str, float]) -> str:
    best = min(found["last"], found["line"])
    if found["yours"] < best:
        return _("You are better than both simple forecasts.")
    return (
        _("You are as good as the better simple forecast.")
        if found["yours"] == best
        else _("A simple forecast is better.")
    )
