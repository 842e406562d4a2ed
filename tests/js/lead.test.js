// The lead without a page: what is lit, what is covered, and the answers as a file.
import assert from "node:assert/strict";
import { test } from "node:test";

const { selectorOf } = await import("../../assets/lead/lead.js");
const { csv } = await import("../../assets/lead/answers.js");
const { Store } = await import("../../assets/shared/store.js");

test("a quantity, one of its numbers, a block of a gate, or a selector is lit", () => {
  assert.equal(selectorOf("h"), '[data-q="h"]');
  assert.equal(selectorOf("h[2]"), '[data-q="h"][data-row="1"]');
  assert.equal(selectorOf("a.f[1]"), '[data-q="a.f"][data-row="0"]');
  assert.equal(selectorOf(".tabs"), ".tabs");
  assert.equal(selectorOf(".st-key-controls"), ".st-key-controls");
});

test("answers are saved with every field in quotes, and none that a spreadsheet computes", () => {
  const text = csv([
    { when: "now", lesson: "rnn", step: 2, question: 1, guess: '=1+1 "x"', truth: "−0.5", right: false },
  ]);
  const [head, row] = text.split("\r\n");
  assert.equal(head.split(",").length, 8);
  assert.equal(row, '"now","rnn","2","1","\'=1+1 ""x""","−0.5","false",""');
});

test("covered is what is computed from there on, and never an input or what is known", () => {
  const covers = (name, t, cover) => Store.prototype.covers.call({ cover, record: RECORD, table: { t } }, name, t);
  const cover = { t: 2, known: ["a_ih", "a_hh"] };
  assert.equal(covers("h", 1, cover), false);
  assert.equal(covers("a_ih.f", 2, cover), false);
  assert.equal(covers("h_prev", 2, cover), false);
  assert.equal(covers("h", 2, cover), true);
  assert.equal(covers("x", 3, cover), false);
  assert.equal(covers("a_ih", 3, cover), true);
  assert.equal(covers("h_prev", 3, cover), true);
  assert.equal(covers("weight_hh", 3, cover), false);
  assert.equal(covers("h", 2, null), false);
});

const RECORD = { x: [], a_ih: [], a_hh: [], h_prev: [], h: [] };
