"""Every equation with numbers that a page shows, as it is shown, for random states: its sides are one number."""

from __future__ import annotations

import itertools
import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.core.bptt import backward
from rnnviz.core.construction import STAGES, run_stage
from rnnviz.core.course import Rule
from rnnviz.core.slips import SLIPS, Outcome
from rnnviz.learn.inside.chosen import chosen
from rnnviz.learn.inside.own_net import own_net
from rnnviz.lessons.gradient.sweep import sweep_lasting
from rnnviz.lessons.gradient.sweep_payload import sweep_payload
from rnnviz.lessons.inside.opened import Reading
from rnnviz.lessons.inside.stage_view import chosen_payload, told
from rnnviz.lessons.inside.state import InsideState
from rnnviz.lessons.stacks.state import CODEC as STACKS
from rnnviz.lessons.words.embedding import next_step, taken
from rnnviz.lessons.words.word_table import embedding_payload, words_payload
from rnnviz.stage import stack_stage
from rnnviz.stage.payload import DRAWN, built_payload, lasting, payload
from rnnviz.stage.stack_stage import stack_payload
from rnnviz.state.inputs import Source, fitted
from rnnviz.state.settings import Settings
from rnnviz.state.stacked import Stand
from rnnviz.ui.loss.loss_controls import problem_of
from tests.bptt_cases import random_loss
from tests.evaluating import holds, said
from tests.lessons.words.test_embedding import drawn
from tests.settings_cases import random_settings
from tests.words_cases import sentences

ROOT = Path(__file__).parents[1]
STATES = 50  # of every page
MOST = 60  # lines of a state that are worked out, drawn at random
Line = tuple[str, str]
State = dict[str, Any]


def shown_by_the_browser(states: list[State]) -> list[list[Line]]:
    if not (node := shutil.which("node")):
        pytest.skip("there is no node here to run the browser's half")
    sent = json.dumps(states, allow_nan=False)
    script = [node, str(ROOT / "tests/shown_lines.mjs")]
    found = subprocess.run(script, input=sent, capture_output=True, text=True, check=True, timeout=300)
    answer: list[list[Line]] = json.loads(found.stdout)
    return answer


def small(seed: int) -> Settings:
    """Random settings for which the arithmetic is written out."""
    rng = random.Random(seed)
    settings = random_settings(seed)
    settings = settings.resized(rng.randrange(1, DRAWN + 1), rng.randrange(1, DRAWN + 1))
    return replace(settings.with_head(rng.randrange(1, 4), softmax=True), slip=None)


def cells() -> Iterator[State]:
    """With a slip of the slides beside the right form, and without."""
    for seed in range(STATES):
        settings = small(seed)
        letters = [letter for letter, slip in SLIPS.items() if settings.cell in slip.cells]
        settings = replace(settings, slip=random.Random(seed).choice([None, *letters]))
        look = sorted({0, settings.steps - 1})
        data = payload(settings, settings.run(), "r") | lasting(settings).content
        data["table"]["kind"] = data["kind"]
        yield {"kind": "cell", "data": {"table": data["table"], "equations": data["equations"], "look": look}}


def construction() -> Iterator[State]:
    for seed in range(STATES):
        settings = replace(small(seed).with_cell("lstm"), head=None)
        key = list(STAGES)[seed % len(STAGES)]
        s = settings
        record = run_stage(key, s.x, s.weights, s.h0, s.c0, s.clamped)
        data = built_payload(settings, Outcome(record, None), "r", STAGES[key])
        data |= lasting(settings, STAGES[key]).content
        data["table"]["kind"] = data["kind"]
        drawn = [quantity for op in data["ops"] for quantity in op["quantities"]]
        sent = {name: data[name] for name in ("table", "equations")}
        yield {"kind": "cell", "data": sent | {"look": [0, s.steps - 1], "drawn": drawn}}


