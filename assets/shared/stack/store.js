// What the stack's stage holds: the sequence, every layer's and direction's own table, where the learner stands, and
// the way back. Each cell runs over what the layer under it made, so one edit moves everything above it. No DOM.
import { run } from "../cell.js";
import { Store } from "../store.js";
import { limitOf, numberOf, withNumber } from "../table.js";
import { tr } from "../texts.js";

const turned = (list, reverse) => (reverse ? [...list].reverse() : list);

/**
 * doc: { x (T rows), cells: [{ layer, reverse, table }], at, t, op, notation, dropped, share }; t counts in the
 * sequence's order.
 */
export class StackStore extends Store {
  load(doc) {
    this.doc = doc;
    const layers = Math.max(...doc.cells.map((cell) => cell.layer)) + 1;
    [this.tables, this.runs] = [[], []]; // new ones: the ghost may hold the old
    let fed = doc.x;
    for (let layer = 0; layer < layers; layer++) {
      doc.cells.forEach((cell, k) => cell.layer === layer && this.runCell(doc, cell, k, fed));
      fed = this.above(doc, layer);
    }
    this.record = this.runs[doc.at];
    this.slip = null;
  }

  runCell(doc, { table, reverse, given }, k, fed) {
    const { op, notation } = doc;
    const t = reverse ? doc.x.length - 1 - doc.t : doc.t;
    const turn = (list) => turned(list, reverse);
    this.tables[k] = { ...table, x: turn(fed), t, op, notation, step: doc.t + 1 };
    if (table.pieces) this.tables[k].pieces = turn(table.pieces);
    this.runs[k] = given
      ? Object.fromEntries(Object.entries(given).map(([q, rows]) => [q, turn(rows)]))
      : run(this.tables[k]);
  }

  /** What goes up from a layer: its directions side by side, without what dropout takes out. */
  above(doc, layer) {
    const sides = doc.cells.flatMap((cell, k) => (cell.layer === layer ? [turned(this.runs[k].h, cell.reverse)] : []));
    const mask = doc.dropped[layer];
    return doc.x.map((_, t) =>
      sides.flatMap((h) => h[t]).map((value, j) => (mask ? (value * mask[t][j]) / (1 - doc.share) : value)),
    );
  }

  get table() {
    return this.tables[this.doc.at];
  }

  /** The run before the last edit, of the cell that is open now. @returns {any} */
  get ghost() {
    const table = this.before?.tables[this.doc.at];
    return table ? { table, record: this.before.runs[this.doc.at], runs: this.before.runs } : null;
  }

  set ghost(before) {
    this.before = before;
  }

  get cell() {
    return this.doc.cells[this.doc.at];
  }

  /** Cell k as a circuit reads it. */
  of(k) {
    const table = this.tables[k];
    return {
      table,
      value: (name, row, col) => numberOf(table, this.runs[k], name, row, col),
      ghostValue: () => null,
      covers: () => false,
    };
  }

  /** A quantity of cell k as T rows in the sequence's order; undefined where it has none. */
  series(k, q, runs = this.runs) {
    return runs[k]?.[q] && turned(runs[k][q], this.doc.cells[k].reverse);
  }

  /** t is one of the open cell's own steps; at says which cell is open. */
  move({ t, ...rest }) {
    const at = rest.at ?? this.doc.at;
    if (at !== this.doc.at) this.change = null;
    const moved = t === undefined ? {} : { t: this.doc.cells[at].reverse ? this.doc.x.length - 1 - t : t };
    this.load({ ...this.doc, ...rest, ...moved });
  }

  begin() {
    this.draft ??= { doc: this.doc, tables: this.tables, runs: this.runs, ghost: this.before, change: this.change };
  }

  drag(name, row, col, value, t = this.table.t) {
    const bounded = Math.max(-limitOf(name), Math.min(limitOf(name), value));
    this.edited(withNumber({ ...this.table, t }, name, row, col, bounded));
    this.change = { name, row, col, t };
  }

  /** The open cell with another table; in layer 1 its x is the sequence itself. */
  edited(table) {
    const { at, cells, x } = this.doc;
    this.before = this.draft ?? this.before;
    const bottom = this.cell.layer === 0 ? turned(table.x, this.cell.reverse) : x;
    this.load({ ...this.doc, x: bottom, cells: cells.map((cell, k) => (k === at ? { ...cell, table } : cell)) });
  }

  commit() {
    const before = this.draft?.doc;
    this.draft = null;
    if (!before || before.cells === this.doc.cells) return false;
    this.edits.add(before);
    return true;
  }

  cancel() {
    const before = this.draft;
    this.draft = null;
    if (!before) return;
    this.before = before.ghost;
    this.change = before.change;
    this.take(before.doc);
  }

  /** Another document, where the learner stands kept: an undo, a reset, Python's. */
  take(doc) {
    const { at, t, op, notation } = this.doc;
    const same = doc.cells[at]?.table.cell === this.table.cell;
    this.load({
      ...doc,
      at: Math.min(at, doc.cells.length - 1),
      t: Math.min(t, doc.x.length - 1),
      op: same ? op : doc.op,
      notation,
    });
  }

  adopt(doc) {
    this.edits.add(this.doc);
    this.ghost = this.change = null;
    this.take(doc);
  }

  reset() {
    const untouched = this.doc.cells.every((cell) => cell.table === cell.base) && this.doc.x === this.doc.base;
    if (untouched) return false;
    this.begin();
    const cells = this.doc.cells.map((cell) => ({ ...cell, table: cell.base }));
    this.ghost = this.draft;
    this.change = { words: tr("All numbers are back where they were.") };
    this.take({ ...this.doc, x: this.doc.base, cells });
    return this.commit();
  }

  travel(doc) {
    if (!doc) return false;
    this.ghost = { tables: this.tables, runs: this.runs };
    this.change = null;
    this.take(doc);
    return true;
  }
}
