"""The stage by keyboard and for a screen reader: keys, the order of focus, roles, names and the live region."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from rnnviz.core.cells import CELLS
from rnnviz.state.settings import from_preset
from rnnviz.theme import MINUS, format_number
from tests.browser.rest import rest
from tests.browser.stage import Stage, edited, expected, staged

FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const part = at?.closest(".toolbar, .circuit-box, .side, .strip, .gates, .arithmetic");
  if (!part) return null;
  const number = at.dataset.q && `${at.dataset.q}:${at.dataset.row}`;
  const name = at.dataset.action ?? number ?? at.ariaLabel ?? at.textContent;
  return [part.className, name];
}"""


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


def focused(stage: Stage) -> tuple[str, str] | None:
    """The part of the stage and the name of what has the focus; None outside the stage."""
    found = stage.page.evaluate(FOCUSED)
    return found and tuple(found)


def tabbed(stage: Stage, key: str = "Tab") -> list[tuple[str, str]]:
    """Everything that Tab reaches on the stage, from where the focus is to the first thing beyond it."""
    out: list[tuple[str, str]] = []
    for _ in range(120):
        stage.page.keyboard.press(key)
        here = focused(stage)
        if here is None:
            return out
        out.append(here)
    raise AssertionError(f"{key} is trapped: {out[-10:]}")


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_tab_goes_through_the_stage_in_reading_order_and_out_again(stage, cell):
    settings = stage.open(f"/{cell}?t=2").settings()
    stage.page.get_by_role("button", name="Export").focus()
    order = tabbed(stage)
    parts = list(dict.fromkeys(part for part, _ in order))
    assert parts[:4] == ["toolbar", "circuit-box", "side", "strip"]
    toolbar = [name for part, name in order if part == "toolbar"]
    assert toolbar[:8] == ["first", "back", "opBack", "play", "opNext", "next", "last", "Speed"]
    assert toolbar[-2:] == ["reset", "Notation"]
    assert {name for part, name in order if part == "circuit-box"} == expected(settings).keys()
    weights = [name for part, name in order if part == "side" and ":" in name]
    assert len(weights) == 2 * (settings.hidden_size + settings.input_size + 2)
    back = tabbed(stage, "Shift+Tab")
    assert back == order[::-1]


def test_tab_passes_by_what_is_typed_in(stage):
    stage.open("/rnn")
    box = stage.type(stage.weight("weight_ih", 0), "0.25")
    expect(box).to_be_focused()
    stage.page.keyboard.press("Tab")
    expect(stage.page.locator(".stage .type-box")).to_have_count(0)
    expect(stage.weight("weight_ih", 0)).to_have_text("+0.2500")
    assert len(tabbed(stage)) < 60


@pytest.mark.parametrize("where", ["number", "button", "strip"])
def test_the_keys_work_wherever_the_focus_is_on_the_stage(stage, where):
    stage.open("/gru?op=1" if where in ("number", "button") else "/rnn?op=1")
    spot = {
        "number": stage.number("h"),
        "button": stage.button("reset"),
        "strip": stage.strip,
    }[where]
    steps, ops = 24, 5 if where in ("number", "button") else 3
    spot.focus()
    for key, at in (
        ("ArrowRight", (2, 1)), ("ArrowDown", (2, 2)), ("ArrowUp", (2, 1)), ("ArrowUp", (1, ops)),
        ("End", (steps, ops)), ("ArrowLeft", (steps - 1, ops)), ("Home", (1, ops)),
    ):  # fmt: skip
        stage.page.keyboard.press(key)
        assert stage.at == at, key
    expect(spot).to_be_focused()
    if where != "button":  # Space presses a button
        stage.page.keyboard.press(" ")
        expect(stage.button("play")).to_contain_text("pause")
        stage.page.keyboard.press(" ")
        expect(stage.button("play")).to_contain_text("play")
        assert stage.scrolled() == 0, "Space and the arrows do not scroll the page"


