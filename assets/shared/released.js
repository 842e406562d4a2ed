// The tables that the stages of this document have released: Python has them from there and does not send them back.

/** @import { Table } from "./contract.d.ts" */

const MOST = 20;
/** @type {Map<string, Table>} rev -> table */
const tables = new Map();

/** What is sent to Python.
 * @param {string} rev @param {Table} table */
export function release(rev, table) {
  tables.set(rev, table);
  if (tables.size > MOST) tables.delete([...tables.keys()][0]);
  return { rev, table };
}

/** What Python has sent, or else what was released under this rev; undefined if that was in another document.
 * @param {{ rev: string, table?: Table }} data */
export function tableOf({ rev, table }) {
  return table ?? tables.get(rev);
}
