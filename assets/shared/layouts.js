// Where everything stands in the circuit of a wide stage. A layout is data: chips (vectors with their numbers), nodes
// (operations), wires, loops to the next step. `op` is the operation that makes the thing; -1 for what comes in.
import { Sketch } from "./sketch.js";

export const rowHeight = (n) => (n <= 2 ? 24 : n === 3 ? 20 : 18);

/** The output layer right of h (at x, y): y and then its softmax. */
function headBeside(s, { outputs, softmax, op }, x, y) {
  if (!outputs) return s;
  const second = outputRight(s, "y", "W_y", outputs, op, x, y);
  const last = softmax ? outputRight(s, "p", "softmax", outputs, op, second, y) : second;
  s.width = last + s.cw / 2 + 6;
  return s;
}

function outputRight(s, q, made, outputs, op, x, y) {
  const [edge, node] = [x + s.cw / 2, x + s.cw / 2 + 38];
  s.node(made, node, y, op, { wide: true }).chip(q, outputs, node + 38 + s.cw / 2, y, op);
  s.wire(op, q === "y" ? "h" : "y", [edge, y], [node - 26, y]).wire(op, q, [node + 26, y], [node + 38, y]);
  return node + 38 + s.cw / 2;
}

/** The same where there is no room to the right: y beside h, its softmax above. */
function headOver(s, size, x, y) {
  const { outputs, softmax, op } = size;
  headBeside(s, { ...size, softmax: false }, x, y);
  if (!outputs || !softmax) return s;
  const at = s.width - 6 - s.cw / 2;
  const top = s.over(outputs, y);
  const above = top - 50 - (outputs * s.rh) / 2;
  s.node("softmax", at, top - 31, op, { wide: true }).chip("p", outputs, at, above, op);
  return s.wire(op, "p", [at, top - 41], [at, s.under(outputs, above)]);
}

/** The same under h. */
function headBelow(s, { outputs, softmax, hidden, op }, x, y) {
  if (!outputs) return s;
  const first = outputUnder(s, "y", "W_y", outputs, op, x, s.under(hidden, y));
  const last = softmax ? outputUnder(s, "p", "softmax", outputs, op, x, first) : first;
  s.height = Math.max(s.height, last + 6);
  return s;
}

function outputUnder(s, q, made, outputs, op, x, edge) {
  const middle = edge + 42 + (outputs * s.rh) / 2;
  s.node(made, x, edge + 13, op, { wide: true }).chip(q, outputs, x, middle, op);
  return s.under(outputs, middle);
}

/** `gate`: the block of an LSTM's weights that it has, or "" for an RNN's own. */
export function rnn(size, gate = "") {
  const end = gate && `.${gate}`;
  const rh = size.hidden <= 2 ? 27 : rowHeight(size.hidden) + 1;
  const s = new Sketch(800, 74, rh, size.hidden <= 2 ? 15 : 13);
  const [tall, low] = [size.hidden * rh, Math.max(size.hidden, size.inputs) * rh];
  const top = 44 + tall / 2;
  const bottom = top + tall / 2 + 44 + low / 2;
  const mid = (top + bottom) / 2;
  s.chip("h_prev", size.hidden, 50, top, -1).chip("x", size.inputs, 50, bottom, -1);
  s.node(`W_h${gate || "h"}`, 190, top, 0, { wide: true }).node(`W_i${gate || "h"}`, 190, bottom, 0, { wide: true });
  s.chip(`a_hh${end}`, size.hidden, 312, top, 0).chip(`a_ih${end}`, size.hidden, 312, bottom, 0);
  const [sum, act] = gate ? [0, 1] : [1, 2];
  s.node("+", 412, mid, sum).chip(`a${end}`, size.hidden, 500, mid, sum);
  s.node(size.activation, 602, mid, act, { wide: true }).chip("h", size.hidden, 712, mid, act);
  s.wire(0, "h", [87, top], [164, top]).wire(0, "x", [87, bottom], [164, bottom]);
  s.wire(0, "h", [216, top], [275, top]).wire(0, "x", [216, bottom], [275, bottom]);
  s.wire(sum, "h", [349, top], [412, top], [412, mid - 11]).wire(
    sum,
    "x",
    [349, bottom],
    [412, bottom],
    [412, mid + 11],
  );
  s.wire(sum, "a", [423, mid], [463, mid])
    .wire(act, "a", [537, mid], [574, mid])
    .wire(act, "h", [630, mid], [675, mid]);
  s.loop("h", [740, s.over(size.hidden, mid)], [740, 10], [4, 10], [4, top], [13, top]);
  s.height = bottom + low / 2 + 12;
  return headBeside(s, { ...size, op: 2 }, 712, mid);
}