def test_the_keys_stay_with_a_button_that_has_done_its_work(stage):
    """The button for the last step cannot go on there; the keys of the one who pressed it still work."""
    stage.open("/lstm?op=1")
    for action, key, at in (("last", "ArrowLeft", (23, 1)), ("first", "ArrowRight", (2, 1))):
        stage.button(action).click()
        stage.page.keyboard.press(key)
        assert stage.at == at, action
    for _ in range(23):
        stage.button("next").click()
        if stage.at[0] == 24:
            break
    stage.page.keyboard.press("ArrowLeft")
    assert stage.at == (23, 1)
    stage.type(stage.number("x"), "0.5").press("Enter")
    stage.button("undo").click()
    stage.page.keyboard.press("Home")
    assert stage.at == (1, 1), "undo has nothing more to take back"


def test_keys_elsewhere_are_not_the_stage_s(stage):
    stage.open("/lstm?t=5&op=2")
    stage.page.get_by_role("button", name="Lead me").focus()
    for key in ("End", "r", "Home", "PageDown"):
        stage.page.keyboard.press(key)
    assert stage.at == (5, 2)
    select = stage.page.get_by_role("combobox", name="Speed")
    select.focus()
    stage.page.keyboard.press("ArrowDown")
    assert select.input_value() == "fast", "a list keeps its arrows"
    assert stage.at == (5, 2)


def test_a_key_with_ctrl_or_alt_belongs_to_the_browser(stage):
    stage.open("/rnn?t=5")
    stage.strip.focus()
    handled = stage.root.evaluate("""(stage) => {
      const strip = stage.querySelector(".strip");
      const how = { bubbles: true, composed: true, cancelable: true };
      const press = (key, more) => !strip.dispatchEvent(new KeyboardEvent("keydown", { key, ...how, ...more }));
      const others = [press("ArrowLeft", { altKey: true }), press("r", { ctrlKey: true }), press("Tab"), press("x")];
      return [...others, press("ArrowLeft")];
    }""")
    assert handled == [False, False, False, False, True]
    assert stage.at[0] == 4


def test_r_resets_and_asks_for_nothing_else(stage):
    """Streamlit has keys of its own; R on the stage is not one of them: as much is sent as for any other edit."""
    settings = stage.open("/gru").settings()
    stage.quiet()
    sent = []
    for key in ("2", "r"):
        if key == "2":
            stage.type(stage.number("x"), key).press("Enter")
        else:
            stage.strip.focus()
            stage.page.keyboard.press(key)
        assert stage.holds(settings if key == "r" else edited(settings, "x", 0, 0, 2.0))
        rest(stage.page, 700)
        sent.append(len(stage.sent))
        stage.quiet()
    assert sent[0] == sent[1] > 0


def test_enter_opens_the_box_and_gives_the_focus_back(stage):
    settings = stage.open("/lstm").settings()
    for spot, name in ((stage.number("x"), "x"), (stage.weight("weight_hh.i", 1, 0), "weight_hh.i")):
        spot.focus()
        stage.page.keyboard.press("Enter")
        box = stage.page.locator(".stage .type-box input")
        expect(box).to_be_focused()
        stage.page.keyboard.press("Escape")
        expect(box).to_have_count(0)
        expect(spot).to_be_focused()
        stage.page.keyboard.press("Enter")
        stage.page.keyboard.type("0.125")
        stage.page.keyboard.press("Enter")
        expect(spot).to_be_focused()
        row, col = (0, 0) if name == "x" else (1, 0)
        settings = edited(settings, name, row, col, 0.125)
        assert stage.numbers() == expected(settings)
    stage.number("h", 1).focus()
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator(".stage .type-box")).to_have_count(0)
    expect(stage.number("h", 1)).to_have_class(re.compile("pinned"))


def test_the_arrows_nudge_what_stands_in_the_box(stage):
    stage.open("/rnn?t=2&op=1")
    stage.weight("weight_hh", 0, 0).focus()
    stage.page.keyboard.press("Enter")
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "Shift+ArrowUp"):
        stage.page.keyboard.press(key)
    box = stage.page.locator(".stage .type-box input")
    assert float(box.input_value()) == pytest.approx(
        from_preset("rnn", "worked").weights.weight_hh[0, 0] + 0.11, abs=1e-9
    )
    assert stage.at == (2, 1)
    stage.page.keyboard.press("Escape")


