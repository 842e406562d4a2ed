// The forward equations of the cells, for the frames of a drag. Python's rnnviz/core is the truth;
// a browser test holds the two together to 1e-12.

/** A time step: the states that came in, and all that it makes of them.
 * @typedef {(table: Model, x: number[], state: Step, t: number, form: string) => Step} Stepper */

/** @import { Clamp, Head, Rows, Table } from "./contract.d.ts" */
/** What the forward pass reads. @typedef {Omit<Table, "preset" | "seed" | "source" | "notation" | "t" | "op">} Model */
/** @typedef {Record<string, number[]>} Step */

/** Every quantity of a run, as T rows. @typedef {{ [quantity: string]: number[][] }} Run */

/** @param {number} a */
const sigmoid = (a) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a)));
/** @type {Record<string, (a: number) => number>} */
const ACTIVATIONS = { tanh: Math.tanh, relu: (a) => Math.max(a, 0), identity: (a) => a };

/**
 * W v + b, one number per row of W.
 * @param {Rows} weight
 * @param {number[]} vector
 * @param {number[]} bias
 */
function affine(weight, vector, bias) {
  return weight.map((row, j) => {
    let sum = 0;
    for (let k = 0; k < row.length; k++) sum += row[k] * vector[k];
    return sum + bias[j];
  });
}

/**
 * @param {number[]} u
 * @param {number[]} v
 */
const times = (u, v) => u.map((value, j) => value * v[j]);
/**
 * @param {number[]} u
 * @param {number[]} v
 */
const plus = (u, v) => u.map((value, j) => value + v[j]);
/**
 * @param {number[]} vector
 * @param {number} gate
 * @param {number} size
 */
const block = (vector, gate, size) => vector.slice(gate * size, (gate + 1) * size);

/**
 * Of two clamps that meet at a step (t null: every step) the later one holds; null where the gate is free.
 * @param {Clamp[]} clamps
 * @param {string} gate
 * @param {number} t
 * @returns {Clamp | null}
 */
export const clampAt = (clamps, gate, t) =>
  clamps.findLast((clamp) => clamp.gate === gate && (clamp.t === null || clamp.t === t)) ?? null;

/**
 * @param {Model} table
 * @param {string} gate
 * @param {number} t
 * @param {number[]} a
 */
function gateValue(table, gate, t, a) {
  const clamp = clampAt(table.clamps, gate, t);
  return clamp === null ? a.map(sigmoid) : a.map(() => clamp.value);
}

/**
 * @param {Model} table
 * @param {number[]} x
 * @param {number[]} h_prev
 */
function maps(table, x, h_prev) {
  const a_ih = affine(table.weight_ih, x, table.bias_ih);
  const a_hh = affine(table.weight_hh ?? [], h_prev, table.bias_hh ?? []);
  return { x, h_prev, a_ih, a_hh };
}

/** @type {Stepper} */
function rnnStep(table, x, { h }) {
  const { a_ih, a_hh } = maps(table, x, h);
  const a = plus(a_ih, a_hh);
  return { x, h_prev: h, a_ih, a_hh, a, h: a.map(ACTIVATIONS[table.activation]) };
}

/**
 * The stages of the construction (core/construction.py): an RNN of g, then c = g + c_prev.
 * @param {Step} step
 * @param {string} form
 * @returns {Step}
 */
function builtStep(step, form) {
  const { x, h_prev, a_ih, a_hh, a, g, c_prev } = step;
  if (form === "plain") return { x, h_prev, a_ih, a_hh, a, g, h: g };
  const c = plus(g, c_prev);
  return { ...step, c, h: c.map(Math.tanh) };
}

