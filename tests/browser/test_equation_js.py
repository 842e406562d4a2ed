"""assets/shared/equation.js in Chromium: KaTeX takes every equation, and numbers fill in fast, in place and as text."""

from __future__ import annotations

import re

import numpy as np
import pytest

from rnnviz.equations import NOTATIONS, slip, stage_equations
from rnnviz.theme import BLANK, css_variables, format_number
from tests.equation_cases import numbers, symbolic, whole

FORMS = [("rnn", "right"), ("lstm", "right"), ("lstm", "swapped"), ("lstm", "lagging"), ("gru", "right")]
SLOT = re.compile(r"\[\[([\w.]+):(@|\d+)(?::(@|\d+))?\]\]")
SETUP = """async (css) => {
  const host = document.body.appendChild(document.createElement("div"));
  host.style.cssText = css;
  const root = host.attachShadow({ mode: "open" });
  const equation = await import("/assets/shared/equation.js");
  await equation.loadKatex(root);
  const box = () => root.appendChild(document.createElement("div"));
  window.stage = { ...equation, root, box };
}"""


@pytest.fixture
def stage(page):
    """A page whose window.stage has the module's exports, a shadow root and `box`, which makes an element in it."""
    page.goto("/assets/shared/format.js")
    page.set_content("<!doctype html><title>equations</title><body></body>")
    page.evaluate(SETUP, css_variables("light"))
    return page


def test_numbers_are_written_as_python_writes_them(stage):
    rng = np.random.default_rng(1)
    drawn = rng.normal(size=2000) * 10.0 ** rng.integers(-12, 13, size=2000)
    ties = [2.0625, -2.0625, 1000.5, 1001.5, 0.00048828125, 12.125]
    edges = [0.0, -0.0, 1e-12, 0.99999, 9.99996, 1e6, 0.0009999, 0.00099999, 9999.6, 9999.4, 5e-324, 1.7e308]
    values = [*drawn.tolist(), *ties, *edges]
    for plus in ("+", ""):
        shown = stage.evaluate("([values, plus]) => values.map((v) => stage.formatNumber(v, plus))", [values, plus])
        assert shown == [format_number(value, plus) for value in values]
    odd = stage.evaluate("[Infinity, -Infinity, NaN, null, -0].map((value) => stage.formatNumber(value))")
    assert odd == ["+∞", "−∞", "NaN", "NaN", f"{BLANK}0.000"]


def rendered(stage, latex: dict[str, str]) -> dict[str, str]:
    """Each equation's text as KaTeX sets it; KaTeX throws where it does not understand."""
    script = """(latex) => Object.fromEntries(Object.entries(latex).map(([key, text]) => {
      const el = stage.box();
      stage.renderEquation(el, text, { display: true });
      const words = el.querySelector(".katex-html").textContent;
      el.remove();
      return [key, words];
    }))"""
    return stage.evaluate(script, latex)


@pytest.mark.parametrize(("cell", "form"), FORMS)
def test_every_equation_renders_and_the_short_form_is_the_long_one(stage, cell, form):
    payload = stage_equations(cell, 2, 2, head_size=2, form=form)
    for notation in NOTATIONS:
        sent = payload["symbolic"][notation]
        long = {op: symbolic(cell, notation, op, form=form) for op in sent}
        assert rendered(stage, sent) == rendered(stage, long)
        assert all(rendered(stage, payload["symbols"][notation]).values())
        assert rendered(stage, {"whole": whole(cell, notation, form=form)})["whole"]


@pytest.mark.parametrize("notation", NOTATIONS)
def test_slips_render(stage, notation):
    for key in "abcdg":
        before, after = slip(key, notation)
        words = rendered(stage, {"slide": before, "right": after})
        assert words["slide"] != words["right"]