def stacks() -> Iterator[State]:
    """Of one and of two directions, with and without a projection and dropout."""
    for seed in range(STATES):
        rng = random.Random(seed)
        query = {"cell": rng.choice(["rnn", "lstm", "gru"]), "preset": "random", "seed": str(seed)}
        query |= {"num_layers": str(rng.randrange(1, 4)), "bidirectional": str(rng.randrange(2))}
        query |= {"hidden": str(rng.randrange(1, 3)), "inputs": str(rng.randrange(1, 4))}
        asked = STACKS.read(query)
        net = asked.net()
        layer, t = rng.randrange(asked.made.num_layers), rng.randrange(len(net.x))
        data = stack_payload(net, Stand(t=t, op=0, layer=layer), query, "")
        data |= stack_stage.lasting(net.made, net.activation).content
        for cell in data["cells"]:
            cell["table"]["kind"] = data["kind"]
        yield {"kind": "stack", "data": data}


def chosen_units() -> Iterator[State]:
    """Up to four of a larger layer's, in both directions and the second layer, with x drawn and with x summed."""
    kinds = (nn.RNN, nn.LSTM, nn.GRU)
    for seed in range(STATES):
        rng = random.Random(seed)
        torch.manual_seed(seed)
        inputs, hidden, layer, direction = (
            rng.choice([1, 3, 9]),
            rng.randrange(4, 9),
            rng.randrange(2),
            rng.randrange(2),
        )
        rnn = kinds[seed % 3](inputs, hidden, 2, bidirectional=True)
        x = 2 * torch.randn(1, 6, inputs)
        units = sorted(rng.sample(range(hidden), rng.randrange(1, 5)))
        found = chosen(own_net(rnn.state_dict()), x, layer, direction, units)
        what = Reading(x, tuple("abcdef"), "")
        data = chosen_payload(found, what, InsideState(t=rng.randrange(1, 7)), layer, bool(direction))
        data |= told(found, bool(direction), True).content
        data["cells"][0]["table"]["kind"] = data["kind"]
        yield {"kind": "stack", "data": data}


def sweeps() -> Iterator[State]:
    for seed in range(STATES):
        rng = random.Random(seed)
        settings = small(seed)
        settings = settings.with_source(fitted(Source("noise", 0, rng.randrange(1, 7))))
        settings = settings.with_head(rng.randrange(1, 4), softmax=False)
        outputs = len(settings.head.bias) if settings.head else 2
        kind, at = rng.choice(["squared", "cross_entropy"]), rng.choice(["every", "last"])
        loss = random_loss(np.random.default_rng(seed), kind, at, settings.steps, outputs)
        gradient = backward(problem_of(settings, loss))
        of = settings.steps - 1 if at == "last" else rng.randrange(settings.steps)
        parameter = rng.choice(list(gradient.gradients))
        values = [round(rng.uniform(-2, 2), 3) for _ in range(rng.randrange(3, 8))]
        data = sweep_payload(settings, gradient, of=of, parameter=parameter, values=values, rev="r", query={}, moves={})
        data |= sweep_lasting(gradient, parameter).content
        data["table"]["kind"] = data["kind"]
        yield {"kind": "sweep", "data": {key: value for key, value in data.items() if key not in ("css", "notations")}}


def words() -> Iterator[State]:
    for seed in range(STATES):
        rule = Rule(("sgd", "adam")[seed % 2], (0.1, 0.01, 0.5)[seed % 3])
        problem = drawn(seed, ("mean", "flat", "target")[seed % 3])
        step = next_step(taken(problem, False, [rule] * (seed % 4)), rule)
        names = [f"w{row}" for row in range(len(problem.table))]
        yield {"kind": "words", "data": embedding_payload(step, problem, names, names, None, (1, 1))}


def look_ups() -> Iterator[State]:
    for found in sentences(STATES):
        yield {"kind": "picking", "data": words_payload(found, 1, 1)}


PAGES = {"cells": cells, "construction": construction, "stacks": stacks, "sweeps": sweeps}
PAGES |= {"chosen units": chosen_units}
PAGES |= {"words": words, "look-ups": look_ups}


