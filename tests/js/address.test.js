// The address bar: what a stage writes, when, and what it leaves alone.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openPage, stillClock } from "./page.js";

let pass = stillClock();
let page = openPage("http://app/kinds?kind=tags&t=2");
const { Address, writeAll } = await import("../../assets/shared/address.js");
const { Stand } = await import("../../assets/shared/stand.js");
const { itemsOf, queryOf } = await import("../../assets/gradient/link.js");

beforeEach(() => {
  pass = stillClock();
  page = openPage("http://app/kinds?kind=tags&t=2");
});

test("only the last of several writes is done, when the hands are quiet", () => {
  const address = new Address();
  const done = [];
  for (const step of [1, 2, 3]) address.later(() => done.push(step));
  assert.equal(page.marks.has("data-address-waits"), true);
  pass(299);
  assert.deepEqual(done, []);
  pass(1);
  assert.deepEqual(done, [3]);
  assert.equal(page.marks.has("data-address-waits"), false);
});

test("a link that is followed has the write done at once, and not again", () => {
  const done = [];
  new Address().later(() => done.push(1));
  writeAll();
  assert.deepEqual(done, [1]);
  pass(1000);
  assert.deepEqual(done, [1]);
});

test("another page's address is not written over", () => {
  const done = [];
  new Address().later(() => done.push(1));
  page.location.pathname = "/words";
  pass(300);
  assert.deepEqual(done, []);
});

test("where the learner stands joins what Python wrote, and the usual place is left out", () => {
  const stand = new Stand({ t: 1, fold: 0 });
  stand.write({ t: 3, fold: 1 });
  pass(300);
  assert.equal(page.location.search, "?kind=tags&t=3&fold=1");
  stand.write({ t: 1, fold: 0 });
  pass(300);
  assert.equal(page.location.search, "?kind=tags");
  stand.write({ t: 1, fold: 0 });
  pass(300);
  assert.equal(page.writes.length, 2, "the same again is not written");
});

test("a place that is none is the usual one", () => {
  const stand = new Stand({ t: 1 });
  for (const [search, place] of Object.entries({ "?t=5": 5, "?t=-2": 1, "?t=2.5": 1, "?t=x": 1, "": 1 })) {
    page.location.search = search;
    assert.equal(stand.read("t"), place, search);
  }
});

test("the sweep's link has Python's items and the learner's own, without what is usual", () => {
  const usual = { view: "sweep", example: "slide", whole: false, k: 0, front: 1, factor: 1, notation: "torch" };
  const items = (fields) => itemsOf({ ...usual, values: [0.2, 0.1, 0.01, 0.02], ...fields });
  assert.equal(queryOf({ cell: "gru", clamp: "z@2:1" }, items({})), "cell=gru&clamp=z@2:1");
  assert.equal(queryOf({ cell: "gru", k: "4" }, items({ k: 2, whole: true })), "cell=gru&k=3&whole=1");
  assert.equal(queryOf({}, items({ values: [1, 0.5] })), "values=1,0.5");
});
