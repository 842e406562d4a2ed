"""The arithmetic of a number that is pointed at, pinned or focused makes that number."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import expect

from rnnviz.core.cells import CELLS
from rnnviz.state.settings import Settings
from tests.browser.stage import staged

MEANS = {
    "σ": lambda a: 1 / (1 + math.exp(-a)) if a >= 0 else math.exp(a) / (1 + math.exp(a)),
    "tanh": math.tanh,
    "max": max,
}
LINKS = [
    "/rnn?t=3&outputs=3",
    "/rnn?t=5&activation=relu",
    "/rnn?t=5&activation=identity&inputs=3&hidden=3",
    "/lstm?t=9",
    "/gru?t=9",
]


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


def worked_out(line: str) -> tuple[float, float]:
    """The right-hand side of a line of arithmetic, evaluated, and the result that the line itself gives."""
    parts = line.replace("\u200b", "").replace("\xa0", " ").split("=")
    text = parts[1].replace("⋅", "*").replace("−", "-")
    return eval(text, {"__builtins__": {}}, MEANS), float(parts[-1].strip("() "))


@pytest.mark.parametrize("link", LINKS)
def test_the_arithmetic_of_every_number_makes_that_number(stage, link):
    """By focus: the line that comes up, evaluated with its own numbers, is the core's value to the last digits."""
    settings = stage.open(link).settings()
    shown = stage.read("everyLine")
    values = exact(settings)
    assert shown.keys() == values.keys()
    for name, (lines, note) in shown.items():
        assert float(note.split(" ")[0]) == pytest.approx(values[name], rel=1e-12, abs=1e-12), name
        if name.split(":")[0] in ("x", "h_prev", "c_prev"):
            continue
        assert len(lines) == 1
        right, result = worked_out(lines[0])
        assert right == pytest.approx(values[name], rel=1e-12, abs=1e-12), name
        assert result == pytest.approx(values[name], rel=1e-12, abs=1e-12), name


def exact(settings: Settings) -> dict[str, float]:
    """As `expected`, as numbers."""
    outcome = settings.run()
    found = dict(vars(outcome.record)) | ({"y": outcome.head.y} if outcome.head else {})
    gates = CELLS[settings.cell].gates
    out: dict[str, float] = {}
    for name, values in found.items():
        names = [f"{name}.{gate}" for gate in gates] if gates and name in ("a_ih", "a_hh", "a") else [name]
        units = values.shape[1] // len(names)
        out |= {f"{names[k // units]}:{k % units}": float(v) for k, v in enumerate(values[settings.t])}
    return out


def test_softmax_is_written_with_its_own_numbers(stage):
    settings = stage.open("/gru?t=6&outputs=2&softmax=1").settings()
    stage.number("p", 1).hover()
    stage.frame()
    numbers = [float(n) for n in re.findall(r"\((-?[\d.e+-]+)\)", stage.lines()[0].replace("−", "-"))]
    y, p = settings.run().head.y[5], settings.run().head.p[5]
    assert sorted(numbers[:-1]) == pytest.approx(sorted([y[1], *y]), rel=1e-12)
    assert numbers[-1] == pytest.approx(p[1], rel=1e-12)


def test_pinning_a_line(stage):
    """A click keeps the line while the pointer goes elsewhere and time goes on; another click or Escape lets it go."""
    settings = stage.open("/lstm?t=2&op=1").settings()
    plain = len(stage.lines())
    assert plain > 1, "an operation shows its own lines"
    stage.number("c", 1).click()
    stage.page.mouse.move(5, 5)
    stage.button("next").click()
    line = stage.lines()
    assert len(line) == 1
    assert worked_out(line[0])[1] == pytest.approx(settings.run().record.c[2, 1], rel=1e-12)
    expect(stage.number("c", 1)).to_have_class(re.compile("pinned"))
    stage.number("g", 0).hover()
    stage.frame()
    assert worked_out(stage.lines()[0])[1] == pytest.approx(settings.run().record.g[2, 0], rel=1e-12), (
        "pointing goes first"
    )
    stage.page.mouse.move(5, 5)
    stage.frame()
    assert stage.lines() == line
    stage.strip.focus()
    stage.page.keyboard.press("Escape")
    assert len(stage.lines()) == plain
    stage.number("c", 1).click()
    stage.number("c", 1).click()
    stage.page.mouse.move(5, 5)
    stage.frame()
    assert len(stage.lines()) == plain
