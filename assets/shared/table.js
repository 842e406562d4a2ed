// The one table of settings as the browser holds it: reading and writing single numbers, and its query string.
// table.kind is what Python knows of the cell (rnnviz/core/cell.py, to_json): its arrays with their gates, its states.

/** @import { Clamp, Kind, Table } from "./contract.d.ts" */
/** A table whose arrays are found by name. @typedef {Table & { [array: string]: any }} Named */

/** @type {Record<string, string>} */
const SHARES = { a_ih: "weight_ih", from_x: "weight_ih", a_hh: "weight_hh", from_others: "weight_hh" };

/**
 * The gates that have a block of rows in an array or in a quantity, in order.
 * @param {{ kind: Kind }} table
 * @param {string} field
 */
export const blocksOf = ({ kind }, field) => kind.arrays[SHARES[field] ?? field] ?? Object.keys(kind.squash);

/**
 * Which unit a row is, from 0: of a large layer a few may be shown.
 * @param {{ units?: number[] }} table
 * @param {number} row
 */
export const unitOf = ({ units }, row) => units?.[row] ?? row;

/**
 * Whether h stays between -1 and 1.
 * @param {Pick<Table, "kind" | "activation">} table
 */
export const isBounded = ({ kind, activation }) => kind.bounded && (!kind.activated || activation === "tanh");

/**
 * Where a number of the table lives: "weight_ih.f" row 0 -> ["weight_ih", H + 0].
 * @param {Pick<Table, "kind" | "h0">} table
 * @param {string} name
 * @param {number} row
 * @returns {[string, number]}
 */
function place(table, name, row) {
  const [field, gate] = name.split(".");
  const offset = gate ? blocksOf(table, field).indexOf(gate) * table.h0.length : 0;
  return [field, offset + row];
}

/**
 * A number of the table or, for anything computed, of the record at the table's time step.
 * @param {Named} table
 * @param {import("./cell.js").Run | null} record
 * @param {string} name
 * @param {number} row
 * @param {number} col
 * @returns {number | undefined}
 */
export function numberOf(table, record, name, row, col = 0) {
  const [field, index] = place(table, name, row);
  if (field in table.kind.arrays) return field.startsWith("bias") ? table[field][index] : table[field][index]?.[col];
  if (field === "head_weight") return table.head?.weight[row]?.[col];
  if (field === "head_bias") return table.head?.bias[row];
  if (field === "h0" || field === "c0") return table[field][row];
  return record?.[field]?.[table.t]?.[index];
}

/**
 * The table with one number changed; everything else is shared with the old one.
 * @param {Named} table
 * @param {string} name
 * @param {number} row
 * @param {number} col
 * @param {number} value
 * @returns {Named}
 */
export function withNumber(table, name, row, col, value) {
  const [field, index] = place(table, name, row);
  /** @type {(list: any[], at: number, item: any) => any[]} */
  const put = (list, at, item) => list.map((old, k) => (k === at ? item : old));
  const { head } = table;
  if (head && field === "head_weight")
    return { ...table, head: { ...head, weight: put(head.weight, row, put(head.weight[row], col, value)) } };
  if (head && field === "head_bias") return { ...table, head: { ...head, bias: put(head.bias, row, value) } };
  if (field === "x") return { ...table, x: put(table.x, table.t, put(table.x[table.t], row, value)) };
  if (field.startsWith("weight"))
    return { ...table, [field]: put(table[field], index, put(table[field][index], col, value)) };
  return { ...table, [field]: put(table[field], index, value) };
}

/**
 * Which of the table's numbers a name on the stage stands for, or null where the number is computed.
 * @param {Pick<Table, "kind" | "t"> & { fixed?: string[] }} table
 * @param {string} name
 */
export function editable(table, name) {
  const field = name.split(".")[0];
  if (table.fixed?.includes(field)) return null;
  if (field in table.kind.arrays || ["head_weight", "head_bias", "h0", "c0", "x"].includes(field)) return name;
  if (table.t === 0 && field === "h_prev") return "h0";
  if (table.t === 0 && field === "c_prev") return "c0";
  return null;
}

/**
 * The largest size that a number may take; Python holds the same limits.
 * @param {string} name
 */
export const limitOf = (name) => (/^(weight|bias|head)/.test(name) ? 100 : 1e6);

const LONG = 64; // longer arrays are written against the base: 12* stands for twelve numbers as they are there

/**
 * Row by row, with commas, every number in the shortest form that gives the same float64 back.
 * @param {any[]} list
 * @param {any[]} [base]
 */
export function flat(list, base) {
  const numbers = list.flat(3).map((value) => (Object.is(value, -0) ? "-0" : String(value)));
  const same = base?.flat(3) ?? [];
  if (numbers.length <= LONG || same.length !== numbers.length) return numbers.join(",");
  /** @type {string[]} */
  const pieces = [];
  let run = 0;
  numbers.forEach((number, k) => {
    if (number === String(same[k])) return void (run += 1);
    pieces.push(...(run ? [`${run}*`] : []), number);
    run = 0;
  });
  return [...pieces, ...(run ? [`${run}*`] : [])].join(",");
}

/** @param {Clamp[]} clamps */
function clampText(clamps) {
  return clamps.map((c) => `${c.gate}${c.t === null ? "" : `@${c.t + 1}`}:${c.value}`).join(",") || "none";
}

/**
 * What a learner can change on top of a recipe, as flat strings in the words of rnnviz/state/link.py.
 * @param {Named} table
 * @param {Named} base
 * @returns {Record<string, string>}
 */
function words(table, base) {
  const { head } = table;
  /** @type {Record<string, string | number>} */
  const out = {
    x: flat(table.x),
    h0: flat(table.h0),
    c0: flat(table.c0),
    activation: table.activation,
    clamp: clampText(table.clamps),
    slip: table.slip ?? "",
    notation: table.notation,
    op: table.op + 1,
    zoom: table.zoom,
    outputs: head ? head.bias.length : 0,
    softmax: head?.softmax ? 1 : 0,
    head: head ? flat([head.weight, head.bias]) : "",
  };
  for (const name of Object.keys(table.kind.arrays)) out[name] = flat(table[name], base[name]);
  return Object.fromEntries(Object.entries(out).map(([key, value]) => [key, String(value)]));
}

/**
 * The link: Python's recipe (preset, sizes, source), the time step, and what differs from the table that the
 * recipe makes.
 * @param {{ table: Named, base: Named, recipe: Record<string, string> }} doc
 */
export function queryOf({ table, base, recipe }) {
  const [mine, theirs] = [words(table, base), words(base, base)];
  const query = new URLSearchParams({ preset: table.preset, ...recipe, t: String(table.t + 1) });
  for (const key of Object.keys(mine)) if (mine[key] !== theirs[key]) query.set(key, mine[key]);
  return query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%40", "@");
}
