// The rows of the strip of a stack: the sequence, every layer's h above it, and c of the cell that is open.
import { isBounded, unitOf } from "../table.js";

const UP = ["", "¹", "²", "³", "⁴"];

/**
 * "h²", "→h", "←h¹": the layer's number where there are several, the arrow where there are two directions; `letter`:
 * h's.
 */
export function nameOf(doc, { layer, reverse }, letter) {
  const several = doc.cells.some((cell) => cell.layer > 0);
  const arrow = doc.cells.some((cell) => cell.reverse) ? (reverse ? "←" : "→") : "";
  return `${arrow}${letter}${several ? UP[layer + 1] : ""}`;
}

/** `letters(q)`: a state's letter in the notation that is chosen. */
export function stackRows(store, letters) {
  const { doc } = store;
  const ghost =
    store.ghost?.runs && store.sameShape() && store.ghost.runs.length === store.runs.length ? store.ghost.runs : null;
  const rows = rowsOf("x", "x", doc.x, null, {});
  doc.cells.forEach((cell, k) => {
    const bounded = isBounded(cell.table);
    const { units } = cell.table;
    const more = { cell: k, units, scale: bounded ? 1 : undefined, struck: struck(doc, cell) };
    rows.push(
      ...rowsOf("h", nameOf(doc, cell, letters("h")), store.series(k, "h"), ghost && store.series(k, "h", ghost), more),
    );
    if (k === doc.at && store.record.c)
      rows.push(...rowsOf("c", nameOf(doc, cell, letters("c")), store.series(k, "c"), null, { cell: k, units }));
  });
  return rows;
}

/** @param {{ struck?: (t: number, unit: number) => boolean, cell?: number, scale?: number, units?: number[] }} about */
function rowsOf(q, name, values, before, about) {
  const { struck, units, ...more } = about;
  return values[0].map((_, unit) => ({
    q,
    unit,
    ...more,
    name: `${name}[${unitOf({ units }, unit) + 1}]`,
    values: values.map((row) => row[unit]),
    before: before?.map((row) => row[unit]),
    struck: struck && values.map((_row, t) => struck(t, unit)),
  }));
}

/** Which numbers of a layer's h dropout takes out of what goes up. */
function struck(doc, { layer, reverse, table }) {
  const mask = doc.dropped[layer];
  const from = reverse ? mask?.[0].length - table.h0.length : 0;
  return mask && ((t, unit) => mask[t][from + unit] === 0);
}