/** One gate's block: W_ih x + b_ih, W_hh h + b_hh and their sum, left to right, and the gate above the sum. */
function gateBlock(s, gate, left, { gy, ly, b1, b2, n, sumOp, gateOp, squash }) {
  const [ih, hh, sum] = [left + 28, left + 92, left + 156];
  s.chip(`a_ih.${gate}`, n, ih, ly, 0).chip(`a_hh.${gate}`, n, hh, ly, 0).chip(`a.${gate}`, n, sum, ly, sumOp);
  s.sign("+", left + 60, ly, sumOp).sign("=", left + 124, ly, sumOp);
  s.wire(0, "x", [ih, b1], [ih, s.under(n, ly)]).wire(0, "h", [hh, b2], [hh, s.under(n, ly)]);
  squashUp(s, gate, sum, { gy, ly, n, gateOp, squash });
  return sum;
}

function squashUp(s, gate, x, { gy, ly, n, gateOp, squash }) {
  const y = s.under(n, gy) + 14;
  s.node(squash, x, y, gateOp, { wide: squash.length > 1 }).chip(gate, n, x, gy, gateOp);
  s.wire(gateOp, gate, [x, s.over(n, ly)], [x, y + 10]);
}

function buses(s, { hx, xx, b1, b2, ly, hy }) {
  s.wire(0, "x", [66, ly], [72, ly], [72, b1], [xx, b1]).plain();
  s.wire(0, "h", [66, hy], [79, hy], [79, b2], [hx, b2]).plain();
}

/**
 * An empty picture with its rows: the state's (cy), the gates' (gy), `gap` below them what they are made of (ly), two
 * buses.
 */
function rowed(size, gap) {
  const n = size.hidden;
  const s = new Sketch(920, 58, rowHeight(n), 13.22);
  const [v, low] = [n * s.rh, Math.max(n, size.inputs) * s.rh];
  const cy = 27 + v / 2;
  const more = size.isTight ? 9 : 0;
  const gy = cy + v + 43 + more;
  const ly = gy + v / 2 + gap + more + low / 2;
  return { s, n, cy, gy, ly, b1: ly + low / 2 + 9, b2: ly + low / 2 + 18 };
}

/** The LSTM's four gates over what they read, each with its place. */
export function fourGates(size) {
  const rows = rowed(size, 44);
  const { s, n, cy, gy, ly } = rows;
  const row = { ...rows, sumOp: 0, gateOp: 1, squash: "σ" };
  const f = gateBlock(s, "f", 86, row);
  const i = gateBlock(s, "i", 277, row);
  const g = gateBlock(s, "g", 468, { ...row, squash: "tanh" });
  const o = gateBlock(s, "o", 659, row);
  s.chip("c_prev", n, 38, cy, -1).chip("h_prev", n, 38, gy, -1).chip("x", size.inputs, 38, ly, -1);
  buses(s, { ...rows, hx: 659 + 92, xx: 659 + 28, hy: gy });
  return { ...rows, f, i, g, o };
}

export function lstm(size) {
  const { s, n, cy, gy, ly, b2, f, i, g, o } = fourGates(size);
  const mid = (i + g) / 2;
  s.node("⊙", f, cy, 2)
    .chip("kept", n, f + 94, cy, 2)
    .node("+", mid, cy, 4);
  s.wire(2, "c", [66, cy], [f - 11, cy])
    .wire(2, "f", [f, s.over(n, gy)], [f, cy + 11])
    .wire(2, "c", [f + 11, cy], [f + 66, cy]);
  s.node("⊙", mid - 46, gy, 3).chip("written", n, mid, gy, 3);
  s.wire(3, "i", [i + 28, gy], [mid - 57, gy]).wire(3, "g", [mid - 35, gy], [mid - 28, gy]);
  s.wire(
    3,
    "g",
    [g - 28, gy],
    [g - 44, gy],
    [g - 44, s.under(n, gy) + 9],
    [mid - 46, s.under(n, gy) + 9],
    [mid - 46, gy + 11],
  );
  s.wire(4, "c", [f + 122, cy], [mid - 11, cy])
    .wire(4, "g", [mid, s.over(n, gy) - 15], [mid, cy + 11])
    .wire(4, "c", [mid + 11, cy], [857, cy]);
  s.chip("c", n, 885, cy, 4).chip("tanh_c", n, 885, gy, 5, { atEnd: size.isTight }).chip("h", n, 885, ly, 5);
  s.node("tanh", 885, s.under(n, cy) + 12, 5, { wide: true }).node("⊙", 885, s.under(n, gy) + 12, 5);
  s.wire(5, "o", [o + 28, gy], [o + 35, gy], [o + 35, s.under(n, gy) + 12], [874, s.under(n, gy) + 12]);
  s.loop("c", [913, cy], [917, cy], [917, 6], [3, 6], [3, cy], [9, cy]);
  s.loop("h", [885, s.under(n, ly)], [885, b2 + 9], [3, b2 + 9], [3, gy], [9, gy]);
  s.height = b2 + 14;
  return headOver(s, { ...size, op: 5 }, 885, ly);
}

