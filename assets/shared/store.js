// What the stage holds: the document (table, the base that its recipe makes, the recipe), its record, the run before
// the last edit as a ghost, and the way back. No DOM.
import { run, runSlip } from "./cell.js";
import { Edits } from "./edits.js";
import { limitOf, numberOf, withNumber } from "./table.js";

/** By how much h must move to count: as the leads count it (MOVED in rnnviz/lessons/cells/checks.py). */
export const SEEN = 0.001;
/** Whether a number has moved so that it counts: the sentence, the strip and the cell mark the same. */
export const moved = (before, value) => Math.abs(before - value) > SEEN;
const ROUNDING = 1e-12;

export class Store {
  /** @type {import("./cell.js").Run} */ record;
  /** @type {import("./cell.js").Run | null} */ slip;
  /** @type {any[]} a stack's: each cell's own table, and below each one's run */ tables;
  /** @type {any[]} */ runs;
  /** A question is open: from here on nothing is shown. @type {import("./contract.d.ts").Cover | null} */
  cover = null;

  constructor(doc) {
    this.edits = new Edits();
    /** @type {any} */
    this.before = null;
    /** @type {any} what was edited last */
    this.change = null;
    /** @type {any} what stood when the drag began */
    this.draft = null;
    this.load(doc);
  }

  /** The run before the last edit. @returns {any} */
  get ghost() {
    return this.before;
  }

  set ghost(before) {
    this.before = before;
  }

  /** Takes a document and computes its record. */
  load(doc) {
    this.doc = doc;
    this.record = run(doc.table);
    this.slip = runSlip(doc.table);
  }

  get table() {
    return this.doc.table;
  }

  /** A number at the time step on show (or at t); undefined where there is none, as y without an output layer. */
  value(name, row, col = 0, t = this.table.t) {
    return numberOf({ ...this.table, t }, this.record, name, row, col);
  }

  /** Whether a quantity at a time step is what an open question asks for, or is made of it. */
  covers(name, t = this.table.t) {
    const q = name.split(".")[0];
    if (!this.cover || q === "x" || !(q in this.record) || t < this.cover.t) return false;
    return t > this.cover.t || (!q.endsWith("_prev") && !this.cover.known.includes(q));
  }

  ghostValue(name, row, col = 0, t = this.table.t) {
    if (!this.ghost || this.covers(name, t) || !this.sameShape()) return null;
    return numberOf({ ...this.ghost.table, t }, this.ghost.record, name, row, col) ?? null;
  }

  sameShape() {
    const [a, b] = [this.ghost.table, this.table];
    return (
      a.x.length === b.x.length && a.h0.length === b.h0.length && a.x[0].length === b.x[0].length && a.cell === b.cell
    );
  }

  /** Moves on the stage (time step, operation, notation) are no edits: no way back is kept for them. */
  move(fields) {
    this.doc = { ...this.doc, table: { ...this.table, ...fields } };
    if ("slip" in fields) this.load(this.doc);
  }

  /** First frame of a drag: what is on the stage now becomes the ghost. */
  begin() {
    this.draft ??= { doc: this.doc, record: this.record, ghost: this.ghost, change: this.change };
  }

  /** Every frame of a drag. */
  drag(name, row, col, value, t = this.table.t) {
    const bounded = Math.max(-limitOf(name), Math.min(limitOf(name), value));
    const table = withNumber({ ...this.table, t }, name, row, col, bounded);
    this.replace({ ...this.doc, table: { ...table, t: this.table.t } });
    this.change = { name, row, col, t };
  }

  replace(doc) {
    this.ghost = this.draft ? { table: this.draft.doc.table, record: this.draft.record } : this.ghost;
    this.load(doc);
  }

  /** Release: the edit can be taken back from here on. Returns false where nothing has changed. */
  commit() {
    const before = this.draft?.doc;
    this.draft = null;
    if (!before || before.table === this.table) return false;
    this.edits.add(before);
    return true;
  }

  /** A drag that is taken back before the hand lets go. */
  cancel() {
    const before = this.draft;
    this.draft = null;
    if (!before) return;
    this.ghost = before.ghost;
    this.change = before.change;
    this.load(this.standing(before.doc));
  }

  /** A document of another moment, at the step, operation and notation of now. */
  standing(doc) {
    const { t, op, notation, zoom } = this.table;
    return { ...doc, table: { ...doc.table, t: Math.min(t, doc.table.x.length - 1), op, notation, zoom } };
  }

  /** One whole edit at once: a clamp, a reset, a document from Python. */
  edit(doc, change = null) {
    this.begin();
    this.replace(doc);
    this.change = change;
    return this.commit();
  }

  /** What was there before is no matter: nothing is compared with it. */
  settle() {
    this.ghost = this.change = null;
  }

  reset() {
    return this.edit(this.standing({ ...this.doc, table: this.doc.base }));
  }

  undo() {
    return this.travel(this.edits.back(this.doc));
  }

  redo() {
    return this.travel(this.edits.on(this.doc));
  }

  travel(doc) {
    if (!doc) return false;
    this.ghost = { table: this.table, record: this.record };
    this.change = null;
    this.load(this.standing(doc));
    return true;
  }

  /** "What changed": at how many steps h moved so that it can be seen, and where most; null without a ghost like it. */
  difference() {
    if (!this.ghost || !this.sameShape()) return null;
    const found = { steps: 0, most: 0, t: 0, unit: 0 };
    this.record.h.forEach((h, t) => {
      let any = false;
      h.forEach((value, unit) => {
        const before = this.ghost.record.h[t][unit];
        const gap = Math.abs(value - before);
        any ||= moved(before, value);
        if (gap > Math.max(found.most, ROUNDING)) Object.assign(found, { most: gap, t, unit });
      });
      found.steps += any ? 1 : 0;
    });
    return found;
  }
}
