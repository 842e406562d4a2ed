// Which labels are written: in the order given, each where no earlier one stands. The plane is a grid of small cells.

/** @typedef {{ x: number, y: number, text: string }} Spot */

const CELL = 6; // px
export const LETTER = 7.2; // px, of 12 px text
const LINE = 15;

/**
 * spots: [{x, y, text}] in px, most wanted first. Returns the indices of those that find room, at most `most`.
 * @param {Spot[]} spots
 * @param {{ width: number, height: number, most?: number }} room
 */
export function roomy(spots, { width, height, most = 120 }) {
  const taken = new Set();
  /** @type {number[]} */
  const found = [];
  for (let index = 0; index < spots.length && found.length < most; index++) {
    const spot = spots[index];
    if (!(spot.x >= 0 && spot.x <= width && spot.y >= 0 && spot.y <= height)) continue;
    const cells = cellsOf(spot, width);
    if (!cells || cells.some((cell) => taken.has(cell))) continue;
    cells.forEach((cell) => taken.add(cell));
    found.push(index);
  }
  return found;
}

/**
 * The box of a label, above its point and centred.
 * @param {Spot} spot
 */
export function boxOf({ x, y, text }) {
  const half = (text.length * LETTER) / 2 + 2;
  return { left: x - half, right: x + half, top: y - LINE - 4, bottom: y - 3 };
}

/**
 * @param {Spot} spot
 * @param {number} width
 */
function cellsOf(spot, width) {
  const { left, right, top, bottom } = boxOf(spot);
  if (left < 0 || right > width || top < 0) return null;
  /** @type {number[]} */
  const cells = [];
  for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row++) {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column++)
      cells.push(row * 10_000 + column);
  }
  return cells;
}

/**
 * A 3-D point on the screen, from the scene's three matrices (column by column), or null behind the eye.
 * @param {number[]} point
 * @param {{ model: number[], view: number[], projection: number[] }} matrices
 * @param {number} width
 * @param {number} height
 */
export function projected(point, { model, view, projection }, width, height) {
  const [x, y, , w] = [model, view, projection].reduce(times, [...point, 1]);
  return w > 0 ? { x: ((x / w + 1) / 2) * width, y: ((1 - y / w) / 2) * height } : null;
}

/**
 * @param {number[]} vector
 * @param {number[]} matrix
 */
const times = (vector, matrix) =>
  [0, 1, 2, 3].map((row) => vector.reduce((sum, value, column) => sum + matrix[4 * column + row] * value, 0));
