// The rows of the strips, from the store: inputs and states; the gates.

function rowsOf(store, record, q, { name = q, scale } = {}) {
  const ghost = record === store.record && store.ghost && store.sameShape() ? store.ghost.record[q] : null;
  return record[q][0].map((_, unit) => ({
    q, unit, scale, name: `${name}[${unit + 1}]`,
    values: record[q].map((row) => row[unit]),
    before: ghost && ghost.map((row) => row[unit]),
  }));
}

/** x, every unit of h and of c, the output if there is one, and the slide's h under the right one. */
export function stripRows(store) {
  const { record, slip, table } = store;
  const bounded = table.cell !== "rnn" || table.activation === "tanh";
  const rows = [...rowsOf(store, record, "x"), ...rowsOf(store, record, "h", { scale: bounded ? 1 : undefined })];
  if (record.c) rows.push(...rowsOf(store, record, "c"));
  const out = record.p ? "p" : "y";
  if (record[out]) rows.push(...rowsOf(store, record, out, { scale: out === "p" ? 1 : undefined }));
  if (slip && table.slip !== "d") rows.push(...slipRows(store, slip, out));
  return rows;
}

function slipRows(store, slip, out) {
  const shown = store.table.slip === "c" ? [out] : store.record.c ? ["h", "c"] : ["h"];
  return shown.flatMap((q) => rowsOf(store, slip, q, { name: `slide ${q}` }));
}

export function gateRows(store) {
  const gates = { lstm: ["f", "i", "g", "o"], gru: ["r", "z", "n"] }[store.table.cell] ?? [];
  if (["plain", "sum"].includes(store.table.form)) return [];
  return gates.flatMap((q) => rowsOf(store, store.record, q, { scale: 1 }));
}