/** @type {Stepper} */
function lstmStep(table, x, { h, c = h.map(() => 0) }, t, form) {
  const size = h.length;
  const { a_ih, a_hh } = maps(table, x, h);
  const a = plus(a_ih, a_hh);
  const i = gateValue(table, "i", t, block(a, 0, size));
  const f = gateValue(table, "f", t, block(a, 1, size));
  const g = block(a, 2, size).map(Math.tanh);
  const o = gateValue(table, "o", t, block(a, 3, size));
  const swapped = form === "swapped";
  const kept = times(swapped ? i : f, c);
  const written = times(swapped ? f : i, g);
  const c_t = plus(kept, written);
  const tanh_c = (form === "lagging" ? c : c_t).map(Math.tanh);
  const step = {
    x,
    h_prev: h,
    c_prev: c,
    a_ih,
    a_hh,
    a,
    i,
    f,
    g,
    o,
    kept,
    written,
    c: c_t,
    tanh_c,
    h: times(o, tanh_c),
  };
  return BUILT.has(form) ? builtStep(step, form) : step;
}

/** @type {Stepper} */
function gruStep(table, x, { h }, t) {
  const size = h.length;
  const { a_ih, a_hh } = maps(table, x, h);
  const gates = plus(a_ih.slice(0, 2 * size), a_hh.slice(0, 2 * size));
  const r = gateValue(table, "r", t, block(gates, 0, size));
  const z = gateValue(table, "z", t, block(gates, 1, size));
  const reset = times(r, block(a_hh, 2, size));
  const a = gates.concat(plus(block(a_ih, 2, size), reset));
  const n = block(a, 2, size).map(Math.tanh);
  const kept = times(z, h);
  const written = z.map((value, j) => (1 - value) * n[j]);
  return { x, h_prev: h, a_ih, a_hh, a, r, z, reset, n, kept, written, h: plus(kept, written) };
}

/** @type {Stepper} */
function mingruStep(table, x, { h }, t) {
  const a_ih = affine(table.weight_ih, x, table.bias_ih);
  const z = gateValue(table, "z", t, block(a_ih, 0, h.length));
  const n = block(a_ih, 1, h.length);
  const kept = z.map((value, j) => (1 - value) * h[j]);
  const written = times(z, n);
  return { x, h_prev: h, a_ih, z, n, kept, written, h: plus(kept, written) };
}

const BUILT = new Set(["plain", "sum", "ungated"]);
/** @type {Record<string, Stepper>} */
const STEPS = { rnn: rnnStep, lstm: lstmStep, gru: gruStep, mingru: mingruStep };

/** @param {number[]} values */
function softmax(values) {
  const top = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/**
 * @param {Head} head
 * @param {number[]} h
 * @returns {Step}
 */
function headStep(head, h) {
  const y = affine(head.weight, h, head.bias);
  return head.softmax ? { y, p: softmax(y) } : { y };
}

/**
 * The whole run. `form` is one of core's forms, or "linear" or "first" for slips g and c. @returns {Run}
 * @param {Model} table
 */
export function run(table, form = table.form ?? "right") {
  const model = form === "linear" ? { ...table, activation: "identity" } : table;
  /** @type {Step[]} */
  const steps = [];
  /** @type {Step} */
  let state = { h: table.h0, c: table.c0 };
  table.x.forEach((x, t) => {
    state = STEPS[table.cell](model, x, state, t, form);
    steps.push(state);
  });
  const record = Object.fromEntries(Object.keys(steps[0]).map((key) => [key, steps.map((step) => step[key])]));
  const { head } = table;
  if (head) {
    const outputs = record.h.map((h) => headStep(head, form === "first" ? record.h[0] : h));
    for (const key of Object.keys(outputs[0])) record[key] = outputs.map((output) => output[key]);
  }
  return record;
}

/** @type {Record<string, string>} */
const SLIP_FORMS = { a: "swapped", b: "lagging", c: "first", d: "right", g: "linear" };

/**
 * The slide's own form on the same input, or null when no slip is being looked at.
 * @param {Model} table
 */
export const runSlip = (table) => (table.slip ? run(table, SLIP_FORMS[table.slip]) : null);
