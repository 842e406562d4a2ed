// The forward equations of the cells, for the frames of a drag. Python's rnnviz/core is the truth;
// a browser test holds the two together to 1e-12.

const sigmoid = (a) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a)));
const ACTIVATIONS = { tanh: Math.tanh, relu: (a) => Math.max(a, 0), identity: (a) => a };

/** W v + b, one number per row of W. */
function affine(weight, vector, bias) {
  return weight.map((row, j) => {
    let sum = 0;
    for (let k = 0; k < row.length; k++) sum += row[k] * vector[k];
    return sum + bias[j];
  });
}

const times = (u, v) => u.map((value, j) => value * v[j]);
const plus = (u, v) => u.map((value, j) => value + v[j]);
const block = (vector, gate, size) => vector.slice(gate * size, (gate + 1) * size);

/** Of two clamps that meet at a step (t null: every step) the later one holds; null where the gate is free. */
export const clampAt = (clamps, gate, t) =>
  clamps.findLast((clamp) => clamp.gate === gate && (clamp.t === null || clamp.t === t)) ?? null;

function gateValue(table, gate, t, a) {
  const clamp = clampAt(table.clamps, gate, t);
  return clamp === null ? a.map(sigmoid) : a.map(() => clamp.value);
}

function maps(table, x, h_prev) {
  const a_ih = affine(table.weight_ih, x, table.bias_ih);
  const a_hh = affine(table.weight_hh, h_prev, table.bias_hh);
  return { x, h_prev, a_ih, a_hh };
}

function rnnStep(table, x, { h }) {
  const { a_ih, a_hh } = maps(table, x, h);
  const a = plus(a_ih, a_hh);
  return { x, h_prev: h, a_ih, a_hh, a, h: a.map(ACTIVATIONS[table.activation]) };
}

/** The stages of the construction (core/construction.py): an RNN of g, then c = g + c_prev. */
function builtStep(step, form) {
  const { x, h_prev, a_ih, a_hh, a, g, c_prev } = step;
  if (form === "plain") return { x, h_prev, a_ih, a_hh, a, g, h: g };
  const c = plus(g, c_prev);
  return { ...step, c, h: c.map(Math.tanh) };
}

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

function mingruStep(table, x, { h }, t) {
  const a_ih = affine(table.weight_ih, x, table.bias_ih);
  const z = gateValue(table, "z", t, block(a_ih, 0, h.length));
  const n = block(a_ih, 1, h.length);
  const kept = z.map((value, j) => (1 - value) * h[j]);
  const written = times(z, n);
  return { x, h_prev: h, a_ih, z, n, kept, written, h: plus(kept, written) };
}

const BUILT = new Set(["plain", "sum", "ungated"]);
const STEPS = { rnn: rnnStep, lstm: lstmStep, gru: gruStep, mingru: mingruStep };

function softmax(values) {
  const top = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function headStep(head, h) {
  const y = affine(head.weight, h, head.bias);
  return head.softmax ? { y, p: softmax(y) } : { y };
}

/** The whole run: each quantity as T rows. `form` is one of core's forms, or "linear" or "first" for slips g and c. */
export function run(table, form = table.form ?? "right") {
  const model = form === "linear" ? { ...table, activation: "identity" } : table;
  const steps = [];
  let state = { h: table.h0, c: table.c0 };
  table.x.forEach((x, t) => {
    state = STEPS[table.cell](model, x, state, t, form);
    steps.push(state);
  });
  const record = Object.fromEntries(Object.keys(steps[0]).map((key) => [key, steps.map((step) => step[key])]));
  if (table.head) {
    const read = (t) => (form === "first" ? record.h[0] : record.h[t]);
    const outputs = steps.map((_, t) => headStep(table.head, read(t)));
    for (const key of Object.keys(outputs[0])) record[key] = outputs.map((output) => output[key]);
  }
  return record;
}

const SLIP_FORMS = { a: "swapped", b: "lagging", c: "first", d: "right", g: "linear" };

/** The slide's own form on the same input, or null when no slip is being looked at. */
export const runSlip = (table) => (table.slip ? run(table, SLIP_FORMS[table.slip]) : null);
