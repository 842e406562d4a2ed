// The stages' state without a page: dragging, taking back, the way back and forward, and a stack in which layers feed layers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { run } from "../../assets/shared/cell.js";
import { StackStore } from "../../assets/shared/stack/store.js";
import { Store } from "../../assets/shared/store.js";
import { editable, flat, limitOf, numberOf, queryOf, withNumber } from "../../assets/shared/table.js";

const CASES = JSON.parse(readFileSync(new URL("forward.json", import.meta.url), "utf8"));
const table = (cell) => {
  const found = CASES.find((one) => one.table.cell === cell).table;
  return { ...found, t: 1, op: 0, notation: "torch", preset: "worked" };
};
const opened = (cell = "lstm") => new Store({ table: table(cell), base: table(cell), recipe: { steps: "3" } });

test("a number has its place by gate, row and column", () => {
  const lstm = table("lstm");
  assert.equal(numberOf(lstm, {}, "weight_ih.f", 1, 0), lstm.weight_ih[3][0]);
  assert.equal(numberOf(lstm, {}, "bias_hh.o", 0), lstm.bias_hh[6]);
  assert.equal(numberOf(lstm, run(lstm), "h", 1), run(lstm).h[1][1]);
  assert.equal(numberOf(lstm, run(lstm), "y", 0), undefined);
  const moved = withNumber(lstm, "weight_ih.f", 1, 0, 9);
  assert.equal(moved.weight_ih[3][0], 9);
  assert.equal(lstm.weight_ih[3][0] === 9, false);
  assert.equal(moved.weight_ih[0], lstm.weight_ih[0], "rows that did not change are shared");
});

test("a number of the output layer is changed where there is one", () => {
  const head = { weight: [[1, 2]], bias: [3], softmax: false };
  const rnn = { ...table("rnn"), head };
  assert.deepEqual(withNumber(rnn, "head_weight", 0, 1, 9).head, { ...head, weight: [[1, 9]] });
  assert.deepEqual(withNumber(rnn, "head_bias", 0, 0, 9).head, { ...head, bias: [9] });
  assert.deepEqual([numberOf(rnn, {}, "head_weight", 0, 1), numberOf(rnn, {}, "head_bias", 0)], [2, 3]);
});

test("what is computed cannot be edited, but the first step's own start can", () => {
  const at = (t) => ({ ...table("lstm"), t });
  assert.equal(editable(at(1), "h"), null);
  assert.equal(editable(at(1), "h_prev"), null);
  assert.equal(editable(at(0), "h_prev"), "h0");
  assert.equal(editable(at(0), "weight_ih.f"), "weight_ih.f");
  assert.equal(editable({ ...at(0), fixed: ["weight_ih"] }, "weight_ih.f"), null);
});

test("a drag is one edit, can be taken back, and leaves a ghost of what was", () => {
  const store = opened();
  const before = store.record;
  store.begin();
  for (const value of [0.6, 0.7, 0.8]) store.drag("x", 0, 0, value);
  assert.equal(store.value("x", 0), 0.8);
  assert.equal(store.ghostValue("x", 0), 2);
  assert.deepEqual(store.record.h[0], before.h[0], "the steps before stay");
  assert.notDeepEqual(store.record.h[1], before.h[1]);
  assert.equal(store.difference().steps, 2);
  store.drag("x", 0, 0, 2.0005);
  assert.equal(store.difference().steps, 0, "too little to be seen");
  assert.ok(store.difference().most > 0);
  store.drag("x", 0, 0, 0.8);
  assert.equal(store.commit(), true);
  assert.equal(store.undo(), true);
  assert.equal(store.value("x", 0), 2);
  assert.deepEqual(store.record.h, before.h);
  assert.equal(store.undo(), false);
  assert.equal(store.redo(), true);
  assert.equal(store.value("x", 0), 0.8);
});

test("a drag that is given up, and one that moved nothing, are no edits", () => {
  const store = opened();
  store.begin();
  store.drag("x", 0, 0, 5);
  store.cancel();
  assert.equal(store.value("x", 0), 2);
  store.begin();
  assert.equal(store.commit(), false);
  assert.equal(store.undo(), false);
});

test("a new edit ends the way forward", () => {
  const store = opened();
  const edit = (value) => {
    store.begin();
    store.drag("x", 0, 0, value);
    store.commit();
  };
  edit(1);
  store.undo();
  edit(3);
  assert.equal(store.redo(), false);
});

