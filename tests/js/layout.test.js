// Circuits of every cell and size: all that the cell computes is there once, in the picture, and nothing covers anything.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as built from "../../assets/shared/built.js";
import * as builtNarrow from "../../assets/shared/built_narrow.js";
import * as wide from "../../assets/shared/layouts.js";
import * as narrow from "../../assets/shared/layouts_narrow.js";

const CASES = JSON.parse(readFileSync(new URL("forward.json", import.meta.url), "utf8"));
const CELLS = Object.fromEntries(CASES.map(({ table, record }) => [table.cell, { table, record }]));
const COUNTS = [1, 2, 3, 4];
const SIZES = COUNTS.flatMap((hidden) => COUNTS.map((inputs) => ({ hidden, inputs })));
const HEADS = [
  { outputs: 0, softmax: false },
  { outputs: 3, softmax: false },
  { outputs: 2, softmax: true },
];
const box = (s, { x, y, n }) => ({ left: x - s.cw / 2, right: x + s.cw / 2, top: s.over(n, y), bottom: s.under(n, y) });
const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

function check(s, where) {
  const boxes = s.chips.map((chip) => box(s, chip));
  boxes.forEach((one, k) => {
    assert.ok(one.left >= 0 && one.right <= s.width, `${where}: ${s.chips[k].q} is beside the picture`);
    assert.ok(one.top >= 0 && one.bottom <= s.height, `${where}: ${s.chips[k].q} is above or below the picture`);
    boxes.slice(k + 1).forEach((two, j) => {
      assert.ok(apart(one, two), `${where}: ${s.chips[k].q} covers ${s.chips[k + 1 + j].q}`);
    });
  });
  for (const { points, q } of [...s.wires, ...s.loops]) {
    const inside = points.every(([x, y]) => x >= 0 && x <= s.width && y >= 0 && y <= s.height);
    assert.ok(inside, `${where}: a wire of ${q} leaves the picture`);
  }
}

/** The chips that the record of a cell asks for: a quantity, or its block of each gate. */
function wanted(cell, { outputs, softmax }) {
  const { table, record } = CELLS[cell];
  const gates = table.kind.arrays.weight_ih.filter(Boolean);
  const split = (q) => (/^a(_ih|_hh)?$/.test(q) && gates.length ? gates.map((gate) => `${q}.${gate}`) : [q]);
  return [...Object.keys(record).flatMap(split), ...(outputs ? ["y"] : []), ...(softmax ? ["p"] : [])];
}

for (const [name, layouts] of Object.entries({ wide, narrow })) {
  for (const cell of Object.keys(CELLS)) {
    test(`${cell}, ${name}`, () => {
      for (const size of SIZES) {
        for (const head of HEADS) {
          const s = layouts[cell]({ ...size, ...head, activation: "tanh" });
          const where = `${cell} ${JSON.stringify({ ...size, ...head })}`;
          check(s, where);
          assert.deepEqual(s.chips.map(({ q }) => q).sort(), wanted(cell, head).sort(), where);
          for (const { q, n } of s.chips)
            assert.equal(n, q === "x" ? size.inputs : "yp".includes(q) ? head.outputs : size.hidden, `${where} ${q}`);
        }
      }
    });
  }
}

for (const [name, layouts] of Object.entries({ wide: built, narrow: builtNarrow })) {
  for (const form of ["plain", "sum", "ungated"]) {
    test(`the stage ${form} between RNN and LSTM, ${name}`, () => {
      for (const size of SIZES) {
        const s = layouts[form]({ ...size, outputs: 0, softmax: false, activation: "tanh" });
        check(s, `${form} ${JSON.stringify(size)}`);
      }
    });
  }
}
