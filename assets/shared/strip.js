// The strip of time: one row a number, one column a time step, drawn on a canvas so that 64 steps cost a frame nothing.
// Colour says how large, grey and a bar below the line say negative, the thin upper band is the run before the edit.
import { cleared, resize } from "./canvas.js";
import { formatNumber } from "./format.js";
import { datesOf, drawGaps, meets } from "./gaps.js";
import { scrubs } from "./scrub.js";

const AXIS = 16;
const LINES = 150; // height of the curves

export class Strip {
  /** @type {number} */ t;
  /** @type {number} */ steps;
  /** @type {number} */ rh;
  /** @type {number} */ cw;
  /** @type {number} */ gutterWidth;
  /** @type {number | undefined} */ wide;
  /** @type {any[]} */ rows;
  /** @type {any[]} */ gaps;
  /** @type {string[]} */ labels;
  /** @type {Record<string, string> | null | undefined} */ inks;

  /** `hooks`: scrub(t) while the pointer is down, peek(text) for what it points at. `mode` is "heat" or "lines". */
  constructor(root, label, hooks) {
    this.hooks = hooks;
    this.mode = "heat";
    this.root = root;
    this.canvas = document.createElement("canvas");
    root.tabIndex = 0;
    root.setAttribute("role", "slider");
    root.setAttribute("aria-label", label);
    root.append(this.canvas);
    new ResizeObserver(([entry]) => (this.wide = entry.contentRect.width)).observe(root);
    scrubs(root, { at: (event) => this.hit(event).t, now: () => this.t, go: hooks.scrub });
    root.addEventListener("pointermove", (event) => {
      const spot = this.hit(event);
      if (spot.row) hooks.peek(() => this.describe(spot));
    });
    root.addEventListener("pointerleave", () => hooks.peek(null));
  }

  /**
   * `rows`: [{ q, unit, values (T), before (T or null), name }], `steps` their number, `labels` the words under the
   * axis, `gaps` where time jumps.
   */
  update(rows, table, labels, gaps = []) {
    Object.assign(this, { rows, labels, gaps, t: table.t, steps: table.x.length });
    const longest = Math.max(...rows.map((row) => row.name.length));
    this.gutterWidth = this.mode === "lines" ? 92 : 18 + 7.9 * longest;
    this.fit();
    this.root.setAttribute("aria-valuemin", 1);
    this.root.setAttribute("aria-valuemax", this.steps);
    this.root.setAttribute("aria-valuenow", this.t + 1);
    this.root.setAttribute("aria-valuetext", `time step ${this.t + 1} of ${this.steps}, ${labels[this.t]}`);
    this.draw();
  }

  fit() {
    this.wide ??= this.root.clientWidth; // asked once: each time costs the browser a layout
    const width = Math.max(200, this.wide ?? 0);
    this.rh = this.rows.length <= 4 ? 20 : this.rows.length <= 14 ? 15 : 11; // as low as a name can be
    const height = AXIS + (this.mode === "lines" ? LINES : this.rows.length * this.rh + 2);
    this.cw = (width - this.gutterWidth) / this.steps;
    resize(this.canvas, width, height);
  }

  /** The theme's colours, read once and again when the theme changes. */
  recolour() {
    this.inks = null;
  }

  ink(name) {
    this.inks ??= {};
    return (this.inks[name] ??= getComputedStyle(this.root).getPropertyValue(name).trim() || "#888");
  }

  draw() {
    const { ctx, height } = cleared(this.canvas);
    this.drawAxis(ctx, height);
    if (this.mode === "lines") this.drawLines(ctx);
    else this.rows.forEach((row, k) => this.drawRow(ctx, row, AXIS + k * this.rh));
    ctx.strokeStyle = this.ink("--text");
    ctx.lineWidth = 2;
    const top = this.widest(ctx) > this.cw ? AXIS - 1 : 1; // it would cross words that are wider than a column
    ctx.strokeRect(this.gutterWidth + this.t * this.cw, top, this.cw, height - 1 - top);
  }

  widest(ctx) {
    ctx.font = `11px ${this.ink("--sans")}`;
    return Math.max(...this.labels.map((label) => ctx.measureText(label).width));
  }

