// The forward pass of every cell against torch's numbers (tests/test_script_literals.py), its clamps, forms and slips.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { clampAt, run, runSlip } from "../../assets/shared/cell.js";

const CASES = JSON.parse(readFileSync(new URL("forward.json", import.meta.url), "utf8"));
const of = (cell) => CASES.find(({ table }) => table.cell === cell);

/** Two nested lists of numbers, to the last digits of float64. */
function near(found, wanted, where) {
  if (!Array.isArray(wanted)) return assert.ok(Math.abs(found - wanted) < 1e-14, `${where}: ${found}, not ${wanted}`);
  assert.equal(found.length, wanted.length, where);
  wanted.forEach((value, k) => near(found[k], value, `${where}[${k}]`));
}

for (const { table, record } of CASES) {
  test(`${table.cell} (${table.activation}) computes every quantity as torch does`, () => {
    const found = run(table);
    assert.deepEqual(Object.keys(found).sort(), Object.keys(record).sort());
    for (const [q, rows] of Object.entries(record)) near(found[q], rows, q);
  });
}

test("there is a case of every cell", () => {
  assert.deepEqual(new Set(CASES.map(({ table }) => table.cell)), new Set(["rnn", "lstm", "gru", "mingru"]));
});

test("of two clamps that meet the later one holds", () => {
  const clamps = [
    { gate: "f", t: null, value: 1 },
    { gate: "f", t: 2, value: 0 },
  ];
  assert.equal(clampAt(clamps, "f", 1).value, 1);
  assert.equal(clampAt(clamps, "f", 2).value, 0);
  assert.equal(clampAt(clamps, "i", 2), null);
});

test("a gate that is clamped has that value, and the others their own", () => {
  const { table, record } = of("lstm");
  const found = run({ ...table, clamps: [{ gate: "f", t: 1, value: 0.25 }] });
  assert.deepEqual(found.f[1], [0.25, 0.25]);
  near(found.f[0], record.f[0], "f");
  near(found.i[1], record.i[1], "i");
  near(
    found.kept[1],
    record.c[0].map((value) => value / 4),
    "kept",
  );
});

test("the output layer reads h, and softmax sums to 1", () => {
  const { table, record } = of("gru");
  const head = { weight: [[1, -2]], bias: [0.5], softmax: false };
  near(
    run({ ...table, head }).y,
    record.h.map(([a, b]) => [a - 2 * b + 0.5]),
    "y",
  );
  const two = {
    weight: [
      [1, -2],
      [900, 0],
    ],
    bias: [0.5, 0],
    softmax: true,
  };
  for (const p of run({ ...table, head: two }).p) near(p[0] + p[1], 1, "the sum of p");
});

test("a slip is the slide's own form", () => {
  const { table, record } = of("lstm");
  assert.equal(runSlip(table), null);
  const swapped = runSlip({ ...table, slip: "a" });
  near(
    swapped.kept[0],
    record.i[0].map((value, j) => value * table.c0[j]),
    "i keeps where f should",
  );
  const lagging = runSlip({ ...table, slip: "b" });
  near(lagging.tanh_c[0], table.c0.map(Math.tanh), "the tanh of the step before");
});

test("the stages between RNN and LSTM have what they have built so far", () => {
  const { table, record } = of("lstm");
  const plain = run(table, "plain");
  near(plain.h, plain.g, "h is g");
  assert.equal("c" in plain, false);
  const sum = run(table, "sum");
  near(
    sum.c[0],
    record.g[0].map((value, j) => value + table.c0[j]),
    "c adds g up",
  );
  near(
    sum.h,
    sum.c.map((row) => row.map(Math.tanh)),
    "h is its tanh",
  );
});
