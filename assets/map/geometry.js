// Positions are columns: [[x…], [y…]] or [[x…], [y…], [z…]]. A frame says what a map covers: its middle, half the width
// of each axis, and of the widest. Nothing here knows of the page.

/** An axis a list. @typedef {number[][]} Columns */
/** @typedef {{ mid: number[], halves: number[], half: number }} Frame */

/**
 * @param {Columns[]} slices
 * @returns {Frame}
 */
export function frameOf(slices) {
  const axes = slices[0].map((_, axis) => extent(slices.map((columns) => columns[axis])));
  const halves = axes.map(([low, high]) => (high - low) / 2);
  return { mid: axes.map(([low, high]) => (low + high) / 2), halves, half: Math.max(...halves) || 1 };
}

/** @param {number[][]} columns */
function extent(columns) {
  let [low, high] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const value of column) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? [0, 0] : [low, high];
}

/**
 * Where positions of one frame lie in another; an axis that they did not have starts in its middle.
 * @param {Columns} columns
 * @param {Frame} from
 * @param {Frame} to
 * @returns {Columns}
 */
export function carried(columns, from, to) {
  const scale = to.half / from.half;
  return to.mid.map((mid, axis) => {
    const column = columns[axis];
    return column ? column.map((value) => (value - from.mid[axis]) * scale + mid) : columns[0].map(() => mid);
  });
}

/**
 * A view [low, high] of an axis, carried along with the frame.
 * @param {number[]} range
 * @param {number} axis
 * @param {Frame} from
 * @param {Frame} to
 */
export const carriedView = (range, axis, from, to) =>
  range.map((value) => ((value - from.mid[axis]) / from.half) * to.half + to.mid[axis]);

/**
 * What shows all of an axis: in 3-D a cube, in 2-D no more than is needed (and a little, where there is no width).
 * @param {Frame} frame
 * @param {number} axis
 */
export function home({ mid, halves, half }, axis) {
  const reach = 1.1 * (mid.length === 3 ? half : Math.max(halves[axis], half / 20));
  return [mid[axis] - reach, mid[axis] + reach];
}

/**
 * A frame of a few points with room for their names around them; not so near that nothing else is seen.
 * @param {Frame} few
 * @param {Frame} all
 * @returns {Frame}
 */
export const wider = (few, all) => ({
  ...few,
  halves: few.halves.map((half, axis) => Math.max(1.05 * half, all.halves[axis] / 8)),
});

/**
 * @param {Columns} start
 * @param {Columns} end
 * @param {number} share
 * @returns {Columns}
 */
export function mixed(start, end, share) {
  if (share === 1) return end;
  return end.map((column, axis) => column.map((value, row) => start[axis][row] + (value - start[axis][row]) * share));
}

/**
 * The positions at a place between slices: 1.5 is half way from the second to the third.
 * @param {Columns[]} slices
 * @param {number} place
 */
export function between(slices, place) {
  const low = Math.min(Math.floor(place), slices.length - 1);
  return place === low ? slices[low] : mixed(slices[low], slices[low + 1], place - low);
}

/** @param {number} share */
export const eased = (share) => (share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2);

/**
 * @param {Columns} columns
 * @param {number[]} rows
 */
export const taken = (columns, rows) => columns.map((column) => rows.map((row) => column[row]));

/**
 * One broken line: from `row` to each of `others`, or along each of the tracks. null ends a piece.
 * @param {Columns} columns
 * @param {number} row
 * @param {number[]} others
 */
export const spokes = (columns, row, others) =>
  columns.map((column) => others.flatMap((other) => [column[row], column[other], null]));

/**
 * @param {Columns[]} slices
 * @param {number[]} rows
 * @param {number} place
 */
export const tracks = (slices, rows, place) =>
  slices[0].map((_, axis) => rows.flatMap((row) => [...trackOf(slices, row, place, axis), null]));

/**
 * @param {Columns[]} slices
 * @param {number} row
 * @param {number} place
 * @param {number} axis
 */
function trackOf(slices, row, place, axis) {
  const whole = slices.slice(0, Math.floor(place) + 1).map((columns) => columns[axis][row]);
  return Number.isInteger(place) ? whole : [...whole, between(slices, place)[axis][row]];
}
