"""Everything on the update page as one value, kept in the address: a link, the Back button and every knob agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.core.bptt import Problem
from rnnviz.core.cells import CELLS
from rnnviz.core.course import LINES, NO_CLIP, ROUNDS, Rule
from rnnviz.core.optim import OPTIMISERS
from rnnviz.core.typed import shortened
from rnnviz.state.course_link import from_text, size_read, to_text
from rnnviz.state.link import NOT_OURS, LinkError, from_query, to_query
from rnnviz.state.link_numbers import read_whole
from rnnviz.state.settings import MAX_WEIGHT, Settings, from_preset
from rnnviz.ui.loss.choices import CODEC, Choices
from rnnviz.ui.loss.loss_controls import head_of
from rnnviz.ui.loss.loss_controls import problem_of as problem_with
from rnnviz.ui.loss.targets import fitting_loss

LOSS = ("loss", "losses", "targets")  # items that the gradient lesson's links have too
OWN = frozenset({*LOSS, "optimiser", "lr", "clip", "taken", "line", "forget"})
LAST_LINE = len(LINES) * ROUNDS
ALONE = {"cell", "notation", "t", "op"}  # beside these, the first example stands


@dataclass(frozen=True)
class UpdateState:
    """settings: the cell, its input and its weights before any step; choices: the loss; rule: of the step to come;
    taken: the rules of the steps that were taken; line: how many lines of the loop have run, of which `forget` leaves
    out the first."""

    settings: Settings
    choices: Choices
    rule: Rule
    taken: tuple[Rule, ...] = ()
    line: int = 0
    forget: bool = False


def first_example(cell: str) -> Settings:
    """The worked example over standardised hours: on raw degrees tanh is flat and nothing is learned."""
    settings = from_preset(cell, "worked")
    return settings.with_source(replace(settings.source, standardise=True))


def read(query: Mapping[str, str]) -> UpdateState:
    """What a link asks for. Raises LinkError, a sentence."""
    own = {key: value for key, value in query.items() if key in OWN}
    rest = {key: value for key, value in query.items() if key not in OWN | {"cell"} and not NOT_OURS.fullmatch(key)}
    cell, optimiser = query.get("cell", "rnn"), query.get("optimiser", Rule.optimiser)
    for what, key, known in (("cell", cell, CELLS), ("optimiser", optimiser, OPTIMISERS)):
        if key not in known:
            raise LinkError(f"There is no {what} {shortened(key)} here: there are {', '.join(known)}.")
    settings = from_query(cell, rest) if set(rest) - ALONE else first_example(cell)
    sizes = [size_read(own[key], key) if key in own else usual for key, usual in (("lr", Rule.lr), ("clip", NO_CLIP))]
    line = read_whole(own.get("line", "0"), "line", 0, LAST_LINE)
    forget = read_whole(own.get("forget", "0"), "forget", 0, 1) == 1
    choices, rule = CODEC.with_items(Choices(), own), Rule(optimiser, *sizes)
    return UpdateState(settings, choices, rule, from_text(own.get("taken", "")), line, forget)


def loss_items(items: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in items.items() if key in LOSS}


def written(asked: UpdateState) -> dict[str, str]:
    """The items of the link; none for the page as it opens."""
    settings, rule, usual = asked.settings, asked.rule, Rule()
    found = {
        "optimiser": (rule.optimiser, usual.optimiser),
        "lr": (f"{rule.lr:.12g}", f"{usual.lr:.12g}"),
        "clip": (f"{rule.clip:.12g}", f"{usual.clip:.12g}"),
        "taken": (to_text(asked.taken), ""),
        "line": (str(asked.line), "0"),
        "forget": (str(int(asked.forget)), "0"),
    }
    own = loss_items(CODEC.written(asked.choices)) | {
        key: value for key, (value, first) in found.items() if value != first
    }
    if settings == first_example("rnn"):
        return own
    return {"cell": settings.cell, "preset": settings.preset} | to_query(settings) | own


def problem_of(asked: UpdateState) -> tuple[Problem, str]:
    """What is learned, and a sentence where the typed targets no longer fit and the usual ones stand in for them."""
    settings = asked.settings
    loss, misfit = fitting_loss(asked.choices, settings.steps, len(head_of(settings).bias))
    return problem_with(settings, loss), misfit


def learned_settings(asked: UpdateState, problem: Problem) -> Settings:
    """The settings with the weights as they are after some steps. Raises LinkError where no link would hold them."""
    if any(np.abs(value).max() > MAX_WEIGHT for value in problem.parameters().values()):
        raise LinkError(f"A weight is above {MAX_WEIGHT:g}: the cell's page does not go that far.")
    return replace(asked.settings, weights=problem.weights, head=problem.head)
