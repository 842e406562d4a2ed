// Numbers as they are shown, read and coloured, and the names beside them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNumber } from "../../assets/shared/format.js";
import { nameIn } from "../../assets/shared/names.js";
import { numeral } from "../../assets/shared/numeral.js";
import { full, largest, logAxis, low, Scale, show } from "../../assets/shared/scale.js";
import { toUnicode } from "../../assets/shared/unicode.js";

const SHOWN = [
  [0, "\u00a00.000"],
  [-0, "\u00a00.000"],
  [0.312, "+0.3120"],
  [-12.345678, "−12.35"],
  [9.9996, "+10.00"],
  [9999.4, "+9999"],
  [9999.6, "+1.000e+04"],
  [0.0009999, "+9.999e−04"],
  [-1000.5, "−1001"],
  [5e-324, "+4.941e−324"],
  [Infinity, "+∞"],
  [-Infinity, "−∞"],
  [Number.NaN, "NaN"],
  [null, "NaN"],
];

for (const [value, text] of SHOWN) {
  test(`${value} is shown as ${text}`, () => {
    assert.equal(formatNumber(value), text);
    const bare = text.replace(/^[+\u00a0]/, "");
    assert.equal(formatNumber(value, ""), bare);
  });
}

test("a number beyond float64 comes as null and is said to be so", () => {
  assert.equal(show(null), "±∞");
  assert.equal(full(null), "beyond what float64 can hold");
  assert.equal(full(-0.1), "−0.1");
});

test("a number is read as it is written in either school", () => {
  assert.deepEqual(numeral(" −1,5 "), { value: -1.5 });
  assert.deepEqual(numeral("1,234"), { value: 1.234, other: 1234 });
  assert.deepEqual(numeral("1.234.567,5"), { value: 1234567.5 });
  assert.deepEqual(numeral("12 345.5"), { value: 12345.5 });
  for (const text of ["", "e5", "1e9999", "1,2,3", "0x10"]) assert.equal(numeral(text), null, text);
});

test("the scale runs from blue through the ground to red, by share of the largest", () => {
  const stops = ["#0000ff", ...Array(4).fill("#8080ff"), "#ffffff", ...Array(4).fill("#ff8080"), "#ff0000"].join(", ");
  const scale = new Scale(stops);
  assert.deepEqual(scale.fill(-2, 2), [0, 0, 255]);
  assert.deepEqual(scale.fill(0, 2), [255, 255, 255]);
  assert.deepEqual(scale.fill(9, 2), [255, 0, 0], "larger than the largest is as large");
  assert.deepEqual(scale.fill(null, 2), [255, 0, 0]);
  assert.deepEqual(scale.fill(0.2, 2), [255, 192, 192], "half way between two colours");
  assert.deepEqual(scale.fill(0, 0), [255, 255, 255]);
  assert.equal(scale.css(-2, 2), "rgb(0,0,255)");
  assert.deepEqual([scale.ink(0, 1), scale.ink(-1, 1)], ["#000", "#fff"]);
});

test("the largest of nested lists is by size, and null counts as nothing", () => {
  assert.equal(
    largest([
      [1, -3],
      [null, 2],
    ]),
    3,
  );
  assert.equal(largest([]), 0);
});

test("a log axis spans three decades or more, and zeros stand at its foot", () => {
  const { share, decades, bottom, top } = logAxis([1e-5, 2, 0]);
  assert.deepEqual([bottom, top], [-6, 1]);
  assert.deepEqual(decades, [-6, -4, -2, 0]);
  assert.deepEqual([share(0), share(null), share(10)], [0, 1, 1]);
  assert.ok(Math.abs(share(1e-6) - 0) < 1e-12 && Math.abs(share(10 ** -2.5) - 0.5) < 1e-12);
  assert.equal(logAxis([0.5, 0.6]).top - logAxis([0.5, 0.6]).bottom, 3);
});

test("names are the key itself in PyTorch's notation, and letters in the others", () => {
  const names = {
    symbols: { wu: { h: "h_t", h_prev: "h_{t-1}", "a.f": "a_{f}" } },
    parameters: { wu: { h0: "h_{0}" } },
  };
  assert.equal(nameIn(names, "torch", "weight_ih.f"), "weight_ih.f");
  assert.equal(nameIn(names, "torch", "h0"), "h₀");
  assert.equal(nameIn(names, "wu", "h"), "h");
  assert.equal(nameIn(names, "wu", "h_prev"), "h′");
  assert.equal(nameIn(names, "wu", "h0"), "h₀");
  assert.equal(nameIn(names, "wu", "none"), "none");
});

test("LaTeX in one line", () => {
  const latex = "\\q{h}{h}_{t}&=\\sigma(\\q{a}{W_{f}}x_{t}+b_{12})\\odot e^{-a}";
  assert.equal(toUnicode(latex), "hₜ = σ(W_fxₜ + b₁₂) ⊙ exp(−a)");
  assert.equal(low(12), "₁₂");
});
