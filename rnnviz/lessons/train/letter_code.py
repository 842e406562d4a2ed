"""S4's RNN on a name: which letters and which states its last answer is made of, as printed and fixed."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.letters import spelled
from rnnviz.core.printed_models import ANSWERS, NUDGE, PrintedLetterNet, Reach, reach
from rnnviz.texts import _
from rnnviz.ui.plain import plain
from rnnviz.ui.source import source

MOST = 12
READS = {_("`i2o(combined)`, as printed"): False, _("`i2o(hidden)`, fixed"): True}
STARTS = {_("zeros for each letter, as in the demo with Mar"): False, _("the state of the letter before"): True}


def letter_code() -> None:
    """A name, two lines of the code, a guess; then the changes that were measured."""
    st.markdown(_("**The slides’ code, letter by letter.** Choose two lines. Which letters does the last answer use?"))
    source("S4")
    name = spelled(st.text_input(_("Name"), "Mar", max_chars=MOST, key="train_code_name")).letters
    reads = st.radio(_("output ="), list(READS), key="train_code_reads")
    start = st.radio(_("hidden begins with"), list(STARTS), key="train_code_start")
    if len(name) < 2:
        st.info(_("Type a name of two letters or more, a to z."))
        return
    code = PrintedLetterNet(READS[reads], STARTS[start])
    guess = st.radio(
        _("The answer after the last letter is made of"), list(ANSWERS), index=None, format_func=ANSWERS.__getitem__,
        key=f"train_code_guess_{code.mended}_{code.carried}",
    )  # fmt: skip
    if guess is not None:
        found = reach(code, name)
        st.markdown(judged(guess, found))
        st.markdown(table(name, found))
        st.caption(
            _("The largest change of a score in the last answer, in an untrained net; h is moved by {nudge:g}.").format(
                nudge=NUDGE
            )
        )


def judged(guess: str, found: Reach) -> str:
    """The guess beside what was measured, and what follows from it."""
    right = ANSWERS[found.kind].lower()
    said = _("Right")
    if guess != found.kind:
        said = _("You said: {guess}. Here it is").format(guess=ANSWERS[guess].lower())
    return f"**{said}: {right}.** {WHY[found.kind]}"


WHY = {
    "last letter": _("Nothing of the letters before arrives: carry the state from letter to letter."),
    "state before": _(
        "No output reads the last state. The last letter has not met the letters before it in any state."
    ),
    "last state": _("Each letter has gone through the state."),
}


def table(name: str, found: Reach) -> str:
    """A column a letter."""
    rows = {_("another letter here"): found.of_letters, _("another h after it"): found.of_states}
    head = _("| changed | {name} |").format(name=" | ".join(map(plain, name)))
    body = [f"| {what} | {' | '.join(f'{it:.3f}' if it else '0' for it in values)} |" for what, values in rows.items()]
    return "\n".join([head, "| --- |" + " ---: |" * len(name), *body])
