// The same stages for a stage as narrow as a phone.
import { COLUMNS, inputs, Rows, rnn } from "./layouts_narrow.js";

export const plain = (size) => rnn({ ...size, activation: "tanh" }, "g");

export function sum(size) {
  const s = new Rows(size);
  const n = size.hidden;
  inputs(s, size, ["x", "h_prev", "c_prev"]);
  s.levels = [s.next(n), s.next(n), s.next(n), s.next(n)];
  s.column({ "a_ih.g": 0, "a_hh.g": 0, "a.g": 0, g: 1 }, n, COLUMNS[0]);
  return memory(s, n, s.next(n));
}

export function ungated(size) {
  const s = new Rows(size);
  const n = size.hidden;
  inputs(s, size, ["x", "h_prev", "c_prev"]);
  s.levels = [s.next(n), s.next(n), s.next(n), s.next(n)];
  ["g", "f", "i", "o"].forEach((q, k) =>
    s.column({ [`a_ih.${q}`]: 0, [`a_hh.${q}`]: 0, [`a.${q}`]: 0, [q]: 1 }, n, COLUMNS[k]),
  );
  return memory(s, n, s.next(n));
}

/** c = g + c_prev and h = tanh(c), in the last row. */
function memory(s, n, y) {
  s.wire(2, "g", [46, s.under(n, s.levels[3])], [46, s.over(n, y) - 18]);
  s.chip("c", n, COLUMNS[0], y, 2).node("tanh", 165, y, 3, { wide: true }).chip("h", n, COLUMNS[3], y, 3);
  return s.wire(3, "c", [88, y], [137, y]).wire(3, "h", [193, y], [271, y]);
}
