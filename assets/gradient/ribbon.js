// The whole sweep at a glance: the size of every gradient on a log axis over a row of colour for each unit.
// On a canvas, so that 64 steps of 64 units cost a frame nothing. Dragging along it scrubs.
import { cleared, resize } from "../shared/canvas.js";
import { datesOf, drawGaps, meets } from "../shared/gaps.js";
import { within } from "../shared/grow.js";
import { full, largest, logAxis, low, show } from "../shared/scale.js";
import { scrubs } from "../shared/scrub.js";
import { tr } from "../shared/texts.js";
import { GUTTER } from "./net.js";

const AXIS = 15;
const BARS = 46;
const NAMED = 13; // px of a row that has room for its name
const LINE = 13; // px from one number of the axis to the next

export class Ribbon {
  /** @type {string[]} */ states;
  /** @type {any} */ sweep;
  /** @type {(name: string) => string} */ ink;
  /** @type {number} */ cw;
  /** @type {number} */ front;
  /** @type {number} */ last;
  /** @type {number} */ steps;
  /** @type {number} */ rh;
  /** @type {any} */ scale;
  /** @type {any[]} */ rows;
  /** @type {any[]} */ gaps;
  /** @type {string[]} */ labels;

  /** `hooks`: scrub(k) while the pointer is down, peek(text) for what it points at. Column 0 is the initial state. */
  constructor(root, hooks) {
    this.root = root;
    this.canvas = document.createElement("canvas");
    // stays where it is while the steps scroll
    this.names = Object.assign(document.createElement("canvas"), { className: "names" });
    root.tabIndex = 0;
    root.setAttribute("role", "slider");
    root.setAttribute("aria-label", tr("How far back the gradient has come"));
    root.append(this.canvas, this.names);
    scrubs(root, { at: (event) => this.hit(event).k, now: () => this.front, go: hooks.scrub });
    root.addEventListener("pointermove", (event) => hooks.peek(this.describe(this.hit(event))));
    root.addEventListener("pointerleave", () => hooks.peek(null));
  }

  /**
   * Steps that the sweep has not reached are left open. `column`: px of a step, as in the net above, with which it
   * scrolls. `brief`: the net shows every number already.
   */
  update(data, state, scale, { ink, letter, brief, column }) {
    const sweep = data.sweeps[state.which];
    const { states } = data.net;
    const rows = brief
      ? []
      : states.flatMap((q) =>
          sweep.start[q].map((_, unit) => ({
            q,
            unit,
            name: `∂${letter(q)}[${unit + 1}]`,
            values: [sweep.start[q][unit], ...sweep[`d${q}`].map((row) => row[unit])],
          })),
        );
    this.rows = rows;
    this.states = states;
    this.sweep = sweep;
    this.scale = scale;
    this.ink = ink;
    this.cw = column;
    this.front = frontOf(state);
    this.last = state.stops[0].k; // gradients after the loss are zero
    this.steps = data.net.steps;
    this.gaps = data.gaps ?? [];
    this.labels = ["0", ...(data.labels.length ? data.labels : [])];
    this.fit();
    const max = this.last + 1;
    const set = {
      valuemin: 0,
      valuemax: max,
      valuenow: Math.max(0, this.front + 1),
      valuetext: this.front > this.last ? tr("not begun") : tr("back to step {front}", { front: this.front + 1 }),
    };
    for (const [name, value] of Object.entries(set)) this.root.setAttribute(`aria-${name}`, value);
    this.draw();
  }

  fit() {
    this.rh = this.rows.length <= 4 ? 16 : this.rows.length <= 8 ? NAMED : this.rows.length <= 32 ? 4 : 2;
    const height = AXIS + BARS + 4 + this.rows.length * this.rh;
    resize(this.canvas, GUTTER + this.cw * (this.steps + 1), height);
    resize(this.names, GUTTER, height);
  }

  draw() {
    const { ctx, height } = cleared(this.canvas);
    this.drawAxis(ctx, height);
    const norms = this.states.flatMap((q) => this.sweep.norms[q].slice(0, this.last + 2));
    const axis = logAxis(norms, 3);
    this.drawNorms(ctx, axis);
    this.drawNames(axis);
    const most = largest(this.rows.map((row) => row.values));
    this.rows.forEach((row, r) => this.drawRow(ctx, row, AXIS + BARS + 4 + r * this.rh, most));
    if (this.front > this.last) return;
    ctx.strokeStyle = this.ink("--text");
    ctx.lineWidth = 2;
    ctx.strokeRect(GUTTER + (this.front + 1) * this.cw, 1, this.cw, height - 2);
  }