@pytest.mark.parametrize("page", PAGES)
def test_every_equation_with_numbers_is_true_as_it_is_shown(page: str) -> None:
    states = list(PAGES[page]())
    assert len(states) >= 50
    wrong, checked = [], 0
    for number, lines in enumerate(shown_by_the_browser(states)):
        random.Random(number).shuffle(lines)
        telling = (line for line in lines if said(line[1]))
        for where, text in itertools.islice(telling, MOST):
            checked += 1
            if not holds(text):
                wrong.append((number, where, text))
    assert checked > 10 * STATES
    assert not wrong, (len(wrong), wrong[:5])


def test_an_entry_of_the_tables_gradient_is_named_as_torch_counts() -> None:
    """From 0, row before column: `table.grad[2, 1]` is what torch keeps there."""
    states, named = list(words()), 0
    for state, lines in zip(states, shown_by_the_browser(states), strict=True):
        gradient = state["data"]["gradient"]
        for _, text in lines:
            if found := re.match(r"table\.grad\[(\d+), (\d+)\] = (?:.* = )?(−?[\d.]+)$", text):
                row, column = int(found[1]), int(found[2])
                assert float(found[3].replace("−", "-")) == pytest.approx(gradient[row][column], rel=1e-3, abs=1e-9), (
                    text
                )
                named += gradient[row][column] != 0
    assert named > STATES


TRUE = [
    r"a[1]=0.5000\cdot(−0.2500)+0.1000=−0.02500",
    r"h[1]=\tanh(0.5949)=0.5334",
    r"\partial h[1]/\partial a[1]=0.3100\cdot0.6915(1-0.6915)=0.06613",
    r"E_{2}=\tfrac{1}{2}\left((0.5000-1.000)^{2}+(1.500-(−0.5000))^{2}\right)=2.125",
    r"p[1]=\frac{e^{1.000}}{e^{1.000}+e^{−1.000}}=0.8808",
    "After = before − η · gradient = 0.5000 − 0.1 · (−0.2000) = 0.5000 + 0.02000 = 0.5200",
]
FALSE = {
    "two numbers swapped": r"a[1]=0.1000\cdot(−0.2500)+0.5000=−0.02500",
    "a bias dropped": r"a[1]=0.5000\cdot(−0.2500)=−0.02500",
    "a sign flipped": r"a[1]=0.5000\cdot0.2500+0.1000=−0.02500",
    "tanh of another number": r"h[1]=\tanh(0.5949)=0.5337",
    "two derivatives for one": r"\partial h[1]/\partial a[1]=0.3100\cdot0.6915(1-0.6915)=0.06650",
    "a half forgotten": r"E_{2}=\left((0.5000-1.000)^{2}+(1.500-(−0.5000))^{2}\right)=2.125",
    "the other class": r"p[1]=\frac{e^{−1.000}}{e^{1.000}+e^{−1.000}}=0.8808",
    "up the slope": "After = before − η · gradient = 0.5000 − 0.1 · (−0.2000) = 0.4800",
    "one last digit too far": r"a[1]=0.5000\cdot0.5000=0.2503",
}


def test_the_reader_tells_true_from_false() -> None:
    """By hand: each false line is a true one with one slip in it."""
    for text in TRUE:
        assert said(text), text
        assert holds(text), text
    for why, text in FALSE.items():
        assert said(text), text
        assert not holds(text), why


def test_a_name_and_a_number_beyond_float64_say_nothing() -> None:
    assert not said(r"f[1]=0.5000\;\text{(clamped)}")
    assert not said(r"a[1]=2.000\cdot+∞=+∞")


def test_every_slip_in_a_real_line_is_seen() -> None:
    """The result's sign is turned: no line with a result other than 0 stays true."""
    lines = [text for found in shown_by_the_browser(list(cells())[:12]) for _, text in found if said(text)]
    lines = [text for text in lines if re.fullmatch(r".*[1-9].*=−?\d\.\d+", text) and "0.000" not in text]
    turned = [re.sub(r"=(−?)([\d.]+)$", lambda m: f"={'' if m[1] else '−'}{m[2]}", text) for text in lines]
    assert len(turned) > 100
    assert not [text for text in turned if holds(text)]
