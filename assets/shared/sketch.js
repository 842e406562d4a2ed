// A layout under construction: chips, nodes, signs, wires and loops in the units of the picture.

export class Sketch {
  constructor(width, cw, rh, font) {
    this.width = width;
    this.cw = cw;
    this.rh = rh;
    this.font = font;
    this.height = 0;
    this.chips = [];
    this.nodes = [];
    this.wires = [];
    this.loops = [];
  }

  /** A vector with its n numbers, centred at (x, y). */
  chip(q, n, x, y, op, options = {}) {
    this.chips.push({ q, n, x, y, op, ...options });
    return this;
  }

  /** An operation that values run into. */
  node(text, x, y, op, { wide = false } = {}) {
    this.nodes.push({ text, x, y, op, wide });
    return this;
  }

  /** A bare + or = between two chips. */
  sign(text, x, y, op) {
    this.nodes.push({ text, x, y, op, bare: true });
    return this;
  }

  wire(op, q, ...points) {
    this.wires.push({ op, q, points });
    return this;
  }

  /** The last wire ends in others: no arrow. */
  plain() {
    this.wires.at(-1).plain = true;
    return this;
  }

  /** The way of a state to the next time step. */
  loop(q, ...points) {
    this.loops.push({ q, points });
    return this;
  }

  over(n, y) {
    return y - (n * this.rh) / 2;
  }

  under(n, y) {
    return y + (n * this.rh) / 2;
  }
}
