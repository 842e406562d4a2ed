// The way back through the edits, and forward again: of a cell, a stack or a net, whatever it is that was edited.

const DEPTH = 200;

/** @template Stood what stood before an edit */
export class Edits {
  /** @type {Stood[]} */ done = [];
  /** @type {Stood[]} */ undone = [];

  /** Something was edited: there is nothing to go forward to. @param {Stood} before */
  add(before) {
    this.done = [...this.done, before].slice(-DEPTH);
    this.undone = [];
  }

  /**
   * What stood before the last edit, null where there was none; `now` is what the way forward leads to.
   * @param {Stood} now
   */
  back(now) {
    return through(this.done, this.undone, now);
  }

  /** The same forward. @param {Stood} now */
  on(now) {
    return through(this.undone, this.done, now);
  }
}

/**
 * @template Stood
 * @param {Stood[]} from
 * @param {Stood[]} to
 * @param {Stood} now
 */
function through(from, to, now) {
  const found = from.pop() ?? null;
  if (found !== null) to.push(now);
  return found;
}