@pytest.mark.parametrize(("cell", "form"), FORMS)
def test_every_template_renders_with_python_s_slots(stage, cell, form):
    payload = stage_equations(cell, 3, 2, head_size=2, form=form)
    script = """([how, symbols]) => Object.entries(how).map(([key, template]) => {
      const el = stage.box();
      const { slots, update } = stage.renderTemplate(el, template, { unit: 1, symbols });
      update((quantity, row, col) => row + (col ?? 0) / 8 - 1);
      const found = slots.map((_, k) => el.querySelector(`[data-slot='${k}'] .mord`));
      const result = [key, slots.map((s) => [s.quantity, s.row, s.col ?? null]), found.map((s) => s.textContent)];
      el.remove();
      return result;
    })"""
    for notation in NOTATIONS:
        for key, slots, texts in stage.evaluate(script, [payload["how"], payload["symbols"][notation]]):
            wanted = SLOT.findall(numbers(cell, key, 3, 2, form=form, head_size=2))
            place = {"@": 1, "": None}
            assert slots == [[q, *(place[p] if p in place else int(p) for p in where)] for q, *where in wanted]
            values = [row + (col or 0) / 8 - 1 for _, row, col in slots]
            assert [text.strip("()") for text in texts] == [format_number(value, "") for value in values]


def test_numbers_change_in_place(stage):
    """No width moves between a short and a long number, a negative one behind an operator has parentheses."""
    template = stage_equations("rnn", 2, 2)["how"]["a_ih"]
    script = """([template, symbols]) => {
      const el = stage.box();
      const shown = stage.renderTemplate(el, template, { unit: 0, symbols });
      const again = stage.renderTemplate(el, template, { unit: 0, symbols }) === shown;
      const inside = (s) => s.firstChild.getBoundingClientRect().width <= s.getBoundingClientRect().width + 0.5;
      const looks = [0.5, -0.25, -1.2345e-7, 12345678, NaN].map((value) => {
        shown.update(() => value);
        const slots = [...el.querySelectorAll("[data-quantity]")];
        const places = [...el.querySelectorAll(".mord, .mbin, .mrel")].map((s) => s.getBoundingClientRect().x);
        return { texts: slots.map((s) => s.textContent), places, fits: slots.every(inside) };
      });
      const slot = el.querySelector("[data-quantity]");
      shown.update(() => 1 / 3);
      slot.dispatchEvent(new PointerEvent("pointerenter"));
      return { again, looks, title: slot.title };
    }"""
    seen = stage.evaluate(script, [template, stage_equations("rnn", 2, 2)["symbols"]["torch"]])
    assert seen["again"]
    assert seen["title"] == repr(1 / 3)
    short, negative, tiny, big, none = seen["looks"]
    assert short["texts"] == ["0.5000"] * 6
    assert negative["texts"] == ["−0.2500", *["(−0.2500)"] * 4, "−0.2500"]
    assert tiny["texts"][1] == "(−1.235e−07)"
    assert (big["texts"][0], none["texts"][0]) == ("1.235e+07", "NaN")
    for look in (negative, tiny, big, none):
        assert look["fits"]
        assert look["places"] == pytest.approx(short["places"], abs=0.01)


def test_forty_slots_change_in_half_a_millisecond(stage):
    """A frame of a drag: 40 numbers, all different each time, the browser's clock over 50 frames at once."""
    payload = stage_equations("lstm", 4, 4)
    script = """([how, symbols]) => {
      const keys = ["a_ih.i", "a_hh.i", "a_ih.f", "a_hh.f"];
      const all = keys.map((key) => stage.renderTemplate(stage.box(), how[key], { symbols }));
      let value = 0;
      const frames = Array.from({ length: 30 }, () => {
        const start = performance.now();
        for (let k = 0; k < 50; k += 1) for (const one of all) one.update(() => Math.sin((value += 1)));
        return (performance.now() - start) / 50;
      });
      return [all.flatMap((one) => one.slots).length, frames.sort((a, b) => a - b)[15]];
    }"""
    slots, milliseconds = stage.evaluate(script, [payload["how"], payload["symbols"]["torch"]])
    assert slots == 40
    assert milliseconds < 0.5


