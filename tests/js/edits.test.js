// The way back and forward through edits.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Edits } from "../../assets/shared/edits.js";

test("back to what stood, forward to what came of it", () => {
  const edits = new Edits();
  assert.equal(edits.back("a"), null);
  assert.equal(edits.on("a"), null, "looking for a way leaves none behind");
  edits.add("a");
  edits.add("b");
  assert.equal(edits.back("c"), "b");
  assert.equal(edits.back("b"), "a");
  assert.equal(edits.on("a"), "b");
  assert.equal(edits.on("b"), "c");
  assert.equal(edits.on("c"), null);
});

test("a new edit ends the way forward, and the oldest of many is forgotten", () => {
  const edits = new Edits();
  for (let k = 0; k < 250; k += 1) edits.add(k);
  assert.equal(edits.back(250), 249);
  edits.add("new");
  assert.equal(edits.on("x"), null);
  const seen = [];
  for (let at = "x"; at !== null; ) {
    at = edits.back(at);
    seen.push(at);
  }
  assert.deepEqual([seen.length, seen.at(-2)], [201, 50]);
});
