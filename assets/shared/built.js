// The circuits of the stages between RNN and LSTM, wide: (a) plain, (b) sum, (c) ungated; the names are core's forms.
import { fourGates, rnn, rowHeight } from "./layouts.js";
import { Sketch } from "./sketch.js";

/** (a) An RNN whose weights are the candidate's. */
export const plain = (size) => rnn({ ...size, activation: "tanh" }, "g");

/** (b) g is added to a memory, and h is its tanh. */
export function sum(size) {
  const n = size.hidden;
  const rh = n <= 2 ? 26 : rowHeight(n);
  const s = new Sketch(920, 68, rh, 13.5);
  const [tall, low] = [n * rh, Math.max(n, size.inputs) * rh];
  const cy = 30 + tall / 2;
  const top = cy + tall + 34;
  const bottom = top + tall / 2 + 40 + low / 2;
  const mid = (top + bottom) / 2;
  s.chip("c_prev", n, 48, cy, -1).chip("h_prev", n, 48, top, -1).chip("x", size.inputs, 48, bottom, -1);
  s.node("W_hg", 168, top, 0, { wide: true }).node("W_ig", 168, bottom, 0, { wide: true });
  s.chip("a_hh.g", n, 272, top, 0).chip("a_ih.g", n, 272, bottom, 0).node("+", 356, mid, 0).chip("a.g", n, 436, mid, 0);
  s.node("tanh", 524, mid, 1, { wide: true }).chip("g", n, 610, mid, 1).node("+", 700, cy, 2);
  s.wire(0, "h", [82, top], [142, top]).wire(0, "x", [82, bottom], [142, bottom]);
  s.wire(0, "h", [194, top], [238, top]).wire(0, "x", [194, bottom], [238, bottom]);
  s.wire(0, "h", [306, top], [356, top], [356, mid - 11]).wire(0, "x", [306, bottom], [356, bottom], [356, mid + 11]);
  s.wire(0, "a", [367, mid], [402, mid]).wire(1, "a", [470, mid], [498, mid]).wire(1, "g", [550, mid], [576, mid]);
  s.wire(2, "c", [82, cy], [689, cy])
    .wire(2, "g", [644, mid], [700, mid], [700, cy + 11])
    .wire(2, "c", [711, cy], [826, cy]);
  s.chip("c", n, 860, cy, 2)
    .node("tanh", 860, s.under(n, cy) + 16, 3, { wide: true })
    .chip("h", n, 860, mid, 3);
  s.wire(3, "c", [860, s.under(n, cy) + 26], [860, s.over(n, mid) - 18]);
  s.loop("c", [894, cy], [912, cy], [912, 6], [4, 6], [4, cy], [13, cy]);
  s.height = bottom + low / 2 + 18;
  s.loop("h", [860, s.under(n, mid)], [860, s.height - 6], [4, s.height - 6], [4, top], [13, top]);
  return s;
}

/** (c) The gates are computed, and lead nowhere. */
export function ungated(size) {
  const { s, n, cy, gy, b2, g } = fourGates(size);
  s.node("+", g, cy, 2)
    .wire(2, "c", [66, cy], [g - 11, cy])
    .wire(2, "g", [g, s.over(n, gy)], [g, cy + 11]);
  s.wire(2, "c", [g + 11, cy], [857, cy]).chip("c", n, 885, cy, 2);
  s.node("tanh", 885, s.under(n, cy) + 14, 3, { wide: true }).chip("h", n, 885, gy, 3);
  s.loop("c", [913, cy], [917, cy], [917, 6], [3, 6], [3, cy], [9, cy]);
  s.loop("h", [885, s.under(n, gy)], [885, b2 + 9], [3, b2 + 9], [3, gy], [9, gy]);
  s.height = b2 + 14;
  return s;
}