test("the way back keeps where the learner stands", () => {
  const store = opened();
  store.begin();
  store.drag("h0", 0, 0, 1);
  store.commit();
  store.move({ t: 2, op: 3 });
  store.undo();
  assert.deepEqual([store.table.t, store.table.op, store.table.h0[0]], [2, 3, 0.25]);
});

test("a number stops at its limit", () => {
  const store = opened();
  store.begin();
  store.drag("weight_ih.i", 0, 0, -1e9);
  assert.equal(store.value("weight_ih.i", 0, 0), -100);
  assert.deepEqual([limitOf("bias_ih"), limitOf("head_weight"), limitOf("x")], [100, 100, 1e6]);
});

test("reset goes back to the preset's numbers", () => {
  const store = opened("gru");
  store.begin();
  store.drag("x", 1, 0, -3);
  store.commit();
  assert.equal(store.reset(), true);
  assert.deepEqual(store.table.x, table("gru").x);
});

test("the link has the recipe, the step and what differs from it, each number in full", () => {
  const store = opened("rnn");
  assert.equal(queryOf(store.doc), "preset=worked&steps=3&t=2");
  store.begin();
  store.drag("x", 0, 0, 0.1 + 0.2);
  store.commit();
  assert.equal(queryOf(store.doc), "preset=worked&steps=3&t=2&x=0.5,-1,0.30000000000000004,0.25,-0.75,1.5");
  const clamped = { ...store.doc, table: { ...table("rnn"), clamps: [{ gate: "f", t: 0, value: 0.5 }] } };
  assert.equal(queryOf(clamped), "preset=worked&steps=3&t=2&clamp=f@1:0.5");
});

test("a long array is written against the one that the recipe makes", () => {
  const base = Array.from({ length: 70 }, (_, k) => k / 8);
  const mine = base.map((value, k) => (k === 3 ? -0 : value));
  assert.equal(flat(mine, base), "3*,-0,66*");
  assert.equal(
    flat([
      [1, 2.5],
      [-0, 1e-300],
    ]),
    "1,2.5,-0,1e-300",
  );
});

/** Two layers of one unit and one input each, one way or both. */
function stack(ways) {
  const one = {
    cell: "rnn",
    kind: table("rnn").kind,
    activation: "identity",
    head: null,
    clamps: [],
    weight_hh: [[1]],
    bias_ih: [0],
    bias_hh: [0],
    h0: [0],
    c0: [0],
  };
  const cells = [0, 1].flatMap((layer) =>
    ways.map((reverse) => {
      const made = { ...one, weight_ih: [Array.from({ length: layer ? ways.length : 1 }, () => 1)] };
      return { layer, reverse, name: `_l${layer}${reverse ? "_reverse" : ""}`, table: made, base: made };
    }),
  );
  const x = [[1], [2], [4]];
  return new StackStore({ x, base: x, cells, at: 0, t: 0, op: 0, notation: "torch", dropped: [], share: 0 });
}

test("a layer reads what the layer under it made", () => {
  const store = stack([false]);
  assert.deepEqual(store.series(0, "h"), [[1], [3], [7]], "sums so far");
  assert.deepEqual(store.series(1, "h"), [[1], [4], [11]], "and their sums");
});

test("a backward pass reads from the end, and its states stand at the steps that they read", () => {
  const store = stack([false, true]);
  assert.deepEqual(store.series(1, "h"), [[7], [6], [4]]);
  assert.deepEqual(store.series(2, "h"), [[8], [17], [28]], "both directions side by side");
});

test("an edit below moves everything above it, and one step back puts it right", () => {
  const store = stack([false]);
  store.begin();
  store.drag("weight_ih", 0, 0, 2);
  assert.equal(store.commit(), true);
  assert.deepEqual(store.series(1, "h"), [[2], [8], [22]]);
  store.undo();
  assert.deepEqual(store.series(1, "h"), [[1], [4], [11]]);
  assert.equal(store.redo(), true);
  assert.deepEqual(store.series(1, "h"), [[2], [8], [22]]);
});

test("what dropout takes out does not go up, and the rest goes up larger", () => {
  const { doc } = stack([false]);
  const store = new StackStore({ ...doc, dropped: [[[1], [0], [1]]], share: 0.5 });
  assert.deepEqual(store.series(1, "h"), [[2], [2], [16]]);
});
