// The rows of the strips, from the store: inputs and states; the gates.
import { isBounded, unitOf } from "./table.js";
import { tr } from "./texts.js";

/** The rows of one quantity, of which `scale` is the full size; else the largest of each row is.
 * @param {number} [scale] */
function rowsOf(store, record, q, name, scale) {
  const ghost = record === store.record && store.ghost && store.sameShape() ? store.ghost.record[q] : null;
  return record[q][0].map((_, unit) => ({
    q,
    unit,
    scale,
    name: `${name}[${(q === "x" ? unit : unitOf(store.table, unit)) + 1}]`,
    values: record[q].map((row) => row[unit]),
    covered: store.cover && record[q].map((_, t) => store.covers(q, t)),
    before: ghost?.map((row) => row[unit]),
  }));
}

/** x, and every unit of h and of c. */
export function stateRows(store, names) {
  const { record, table } = store;
  const bounded = isBounded(table);
  const rows = [
    ...rowsOf(store, record, "x", names("x")),
    ...rowsOf(store, record, "h", names("h"), bounded ? 1 : undefined),
  ];
  if (record.c) rows.push(...rowsOf(store, record, "c", names("c")));
  return rows;
}

/** The same, the output if there is one, and the slide's h under the right one. */
export function stripRows(store, names) {
  const { record, slip, table } = store;
  const rows = stateRows(store, names);
  const out = record.p ? "p" : "y";
  if (record[out]) rows.push(...rowsOf(store, record, out, names(out), out === "p" ? 1 : undefined));
  if (slip && table.slip !== "d") rows.push(...slipRows(store, slip, out, names));
  return rows;
}

function slipRows(store, slip, out, names) {
  const shown = store.table.slip === "c" ? [out] : store.record.c ? ["h", "c"] : ["h"];
  return shown.flatMap((q) => rowsOf(store, slip, q, tr("slide {q}", { q: names(q) })));
}

/** Over the sequence's steps, whichever way the cell of a stack reads. */
export function gateRows(store, names) {
  const { kind, form } = store.table;
  if (["plain", "sum"].includes(form)) return [];
  const scale = (q) => (kind.squash[q] === "identity" ? undefined : 1);
  const rows = kind.drawn.flatMap((q) => rowsOf(store, store.record, q, names(q), scale(q)));
  if (!store.cell?.reverse) return rows;
  const turned = (values) => values && [...values].reverse();
  return rows.map((row) => ({ ...row, values: turned(row.values), before: turned(row.before) }));
}
