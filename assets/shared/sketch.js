// A layout under construction: chips, nodes, signs, wires and loops in the units of the picture.

/** @typedef {[number, number]} Point */
/** A vector with its numbers. @typedef {{ q: string, n: number, x: number, y: number, op: number }} Chip */
/** @typedef {{ text: string, x: number, y: number, op: number, wide?: boolean, half?: number, bare?: boolean }} Node */
/** @typedef {{ op: number, q: string, points: Point[], plain?: boolean }} Wire */
/** @typedef {{ q: string, points: Point[] }} Loop */

export class Sketch {
  /**
   * @param {number} width
   * @param {number} cw
   * @param {number} rh
   * @param {number} font
   */
  constructor(width, cw, rh, font) {
    this.width = width;
    this.cw = cw;
    this.rh = rh;
    this.font = font;
    this.height = 0;
    /** @type {Chip[]} */
    this.chips = [];
    /** @type {Node[]} */
    this.nodes = [];
    /** @type {Wire[]} */
    this.wires = [];
    /** @type {Loop[]} */
    this.loops = [];
  }

  /**
   * A vector with its n numbers, centred at (x, y).
   * @param {string} q
   * @param {number} n
   * @param {number} x
   * @param {number} y
   * @param {number} op
   * @param {object} options
   */
  chip(q, n, x, y, op, options = {}) {
    this.chips.push({ q, n, x, y, op, ...options });
    return this;
  }

  /**
   * An operation that values run into.
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number} op
   * @param {{ wide?: boolean, half?: number }} how `half`: of a wide one's width, if it is not the usual
   */
  node(text, x, y, op, { wide = false, half } = {}) {
    this.nodes.push({ text, x, y, op, wide, half });
    return this;
  }

  /**
   * A bare + or = between two chips.
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number} op
   */
  sign(text, x, y, op) {
    this.nodes.push({ text, x, y, op, bare: true });
    return this;
  }

  /**
   * @param {number} op
   * @param {string} q
   * @param {...Point} points
   */
  wire(op, q, ...points) {
    this.wires.push({ op, q, points });
    return this;
  }

  /** The last wire ends in others: no arrow. */
  plain() {
    this.wires[this.wires.length - 1].plain = true;
    return this;
  }

  /**
   * The way of a state to the next time step.
   * @param {string} q
   * @param {...Point} points
   */
  loop(q, ...points) {
    this.loops.push({ q, points });
    return this;
  }

  /**
   * @param {number} n
   * @param {number} y
   */
  over(n, y) {
    return y - (n * this.rh) / 2;
  }

  /**
   * @param {number} n
   * @param {number} y
   */
  under(n, y) {
    return y + (n * this.rh) / 2;
  }
}
