// A class: links compared, and where a link stands on the sweep, without a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page.js";

openPage("http://app/lstm?t=2");
const { differing } = await import("../../assets/room/place.js");
const { placeOf, itemsOf } = await import("../../assets/gradient/link.js");
const { arrive, moves, reachable } = await import("../../assets/shared/reached.js");

test("two links differ in the items that one of them has otherwise or not at all", () => {
  assert.deepEqual(differing("lstm?t=2&preset=latch", "lstm?preset=latch&t=2"), []);
  assert.deepEqual(differing("lstm?t=2", "lstm?t=3"), ["t"]);
  assert.deepEqual(differing("lstm?t=2", "lstm?op=4"), ["t", "op"]);
  assert.deepEqual(differing("", ""), []);
  assert.equal(differing("lstm?t=2", "gru?t=2"), null);
  assert.equal(differing("", "gru"), null);
});

test("a place on the sweep is read as it was written", () => {
  const at = { view: "path", example: "net", whole: false, k: 3, front: 4, factor: 2, values: [1], notation: "wu" };
  const { view, example, k, front, factor, notation } = placeOf(new URLSearchParams(itemsOf(at)));
  assert.deepEqual(
    { view, example, k, front, factor, notation },
    { view: "path", example: "net", k: 3, front: 4, factor: 2, notation: "wu" },
  );
  assert.equal(placeOf(new URLSearchParams()).front, 1);
});

test("only stages that are on the page and have their data are told where to go", () => {
  const told = [];
  const stage = (name, more) => ({ moves: [name], arrive: (items) => told.push([name, items.get("t")]), ...more });
  const [shown, gone, empty] = [{ isConnected: true }, { isConnected: true }, { isConnected: true }];
  reachable(shown, stage("t", { data: {} }));
  reachable(gone, stage("at", { data: {} }));
  reachable(empty, stage("op", {}));
  reachable({ isConnected: true }, {}); // a stage that takes no steps
  gone.isConnected = false;
  assert.deepEqual([...moves()], ["t"]);
  arrive(new URLSearchParams("t=5"));
  assert.deepEqual(told, [["t", "5"]]);
});