def test_the_live_region_says_the_step(stage):
    """Which step, which operation, and its arithmetic for the first units, in words that can be read out."""
    settings = stage.open("/rnn?op=1").settings()

    def total(settings, unit):
        record = settings.run().record
        ih, hh, a = (format_number(float(values[1, unit]), "") for values in (record.a_ih, record.a_hh, record.a))
        return f"a₂[{unit + 1}] = {ih} + {f'({hh})' if hh.startswith(MINUS) else hh} = {a}"

    live = stage.page.locator(".stage .live")
    expect(live).to_have_attribute("aria-live", "polite")
    stage.strip.focus()
    stage.page.keyboard.press("ArrowRight")
    expect(live).to_contain_text(
        "Time step 2 of 24, linear maps. aⁱʰ₂[1] = 0.6584·9.356 + (−0.5966) = 5.563; aʰʰ₂[1] = "
    )
    stage.page.keyboard.press("ArrowDown")
    expect(live).to_have_text(f"Time step 2 of 24, sum. {total(settings, 0)}; {total(settings, 1)}")
    settings = edited(replace(settings, t=1), "x", 0, 0, 0.0)
    stage.type(stage.number("x"), "0").press("Enter")
    expect(live).to_contain_text(total(settings, 0))
    assert live.evaluate("(el) => el.offsetWidth * el.offsetHeight") <= 4, "heard, not seen"


@pytest.mark.parametrize("cell", CELLS)
def test_everything_has_a_role_and_a_name(stage, cell):
    settings = stage.open(f"/{cell}?t=3").settings()
    strip = stage.strip
    assert strip.get_attribute("role") == "slider"
    for name, value in {"label": "Time", "valuemin": "1", "valuemax": "24", "valuenow": "3"}.items():
        assert strip.get_attribute(f"aria-{name}") == value
    assert strip.get_attribute("aria-valuetext") == f"time step 3 of 24, {settings.labels[2]}"
    for name, text in expected(settings).items():
        quantity, row = name.split(":")
        number = stage.number(quantity, int(row))
        assert text in number.get_attribute("aria-label")
        assert number.get_attribute("role"), name
    stage.tab("Weights" if cell == "rnn" else settings_gate(cell))
    for place, size in parameters(settings, cell).items():
        quantity, row, col = place.split(":")
        weight = stage.weight(quantity, int(row), int(col))
        assert weight.get_attribute("role") == "spinbutton"
        assert float(weight.get_attribute("aria-valuenow")) == size
        assert (
            weight.get_attribute("aria-label")
            == f"{quantity.replace('.', ' ')} row {int(row) + 1} column {int(col) + 1}"
        )
    for button in stage.root.get_by_role("button").all():
        assert (button.get_attribute("aria-label") or button.text_content()).strip()
    for box in stage.root.get_by_role("combobox").all():
        assert box.get_attribute("aria-label")


def settings_gate(cell: str) -> str:
    return CELLS[cell].gates[-1]


def parameters(settings, cell: str) -> dict[str, float]:
    """The numbers on the panel at its last gate's tab: name:row:col."""
    gate = f".{settings_gate(cell)}" if cell != "rnn" else ""
    hidden = settings.hidden_size
    first = (CELLS[cell].blocks - 1) * hidden
    out: dict[str, float] = {}
    for name, values in vars(settings.weights).items():
        rows = values[first : first + hidden].reshape(hidden, -1)
        out |= {f"{name}{gate}:{i}:{j}": float(v) for i, row in enumerate(rows) for j, v in enumerate(row)}
    return out


def test_a_number_too_close_to_see_is_still_told_exactly(stage):
    """Four digits do not change; what a screen reader and the hover say does."""
    stage.open("/rnn?weight_ih=0.6584,-0.1671")
    stage.type(stage.weight("weight_ih", 0), "0.65840001").press("Enter")
    expect(stage.weight("weight_ih", 0)).to_have_text("+0.6584")
    expect(stage.weight("weight_ih", 0)).to_have_attribute("aria-valuenow", "0.65840001")
    expect(stage.weight("weight_ih", 0)).to_have_attribute("title", "0.65840001, was 0.6584")


def test_a_box_on_the_page_keeps_its_keys(page):
    page.goto("/kinds?t=1")
    where = page.locator(".stage .where")
    expect(where).to_have_text("t = 1 of 9", timeout=30_000)
    box = page.get_by_role("textbox", name="A word")
    box.click()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert box.evaluate("(el) => el.selectionStart") == 2, "the caret has moved"
    expect(where).to_have_text("t = 1 of 9")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("ArrowRight")
    expect(where).to_have_text("t = 2 of 9")