  drawAxis(ctx, height) {
    const widest = this.widest(ctx) + 8;
    ctx.fillStyle = this.ink("--muted");
    ctx.textAlign = "center";
    const every = Math.max(1, Math.ceil(widest / this.cw));
    const after = (t) => this.gutterWidth + (t + 1) * this.cw;
    const dates = datesOf(ctx, this.gaps, after);
    this.labels.forEach((label, t) => {
      const x = this.gutterWidth + (t + 0.5) * this.cw;
      if (t % every === 0 && !meets(dates, x, ctx.measureText(label).width)) ctx.fillText(label, x, AXIS / 2 + 1);
    });
    drawGaps(ctx, this.gaps, after, AXIS / 2 + 1, height, this.ink("--text"));
  }

  drawRow(ctx, row, y) {
    const { rh, cw } = this;
    const [colour, grey] = [this.ink(`--q-${row.q}`), this.ink("--muted")];
    const top = Math.max(1e-9, row.scale ?? Math.max(...row.values.map(Math.abs)));
    if (rh >= 10) this.gutter(ctx, row, y);
    row.values.forEach((value, t) => {
      if (row.covered?.[t]) return this.drawCover(ctx, t, y);
      const size = Math.min(1, Math.abs(value) / top);
      ctx.globalAlpha = 0.06 + 0.6 * size;
      ctx.fillStyle = value < 0 ? grey : colour;
      ctx.fillRect(this.gutterWidth + t * cw + 0.5, y, cw - 1, rh - 1);
      if (row.before && Math.abs(row.before[t] - value) > 1e-12)
        this.drawGhost(ctx, row.before[t] / top, colour, grey, t, y);
      ctx.globalAlpha = 1;
      if (row.struck?.[t]) this.strike(ctx, t, y);
      if (rh >= 10) this.drawSign(ctx, value, size, t, y);
    });
    if (cw >= 40 && rh >= 15) this.drawTexts(ctx, row, y);
  }

  /** A number that an open question asks for. */
  drawCover(ctx, t, y) {
    ctx.globalAlpha = 1;
    ctx.strokeStyle = this.ink("--muted");
    ctx.setLineDash([2, 2]);
    ctx.strokeRect(this.gutterWidth + t * this.cw + 2, y + 1, this.cw - 4, this.rh - 3);
    ctx.setLineDash([]);
  }

  /** A number that dropout took out of what goes up. */
  strike(ctx, t, y) {
    const [left, right] = [this.gutterWidth + t * this.cw + 3, this.gutterWidth + (t + 1) * this.cw - 3];
    ctx.strokeStyle = this.ink("--text");
    ctx.lineWidth = 1.4;
    ctx.beginPath();
    ctx.moveTo(left, y + this.rh - 3);
    ctx.lineTo(right, y + 2);
    ctx.stroke();
  }

  gutter(ctx, row, y) {
    ctx.fillStyle = this.ink(`--q-${row.q}`);
    ctx.fillRect(0, y, 4, this.rh - 1);
    ctx.fillStyle = this.ink("--text");
    ctx.font = `${Math.min(13, this.rh < 15 ? 10 : this.rh)}px ${this.ink("--mono")}`;
    ctx.textAlign = "left";
    ctx.fillText(row.name, 9, y + this.rh / 2);
  }

  drawGhost(ctx, share, colour, grey, t, y) {
    ctx.globalAlpha = 1;
    ctx.fillStyle = this.ink("--back");
    ctx.fillRect(this.gutterWidth + t * this.cw + 0.5, y, this.cw - 1, this.rh / 3);
    ctx.globalAlpha = 0.1 + 0.9 * Math.min(1, Math.abs(share));
    ctx.fillStyle = share < 0 ? grey : colour;
    ctx.fillRect(this.gutterWidth + t * this.cw + 2, y, this.cw - 4, this.rh / 3 - 1);
  }