export function gru(size) {
  const rows = rowed(size, 58);
  const { s, n, cy, gy, ly, b1, b2 } = rows;
  const row = { ...rows, sumOp: 1, gateOp: 1, squash: "σ" };
  const r = gateBlock(s, "r", 86, row);
  const z = gateBlock(s, "z", 300, row);
  const [hh, reset, ih, sum] = [548, 640, 708, 776];
  s.chip("a_hh.n", n, hh, ly, 0).chip("reset", n, reset, ly, 2).chip("a_ih.n", n, ih, ly, 0).chip("a.n", n, sum, ly, 3);
  s.node("⊙", hh + 46, ly, 2)
    .sign("+", 674, ly, 3)
    .sign("=", 742, ly, 3);
  s.wire(0, "h", [hh, b2], [hh, s.under(n, ly)]).wire(0, "x", [ih, b1], [ih, s.under(n, ly)]);
  squashUp(s, "n", sum, { gy, ly, n, gateOp: 3, squash: "tanh" });
  const across = s.under(n, gy) + 34;
  s.wire(2, "r", [r + 28, gy], [r + 42, gy], [r + 42, across], [hh + 46, across], [hh + 46, ly - 11]);
  s.chip("h_prev", n, 38, cy, -1).chip("x", size.inputs, 38, ly, -1);
  buses(s, { ...rows, hx: hh, xx: ih, hy: cy });
  s.node("⊙", z, cy, 4)
    .chip("kept", n, z + 84, cy, 4)
    .node("+", 634, cy, 4);
  s.wire(4, "h", [66, cy], [z - 11, cy])
    .wire(4, "z", [z, s.over(n, gy)], [z, cy + 11])
    .wire(4, "h", [z + 11, cy], [z + 56, cy]);
  s.node("1−", z + 54, gy, 4)
    .node("⊙", z + 104, gy, 4)
    .chip("written", n, 634, gy, 4);
  s.wire(4, "z", [z + 28, gy], [z + 43, gy])
    .wire(4, "z", [z + 65, gy], [z + 93, gy])
    .wire(4, "n", [z + 115, gy], [606, gy]);
  s.wire(
    4,
    "n",
    [sum - 28, gy],
    [sum - 48, gy],
    [sum - 48, s.under(n, gy) + 9],
    [z + 104, s.under(n, gy) + 9],
    [z + 104, gy + 11],
  );
  s.wire(4, "h", [z + 112, cy], [623, cy])
    .wire(4, "n", [634, s.over(n, gy) - 15], [634, cy + 11])
    .wire(4, "h", [645, cy], [857, cy]);
  s.chip("h", n, 885, cy, 4).loop("h", [913, cy], [917, cy], [917, 6], [3, 6], [3, cy], [9, cy]);
  s.height = b2 + 10;
  return headBelow(s, { ...size, op: 4 }, 885, cy);
}

/** z and n are made from x alone; h passes over them, and no wire leads from it to a gate. */
export function mingru(size) {
  const { s, n, cy, gy, ly, b1 } = rowed(size, 44);
  const [z, plus, cand] = [250, 425, 600];
  for (const [gate, x] of Object.entries({ z, n: cand })) {
    s.chip(`a_ih.${gate}`, n, x, ly, 0).wire(0, "x", [x, b1], [x, s.under(n, ly)]);
  }
  squashUp(s, "z", z, { gy, ly, n, gateOp: 1, squash: "σ" });
  s.chip("n", n, cand, gy, 2).wire(2, "n", [cand, s.over(n, ly)], [cand, s.under(n, gy)]);
  s.chip("h_prev", n, 38, cy, -1).chip("x", size.inputs, 38, ly, -1);
  s.wire(0, "x", [66, ly], [72, ly], [72, b1], [cand, b1]).plain();
  const minus = s.over(n, gy) - 19;
  s.node("1−", z, minus, 3)
    .node("⊙", z, cy, 3)
    .chip("kept", n, z + 94, cy, 3)
    .node("+", plus, cy, 3);
  s.wire(3, "z", [z, s.over(n, gy)], [z, minus + 11]).wire(3, "z", [z, minus - 11], [z, cy + 11]);
  s.wire(3, "h", [66, cy], [z - 11, cy])
    .wire(3, "h", [z + 11, cy], [z + 66, cy])
    .wire(3, "h", [z + 122, cy], [plus - 11, cy]);
  s.node("⊙", plus - 60, gy, 3).chip("written", n, plus, gy, 3);
  s.wire(3, "z", [z + 28, gy], [plus - 71, gy]).wire(3, "n", [plus - 49, gy], [plus - 28, gy]);
  const below = s.under(n, gy) + 11;
  s.wire(3, "n", [cand - 28, gy], [cand - 44, gy], [cand - 44, below], [plus - 60, below], [plus - 60, gy + 11]);
  s.wire(3, "n", [plus, s.over(n, gy) - 15], [plus, cy + 11]).wire(3, "h", [plus + 11, cy], [857, cy]);
  s.chip("h", n, 885, cy, 3).loop("h", [913, cy], [917, cy], [917, 6], [3, 6], [3, cy], [9, cy]);
  s.height = b1 + 10;
  return headBelow(s, { ...size, op: 3 }, 885, cy);
}
