// Where the learner stands, as plain functions: the stops of the sweep and the factors of the path. No DOM.

/** @import { Path, SweepData, Unrolled } from "./contract.d.ts" */
/** Where the sweep stops: at a quantity of a step. @typedef {{ k: number, q: string }} Stop */

/**
 * The stops of a sweep, from the last loss back to the initial state (step -1): y, then h, then the LSTM's c.
 * @param {Pick<Unrolled, "states" | "steps" | "first">} net
 * @param {string} which
 * @param {number} of
 */
export function stopsOf(net, which, of) {
  const { states } = net;
  const last = which === "L" ? net.steps - 1 : of;
  /** @type {Stop[]} */
  const stops = [];
  for (let k = last; k >= 0; k -= 1) {
    if (which === "L" ? k >= net.first : k === of) stops.push({ k, q: "y" });
    for (const q of states) stops.push({ k, q });
  }
  for (const q of states) stops.push({ k: -1, q });
  return stops;
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/**
 * The front (number of stops gone) at the end of this time step, or of the next one back if this is done (by = 1); or
 * before this time step (by = -1).
 * @param {Stop[]} stops
 * @param {number} front
 * @param {number} by
 */
export function stepFront(stops, front, by) {
  const at = front ? stops[front - 1].k : stops[0].k + 1;
  if (by < 0)
    return Math.max(
      0,
      stops.findIndex((stop) => stop.k === at),
    );
  const done = front === 0 || stops[front]?.k !== at;
  return stops.findLastIndex((stop) => stop.k >= (done ? at - 1 : at)) + 1;
}

/**
 * Whether a number of the sweep has been reached: its stop is behind the front.
 * @param {Stop[]} stops
 * @param {number} front
 * @param {number} k
 * @param {string} q
 */
export function reached(stops, front, k, q) {
  const at = stops.findIndex((stop) => stop.k === k && stop.q === q);
  return at >= 0 && at < front;
}

/**
 * The path from E_of to step k: the shared factors up to there, then the parameter's own.
 * @param {Path} path
 * @param {number} of
 * @param {number} k
 */
export function pathModel(path, of, k) {
  const head = path.ks.length === 1 && path.factors.length === 1;
  const shared = head ? 1 : 2 + (of - k);
  const end = path.ends[path.ks.indexOf(k)];
  const factors = path.factors.slice(0, shared).map((factor, m) => ({
    ...factor,
    row: path.rows[m],
    total: path.norms[m],
    to: m === 0 ? "y" : "state",
    toStep: m < 2 ? of : factor.step - 1,
  }));
  return [...factors, { ...end, row: end.value, total: end.total, to: "parameter", toStep: k, last: true }];
}

/**
 * The slides' path of single numbers, in the same form.
 * @param {Pick<SweepData["numbers"], "values" | "names">} numbers
 */
export function numberModel({ values, names }) {
  let product = 1;
  return values.map((value, m) => {
    product *= value;
    return {
      key: "number",
      latex: names[m],
      step: 0,
      size: [1, 1],
      matrix: [[value]],
      norm: Math.abs(value),
      row: [product],
      total: Math.abs(product),
      to: "number",
      last: m === values.length - 1,
    };
  });
}
