// How near the picture is, as the link writes it: the net, the cell, a unit of a gate, or one product of its sum.
// rnnviz/state/zoom.py reads the same texts.

/** @import { Kind } from "../contract.d.ts" */
/** @typedef {"net" | "cell" | "unit" | "product"} Level */
/** `unit` and `col` from 0; `from`: x or h, of a product.
 * @typedef {{ level: Level, unit: number, gate: string, from: string, col: number }} Place */
/** What a place depends on. @typedef {{ kind: Kind, x: number[][], h0: number[] }} Sizes */

/** @type {Level[]} */
export const LEVELS = ["net", "cell", "unit", "product"];
export const CELL = "cell";
const NEAR = /^unit([1-9]\d?)(?:\.([a-z]))?(?:\.([xh])([1-9]\d?))?$/;

/** @param {string} text @returns {Place} */
export function placeOf(text) {
  const found = text.match(NEAR);
  const far = { unit: 0, gate: "", from: "", col: 0 };
  if (!found) return { level: text === "net" ? "net" : "cell", ...far };
  const [, unit, gate = "", from = "", col] = found;
  return { level: from ? "product" : "unit", unit: Number(unit) - 1, gate, from, col: from ? Number(col) - 1 : 0 };
}

/** @param {Place} place */
export function textOf({ level, unit, gate, from, col }) {
  if (level === "net" || level === "cell") return level;
  const near = `unit${unit + 1}${gate && `.${gate}`}`;
  return level === "unit" ? near : `${near}.${from}${col + 1}`;
}

/** The gates that have weights; one without a name where the cell has none.
 * @param {{ kind: Kind }} table */
export const gatesOf = ({ kind }) => kind.arrays.weight_ih;

/** The same text, or the nearest that there is in such a cell: a unit, a gate or an input may be gone.
 * @param {string} text
 * @param {Sizes} table */
export function fitting(text, table) {
  const place = placeOf(text);
  if (place.level === "net" || place.level === "cell") return place.level;
  if (place.unit >= table.h0.length || !gatesOf(table).includes(place.gate)) return CELL;
  const most = { x: table.x[0].length, h: table.kind.arrays.weight_hh ? table.h0.length : 0 }[place.from] ?? 0;
  return textOf(place.col < most ? place : { ...place, level: "unit" });
}

/** A level further away. Units beyond what the circuit can show have no cell between them and the net.
 * @param {string} text
 * @param {boolean} drawable */
export function further(text, drawable) {
  const place = placeOf(text);
  const at = LEVELS.indexOf(place.level);
  const level = LEVELS[Math.max(0, at - 1)];
  return textOf({ ...place, level: level === "cell" && !drawable ? "net" : level });
}

/** What is drawn: where there is no circuit to show, the net.
 * @param {string} text
 * @param {boolean} drawable */
export const shown = (text, drawable) => (placeOf(text).level === "cell" && !drawable ? "net" : text);