  /** A bar from the bottom edge for positive, from the top edge for negative. */
  drawSign(ctx, value, size, t, y) {
    const [width, height] = [Math.max(2, this.cw * 0.08), (this.rh - 2) * size];
    ctx.fillStyle = this.ink("--text");
    ctx.fillRect(this.gutterWidth + t * this.cw + 1.5, value < 0 ? y : y + this.rh - 1 - height, width, height);
  }

  drawTexts(ctx, row, y) {
    ctx.fillStyle = this.ink("--text");
    ctx.font = `11px ${this.ink("--mono")}`;
    ctx.textAlign = "center";
    row.values.forEach((value, t) =>
      ctx.fillText(
        row.covered?.[t] ? "?" : short(value),
        this.gutterWidth + (t + 0.54) * this.cw,
        y + this.rh / 2 + 0.5,
      ),
    );
  }

  drawLines(ctx) {
    const low = Math.min(0, ...this.rows.flatMap((row) => row.values));
    const y = (value) => AXIS + LINES - 6 - ((value - low) / (1 - low)) * (LINES - 12);
    ctx.font = `11px ${this.ink("--mono")}`;
    ctx.textAlign = "right";
    for (const mark of [1, 0.5, 0, ...(low < -0.5 ? [-1] : [])]) {
      ctx.fillStyle = this.ink("--muted");
      ctx.fillText(String(mark), this.gutterWidth - 6, y(mark));
      ctx.globalAlpha = 0.3;
      ctx.fillRect(this.gutterWidth, y(mark), this.cw * this.steps, 1);
      ctx.globalAlpha = 1;
    }
    for (const row of this.rows) this.drawLine(ctx, row, y);
    this.nameLines(ctx, y);
  }

  /** The names at the first values, moved apart where they would cover each other, in two columns of the gutter. */
  nameLines(ctx, y) {
    ctx.textAlign = "left";
    for (const side of [0, 1]) {
      const rows = this.rows.filter((row) => row.unit % 2 === side).sort((a, b) => b.values[0] - a.values[0]);
      let free = AXIS + 6;
      rows.forEach((row, k) => {
        const room = AXIS + LINES - 6 - 12 * (rows.length - 1 - k);
        const spot = Math.min(room, Math.max(free, y(row.values[0])));
        free = spot + 12;
        ctx.fillStyle = this.ink(`--q-${row.q}-ink`);
        ctx.fillText(row.name, 2 + 34 * side, spot);
      });
    }
  }

  drawLine(ctx, row, y) {
    const trace = (values) => {
      ctx.beginPath();
      values.forEach((value, t) => row.covered?.[t] || ctx.lineTo(this.gutterWidth + (t + 0.5) * this.cw, y(value)));
      ctx.stroke();
    };
    ctx.strokeStyle = this.ink(`--q-${row.q}-ink`);
    ctx.lineWidth = 2.2;
    ctx.setLineDash([[], [6, 4], [2, 3], [8, 3, 2, 3]][row.unit % 4]);
    trace(row.values);
    ctx.globalAlpha = 0.3;
    if (row.before) trace(row.before);
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
  }

  hit(event) {
    const box = this.root.getBoundingClientRect();
    const t = Math.max(
      0,
      Math.min(this.steps - 1, Math.floor((event.clientX - box.left - this.gutterWidth) / this.cw)),
    );
    const row = this.mode === "heat" ? this.rows[Math.floor((event.clientY - box.top - AXIS) / this.rh)] : undefined;
    return { t, row };
  }

  /** In words, as it is now: numbers may have changed since the pointer came. */
  describe({ t, row: { name } }) {
    const row = this.rows.find((one) => one.name === name);
    if (!row || t >= this.steps) return null;
    if (row.covered?.[t]) return `${row.name} at t = ${t + 1} is covered, until you have guessed.`;
    const was =
      row.before && Math.abs(row.before[t] - row.values[t]) > 1e-12 ? ` (was ${formatNumber(row.before[t], "")})` : "";
    return `${row.name} at t = ${t + 1}: ${formatNumber(row.values[t], "")}${was}`;
  }
}

const short = (value) => {
  const size = Math.abs(value);
  return size >= 100 ? value.toPrecision(3).replace("-", "−") : value.toFixed(size < 10 ? 2 : 1).replace("-", "−");
};
