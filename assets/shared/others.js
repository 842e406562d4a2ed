// A few units of a large layer: the wire of all the others, which runs into that of the h that is drawn.
import { tr } from "./texts.js";

const HALF = 32; // of the box at its beginning
const UNDER = 13; // from the numbers of h to the middle of the box
const [LAST, GAP] = [313, 8]; // the last column of a phone's picture; between the box and its wire

/**
 * @param {import("./sketch.js").Sketch} sketch a cell's picture
 * @param {number} others how many there are
 * @param {boolean} isNarrow
 */
export function withOthers(sketch, others, isNarrow) {
  const h = sketch.chips.find(({ q }) => q === "h_prev");
  if (!h) return sketch;
  const text = tr("other {others}", { others });
  if (isNarrow) return sketch.node(text, LAST, h.y, -1, { wide: true, half: HALF + GAP });
  const y = sketch.under(h.n, h.y) + UNDER;
  const way = sketch.wires.find(({ op, points: [[, at]] }) => op === 0 && at === h.y);
  const [[from], [to]] = way?.points ?? [[h.x], [h.x]];
  const isBus = (way?.points.length ?? 0) > 2; // it goes down there, past the box
  const x = isBus ? to : (from + to) / 2;
  sketch.node(text, h.x, y, -1, { wide: true, half: HALF });
  if (isBus) return sketch.wire(0, "h", [h.x + HALF, y], [x, y]).plain();
  return sketch.wire(0, "h", [h.x + HALF, y], [x, y], [x, h.y]).plain();
}