PLAIN = [
    ("rnn", "a_ih", "torch", "aⁱʰ₃[1] = 0.6584·9.472 + (−0.5966) = 5.640"),
    ("rnn", "h", "torch", "h₃[1] = tanh(5.640) = 1.000"),
    ("rnn", "h", "andrew", "a⟨3⟩[1] = tanh(5.640) = 1.000"),
    ("lstm", "kept", "wu", "(f₃ ⊙ c₂)[1] = 0.2500·(−0.5966) = 0.6584"),
    ("gru", "written", "concat", "((1−z₃) ⊙ h̃₃)[1] = (1−0.2500)·9.472 = 0.6584"),
    ("rnn", "p", "torch", "p₃[1] = exp(0.2500) / (exp(0.2500) + exp(0.2500)) = 0.6584"),
    ("lstm", "f.clamped", "andrew", "Γ_f⟨3⟩[1] = 0.2500 (clamped)"),
]


def test_plain_text(stage):
    """Written by hand, with each quantity a number of its own; only the form is looked at."""
    sum_ = 0.6584 * 9.472 - 0.5966
    values = {"weight_ih": 0.6584, "x": 9.472, "bias_ih": -0.5966, "a_ih": sum_, "a": sum_, "h": 0.99997, "p": 0.6584}
    values |= {"f": 0.25, "c_prev": -0.5966, "kept": 0.6584, "z": 0.25, "n": 9.472, "written": 0.6584, "y": 0.25}
    script = "([template, symbols, values]) => stage.plainText(template, 0, symbols, (name) => values[name], 3)"
    for cell, quantity, notation, text in PLAIN:
        payload = stage_equations(cell, 1, 2, head_size=2)
        assert stage.evaluate(script, [payload["how"][quantity], payload["symbols"][notation], values]) == text


def test_no_latex_is_left_in_plain_text(stage):
    script = """([how, symbols, symbolic]) => [...Object.values(how), ...Object.values(symbolic)].map(
      (template) => stage.plainText(template, 1, symbols, () => -0.5))"""
    for cell, form in FORMS:
        payload = stage_equations(cell, 2, 2, head_size=2, form=form)
        for notation in NOTATIONS:
            parts = [payload["how"], payload["symbols"][notation], payload["symbolic"][notation]]
            for line in stage.evaluate(script, parts):
                assert not re.search(r"[\\{}&\[]{2}|[\\{}&]", line), line


def test_colours_and_fonts_reach_the_shadow_root(stage):
    """Browsers ignore @font-face inside a shadow root, so the fonts have to stand in the document."""
    look = """async () => {
      const el = stage.box();
      stage.renderEquation(el, "\\\\q{h}{h_t}=\\\\tanh(\\\\q{x}{x_t})", { display: true, t: 3 });
      await document.fonts.ready;
      const loaded = [...document.fonts].filter((face) => face.status === "loaded").map((face) => face.family);
      const styled = [".q-h", ".q-x"].map((name) => getComputedStyle(el.querySelector(name)).color);
      const sheets = [...document.head.querySelectorAll("link[href*=katex]")].map((link) => link.href.split("/").pop());
      await stage.loadKatex(stage.root);
      return { loaded, styled, sheets, inside: stage.root.querySelectorAll("link").length,
               words: el.querySelector(".katex-html").textContent };
    }"""
    seen = stage.evaluate(look)
    assert {"KaTeX_Main", "KaTeX_Math"} <= {name.strip('"') for name in seen["loaded"]}
    assert seen["styled"] == ["rgb(0, 125, 88)", "rgb(10, 108, 196)"]
    assert seen["sheets"] == ["katex-fonts.css"]
    assert seen["inside"] == 1
    assert "3" in seen["words"]


def test_only_our_two_html_commands_are_trusted(stage):
    """A link in LaTeX is shown as text, not made."""
    links = stage.evaluate("""() => {
      const el = stage.box();
      stage.renderEquation(el, "\\\\href{https://example.org}{x}");
      return el.querySelectorAll("a").length;
    }""")
    assert links == 0
