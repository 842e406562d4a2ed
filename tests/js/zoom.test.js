// The way from the net to a product: what a link says of it, what is drawn where, and that a unit's products add up.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Store } from "../../assets/shared/store.js";
import { numberOf } from "../../assets/shared/table.js";
import * as net from "../../assets/shared/zoom/overview.js";
import { fitting, further, gatesOf, placeOf, shown, textOf } from "../../assets/shared/zoom/place.js";
import { chainOf, coversProduct, productOf, termAt, termsOf } from "../../assets/shared/zoom/terms.js";
import * as unit from "../../assets/shared/zoom/unit.js";

const CASES = JSON.parse(readFileSync(new URL("forward.json", import.meta.url), "utf8"));
const CELLS = Object.fromEntries(CASES.map((one) => [one.table.cell, one]));
const near = (cell, text) => fitting(text, CELLS[cell].table);

test("a place is written as the link has it, and read back", () => {
  for (const text of ["net", "cell", "unit1", "unit12.f", "unit2.x1", "unit2.f.h12"])
    assert.equal(textOf(placeOf(text)), text);
  assert.deepEqual(placeOf("unit2.f.h3"), { level: "product", unit: 1, gate: "f", from: "h", col: 2 });
  for (const wrong of ["", "unit0", "unit2.f.y1", "units", "unit2.ff", "unit100"])
    assert.equal(placeOf(wrong).level, "cell");
});

test("what a cell does not have gives way to what is nearest", () => {
  assert.equal(near("lstm", "unit2.f.x1"), "unit2.f.x1");
  assert.equal(near("lstm", "unit9.f"), "cell");
  assert.equal(near("lstm", "unit1"), "cell");
  assert.equal(near("rnn", "unit1.f"), "cell");
  assert.equal(near("lstm", "unit1.f.x9"), "unit1.f");
  assert.equal(near("mingru", "unit1.z.h1"), "unit1.z", "its gates do not look at h");
});

test("back is one level further away, past a cell that is too large for the circuit", () => {
  const way = (from, drawable) => {
    const seen = [from];
    while (seen.at(-1) !== "net") seen.push(further(seen.at(-1), drawable));
    return seen;
  };
  assert.deepEqual(way("unit2.f.x1", true), ["unit2.f.x1", "unit2.f", "cell", "net"]);
  assert.deepEqual(way("unit2.f.x1", false), ["unit2.f.x1", "unit2.f", "net"]);
  assert.equal(further("net", true), "net");
  assert.deepEqual([shown("cell", true), shown("cell", false), shown("unit2", false)], ["cell", "net", "unit2"]);
});

for (const [cell, { table, record }] of Object.entries(CELLS)) {
  test(`${cell}: the products of every unit and the biases are the shares that the record has`, () => {
    for (let t = 0; t < table.x.length; t++) {
      const get = (...at) => numberOf({ ...table, t }, record, ...at);
      for (const gate of gatesOf(table)) {
        for (let row = 0; row < table.h0.length; row++) {
          const terms = termsOf(table, gate, row);
          const shares = chainOf(table, record, gate).filter((q) => q.startsWith("a_"));
          assert.equal(shares.length, cell === "mingru" ? 1 : 2);
          for (const q of shares) {
            const own = terms.filter(({ side }) => side === q.slice(2, 4));
            const sum = own.reduce((sofar, term) => sofar + productOf(term, get), 0);
            assert.ok(Math.abs(sum - get(q, row)) < 1e-12, `${q}[${row}] at ${t}`);
          }
        }
      }
    }
  });
}

test("what is made of a sum ends with the gate, or with h, and only the candidate of a GRU is reset", () => {
  const chain = (cell, gate) => chainOf(CELLS[cell].table, CELLS[cell].record, gate).join(" ");
  assert.equal(chain("rnn", ""), "a_ih a_hh a h");
  assert.equal(chain("lstm", "f"), "a_ih.f a_hh.f a.f f");
  assert.equal(chain("gru", "z"), "a_ih.z a_hh.z a.z z");
  assert.equal(chain("gru", "n"), "a_ih.n a_hh.n reset a.n n");
  assert.equal(chain("mingru", "z"), "a_ih.z z");
  assert.deepEqual(termAt(termsOf(CELLS.lstm.table, "f", 1), "h", 1).weight, ["weight_hh.f", 1, 1]);
});

test("an open question covers the products whose source or sum it asks for", () => {
  const { table, record } = CELLS.lstm;
  const store = new Store({ table: { ...table, t: 1, op: 0 }, base: table, recipe: {} });
  const covered = (t, known) => {
    store.cover = { t, known };
    return termsOf(table, "f", 0)
      .filter((term) => coversProduct(store, term))
      .map(({ key }) => key);
  };
  const all = termsOf(table, "f", 0).map(({ key }) => key);
  assert.deepEqual(covered(2, []), [], "of a later step");
  assert.deepEqual(covered(0, ["a_ih", "a_hh"]), all, "of an earlier step: h_prev is not known either");
  assert.deepEqual(
    covered(1, ["a_ih"]),
    all.filter((key) => /^h|hh/.test(key)),
  );
  assert.deepEqual(covered(1, ["a_ih", "a_hh"]), []);
  assert.ok("a_hh" in record);
});

test("the net: named rows that do not cover each other, every cell within the picture", () => {
  for (const width of [360, 960, 1230])
    for (const units of [1, 2, 4, 5, 8, 16, 32])
      for (const memory of [true, false]) {
        const at = net.layoutOf({ width, steps: 64, units, inputs: 4, memory, least: 280 });
        const tops = at.rows.map(({ top }) => top);
        assert.equal(at.rows.length, units * (memory ? 2 : 1) + 4);
        tops.slice(1).forEach((top, k) => {
          assert.ok(top - tops[k] >= 13, "a name is 12 px");
        });
        assert.ok(at.left(0) > 64 && at.left(63) + at.wide <= width + 0.01);
        assert.ok(at.wide >= 1 && tops.at(-1) + at.rh < at.height);
      }
});

test("a unit: no number covers another, and all is within the picture", () => {
  for (const width of [340, 366, 700, 960, 1230])
    for (const [inputs, units] of [
      [1, 2],
      [4, 4],
      [1, 1],
      [4, 32],
    ])
      for (const [sides, made] of [
        [["ih", "hh"], 2],
        [["ih", "hh"], 3],
        [["ih"], 1],
      ]) {
        const rows = sides.flatMap((side) => Array(1 + (side === "ih" ? inputs : units)).fill(side));
        const at = unit.layoutOf({ width, sides: rows, made, name: 9, least: 250 });
        const where = JSON.stringify({ width, inputs, units, made });
        const chips = [...sides.map((side) => ({ x: at.share, y: at.shares[side] })), ...at.last];
        chips.forEach(({ x, y }, k) => {
          assert.ok(x >= 0 && x + 96 <= width && y >= 24 && y + 15 <= at.height, where);
          for (const other of chips.slice(k + 1))
            assert.ok(
              Math.abs(x - other.x) >= 96 || Math.abs(y - other.y) >= 42,
              `${where}: a number on another's name`,
            );
        });
        assert.ok(at.share - at.wires >= 60, `${where}: a wire is too short to be seen`);
        assert.ok(at.rows.at(-1).y + at.rh / 2 <= at.height, where);
      }
});
