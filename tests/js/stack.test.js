// The strips of a stack: what a backward cell computes stands under the step of the sequence that it is about.
import assert from "node:assert/strict";
import test from "node:test";
import { gateRows } from "../../assets/shared/rows.js";
import { StackStore } from "../../assets/shared/stack/store.js";

const KIND = {
  arrays: {
    weight_ih: ["r", "z", "n"],
    weight_hh: ["r", "z", "n"],
    bias_ih: ["r", "z", "n"],
    bias_hh: ["r", "z", "n"],
  },
  squash: { r: "sigmoid", z: "sigmoid", n: "tanh" },
  drawn: ["r", "z", "n"],
  clampable: [],
  states: ["h"],
};
const given = (first) => ({
  h: [[first], [2], [3]],
  r: [[first], [0.2], [0.3]],
  z: [[0], [0], [0]],
  n: [[0], [0], [0]],
});
const table = { kind: KIND, h0: [0], cell: "gru", clamps: [], form: undefined };
const cells = [false, true].map((reverse) => ({ layer: 0, reverse, name: "", given: given(0.1), table }));
const doc = (at) => ({ x: [[1], [2], [3]], cells, at, t: 0, op: 0, notation: "torch", dropped: [], share: 0 });

test("a gate's numbers stand at the steps of the sequence, for both directions", () => {
  for (const at of [0, 1]) {
    const store = new StackStore(doc(at));
    const [row] = gateRows(store, (q) => q);
    assert.deepEqual(row.values, [0.1, 0.2, 0.3]);
    assert.equal(store.value("r", 0), 0.1); // and so does the frame
  }
});
