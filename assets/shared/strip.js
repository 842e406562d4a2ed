// The strip of time: one row a number, one column a time step, drawn on a canvas so that 64 steps cost a frame nothing.
// A bar beside the number says how large: filled and up for positive, hollow and down for negative. A tick across it is
// the run before the edit.
import { cleared, resize } from "./canvas.js";
import { formatNumber } from "./format.js";
import { datesOf, drawGaps, meets } from "./gaps.js";
import { within } from "./grow.js";
import { scrubs } from "./scrub.js";
import { moved } from "./store.js";
import { tr } from "./texts.js";

const AXIS = 16;
const LINES = 150; // height of the curves
const BESIDE = 4; // px of a bar beside a number
const GROUP = 50; // px of a bar and its number
const WRITTEN = 42; // px of a column that has room for both

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
  /** @type {{ labels: string[], font: string, widths: number[], widest: number } | undefined} */ measured;

  /** `hooks`: scrub(t) while the pointer is down, peek(text) for what it points at. `mode` is "bars" or "lines". */
  constructor(root, label, hooks) {
    this.hooks = hooks;
    this.mode = "bars";
    this.root = root;
    this.canvas = document.createElement("canvas");
    root.tabIndex = 0;
    root.setAttribute("role", "slider");
    root.setAttribute("aria-label", label);
    root.append(this.canvas);
    new ResizeObserver(([entry]) => this.resize(entry.contentRect.width)).observe(root);
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
    this.gutterWidth = this.mode === "lines" ? 92 : 16 + 8.1 * longest;
    this.fit();
    this.root.setAttribute("aria-valuemin", 1);
    this.root.setAttribute("aria-valuemax", this.steps);
    this.root.setAttribute("aria-valuenow", this.t + 1);
    this.root.setAttribute(
      "aria-valuetext",
      tr("time step {t} of {steps}, {labels}", { t: this.t + 1, steps: this.steps, labels: labels[this.t] }),
    );
    this.draw();
  }

  /** The stage, which hears of it first, has drawn for the old width. */
  resize(wide) {
    if (wide === this.wide) return;
    this.wide = wide;
    if (!this.rows) return;
    this.fit();
    this.draw();
  }

  fit() {
    this.wide ??= this.root.clientWidth; // asked once: each time costs the browser a layout
    const width = Math.max(200, this.wide ?? 0);
    this.cw = (width - this.gutterWidth) / this.steps;
    this.rh = this.rows.length <= 4 ? 20 : this.rows.length <= 14 ? 16 : 13; // as low as a name can be
    const height = AXIS + (this.mode === "lines" ? LINES : this.rows.length * this.rh + 2);
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
    const top = this.words(ctx).widest > this.cw ? AXIS - 1 : 1; // it would cross words that are wider than a column
    ctx.strokeRect(this.gutterWidth + this.t * this.cw, top, this.cw, height - 1 - top);
  }

  /** How wide the labels are: measured once, for a frame of a drag has no time for it. */
  words(ctx) {
    const { labels } = this;
    const font = `${this.ink("--type-figure")} ${this.ink("--sans")}`;
    if (this.measured?.labels !== labels || this.measured.font !== font) {
      ctx.font = font;
      const widths = labels.map((label) => ctx.measureText(label).width);
      this.measured = { labels, font, widths, widest: Math.max(...widths) };
    }
    return this.measured;
  }

  drawAxis(ctx, height) {
    const { font, widths, widest } = this.words(ctx);
    ctx.font = font;
    ctx.fillStyle = this.ink("--muted");
    ctx.textAlign = "center";
    const every = Math.max(1, Math.ceil((widest + 8) / this.cw));
    const after = (t) => this.gutterWidth + (t + 1) * this.cw;
    const dates = datesOf(ctx, this.gaps, after);
    this.labels.forEach((label, t) => {
      const x = this.gutterWidth + (t + 0.5) * this.cw;
      if (t % every === 0 && !meets(dates, x, widths[t])) ctx.fillText(label, x, AXIS / 2 + 1);
    });
    drawGaps(ctx, this.gaps, after, AXIS / 2 + 1, height, this.ink("--text"));
  }

  drawRow(ctx, row, y) {
    const written = this.cw >= WRITTEN && this.rh >= 16;
    const top = Math.max(1e-9, row.scale ?? Math.max(...row.values.map(Math.abs)));
    const inset = written ? Math.max(0, (this.cw - GROUP) / 2) : 0; // bar and number stand together
    const bar = { inset, width: written ? BESIDE : this.cw - 1, middle: y + this.rh / 2 };
    this.gutter(ctx, row, y);
    const shares = row.values.map((value, t) => (row.covered?.[t] ? null : Math.max(-1, Math.min(1, value / top))));
    ctx.fillStyle = ctx.strokeStyle = this.ink(`--q-${row.q}`);
    this.drawBars(ctx, shares, bar, y);
    row.values.forEach((value, t) => {
      if (row.covered?.[t]) return this.drawCover(ctx, t, y);
      if (row.before && moved(row.before[t], value)) this.drawGhost(ctx, row.before[t] / top, bar, t);
      if (row.struck?.[t]) this.strike(ctx, t, y);
    });
    if (written) this.drawTexts(ctx, row, y, inset);
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
    ctx.font = `${this.ink(this.rh < 16 ? "--type-small" : "--type-figure")} ${this.ink("--mono")}`;
    ctx.textAlign = "left";
    ctx.fillText(row.name, 8, y + this.rh / 2);
  }

  /** From the middle of the row; a positive cell is tinted, too, so that a pattern is seen from afar. Null: no bar. */
  drawBars(ctx, shares, { inset, width, middle }, y) {
    const left = (t) => this.gutterWidth + t * this.cw + 1;
    shares.forEach((share, t) => {
      if (share === null) return;
      if (share > 0) {
        ctx.globalAlpha = 0.05 + 0.2 * share;
        ctx.fillRect(left(t), y, this.cw - 1, this.rh - 1);
      }
      ctx.globalAlpha = 0.45;
      ctx.fillRect(left(t) + inset, middle - 0.5, width, 1);
    });
    ctx.globalAlpha = 1;
    ctx.lineWidth = 1;
    shares.forEach((share, t) => {
      const size = Math.abs(share ?? 0) * (this.rh / 2 - 1);
      if (share > 0) ctx.fillRect(left(t) + inset, middle - size, width, size);
      else if (size > 1) ctx.strokeRect(left(t) + inset + 0.5, middle, width - 1, size - 0.5);
    });
  }

  drawGhost(ctx, share, { inset, width, middle }, t) {
    const size = Math.max(-1, Math.min(1, share)) * (this.rh / 2 - 1);
    ctx.fillStyle = this.ink("--text");
    ctx.fillRect(this.gutterWidth + t * this.cw + inset, middle - size - 1, width + 2, 2);
  }

  drawTexts(ctx, row, y, inset) {
    ctx.fillStyle = this.ink("--text");
    ctx.font = `${this.ink("--type-figure")} ${this.ink("--mono")}`;
    ctx.textAlign = "right";
    const [room, right] = [this.cw - BESIDE - 4, this.cw - 2 - inset];
    row.values.forEach((value, t) => {
      const said = row.covered?.[t] ? "?" : short(value);
      ctx.fillText(said, this.gutterWidth + t * this.cw + right, y + this.rh / 2 + 0.5, room);
    });
  }

  drawLines(ctx) {
    const low = Math.min(0, ...this.rows.flatMap((row) => row.values));
    const y = (value) => AXIS + LINES - 6 - ((value - low) / (1 - low)) * (LINES - 12);
    ctx.font = `${this.ink("--type-figure")} ${this.ink("--mono")}`;
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
        const room = AXIS + LINES - 6 - 13 * (rows.length - 1 - k);
        const spot = Math.min(room, Math.max(free, y(row.values[0])));
        free = spot + 13;
        ctx.fillStyle = this.ink(`--q-${row.q}`);
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
    ctx.strokeStyle = this.ink(`--q-${row.q}`);
    ctx.lineWidth = 2.2;
    ctx.setLineDash([[], [6, 4], [2, 3], [8, 3, 2, 3]][row.unit % 4]);
    trace(row.values);
    ctx.globalAlpha = 0.3;
    if (row.before) trace(row.before);
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
  }

  hit(event) {
    const { x, y } = within(this.root, event);
    const t = Math.max(0, Math.min(this.steps - 1, Math.floor((x - this.gutterWidth) / this.cw)));
    const row = this.mode === "bars" ? this.rows[Math.floor((y - AXIS) / this.rh)] : undefined;
    return { t, row };
  }

  /** In words, as it is now: numbers may have changed since the pointer came. */
  describe({ t, row: { name } }) {
    const row = this.rows.find((one) => one.name === name);
    if (!row || t >= this.steps) return null;
    if (row.covered?.[t])
      return tr("{name} at t = {t} is covered, until you have guessed.", { name: row.name, t: t + 1 });
    const other = row.before && moved(row.before[t], row.values[t]);
    const was = other ? tr(" (was {before})", { before: formatNumber(row.before[t], "") }) : "";
    return tr("{name} at t = {t}: {values}{was}", {
      name: row.name,
      t: t + 1,
      values: formatNumber(row.values[t], ""),
      was,
    });
  }
}

const short = (value) => {
  const size = Math.abs(value);
  return size >= 100 ? value.toPrecision(3).replace("-", "−") : value.toFixed(size < 10 ? 2 : 1).replace("-", "−");
};
