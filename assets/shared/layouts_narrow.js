// The same circuits for a stage as narrow as a phone: values run from top to bottom, one gate a column.
import { Sketch } from "./sketch.js";

export const COLUMNS = [46, 135, 224, 313];

export class Rows extends Sketch {
  constructor(size) {
    super(360, 84, size.hidden <= 2 ? 26 : 22, 14);
    this.y = 0;
    /** @type {number[]} the middle of each row of gates */
    this.levels = [];
  }

  /** Goes down to the next row, `n` numbers high, and leaves room for a label. */
  next(n) {
    this.y += 24;
    const middle = this.y + (n * this.rh) / 2;
    this.y += n * this.rh;
    this.height = this.y + 12;
    return middle;
  }

  /** `rows`: the operation of each quantity, from top to bottom. */
  column(rows, n, x) {
    Object.entries(rows).forEach(([q, op], k) => {
      const y = this.levels[k];
      this.chip(q, n, x, y, op);
      if (k) this.wire(op, q.split(".").pop() ?? q, [x, this.under(n, this.levels[k - 1])], [x, this.over(n, y) - 18]);
    });
  }
}

export function inputs(s, size, names) {
  const y = s.next(Math.max(size.hidden, size.inputs));
  names.forEach((q, k) => s.chip(q, q === "x" ? size.inputs : size.hidden, COLUMNS[k], y, -1));
}

function outputs(s, size, op) {
  if (!size.outputs) return s;
  const y = s.next(size.outputs);
  s.chip("y", size.outputs, COLUMNS[0], y, op);
  if (size.softmax) s.chip("p", size.outputs, COLUMNS[2], y, op);
  return s;
}

export function rnn(size, gate = "") {
  const end = gate && `.${gate}`;
  const [sumOp, act] = gate ? [0, 1] : [1, 2];
  const s = new Rows(size);
  const n = size.hidden;
  inputs(s, size, ["x", "h_prev"]);
  const [linear, sum] = [s.next(n), s.next(n)];
  s.chip(`a_ih${end}`, n, COLUMNS[0], linear, 0).sign("+", 102, linear, sumOp).chip(`a_hh${end}`, n, 158, linear, 0);
  s.wire(0, "x", [46, s.over(n, linear) - 22], [46, s.over(n, linear) - 18]).wire(
    0,
    "h",
    [135, s.over(n, linear) - 22],
    [135, s.over(n, linear) - 18],
  );
  s.chip(`a${end}`, n, COLUMNS[0], sum, sumOp).wire(sumOp, "a", [46, s.under(n, linear)], [46, s.over(n, sum) - 18]);
  s.node(size.activation, 150, sum, act, { wide: true }).chip("h", n, COLUMNS[2], sum, act);
  s.wire(act, "a", [88, sum], [122, sum]).wire(act, "h", [178, sum], [182, sum]);
  return outputs(s, size, 2);
}

export function lstm(size) {
  const s = new Rows(size);
  const n = size.hidden;
  inputs(s, size, ["x", "h_prev", "c_prev"]);
  s.levels = [s.next(n), s.next(n), s.next(n), s.next(n)];
  ["f", "i", "g", "o"].forEach((q, k) =>
    s.column({ [`a_ih.${q}`]: 0, [`a_hh.${q}`]: 0, [`a.${q}`]: 0, [q]: 1 }, n, COLUMNS[k]),
  );
  const [cell, out] = [s.next(n), s.next(n)];
  s.chip("kept", n, COLUMNS[0], cell, 2)
    .sign("+", 113, cell, 4)
    .chip("written", n, 180, cell, 3)
    .sign("=", 247, cell, 4);
  s.chip("c", n, COLUMNS[3], cell, 4);
  s.chip("tanh_c", n, 180, out, 5).sign("⊙ o", 247, out, 5).chip("h", n, COLUMNS[3], out, 5);
  s.wire(2, "f", [46, s.over(n, cell) - 22], [46, s.over(n, cell) - 18]);
  return outputs(s, size, 5);
}

export function gru(size) {
  const s = new Rows(size);
  const n = size.hidden;
  inputs(s, size, ["x", "h_prev"]);
  s.levels = [s.next(n), s.next(n), s.next(n), s.next(n)];
  s.column({ "a_ih.r": 0, "a_hh.r": 0, "a.r": 1, r: 1 }, n, COLUMNS[0]);
  s.column({ "a_ih.z": 0, "a_hh.z": 0, "a.z": 1, z: 1 }, n, COLUMNS[1]);
  s.column({ "a_ih.n": 0, "a_hh.n": 0, "a.n": 3, n: 3 }, n, COLUMNS[3]);
  s.chip("reset", n, COLUMNS[2], s.levels[1], 2);
  const out = s.next(n);
  s.chip("kept", n, COLUMNS[0], out, 4)
    .sign("+", 113, out, 4)
    .chip("written", n, 180, out, 4)
    .sign("=", 247, out, 4)
    .chip("h", n, COLUMNS[3], out, 4);
  return outputs(s, size, 4);
}

export function mingru(size) {
  const s = new Rows(size);
  const n = size.hidden;
  inputs(s, size, ["x", "h_prev"]);
  s.levels = [s.next(n), s.next(n)];
  s.column({ "a_ih.z": 0, z: 1 }, n, COLUMNS[0]);
  s.column({ "a_ih.n": 0, n: 2 }, n, COLUMNS[2]);
  const out = s.next(n);
  s.chip("kept", n, 60, out, 3)
    .sign("+", 118, out, 3)
    .chip("written", n, 180, out, 3)
    .sign("=", 247, out, 3)
    .chip("h", n, COLUMNS[3], out, 3);
  return outputs(s, size, 3);
}
