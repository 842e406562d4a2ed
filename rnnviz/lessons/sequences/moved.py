"""A pattern is moved along a window: which net still knows it (row 34, "no shared features")."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.small import pattern, store
from rnnviz.lessons.sequences.pattern_figure import scores_figure, window_figure
from rnnviz.stage.chart import chart

ASKED = 8  # position 9
GUESSES: dict[tuple[bool, bool], str] = {
    (True, True): "Both",
    (True, False): "The dense net alone",
    (False, True): "The recurrent net alone",
    (False, False): "Neither",
}


def moved() -> None:
    """The question, and after an answer the pattern to move."""
    with st.popover("Move a pattern: which net still finds it?", icon=":material/swap_horiz:"):
        st.markdown(
            f"Both nets read windows of {pattern.STEPS} numbers and learned to tell **+1, +1, −1** from other orders "
            f"of the same numbers. In training the pattern began at positions 1 to {pattern.LEARNED} only."
        )
        guess = st.radio(
            f"Which net still finds it at position {ASKED + 1}?", list(GUESSES), index=None, horizontal=True,
            format_func=GUESSES.__getitem__, key="sequences_moved_guess",
        )  # fmt: skip
        if guess is not None:
            place = st.slider("Position of the pattern", 1, pattern.PLACES, ASKED + 1, key="sequences_moved") - 1
            found = pattern.scores()
            st.markdown(judged(guess, found.finds(ASKED)))
            chart("sequences_window", window_figure(pattern.clean(place)), f"The pattern at position {place + 1}.")
            st.markdown(said(place, found))
            chart(
                "sequences_scores", scores_figure(found, place),
                "The share of windows that each net tells rightly, at each position of the pattern.",
            )  # fmt: skip
            st.caption(why())


def judged(guess: tuple[bool, bool], right: tuple[bool, bool]) -> str:
    """The answer beside the right one."""
    start = "Right" if guess == right else f"You said: {GUESSES[guess].lower()}. Here it is"
    return f"**{start}: {GUESSES[right].lower()}.**"


def said(place: int, found: pattern.Scores) -> str:
    """What both nets make of the window above, and of others."""
    window = pattern.clean(place)[None]
    rows = [
        f"| {name} | {net(window)[0]:.3f} | {score[place]:.0%} |"
        for name, net, score in (
            ("recurrent", pattern.recurrent, found.recurrent),
            ("dense", pattern.dense, found.dense),
        )
    ]
    head = f"| net | P(pattern), this window | right of {pattern.TRIED} new windows, position {place + 1} |"
    return "\n".join([head, "| --- | ---: | ---: |", *rows])


def why() -> str:
    """How the nets are made."""
    (first, _), (second, _) = store.bag("pattern.first"), store.bag("pattern.dense")
    dense = sum(part.size for part in (first.weight, first.bias, second.weight, second.bias))
    quiet = pattern.LEARNED + len(pattern.PATTERN)
    return (
        "50% is chance. The dense net has its own weights for each step of the window; in training, steps "
        f"{quiet} to {pattern.STEPS} held only noise. The recurrent net uses the same weights at every step; its "
        f"largest answer counts. Weights: dense {dense}, recurrent {store.net('pattern').parameters}."
    )
