// The pad: 32 × 32 points under the pen; of each 4 × 4 block those that are inked are counted, as the data's makers
// did.

import { penOf } from "../shared/canvas.js";
import { tr } from "../shared/texts.js";

const SIDE = 8;
const FINE = 32;
const PEN = 2.3; // radius in points
const LEVELS = "0123456789abcdefg";
const SIZE = 208; // px

export class Pad {
  /** @type {number[]} */
  base;

  /** @type {number[]} */ values;

  /** `hooks`: drawing(values) while a hand draws, drawn(text) when it has let go. */
  constructor(root, hooks) {
    this.hooks = hooks;
    this.canvas = Object.assign(document.createElement("canvas"), { className: "pad", tabIndex: 0 });
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute(
      "aria-label",
      tr(
        "Pad to draw a digit on: draw with the pointer, or move with the arrow keys, " +
          "and press Space to ink or wipe a square",
      ),
    );
    this.hint = Object.assign(document.createElement("p"), {
      className: "hint",
      textContent: tr("Draw from the top edge to the bottom. Keys: arrows, Space."),
    });
    root.append(this.canvas, this.hint);
    this.values = new Array(SIDE * SIDE).fill(0);
    this.ink = new Uint8Array(FINE * FINE);
    this.cursor = 0;
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.held && this.stroke(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.up());
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    for (const event of ["focus", "blur"]) this.canvas.addEventListener(event, () => this.draw());
  }

  show(text) {
    if (text === this.text) return this.draw();
    this.text = text;
    this.values = [...text].map((sign) => LEVELS.indexOf(sign));
    this.base = this.values;
    this.ink.fill(0);
    this.draw();
  }

  /** The row and column that each pass reads at this step. */
  mark(t) {
    this.t = t;
    this.draw();
  }

  clear() {
    this.base = new Array(SIDE * SIDE).fill(0);
    this.ink.fill(0);
    this.values = this.base;
    this.changed();
    this.hooks.drawn(this.written());
  }

  down(event) {
    this.held = true;
    this.canvas.setPointerCapture(event.pointerId);
    this.last = null;
    this.stroke(event);
  }

  up() {
    if (!this.held) return;
    this.held = false;
    this.hooks.drawn(this.written());
  }

  written() {
    return (this.text = this.values.map((value) => LEVELS[value]).join(""));
  }

  stroke(event) {
    const box = this.canvas.getBoundingClientRect();
    const spot = [event.clientX - box.left, event.clientY - box.top].map((value) => (value / box.width) * FINE);
    const from = this.last ?? spot;
    const steps = Math.ceil(Math.hypot(spot[0] - from[0], spot[1] - from[1])) + 1;
    for (let k = 0; k <= steps; k += 1)
      this.dot(from[0] + ((spot[0] - from[0]) * k) / steps, from[1] + ((spot[1] - from[1]) * k) / steps);
    this.last = spot;
    this.count();
  }

  dot(x, y) {
    for (let r = 0; r < FINE; r += 1) {
      for (let c = 0; c < FINE; c += 1) if (Math.hypot(c + 0.5 - x, r + 0.5 - y) <= PEN) this.ink[r * FINE + c] = 1;
    }
  }

  count() {
    const counts = new Array(SIDE * SIDE).fill(0);
    this.ink.forEach(
      (inked, place) => (counts[Math.floor(place / FINE / 4) * SIDE + Math.floor((place % FINE) / 4)] += inked),
    );
    this.values = counts.map((count, place) => Math.max(count, this.base[place]));
    this.changed();
  }

  changed() {
    this.draw();
    this.hooks.drawing(this.values);
  }

  /** Keys of the pad itself; what it does not know goes on to the stage. */
  key(event) {
    const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE };
    if (event.key in moves) {
      const to = this.cursor + moves[event.key];
      const wraps = Math.abs(moves[event.key]) === 1 && Math.floor(to / SIDE) !== Math.floor(this.cursor / SIDE);
      if (to >= 0 && to < SIDE * SIDE && !wraps) this.cursor = to;
      this.draw();
    } else if (event.key === " " || event.key === "Enter") {
      this.base = this.values.map((value, place) => (place === this.cursor ? (value ? 0 : 16) : value));
      this.ink.fill(0);
      this.values = this.base;
      this.changed();
      this.hooks.drawn(this.written());
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  draw() {
    const ratio = devicePixelRatio || 1;
    const { canvas } = this;
    const style = getComputedStyle(canvas);
    const ink = (name) => style.getPropertyValue(name).trim();
    Object.assign(canvas, { width: SIZE * ratio, height: SIZE * ratio });
    const ctx = penOf(canvas);
    ctx.scale(ratio, ratio);
    const cell = SIZE / SIDE;
    this.values.forEach((value, place) => {
      const [x, y] = [(place % SIDE) * cell, Math.floor(place / SIDE) * cell];
      ctx.globalAlpha = value / 16;
      ctx.fillStyle = ink("--q-x");
      ctx.fillRect(x, y, cell, cell);
      ctx.globalAlpha = 1;
      ctx.strokeStyle = ink("--line");
      ctx.lineWidth = 0.5;
      ctx.strokeRect(x, y, cell, cell);
    });
    this.frames(ctx, cell, ink);
  }

  frames(ctx, cell, ink) {
    if (this.t !== undefined) {
      ctx.lineWidth = 2;
      ctx.strokeStyle = ink("--q-h");
      for (const row of new Set([this.t, SIDE - 1 - this.t])) ctx.strokeRect(1, row * cell + 1, SIZE - 2, cell - 2);
      ctx.strokeStyle = ink("--q-g");
      ctx.setLineDash([5, 3]);
      for (const column of new Set([this.t, SIDE - 1 - this.t]))
        ctx.strokeRect(column * cell + 1, 1, cell - 2, SIZE - 2);
      ctx.setLineDash([]);
    }
    if (this.canvas.matches(":focus-visible")) {
      ctx.lineWidth = 3;
      ctx.strokeStyle = ink("--text");
      ctx.strokeRect((this.cursor % SIDE) * cell + 2, Math.floor(this.cursor / SIDE) * cell + 2, cell - 4, cell - 4);
    }
  }
}