  drawAxis(ctx, height) {
    ctx.font = `${this.ink("--type-figure")} ${this.ink("--sans")}`;
    ctx.fillStyle = this.ink("--muted");
    ctx.textAlign = "center";
    const widest = Math.max(...this.labels.map((label) => ctx.measureText(label).width)) + 8;
    const every = Math.max(1, Math.ceil(widest / this.cw));
    const after = (t) => GUTTER + (t + 2) * this.cw; // the first column is the start
    const dates = datesOf(ctx, this.gaps, after);
    this.labels.forEach((label, at) => {
      const x = GUTTER + (at + 0.5) * this.cw;
      if (at % every === 0 && !meets(dates, x, ctx.measureText(label).width))
        ctx.fillText(at ? label : "start", x, AXIS / 2);
    });
    drawGaps(ctx, this.gaps, after, AXIS / 2, height, this.ink("--text"));
  }

  /** The decades of the log axis and the rows' names. */
  drawNames(axis) {
    const { ctx } = cleared(this.names);
    ctx.font = `${this.ink("--type-figure")} ${this.ink("--sans")}`;
    ctx.fillStyle = this.ink("--muted");
    ctx.textAlign = "right";
    let before = Number.POSITIVE_INFINITY;
    for (const decade of axis.decades) {
      const y = Math.min(heightOf(axis, 10 ** decade), AXIS + BARS - 5); // clear of the first row's name
      if (Math.abs(before - y) < LINE) continue;
      before = y;
      ctx.fillText(decade === 0 ? "1" : `1e${String(decade).replace("-", "−")}`, GUTTER - 5, y);
    }
    if (this.rh < NAMED) return;
    ctx.fillStyle = this.ink("--text");
    ctx.font = `${this.ink("--type-small")} ${this.ink("--mono")}`;
    ctx.textAlign = "left";
    this.rows.forEach(({ name }, r) => ctx.fillText(name, 2, AXIS + BARS + 4 + (r + 0.5) * this.rh));
  }

  /** Bars of ‖∂h_t‖ (and thin ones of ‖∂c_t‖) on a log axis with its decades. */
  drawNorms(ctx, axis) {
    const y = (size) => heightOf(axis, size);
    ctx.fillStyle = this.ink("--muted");
    ctx.globalAlpha = 0.25;
    for (const decade of axis.decades) ctx.fillRect(GUTTER, y(10 ** decade), this.cw * (this.steps + 1), 1);
    ctx.globalAlpha = 1;
    this.states.forEach((q, s) => {
      ctx.fillStyle = this.ink(`--q-${q}`);
      this.sweep.norms[q].slice(0, this.last + 2).forEach((size, at) => {
        if (at - 1 < this.front) return;
        const width = Math.min(26, this.cw * 0.5) / this.states.length;
        const left = GUTTER + (at + 0.5) * this.cw + (s - this.states.length / 2) * width;
        ctx.fillRect(left, y(size), width - 1, AXIS + BARS - y(size));
      });
    });
  }

  drawRow(ctx, row, y, most) {
    row.values.forEach((value, at) => {
      if (at - 1 < this.front || at - 1 > this.last) return;
      ctx.fillStyle = this.scale.css(value, most);
      ctx.fillRect(GUTTER + at * this.cw + 0.5, y, this.cw - 1, this.rh - 1);
      if (this.rh < 16 || this.cw < 60) return;
      ctx.fillStyle = this.scale.ink(value, most);
      ctx.font = `${this.ink("--type-figure")} ${this.ink("--mono")}`;
      ctx.textAlign = "center";
      ctx.fillText(show(value), GUTTER + (at + 0.5) * this.cw, y + this.rh / 2 + 0.5);
    });
  }

  hit(event) {
    const { x, y } = within(this.root, event);
    const at = Math.floor((x - GUTTER) / this.cw);
    const row = Math.floor((y - AXIS - BARS - 4) / this.rh);
    return { k: Math.max(-1, Math.min(this.last, at - 1)), row: this.rows[row] };
  }

  describe({ k, row }) {
    if (k < this.front) return tr("Not reached yet: drag to carry the gradient further back.");
    const norms = this.states.map((q) => `‖∂${q}${low(k + 1)}‖ = ${show(this.sweep.norms[q][k + 1], "")}`).join(", ");
    return row ? tr("{name} at {k}: {values}", { name: row.name, k: k + 1, values: full(row.values[k + 1]) }) : norms;
  }
}

const heightOf = (axis, size) => AXIS + BARS - axis.share(size) * (BARS - 6);

/** The earliest step whose h has been reached. */
function frontOf({ stops, front }) {
  return stops.slice(0, front).findLast(({ q }) => q === "h")?.k ?? stops[0].k + 1;
}
